"""Where the city stands: a card for each score, and what moved in a sentence."""

from dataclasses import replace

import pytest

from analysis.figures import Figure, Grid, State
from survey.context import Context
from tests.survey.pages import released
from tests.survey.pages.conftest import Open, shown


def test_what_moved_is_said_first_and_only_what_is_detectable(open_page: Open, context: Context) -> None:
    released.publish(context, released.full())
    said = shown(open_page("see_standing").run())
    lead = said[said.index("fh-lead") : said.index("</header>")]
    assert "What moved in Jan–Mar 2026:" in lead
    assert "Score trust: went up by 4.7 points since Oct–Dec 2025 (range 1.9 to 7.3)." in lead
    assert "Score safety: went down by 6.1 points since Oct–Dec 2025 (range 2.3 to 9.7)." in lead
    assert "Score fairness" not in lead and "The other scores show no detectable change." in lead


def test_no_change_is_called_one(open_page: Open, context: Context) -> None:
    made = released.full()
    released.publish(context, replace(made, changes=made.changes[2:]))
    said = shown(open_page("see_standing").run())
    assert "In Jan–Mar 2026, no score moved in a way that we can detect." in said
    assert "No detectable change since Oct–Dec 2025 (between 3.7 lower and 6.7 higher)" in said
    assert "Nothing yet to compare it with" in said


def test_a_card_shows_the_closed_quarter_and_names_the_open_one(open_page: Open, context: Context) -> None:
    made = released.full()
    released.publish(context, made)
    said = shown(open_page("see_standing").run())
    closed, still_open = made.select(released.Measure.INDEX, Grid.CITY_QUARTER, subject="trust")[2:]
    assert f"<strong>{closed.value}</strong>" in said
    assert f"Apr–Jun 2026 (open): {still_open.value} (" in said
    assert f"about {closed.base:,} people" in said


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        (
            {"state": State.INTERVAL_ONLY, "base": 15, "low": 40.0, "high": 65.0},
            "between 40 and 65 of 100, about 15 people",
        ),
        ({"state": State.HIDDEN}, "<strong>hidden</strong><span>fewer than 10 people, or hidden to protect others"),
        (
            {"state": State.TOO_FEW_EVENTS, "base": 40},
            "<strong>not yet</strong><span>about 40 people answered, but a score needs answers from at least 2 events",
        ),
    ],
)
def test_a_card_without_a_level_says_why(open_page: Open, context: Context, figure: dict, told: str) -> None:  # type: ignore[type-arg]  # fields
    made = released.full()
    only = tuple(
        Figure(one.measure, one.subject, one.cut, **figure)
        for one in made.select(released.Measure.INDEX, Grid.CITY_QUARTER, subject="trust")
    )
    others = made.select(released.Measure.INDEX, Grid.CITY_QUARTER, subject="safety")
    released.publish(context, replace(made, figures=(*only, *others), changes=(), open_periods=()))
    assert told in shown(open_page("see_standing").run())


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        ({"state": State.HIDDEN}, "Too few people have answered so far"),
        ({"state": State.TOO_FEW_EVENTS, "base": 15}, "About 15 people have answered so far. A score needs answers"),
    ],
)
@pytest.mark.parametrize("page", ["see_standing", "see_results"])
def test_a_first_release_says_in_one_sentence_what_is_missing(
    open_page: Open,
    context: Context,
    page: str,
    figure: dict,
    told: str,  # type: ignore[type-arg]  # fields
) -> None:
    made = released.full()
    only = tuple(
        Figure(one.measure, one.subject, one.cut, **figure)
        for one in made.select(released.Measure.INDEX, Grid.CITY_QUARTER)
    )
    released.publish(context, replace(made, figures=only, changes=(), quotes=()))
    opened = open_page(page).run()
    said = shown(opened)
    assert said.count(told) == 1 and "at least 2 events" in said.replace("at 2 events or more", "at least 2 events")
    assert not released.charts(opened), "six empty charts say nothing"


def test_the_table_holds_every_quarter(open_page: Open, context: Context) -> None:
    released.publish(context, released.full())
    page = open_page("see_standing").run()
    assert "fh-table" not in shown(page)
    said = shown(page.toggle(key="standing-numbers").set_value(True).run())
    assert said.count("<tr>") == 1 + 6 * 4

"""The questions of leadership: where we stand and what moved on the first screen, then the others."""

import re
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from streamlit.testing.v1 import AppTest

from analysis.figures import Change, Evidence, Figure, Grid, Measure, State, Verdict
from analysis.inferences import Reliability, Trust
from analysis.readings import HEADLINES
from survey.context import Context
from survey.records import Commitment, CommitmentStatus
from tests.survey.pages import released
from tests.survey.pages.conftest import Open, html, shown

PROMISED = CommitmentStatus.PROMISED
SIDES = ("2026-Q1", "2025-Q4")
MIX: dict[str, Any] = {
    "kinds": (("foot_beat", 60), ("town_hall", 40)),
    "kinds_before": (("online", 100),),
}
FLAGS = (
    Change("trust", "", *SIDES, 4.7, 1.9, 7.3, "test", verdict=Verdict.UP, detectable=4.1),
    Change("fairness", "", *SIDES, 1.3, -3.7, 6.7, "test", verdict=Verdict.NONE, detectable=5.9),
    Change("safety", "", *SIDES, -6.1, -9.7, 0.3, "test", verdict=Verdict.NONE, detectable=8.3),
    Change("cooperation", "", *SIDES, 0, 0, 0, "test", verdict=Verdict.MIX, reason="kinds", **MIX),
    Change("trust", "c", *SIDES, 0, 0, 0, "test", verdict=Verdict.MIX, reason="kinds", **MIX),
    Change("trust", "a", *SIDES, -9.1, -9.7, -2.3, "test", verdict=Verdict.DOWN, detectable=7.7),
    Change("trust", "b", *SIDES, 9.3, -1.7, 12.3, "test", verdict=Verdict.NONE, detectable=11.9),
)


def first_screen(page: AppTest) -> str:
    """The words of the first screen, without its markup and without what opens."""
    sent = next(one for one in html(page).split("\n") if "fh-first" in one and "<section>" in one)
    return " ".join(released.visible(re.sub(r"<div>.*?</div></details>", "", sent)).split())


def test_the_first_screen_says_where_each_score_stands(open_page: Open, context: Context) -> None:
    made = released.full()
    released.publish(context, made)
    said = first_screen(open_page("see_standing").run())
    assert said.startswith("Where do we stand? Jan–Mar 2026. People who chose to answer at our events")
    for one in made.select(Measure.INDEX, Grid.CITY_QUARTER, period="2026-Q1"):
        if one.subject in HEADLINES:
            ends = f"range {one.low:g} to {one.high:g}, about {one.base:,} people"
            assert f"Score {one.subject} {one.value:g} of 100 {ends}" in said


def test_the_first_screen_says_what_moved_and_an_arrow_is_for_flagged_changes_only(
    open_page: Open, context: Context
) -> None:
    released.publish(context, replace(released.full(), changes=FLAGS))
    page = open_page("see_standing").run()
    said = first_screen(page)
    moved = said[said.index("What moved?") :]
    assert "↑ Score trust: Went up by 4.7 points since Oct–Dec 2025 (range 1.9 to 7.3)." in moved
    assert "↓ Alder, Score trust: Went down by 9.1 points since Oct–Dec 2025 (range 2.3 to 9.7)." in moved
    assert "The other scores show no detectable change since Oct–Dec 2025." in moved
    assert "The smallest we could have seen: 5.9 to 8.3 points, by score." in moved
    assert "Not compared: Score cooperation." in moved
    assert html(page).count("↑") == 2 and html(page).count("↓") == 2, "on the first screen, and in the list of all"
    every = " ".join(released.visible(html(page)).split())
    assert "birch, Score trust: No detectable change" in every and "Cove, Score trust" not in every
    assert "The other neighborhoods can't be compared" in every
    assert "Oct–Dec 2025: Online 100%. Jan–Mar 2026: Officers on foot 60%, Town hall 40%." in every, "the mix"


def test_where_nothing_moved_it_says_so_and_all_comparisons_open(open_page: Open, context: Context) -> None:
    released.publish(context, replace(released.full(), changes=FLAGS[1:3]))
    page = open_page("see_standing").run()
    assert "No score shows a detectable change since Oct–Dec 2025." in first_screen(page)
    assert "↑" not in html(page) and "↓" not in html(page)
    assert "we could have seen one of 8.3 points or more" in released.visible(html(page))


def test_before_a_second_quarter_it_says_that_there_is_nothing_to_compare(open_page: Open, context: Context) -> None:
    released.publish(context, replace(released.full(), changes=()))
    assert "There is nothing to compare with yet." in first_screen(open_page("see_standing").run())


def test_the_two_first_questions_are_answered_in_spanish(open_page: Open, context: Context) -> None:
    released.publish(context, replace(released.full(), changes=FLAGS))
    said = first_screen(open_page("see_standing", language="es").run())
    assert said.startswith("¿Cómo estamos? ene–mar 2026. Personas que quisieron responder")
    assert "de 100 margen de" in said and "¿Qué cambió? ↑ Medida trust: Subió 4,7 puntos" in said


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        (
            {"state": State.INTERVAL_ONLY, "base": 15, "low": 40.0, "high": 65.0},
            "between 40 and 65 of 100, about 15 people",
        ),
        ({"state": State.HIDDEN}, "<strong>hidden</strong> <span>fewer than 10 people, or hidden to protect others"),
        (
            {"state": State.TOO_FEW_EVENTS, "base": 40},
            "<strong>not yet</strong> <span>about 40 people answered, but a score needs answers from at least 2 events",
        ),
    ],
)
def test_a_score_without_a_level_says_why(open_page: Open, context: Context, figure: dict, told: str) -> None:  # type: ignore[type-arg]  # fields
    made = released.full()
    only = tuple(
        Figure(one.measure, one.subject, one.cut, **figure)
        for one in made.select(released.Measure.INDEX, Grid.CITY_QUARTER, subject="trust")
    )
    others = made.select(released.Measure.INDEX, Grid.CITY_QUARTER, subject="safety")
    released.publish(context, replace(made, figures=(*only, *others), changes=(), open_periods=()))
    assert told in shown(open_page("see_standing").run())


def test_an_index_that_is_hidden_for_its_questions_says_so(open_page: Open, context: Context) -> None:
    made = released.full()
    loose = Reliability("procedural_justice", "2026", "", "", 2235, 4, Trust.HIDDEN, 0.41, 0.33, 0.49)
    figures = tuple(
        replace(one, state=State.HIDDEN, base=0, value=None, low=None, high=None)
        if one.subject == loose.subject
        else one
        for one in made.figures
    )
    reversed_ = replace(loose, against=("c3",))
    released.publish(context, replace(made, figures=figures, reliability=(reversed_,)))
    said = released.visible(html(open_page("see_standing").run()))
    assert "hidden: the questions of this score do not fit together" in first_screen(open_page("see_standing").run())
    assert f"goes against the others: “{context.library.text('c3.text', 'en')}”" in " ".join(said.split())


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
    before = shown(page).count("<tr>")
    assert shown(page.toggle(key="standing-numbers").set_value(True).run()).count("<tr>") == before + 1 + 6 * 4


def test_scores_over_time_stand_on_one_axis_under_their_names(open_page: Open, context: Context) -> None:
    released.publish(context, released.full())
    found = released.charts(open_page("see_standing").run())[:6]
    assert [chart["title"]["text"] for chart in found] == [[f"Score {name}"] for name in HEADLINES]
    assert len({str(chart["layer"][0]["layer"]) for chart in found}) == 1


def test_two_comments_stand_word_for_word_as_text(open_page: Open, context: Context) -> None:
    made = released.full()
    quotes = (*made.quotes, replace(made.quotes[0], text="Never late", evidence=(Evidence("openness", 6, 10),)))
    released.publish(context, replace(made, quotes=quotes, open_periods=("2026",)))
    kept = tuple(one for one in made.figures if one.measure is not Measure.THEME or one.cut.period == "2025")
    released.publish(context, replace(made, version=708, quotes=quotes, figures=kept))
    sent = html(open_page("see_standing").run())
    assert sent.count("<blockquote") == 2 and "<script" not in sent and "<img" not in sent
    assert "<mark>late</mark>" in sent


def test_the_newest_promises_and_all_overdue_ones_are_told(open_page: Open, context: Context) -> None:
    released.publish(context, released.full())
    days = [date(2026, 6, 1), *(date(2027, month, 1) for month in (1, 2, 3, 4))]
    for number, due in enumerate(days):
        made_on = date(2026, 1, 5 + number)
        promised = Commitment(uuid4(), "bias", "", "Heard.", f"<b>Promise {due}", "Chief", due, PROMISED, made_on)
        context.store.commitments.put(promised)
    sent = html(open_page("see_standing").run())
    told = sent[sent.index("What did we promise?") :]
    assert "Promises made: 5. Overdue: 1." in told and told.count(">Overdue</span>") == 1
    assert told.count("&lt;b&gt;Promise") == 4 and "Promise 2026-06-01" in told and "Promise 2027-01-01" not in told

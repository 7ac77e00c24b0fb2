"""Pooled levels beside direct ones: by the alphabet, with whose answers they are made of in words."""

from dataclasses import replace

import pytest

from analysis.figures import Cut, Figure, Grid, Measure, Release, State
from analysis.inferences import Pooled
from analysis.records import PlaceFacts
from survey.context import Context
from tests.survey.pages import released
from tests.survey.pages.conftest import Open, shown

NAMES = ("willow", "Alder", "Cove", "birch", "Dell", "Elm")
QUARTER = "2026-Q1"


def pooled_release(parts: float = 0.7) -> Release:
    """The full release with six neighborhoods in its newest closed quarter: one hidden, one with a range only."""
    made = released.full()
    figures, pooled = [], []
    for number, name in enumerate(NAMES):
        cut = Cut(Grid.PLACE_QUARTER, QUARTER, name)
        if name == "Cove":
            figures.append(Figure(Measure.INDEX, "trust", cut, State.HIDDEN))
            continue
        state, value = (State.INTERVAL_ONLY, None) if name == "Dell" else (State.SHOWN, 40.0 + 2 * number)
        figures.append(Figure(Measure.INDEX, "trust", cut, state, 25, value, 30.0, 60.0))
        pooled.append(Pooled("trust", name, QUARTER, 47.0, 37.0, 59.0, parts, "test"))
    rest = tuple(one for one in made.figures if one.cut.grid is not Grid.PLACE_QUARTER)
    places = tuple(PlaceFacts(name, name) for name in NAMES)
    return replace(made, places=places, figures=(*rest, *figures), pooled=tuple(pooled))


def test_both_levels_stand_side_by_side_by_the_alphabet(open_page: Open, context: Context) -> None:
    released.publish(context, pooled_release())
    page = open_page("compare_neighborhoods").run()
    rows = released.rows(released.charts(page)[-1])
    assert [row["label"] for row in rows] == [name for name in sorted(NAMES, key=str.casefold) for _ in range(2)]
    own, steadied = rows[0], rows[1]
    assert (own["value"], own["short"]) == (42.0, "Own answers: 42 (30–60) · 25 people")
    assert (steadied["value"], steadied["low"], steadied["high"]) == (47.0, 37.0, 59.0)
    assert steadied["share"] == "7 of 10 parts from this neighborhood's own answers"
    assert "never call a place average by its steadied level alone" in shown(page)


def test_hidden_places_have_no_pooled_level_and_few_people_give_low_confidence(
    open_page: Open, context: Context
) -> None:
    released.publish(context, pooled_release())
    found = {
        (row["label"], row["pooled"]): row
        for row in released.rows(released.charts(open_page("compare_neighborhoods").run())[-1])
    }
    hidden = found["Cove", True]
    assert (hidden["value"], hidden["low"], hidden["dot"]) == (None, None, False)
    assert found["Cove", False]["cross"]
    assert found["Dell", True]["short"] == "Steadied: 47 (37–59) · low confidence"
    assert found["Elm", True]["short"] == "Steadied: 47 (37–59)"


@pytest.mark.parametrize(("parts", "said"), [(0.0, "differ no more than chance"), (1.0, "Nearly all from this")])
def test_none_and_all_are_said_in_words(open_page: Open, context: Context, parts: float, said: str) -> None:
    released.publish(context, pooled_release(parts))
    rows = released.rows(released.charts(open_page("compare_neighborhoods").run())[-1])
    assert said in rows[1]["told"]


def test_the_numbers_are_a_table_too(open_page: Open, context: Context) -> None:
    released.publish(context, pooled_release())
    page = open_page("compare_neighborhoods", language="es").run()
    page.toggle(key="pooled-numbers").set_value(True).run()
    assert "7 de 10 partes vienen de las respuestas de este vecindario." in shown(page)
    assert "sin nivel estabilizado" in shown(page)


def test_a_period_without_pooled_levels_says_what_it_takes(open_page: Open, context: Context) -> None:
    made = pooled_release()
    elsewhere = tuple(replace(one, period="2025-Q3") for one in made.pooled)
    released.publish(context, replace(made, pooled=elsewhere))
    assert "figures from 5 neighborhoods or more" in shown(open_page("compare_neighborhoods").run())


def test_a_release_that_pools_nothing_says_nothing_of_it(open_page: Open, context: Context) -> None:
    released.publish(context, replace(pooled_release(), pooled=()))
    assert "steadied" not in shown(open_page("compare_neighborhoods").run())

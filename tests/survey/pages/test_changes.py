"""What is said of a declared comparison, and that only flagged ones have an arrow."""

from dataclasses import replace

import pytest

from analysis.figures import Change, Verdict
from survey import changes
from survey.context import Context
from survey.pages.figures import Wording
from survey.pages.viewer import Viewer
from tests.survey.pages import released
from tests.survey.pages.conftest import Open, html

CHANGE = Change("trust", "", "2026-Q1", "2025-Q4", 8, 4, 12, "test", verdict=Verdict.UP, detectable=6)
NONE = replace(CHANGE, difference=2, low=-5, high=9, verdict=Verdict.NONE, detectable=9)
KINDS = {"kinds": (("foot_beat", 60), ("town_hall", 40)), "kinds_before": (("online", 100),)}
MIX = replace(CHANGE, verdict=Verdict.MIX, reason="kinds", **KINDS)
SMALL = replace(CHANGE, verdict=Verdict.TOO_SMALL, reason="people")


@pytest.fixture
def english(context: Context) -> Wording:
    return Wording(context, Viewer(None, "en"), released.full())


@pytest.fixture
def spanish(context: Context) -> Wording:
    return Wording(context, Viewer(None, "es"), released.full())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (CHANGE, "Went up by 8 points since Oct–Dec 2025 (range 4 to 12)"),
        (
            replace(CHANGE, verdict=Verdict.DOWN, difference=-8, low=-12, high=-4, against="year", previous="2025"),
            "Went down by 8 points since a year ago, 2025 (range 4 to 12)",
        ),
        (NONE, "No detectable change since Oct–Dec 2025; we could have seen one of 9 points or more"),
        (replace(NONE, detectable=None), "No detectable change since Oct–Dec 2025"),
        (MIX, "Not compared with Oct–Dec 2025: other kinds of events"),
        (
            replace(MIX, reason="unknown", kinds=(), kinds_before=()),
            "Not compared with Oct–Dec 2025: we know too little about which kinds of events people came from",
        ),
        (SMALL, "Too few answers to compare with Oct–Dec 2025"),
        (replace(SMALL, reason="events"), "Too few events to compare with Oct–Dec 2025"),
        (
            replace(CHANGE, against="program", program="ride_along"),
            "Went up by 8 points since Oct–Dec 2025, before the first event of this kind: Ride-along (range 4 to 12)",
        ),
        (
            replace(NONE, verdict=Verdict.UNTESTED),
            "No detectable change since Oct–Dec 2025 (between 5 lower and 9 higher)",
        ),
    ],
)
def test_a_comparison_is_one_sentence(english: Wording, change: Change, said: str) -> None:
    assert changes.say_change(change, english) == said


def test_in_spanish(spanish: Wording) -> None:
    assert changes.say_change(CHANGE, spanish) == "Subió 8 puntos desde oct–dic 2025 (margen de 4 a 12)"


def test_only_flagged_changes_have_an_arrow() -> None:
    arrows = {verdict: changes.arrow(replace(CHANGE, verdict=verdict)) for verdict in Verdict}
    assert {verdict for verdict, drawn in arrows.items() if drawn} == {Verdict.UP, Verdict.DOWN}


def test_the_mix_is_shown_where_it_is_why_nothing_was_compared(english: Wording) -> None:
    assert (
        changes.say_kinds(MIX, english)
        == "Oct–Dec 2025: Online 100%. Jan–Mar 2026: Officers on foot 60%, Town hall 40%."
    )
    assert changes.say_kinds(replace(MIX, verdict=Verdict.NONE), english) == ""


def test_the_page_that_says_what_moved_shows_the_mix(open_page: Open, context: Context) -> None:
    released.publish(context, replace(released.full(), changes=(MIX,)))
    said = html(open_page("see_standing").run())
    assert "Not compared with Oct–Dec 2025: other kinds of events. Oct–Dec 2025: Online 100%." in said

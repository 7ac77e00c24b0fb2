"""Declared comparisons from answers to a release: which are made, refused, flagged, and what is told of them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from analysis import change, periods
from analysis.change import Side
from analysis.comparisons import declared
from analysis.estimates import Estimate
from analysis.figures import Change, Cut, Grid, Measure, Verdict
from analysis.records import Answered, EventFacts
from analysis.release import build_release
from tests.analysis.makings import comments, material, people

LAST_YEAR, SPRING, SUMMER, WINTER = date(2024, 7, 3), date(2025, 5, 3), date(2025, 7, 10), date(2025, 12, 1)
AFTER = date(2025, 11, 3)


def rated(
    count: int, day: date, mean: float, seed: int = 1, events: int = 0, place: str = "north", kind: str = "fair"
) -> list[Answered]:
    """Answers 1-5 around a mean at some events of one kind, of about 12 people if not said otherwise."""
    events = events or max(2, count // 12)
    rng = np.random.default_rng(seed)
    drawn = np.clip(np.round(rng.normal(mean, 0.9, count)), 1, 5).astype(int).tolist()
    return [
        one
        for number, value in enumerate(drawn)
        for one in people(1, place, day, f"{kind}-{place}-{day:%y%m%d}-{number % events}", values={"c1": value})
    ]


def changes(*answers: Sequence[Answered], today: date = AFTER) -> tuple[Change, ...]:
    """All comparisons of a first release; the kind of each event stands before the first dash of its name."""
    made = material([item for part in answers for item in part])
    return build_release(replace(made, events=tuple(map(_kind, made.events))), today, 1).changes


def _kind(event: EventFacts) -> EventFacts:
    return replace(event, program=event.id.split("-")[0], place=event.id.split("-")[1])


def of(found: Iterable[Change], place: str = "", against: str = "quarter") -> Change:
    """The one comparison of a place."""
    (one,) = (item for item in found if (item.place, item.against) == (place, against))
    return one


def test_a_quarter_is_compared_with_the_one_before_in_the_city_and_each_neighborhood() -> None:
    found = changes(rated(200, SPRING, 3), rated(200, SUMMER, 4, 2))
    for place in ("", "north"):
        one = of(found, place)
        assert (one.subject, one.measure, one.period, one.previous) == ("trust", Measure.INDEX, "2025-Q3", "2025-Q2")
        assert one.verdict is Verdict.UP and one.low <= one.difference <= one.high and one.low > 0
        assert 20 < one.difference < 30 and one.detectable is not None and one.detectable >= 5
    assert len(found) == 2


def test_a_quarter_and_a_year_are_compared_with_a_year_ago() -> None:
    found = changes(rated(200, LAST_YEAR, 4), rated(200, SUMMER, 3, 2), today=date(2026, 2, 1))
    quarters = [one for one in found if one.period == "2025-Q3"]
    years = [one for one in found if one.period == "2025"]
    assert {(one.place, one.against, one.previous) for one in quarters} == {
        ("", "year", "2024-Q3"),
        ("north", "year", "2024-Q3"),
    }
    assert {(one.place, one.against, one.previous) for one in years} == {
        ("", "year", "2024"),
        ("north", "year", "2024"),
    }
    assert {one.verdict for one in found} == {Verdict.DOWN}


def test_of_neighborhoods_only_the_newest_closed_quarter() -> None:
    found = changes(rated(200, SPRING, 3), rated(200, SUMMER, 3, 2), rated(200, WINTER, 3, 3), today=date(2026, 1, 9))
    assert {one.period for one in found if one.place and one.against == "quarter"} == {"2025-Q4"}
    assert {one.period for one in found if not one.place and one.against == "quarter"} == {"2025-Q3", "2025-Q4"}


def test_no_change_says_what_could_have_been_seen() -> None:
    one = of(changes(rated(200, SPRING, 3), rated(200, SUMMER, 3, 2)))
    assert one.verdict is Verdict.NONE and one.low <= 0 <= one.high
    assert one.detectable is not None and 5 < one.detectable < 15


@pytest.mark.parametrize(
    ("count", "later", "today"),
    [(200, WINTER, date(2026, 1, 9)), (28, SUMMER, AFTER), (200, SUMMER, date(2025, 9, 30))],
    ids=["a quarter between", "too few for a point", "still open"],
)
def test_nothing_is_compared(count: int, later: date, today: date) -> None:
    assert changes(rated(200, SPRING, 3), rated(count, later, 4, 2), today=today) == ()


def test_nothing_is_compared_with_a_level_near_an_end() -> None:
    """Fifty and forty-four more would be ninety-four, which is not told as a level."""
    nearly = [*people(170, day=SUMMER, event="fair-north-1", values={"c1": 5}), *rated(30, SUMMER, 3)]
    assert changes(rated(200, SPRING, 3), nearly) == ()


def test_people_of_one_event_are_refused() -> None:
    one = of(changes(rated(200, SPRING, 2), rated(200, SUMMER, 4, 2, events=1)))
    assert (one.verdict, one.reason, one.detectable) == (Verdict.TOO_SMALL, "events", None)


def test_people_who_are_worth_too_few_are_refused() -> None:
    one = of(changes(rated(200, SPRING, 2), rated(32, SUMMER, 4, 2, events=4), rated(20, SUMMER, 2, 3, events=1)))
    assert (one.verdict, one.reason) == (Verdict.TOO_SMALL, "people")


def test_other_kinds_of_events_are_not_compared_and_the_mix_is_told() -> None:
    found = changes(rated(200, SPRING, 3), rated(100, SUMMER, 4, 2), rated(100, SUMMER, 4, 3, kind="hall"))
    one = of(found)
    assert (one.verdict, one.reason, one.detectable) == (Verdict.MIX, "kinds", None)
    assert dict(one.kinds_before) == {"fair": 100} and dict(one.kinds) == {"fair": 50, "hall": 50}
    almost = of(changes(rated(200, SPRING, 3), rated(160, SUMMER, 4, 2), rated(40, SUMMER, 4, 3, kind="hall")))
    assert almost.verdict is Verdict.UP and almost.kinds == ()


def test_an_unknown_mix_is_not_compared() -> None:
    answers = [*rated(200, SPRING, 3), *rated(200, SUMMER, 4, 2)]
    made = material(answers)
    blind = replace(made, events=tuple(replace(event, quarters=()) for event in made.events))
    assert {one.reason for one in build_release(blind, AFTER, 1).changes} == {"unknown"}


def test_before_and_after_the_first_event_of_a_program() -> None:
    league = rated(20, SUMMER, 4, 5, events=1, kind="youth_sports")
    found = changes(
        rated(200, SPRING, 2), rated(150, SUMMER, 3, 2), league, rated(200, WINTER, 4, 3), today=date(2026, 1, 9)
    )
    one = of(found, "north", "program")
    assert (one.program, one.previous, one.period) == ("youth_sports", "2025-Q2", "2025-Q4")
    assert one.verdict is Verdict.UP
    always = changes(league, rated(200, SUMMER, 3, 2), rated(200, WINTER, 4, 3), today=date(2026, 1, 9))
    assert not [one for one in always if one.against == "program"]


def test_themes_are_compared_as_a_family_of_their_own() -> None:
    answers = [*rated(100, SPRING, 3), *rated(100, SUMMER, 3, 2)]
    said = [
        *comments(60, "respect", day=SPRING),
        *comments(60, "speed", day=SPRING),
        *comments(90, "respect", day=SUMMER),
    ]
    said += comments(30, "speed", day=SUMMER)
    made = material(answers, said)
    found = [one for one in build_release(made, AFTER, 1).changes if one.measure is Measure.THEME and not one.place]
    assert {(one.subject, one.verdict, one.difference) for one in found} == {
        ("respect", Verdict.UP, 25.0),
        ("speed", Verdict.DOWN, -25.0),
    }


def side(value: float = 50.0, error: float = 2.0, base: int = 200, effective: float = 100.0, events: int = 9) -> Side:
    kinds = {"fair": float(base)}
    return Side(round(value), Estimate(value, 0, 100, error**2, 60, base, "", effective, events), kinds)


def verdicts(differences: Sequence[float], errors: float = 2.0) -> list[Verdict]:
    """What a family of neighborhoods says whose levels rose by so much."""
    (compared,) = declared([Cut(Grid.PLACE_QUARTER, quarter, "a") for quarter in ("2025-Q1", "2025-Q2")], (), AFTER)
    sides = [(side(50 + points, errors), side(50, errors)) for points in differences]
    tests = [
        change.Test(
            Measure.INDEX, "trust", compared, later, earlier, change.reason(later, earlier),
            change.estimates.difference(later.estimate, earlier.estimate),
        )
        for later, earlier in sides
    ]  # fmt: skip
    return [one.verdict for one in change.judge(tests)]


def test_many_tests_ask_for_more() -> None:
    assert verdicts([7]) == [Verdict.UP]
    assert verdicts([7, *[0.0] * 60])[0] is Verdict.NONE
    assert verdicts([20, *[0.0] * 60])[0] is Verdict.UP


def test_sure_but_small_is_no_change() -> None:
    assert verdicts([4.9, -4.9], errors=0.2) == [Verdict.NONE, Verdict.NONE]
    assert verdicts([5.1, -5.1], errors=0.2) == [Verdict.UP, Verdict.DOWN]


def test_a_test_alone_is_not_flagged_where_its_range_holds_zero() -> None:
    """Benjamini-Hochberg at .10 alone would find a single p of .08."""
    assert verdicts([5.1]) == [Verdict.NONE]


def test_the_smallest_detectable_change_is_flagged_in_four_of_five_draws() -> None:
    later, earlier = side(), side()
    found = change.estimates.difference(later.estimate, earlier.estimate)
    least = change.smallest(found, 0.05, 1.0)
    drawn = 50 + np.random.default_rng(3).normal(least, found.variance**0.5, 400)
    seen = np.mean([verdicts([value - 50])[0] is Verdict.UP for value in drawn])
    assert seen == pytest.approx(0.8, abs=0.06)


def test_what_is_told_is_in_the_coarser_steps_of_the_two() -> None:
    one = of(changes(rated(900, SPRING, 3), rated(90, SUMMER, 4, 2)))
    numbers = (one.difference, one.low, one.high, one.detectable)
    assert all(number is not None and number % 5 == 0 for number in numbers)


def test_earlier_comparisons_stay_while_their_years_do() -> None:
    old = of(changes(rated(200, SPRING, 3), rated(200, SUMMER, 4, 2)))
    nothing = change.Levels({}, {}, ())
    assert change.continue_changes([old], nothing, {"2026"}, AFTER, 2) == (old,)
    assert change.continue_changes([old], nothing, {"2025"}, AFTER, 2) == ()
    assert periods.a_year_before(old.period) == "2024-Q3"

"""What moved: declared comparisons, tested by cluster, corrected for how many they are, flagged only if they matter."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from analysis import discoveries, estimates, mixes, rounding
from analysis.comparisons import PROGRAM, Comparison, declared
from analysis.estimates import DIFFERENCE, Difference, Estimate
from analysis.figures import Bound, Change, Cut, Figure, Measure, State, Verdict
from analysis.mixes import Kinds, Mixes
from analysis.records import EventFacts

VERSION = "2"
MEASURES = (Measure.INDEX, Measure.THEME)
LEAST_POINTS = 5.0
"""Smaller differences are never called a change."""
LEAST_EFFECTIVE = 30.0
"""People of a simple sample that each side must be worth."""
LEAST_EVENTS = 2
"""Events on each side: what two single events differ by is not what a place changed by."""
POWER = 0.80
"""How likely the smallest detectable change would have been seen."""
METHOD = f"{DIFFERENCE}; Benjamini-Hochberg {discoveries.RATE:.2f}, {LEAST_POINTS:.0f} points"
CHANGES = f"{METHOD}, version {VERSION}"

Key = tuple[Measure, str, Cut]
Family = tuple[Measure, str, str, bool]
"""Tests that are corrected together: of one measure, kind of comparison and period, of the city or of places."""


@dataclass(frozen=True)
class Levels:
    """What a release tells and what it was rounded from; only cuts of today's people have `estimates`."""

    figures: Mapping[Key, Figure]
    estimates: Mapping[Key, Estimate]
    events: Collection[EventFacts]


@dataclass(frozen=True)
class Side:
    """One side of a comparison: the level as it is told, what it was rounded from, and the mix of its people."""

    told: float
    estimate: Estimate
    kinds: Kinds


@dataclass(frozen=True)
class Test:
    """A comparison of one index or theme; `reason` says why it can't be made, "" where it can."""

    measure: Measure
    subject: str
    compared: Comparison
    later: Side
    earlier: Side
    reason: str
    found: Difference

    @property
    def family(self) -> Family:
        return self.measure, self.compared.against, self.compared.period, bool(self.compared.place)

    @property
    def base(self) -> int:
        return min(self.later.estimate.base, self.earlier.estimate.base)


def continue_changes(
    old: Iterable[Change], levels: Levels, years: Collection[str], today: date, version: int
) -> tuple[Change, ...]:
    """Comparisons of levels that are both shown with today's people, and earlier ones of years that are as they were.

    `years` are those that were measured anew. A comparison that says the same as before keeps its release's number.
    """
    before = {_key(change): change for change in old}
    fresh = {_key(change): _settled(change, before.get(_key(change)), version) for change in compare(levels, today)}
    newest = {one.period for one in fresh.values() if one.place}
    untouched = {
        key: one
        for key, one in before.items()
        if (one.period[:4] not in years or one.previous[:4] not in years)
        and (not one.place or one.against == PROGRAM or not newest or one.period in newest)
    }
    return tuple(one for _, one in sorted({**untouched, **fresh}.items()))


def compare(levels: Levels, today: date) -> tuple[Change, ...]:
    """Every declared comparison whose two levels are shown, tested in families. Samples are taken as independent."""
    counted = mixes.count_kinds(levels.figures.values(), levels.events)
    subjects: dict[tuple[Measure, Cut], list[str]] = defaultdict(list)
    for measure, subject, cut in levels.estimates:
        subjects[measure, cut].append(subject)
    tests = (
        _test(levels, counted, measure, subject, compared)
        for compared in declared({cut for _, cut in subjects}, levels.events, today)
        for measure in MEASURES
        for subject in subjects[measure, compared.later]
    )
    families: dict[Family, list[Test]] = defaultdict(list)
    for test in tests:
        if test is not None:
            families[test.family].append(test)
    return tuple(change for family in families.values() for change in judge(family))


def judge(family: Sequence[Test]) -> tuple[Change, ...]:
    """The verdicts of tests that are corrected together; those that can't be made don't count."""
    made = [test for test in family if not test.reason]
    chances = [test.found.p for test in made]
    level = min(1 - estimates.CONFIDENCE, discoveries.bar(chances))
    found = dict(zip(map(id, made), discoveries.discoveries(chances), strict=True))
    return tuple(_change(test, level, discovered=found.get(id(test), False)) for test in family)


def reason(later: Side, earlier: Side) -> str:
    """Why two sides can't be compared: "people", "events", "unknown" or other "kinds"; "" where they can."""
    sides = (later.estimate, earlier.estimate)
    if min(side.events for side in sides) < LEAST_EVENTS:
        return "events"
    if min(side.effective for side in sides) < LEAST_EFFECTIVE:
        return "people"
    if any(sum(side.kinds.values()) < mixes.KNOWN * side.estimate.base for side in (later, earlier)):
        return "unknown"
    return "kinds" if mixes.distance(later.kinds, earlier.kinds) > mixes.LIKE else ""


def smallest(found: Difference, level: float, step: float) -> float:
    """The smallest true change, in points, that a test at this level flags with 80 % power.

    Twice Student's t times the standard error, as for any two-sided test: Bloom (1995), Evaluation Review 19, 547-556;
    what is seen must be LEAST_POINTS too, and leave out 0 once its range is rounded outward to whole steps.
    """
    error = float(found.variance**0.5)
    found_at = estimates.critical(found.freedom, 1 - level / 2) * error
    seen = max(LEAST_POINTS, found_at, estimates.critical(found.freedom) * error + step)
    return seen + estimates.critical(found.freedom, POWER) * error


def _test(levels: Levels, counted: Mixes, measure: Measure, subject: str, compared: Comparison) -> Test | None:
    """A comparison, None where one of its levels is not told as a number of today's people."""
    asked = subject if measure is Measure.INDEX else ""
    sides = [_side(levels, counted, asked, (measure, subject, cut)) for cut in (compared.later, compared.earlier)]
    later, earlier = sides
    if later is None or earlier is None:
        return None
    found = estimates.difference(later.estimate, earlier.estimate)
    return Test(measure, subject, compared, later, earlier, reason(later, earlier), found)


def _side(levels: Levels, counted: Mixes, asked: str, key: Key) -> Side | None:
    figure, estimate = levels.figures.get(key), levels.estimates.get(key)
    if figure is None or estimate is None or figure.state is not State.SHOWN or figure.bound is not Bound.NONE:
        return None
    return None if figure.value is None else Side(figure.value, estimate, counted.of(asked, key[2]))


VERDICTS: Mapping[str, Verdict] = {
    "people": Verdict.TOO_SMALL,
    "events": Verdict.TOO_SMALL,
    "unknown": Verdict.MIX,
    "kinds": Verdict.MIX,
}


def _change(test: Test, level: float, *, discovered: bool) -> Change:
    """What is told of a test: all numbers rounded, no p-value, and mixes only where they are the reason."""
    later, earlier, found, compared = test.later, test.earlier, test.found, test.compared
    told = rounding.present_change((later.told, earlier.told), found.low, found.high, test.base)
    mixed = test.reason == "kinds"
    return Change(
        test.subject,
        compared.place,
        compared.period,
        compared.previous,
        *told,
        METHOD,
        test.measure,
        compared.against,
        VERDICTS.get(test.reason) or _verdict(found, told, discovered=discovered),
        None if test.reason else _detectable(test, level),
        program=compared.program,
        reason=test.reason,
        kinds=mixes.told(later.kinds) if mixed else (),
        kinds_before=mixes.told(earlier.kinds) if mixed else (),
    )


def _verdict(found: Difference, told: tuple[float, float, float], *, discovered: bool) -> Verdict:
    """A change only where it is discovered, and what is told of it leaves out 0 and is large enough too."""
    value, low, high = told
    if not discovered or low <= 0 <= high or min(abs(found.value), abs(value)) < LEAST_POINTS:
        return Verdict.NONE
    return Verdict.UP if found.value > 0 else Verdict.DOWN


def _detectable(test: Test, level: float) -> float:
    points = smallest(test.found, level, rounding.step_of(test.base))
    return rounding.present_detectable(points, test.base)


def _settled(now: Change, before: Change | None, version: int) -> Change:
    same = before is not None and replace(now, release=before.release) == before
    return before if before is not None and same else replace(now, release=version)


def _key(change: Change) -> tuple[str, ...]:
    who = (str(change.measure), change.subject, change.place)
    return (*who, change.period, change.previous, change.against, change.program)

"""What goes with trust in a city's year: a slope on fairness, and means by contact with police. Never a cause."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from analysis import estimates, pairs, regression, renewal, rounding
from analysis.disclosure import K, Relation
from analysis.estimates import FEWEST_EVENTS, Clusters, IntArray
from analysis.figures import State
from analysis.findings import Findings
from analysis.inferences import Association
from analysis.pairs import CONTACT, STRAIGHT, Pair
from analysis.panels import Panel, holders
from analysis.patterns import instruments_of
from analysis.renewal import Kinds
from analysis.scores import FloatArray, points
from analysis.tallies import Tally
from questions.model import Index, Library

FEWEST = 50
"""People under whom nothing is told of any group."""
PER = 10
"""A slope is told for so many points of the predictor."""
ALL, REST, OTHERS, TOTAL = "", "rest", "others", "total"
METHOD = f"{regression.METHOD}, version {regression.VERSION}"


@dataclass(frozen=True)
class _Seen:
    """Who gave both answers, one row for people of one event who answered alike; arrays of shape (rows,)."""

    first: FloatArray
    points: FloatArray
    people: IntArray
    events: IntArray

    def where(self, taken: NDArray[np.bool_]) -> "_Seen":
        return _Seen(self.first[taken], self.points[taken], self.people[taken], self.events[taken])

    @property
    def base(self) -> int:
        return int(self.people.sum())


def find_associations(found: Findings, panel: Panel, library: Library) -> list[Association]:
    """Every pair's rows of the year: all of them anew where k people or more are new in each, else as they were."""
    known = {CONTACT, STRAIGHT, *library.indices}
    asked = (pair for pair in (*pairs.SLOPES, *pairs.GROUPS) if {pair.predictor, pair.outcome} <= known)
    return [one for pair in asked for one in _rows(found, panel, library, pair)]


def _rows(found: Findings, panel: Panel, library: Library, pair: Pair) -> Sequence[Association]:
    told = found.old.associations if found.old else ()
    old = [one for one in told if (one.predictor, one.outcome, one.year) == (pair.predictor, pair.outcome, found.year)]
    asked = _asked(panel, library, pair)
    scored = holders(panel, library.indices[pair.outcome])
    kinds = _by_group(pair, asked, scored) if pair.groups else _everybody(pair, asked)
    table = f"{panel.audience}/{pair.name}"
    renewed = renewal.decide(panel.book, table, kinds, str, found.k)
    shown = sorted(renewed.anew - {REST, OTHERS, TOTAL})
    seen = _seen(panel, library, pair, asked)
    made = [] if _near_end(seen, panel, library, pair, asked) else _judge(seen, pair, shown, library)
    if {one.group for one in old} - {one.group for one in made}:
        return old
    if made:
        found.updated[table] = sorted(renewed.anew & {TOTAL, *(_code(pair, one.group) for one in made)})
    named = partial(replace, predictor=pair.predictor, outcome=pair.outcome, method=METHOD)
    return [named(one, year=found.year, release=found.version) for one in made]


def _asked(panel: Panel, library: Library, pair: Pair) -> frozenset[str]:
    """The panel's questionnaires that ask both."""
    asked = holders(panel, library.indices[pair.outcome])
    if pair.predictor == CONTACT:
        return asked & {item.id for item in panel.instruments if item.question(CONTACT) is not None}
    if pair.groups:
        return asked
    return asked & holders(panel, library.indices[pair.predictor])


def _everybody(pair: Pair, asked: frozenset[str]) -> Kinds[str]:
    def people(tally: Tally) -> IntArray:
        return np.array([(tally.people(pair.name) * instruments_of(tally.spots, asked)).sum()], dtype=np.int64)

    return Kinds(people, {ALL: np.array([0])}, ())


def _by_group(pair: Pair, asked: frozenset[str], scored: frozenset[str]) -> Kinds[str]:
    """People of each group, those who were asked and are in none, and those of questionnaires that only score."""
    names = [*map(str, pair.groups), REST, OTHERS]

    def people(tally: Tally) -> IntArray:
        one, wanted = tally.of(pair.name), instruments_of(tally.spots, asked)
        first = pairs.split(one.values)[0]
        each = [int((one.people * wanted[one.spots])[first == code].sum()) for code in pair.groups]
        index = tally.people(f"index/{pair.outcome}")
        whole, city = (int((index * instruments_of(tally.spots, some)).sum()) for some in (asked, scored))
        return np.array([*each, whole - sum(each), city - whole], dtype=np.int64)

    members = {name: np.array([place]) for place, name in enumerate(names)} | {TOTAL: np.arange(len(names))}
    return Kinds(people, members, [Relation(TOTAL, tuple(names))])


def _seen(panel: Panel, library: Library, pair: Pair, asked: frozenset[str]) -> _Seen:
    spots, counted = panel.book.spots, panel.book.now.of(pair.name)
    taken = instruments_of(spots, asked)[counted.spots] > 0
    first, steps = pairs.split(counted.values[taken])
    names = np.array([spot.event for spot in spots], dtype=str)[counted.spots[taken]]
    events = np.unique(names, return_inverse=True)[1].astype(np.int64)
    return _Seen(first, pairs.in_points(steps, library.indices[pair.outcome]), counted.people[taken], events)


def _near_end(seen: _Seen, panel: Panel, library: Library, pair: Pair, asked: frozenset[str]) -> bool:
    """Whether nearly everybody of some group, or of those in none, is at an end: the others' means would tell that."""
    if not pair.groups:
        return False
    groups = [seen.where(seen.first == code) for code in pair.groups]
    parts = [(one.base, float(one.points @ one.people)) for one in groups]
    index = library.indices[pair.outcome]
    whole, city = (_total(panel, index, some) for some in (asked, holders(panel, index)))
    parts += [(whole[0] - seen.base, whole[1] - sum(part for _, part in parts))]
    parts += [(city[0] - whole[0], city[1] - whole[1])]
    return any(base >= K and rounding.near_end(total / base, base) for base, total in parts)


def _total(panel: Panel, index: Index, asked: frozenset[str]) -> tuple[int, float]:
    """How many people of some questionnaires have an index, and the sum of their points."""
    counted = panel.book.now.of(f"index/{index.id}")
    wanted = counted.people * instruments_of(panel.book.spots, asked)[counted.spots]
    return int(wanted.sum()), float(points(counted.values, index) @ wanted)


def _judge(seen: _Seen, pair: Pair, shown: Sequence[str], library: Library) -> list[Association]:
    """The rows of those who may be told of, still without names; none where they are too few."""
    if not shown or seen.base < FEWEST:
        return []
    if pair.groups:
        return _means(seen, pair, [int(code) for code in shown])
    return _slope(replace(seen, first=pairs.in_points(seen.first, library.indices[pair.predictor])))


def _slope(seen: _Seen) -> list[Association]:
    """Outcome points for each 10 points of the predictor, plainly and within events."""
    of = seen.points, seen.first[:, None] / PER, seen.people, seen.events
    plain = regression.fit(*of, within=False)
    if plain is None:
        return []
    step = 0.1 if seen.base >= rounding.WHOLE_BASE else 1.0
    row = Association("", "", ALL, "", rounding.shown_base(seen.base), *_told(plain.interval(0), step))
    inner = regression.fit(*of, within=True)
    return [row if inner is None else _adjusted(row, inner.interval(0), step)]


def _means(seen: _Seen, pair: Pair, codes: Sequence[int]) -> list[Association]:
    """The mean of each group of enough people; beside it how far it is from another, within events."""
    found = {code: _mean(seen.where(seen.first == code), pair.groups[code]) for code in codes}
    rows = {code: made for code, made in found.items() if made is not None}
    others = [code for code in rows if code != pair.beside]
    if pair.beside not in rows or not others:
        return list(rows.values())
    among = seen.where(np.isin(seen.first, list(rows)))
    kinds = np.stack([among.first == code for code in others], axis=1).astype(np.float64)
    inner = regression.fit(among.points, kinds, among.people, among.events, within=True)
    for place, code in enumerate(others if inner else ()):
        assert inner is not None  # as there is a place
        step = rounding.step_of(min(rows[code].base, rows[pair.beside].base, rounding.DECIMAL_BASE - 1))
        rows[code] = _adjusted(rows[code], inner.interval(place), step)
    return list(rows.values())


def _mean(seen: _Seen, group: str) -> Association | None:
    """A group's mean under the rules of an index, in whole points or coarser; None where not all of it may be told."""
    if seen.base < FEWEST or len(np.unique(seen.events)) < FEWEST_EVENTS:
        return None
    people = seen.people.astype(np.float64)
    held = Clusters.gather(seen.events, people, seen.points * people, seen.points**2 * people)
    made = estimates.mean(held, estimates.intraclass(held))
    if made is None:
        return None
    told = rounding.present_index(replace(made, base=min(made.base, rounding.DECIMAL_BASE - 1)))
    if told.state is not State.SHOWN or told.value is None or told.low is None or told.high is None:
        return None
    return Association("", "", group, "", rounding.shown_base(seen.base), told.value, told.low, told.high)


def _adjusted(row: Association, found: tuple[float, float, float], step: float) -> Association:
    value, low, high = _told(found, step)
    return replace(row, adjusted=value, adjusted_low=low, adjusted_high=high)


def _told(found: tuple[float, float, float], step: float) -> tuple[float, float, float]:
    """A value to the nearest step, its interval outward to whole steps."""
    value, low, high = (end / step for end in found)
    ends = round(value), math.floor(low + 1e-9), math.ceil(high - 1e-9)
    told = [round(end * step, 1) + 0.0 for end in ends]
    return told[0], told[1], told[2]


def _code(pair: Pair, group: str) -> str:
    """The group's name among the kinds that are decided on."""
    return next((str(code) for code, name in pair.groups.items() if name == group), ALL)

"""Which kinds of events the people of a period came from, as far as released figures of closed events tell."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from analysis import periods
from analysis.figures import Cut, Figure, Grid, Measure
from analysis.records import EventFacts

LIKE = 0.30
"""The total variation distance, 0-1, up to which two mixes are alike: at most this share came from other kinds."""
KNOWN = 0.70
"""The share of a period's people whose kind of event must be known on both sides."""
STEP = 5
"""Per cent of a mix are told to the nearest 5: they come from bases that are."""

CITY, ELSEWHERE = "*", "-"
"""In place of a neighborhood: all of them, and events that were in none."""

Kinds = Mapping[str, float]
"""People by kind of event."""


@dataclass(frozen=True)
class Mixes:
    """People by kind of event, by index ("" is the largest base of any), neighborhood (CITY is all) and quarter.

    People count where their event was held, and an event over several quarters counts in equal parts.
    """

    people: Mapping[tuple[str, str, str], Kinds]

    def of(self, subject: str, cut: Cut) -> Kinds:
        """Who answered for an index in a quarter or year of a place ("" is the city)."""
        quarters = periods.quarters(cut.period)
        return _sum(self.people.get((subject, cut.place or CITY, quarter), {}) for quarter in quarters)


def count_kinds(figures: Iterable[Figure], events: Iterable[EventFacts]) -> Mixes:
    """The mixes that released figures of events tell; events with no base in them are not known."""
    held = {event.id: event for event in events if event.quarters}
    bases: dict[tuple[str, str], int] = defaultdict(int)
    for figure in figures:
        if figure.measure is Measure.INDEX and figure.cut.grid is Grid.EVENT and figure.cut.event in held:
            for subject in ("", figure.subject):
                key = (subject, figure.cut.event)
                bases[key] = max(bases[key], figure.base)
    found: dict[tuple[str, str, str], list[Kinds]] = defaultdict(list)
    for (subject, name), base in bases.items():
        event = held[name]
        for quarter, place in product(event.quarters, {CITY, event.place or ELSEWHERE}):
            found[subject, place, quarter].append({event.program: base / len(event.quarters)})
    return Mixes({key: _sum(kinds) for key, kinds in found.items()})


def distance(one: Kinds, other: Kinds) -> float:
    """The total variation distance of two mixes, 0 to 1: the share of one that would have to change its kind.

    >>> distance({"foot_beat": 30, "online": 10}, {"foot_beat": 10, "online": 10})
    0.25
    """
    total, others = sum(one.values()), sum(other.values())
    if not total or not others:
        return 1.0
    return sum(abs(one.get(kind, 0) / total - other.get(kind, 0) / others) for kind in {*one, *other}) / 2


def told(kinds: Kinds) -> tuple[tuple[str, float], ...]:
    """Per cent by kind to the nearest 5, largest first; what rounds to nothing is left out.

    >>> told({"online": 11, "foot_beat": 29})
    (('foot_beat', 70.0), ('online', 30.0))
    """
    total = sum(kinds.values())
    shares = ((kind, float(STEP * round(100 * people / total / STEP))) for kind, people in kinds.items() if total)
    return tuple(sorted(((kind, share) for kind, share in shares if share), key=lambda one: (-one[1], one[0])))


def _sum(parts: Iterable[Kinds]) -> Kinds:
    found: dict[str, float] = defaultdict(float)
    for kinds in parts:
        for kind, people in kinds.items():
            found[kind] += people
    return dict(found)

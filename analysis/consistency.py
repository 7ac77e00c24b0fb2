"""How an index's items hang together in a year, by language and mode: what of it is told, and when anew."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from analysis import patterns, reliability, renewal, rounding
from analysis.disclosure import Relation
from analysis.estimates import IntArray
from analysis.findings import Findings
from analysis.inferences import Reliability, Trust
from analysis.panels import Panel, holders
from analysis.patterns import instruments_of
from analysis.scores import FloatArray
from analysis.tallies import Tally
from questions.model import Index

OTHER = "other"
"""The mode of who came neither with a card nor by an open code; it is in the sums only."""
Kind = tuple[str, str]
"""A language and a mode, "" for all."""
ALL: Kind = ("", "")


def find_reliability(found: Findings, panel: Panel, index: Index, subject: str) -> Iterable[Reliability]:
    """An index of a year for all together, by language, by mode and by both; parts only of 50 people or more."""
    asked, prefix = holders(panel, index), f"{patterns.NAME}/{index.id}/"
    languages = [name.removeprefix(prefix) for name in panel.book.names(prefix)]
    modes, numbers = np.unique([spot.channel or OTHER for spot in panel.book.spots] or [OTHER], return_inverse=True)
    kinds = [(language, str(mode)) for language in languages for mode in modes]
    members, relations = _sums(kinds)
    old = {(one.language, one.mode): one for one in _before(found, subject)}

    wanted = instruments_of(panel.book.spots, asked)

    def people(tally: Tally) -> IntArray:
        held = [tally.of(prefix + language) for language in languages]
        each = [np.bincount(numbers[one.spots], one.people * wanted[one.spots], len(modes)) for one in held]
        return np.concatenate([np.zeros(0), *each]).astype(np.int64)

    table = f"{panel.audience}/{patterns.NAME}/{index.id}"
    kinds_of = renewal.Kinds(people, members, relations)
    renewed = renewal.decide(panel.book, table, kinds_of, _name, found.k)
    for kind in sorted(members):
        made = list(_judge(panel, index, kind)) if kind in renewed.anew and OTHER not in kind else []
        if made:
            found.updated.setdefault(table, []).append(_name(kind))
        kept = [old[kind]] if kind in renewed.as_told and kind in old else []
        yield from kept or [replace(one, subject=subject, year=found.year, release=found.version) for one in made]


def _judge(panel: Panel, index: Index, kind: Kind) -> Iterable[Reliability]:
    """The row of some people, still without subject and year; none where too few or all of one mind."""
    codes, people = _patterns(panel, index, kind)
    base = int(people.sum())
    row = Reliability("", "", *kind, rounding.shown_base(base), len(index.items), Trust.TOO_FEW)
    if base < reliability.FEWEST:
        yield from [row] if kind == ALL else []
        return
    if (made := reliability.measure(patterns.decode(codes, index), people)) is not None:
        low, high, alpha = (round(value, 2) + 0.0 for value in (made.low, made.high, made.alpha))
        rest = tuple(None if np.isnan(value) else round(value, 2) + 0.0 for value in made.rest)
        against = tuple(item for item, value in zip(index.items, made.rest, strict=True) if value < 0)
        omega = None if made.omega is None else round(made.omega, 2)
        row = replace(row, verdict=made.verdict, alpha=alpha, low=low, high=high, omega=omega)
        yield replace(row, item_rest=rest if kind == ALL else (), against=against)


def _patterns(panel: Panel, index: Index, kind: Kind) -> tuple[FloatArray, IntArray]:
    """The answer patterns of some people, and how many gave each."""
    asked, now = holders(panel, index), panel.book.now
    wanted = instruments_of(now.spots, asked) > 0
    if kind[1]:
        wanted &= np.array([spot.channel == kind[1] for spot in now.spots], dtype=bool)
    names = [name for name in now.counts if name.startswith(f"{patterns.NAME}/{index.id}/{kind[0]}")]
    exact = [name for name in names if not kind[0] or name.endswith(f"/{kind[0]}")]
    parts = [(one.values[wanted[one.spots]], one.people[wanted[one.spots]]) for one in map(now.of, exact)]
    codes, place = np.unique(np.concatenate([values for values, _ in parts]), return_inverse=True)
    people = np.bincount(place, np.concatenate([people for _, people in parts]), len(codes)).astype(np.int64)
    return codes[people > 0], people[people > 0]


def _sums(kinds: list[Kind]) -> tuple[dict[Kind, IntArray], list[Relation[Kind]]]:
    """The groups of all kinds, of one language, of one mode and of both, and how they add up."""
    members: dict[Kind, list[int]] = {}
    parts: dict[Kind, dict[Kind, None]] = {}
    sums: list[Relation[Kind]] = []
    for place, (language, mode) in enumerate(kinds):
        for group in {ALL, (language, ""), ("", mode), (language, mode)}:
            members.setdefault(group, []).append(place)
        parts.setdefault((language, ""), {})[language, mode] = None
        parts.setdefault(("", mode), {})[language, mode] = None
    sums += [Relation(total, tuple(found)) for total, found in parts.items()]
    sums += [Relation(ALL, tuple(one for one in parts if bool(one[0]) is spoken)) for spoken in (True, False)]
    return {group: np.array(places, dtype=np.int64) for group, places in members.items()}, sums


def _before(found: Findings, subject: str) -> Iterable[Reliability]:
    old = found.old.reliability if found.old else ()
    return (one for one in old if (one.subject, one.year) == (subject, found.year))


def _name(kind: Kind) -> str:
    return "/".join(kind)

"""Who is heard: shares of a year's answers by place, age and language, beside the population's."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from analysis import cells, population, renewal, rounding
from analysis.disclosure import Relation
from analysis.estimates import IntArray
from analysis.figures import Cut, Figure, Grid, Measure
from analysis.findings import Findings
from analysis.inferences import Share
from analysis.panels import Panel
from analysis.patterns import instruments_of
from analysis.population import PLACE, Target
from analysis.records import PlaceFacts
from analysis.tallies import Tally

ALL = ""
LEAST = 50
"""People who told their group, under whom no share is told."""


def find_shares(found: Findings, panel: Panel, margin: str) -> list[Share]:
    """A margin's groups among all who told theirs: all of them anew, or all as they were told."""
    asked, name = frozenset(item.id for item in panel.instruments), f"{cells.GROUP}/{margin}"
    counted = panel.book.now.of(name)
    groups = sorted(set(counted.values.astype(int).tolist()))
    members = {str(code): np.array([place]) for place, code in enumerate(groups)} | {ALL: np.arange(len(groups))}
    relations = [Relation(ALL, tuple(map(str, groups)))]
    told = found.old.shares if found.old else ()
    old = [one for one in told if (one.margin, one.year) == (margin, found.year)]

    wanted = instruments_of(panel.book.spots, asked)

    def people(tally: Tally) -> IntArray:
        one = tally.of(name)
        residents = one.people * wanted[one.spots]
        return np.array([residents[one.values == code].sum() for code in groups], dtype=np.int64)

    table = f"{panel.audience}/{name}"
    renewed = renewal.decide(panel.book, table, renewal.Kinds(people, members, relations), str, found.k)
    each = dict(zip(map(str, groups), people(panel.book.now).tolist(), strict=True))
    base, shown = sum(each.values()), (renewed.anew | renewed.same) & each.keys()
    before = {one.group for one in old if one.answers is not None}
    if ALL not in renewed.anew or base < LEAST or before - {cells.code(int(group)) for group in shown}:
        return old
    found.updated[table] = sorted({ALL, *shown})
    row = Share(margin, "", found.year, rounding.shown_base(base), None, release=found.version)
    share = {group: float(round(100 * each[group] / base)) if group in shown else None for group in each}
    return [replace(row, group=cells.code(int(group)), answers=told) for group, told in share.items()]


def by_place(figures: Iterable[Figure], places: Sequence[PlaceFacts]) -> list[Share]:
    """Shares by place, worked out from the bases that figures show and from nothing else.

    Of each year's indices the one that most people of the city answered; a place whose base is not shown has no share.
    """
    indices = [one for one in figures if one.measure is Measure.INDEX]
    cities = [one for one in indices if one.cut.grid is Grid.CITY_YEAR and one.base]
    widest = {one.cut.period: one for one in sorted(cities, key=lambda one: (one.base, one.subject))}
    shown = {(one.subject, one.cut): one for one in indices if one.cut.grid is Grid.PLACE_YEAR and one.base}
    found = []
    for year, city in sorted(widest.items()):
        for place in places:
            one = shown.get((city.subject, Cut(Grid.PLACE_YEAR, year, place=place.id)))
            share = None if one is None else float(min(100, round(100 * one.base / city.base)))
            made = city.release if one is None else max(one.release, city.release)
            found.append(Share(PLACE, place.id, year, city.base, share, release=made))
    return found


def beside(shares: Iterable[Share], targets: Sequence[Target]) -> tuple[Share, ...]:
    """The shares with those of the population, as its newest file has them."""
    return tuple(replace(one, population=population.share(targets, one.margin, one.group)) for one in shares)

"""Weighted means of residents' indices in a year, beside the raw ones of the same people."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from analysis import cells, estimates, population, rounding, weighting
from analysis.estimates import Clusters, Estimate, IntArray
from analysis.figures import State
from analysis.findings import Findings
from analysis.grids import INSTRUMENT, Group
from analysis.inferences import Weighted
from analysis.measures import Measured
from analysis.panels import Panel, holders
from analysis.patterns import instruments_of
from analysis.population import Target
from analysis.rounding import Presented
from analysis.scores import points
from questions.model import Index

LEFT_OUT = frozenset({population.PLACE})
"""Margins not raked to where a group is thin, instead of stopping all: a city has many small neighborhoods, and
its file lists them for who is heard too. The margins that were used are told."""


def find_weighted(
    found: Findings, panel: Panel, index: Index, measured: Measured, targets: Sequence[Target]
) -> Iterable[Weighted]:
    """The index raw and weighted, among those whose questionnaire asks the bands; anew only with all of these."""
    told = found.old.weighted if found.old else ()
    old = next((one for one in told if (one.subject, one.year) == (index.id, found.year)), None)
    asked = [item.id for item in panel.instruments if cells.asks(item) and item.id in holders(panel, index)]
    groups = [Group(INSTRUMENT, name) for name in asked if measured.base(Group(INSTRUMENT, name))]
    again = old is not None and old.value is not None and not panel.book.corrected
    may = measured.anew if again else measured.shown
    if not groups or not all(map(may, groups)):
        return [] if old is None else [old]
    made = _raw_and_weighted(panel, index, frozenset(asked), targets)
    return [] if made is None else [replace(made, year=found.year, release=found.version)]


def _raw_and_weighted(panel: Panel, index: Index, asked: frozenset[str], targets: Sequence[Target]) -> Weighted | None:
    counted = panel.book.now.of(f"{cells.CELL}/{index.id}")
    kept = instruments_of(panel.book.spots, asked)[counted.spots] > 0
    spots, people = counted.spots[kept], counted.people[kept]
    native, groups = cells.split(counted.values[kept], index)
    if int(people.sum()) < weighting.FEWEST:
        return None
    values, events = points(native, index), _numbers([panel.book.spots[row].event for row in spots])
    held = Clusters.gather(events, people.astype(np.float64), values * people, values**2 * people)
    raw = _shown(estimates.mean(held, estimates.intraclass(held)))
    if raw is None:
        return None
    row = Weighted(index.id, "", rounding.shown_base(int(people.sum())), *_ends(raw))
    places = [panel.book.spots[row].place for row in spots]
    try:
        found = _margins(groups, places, targets)
        margins = [one for one in found if one.name not in LEFT_OUT or not weighting.thin(people, one)]
        weights = weighting.weigh(people, margins)
        made = _shown(weighting.mean(values, people, events, weights.each))
    except weighting.Stopped as stop:
        return replace(row, stopped=str(stop))
    if made is None:
        return replace(row, stopped="not_told")
    value, low, high = _ends(made)
    named = tuple(margin.name for margin in margins)
    effective = rounding.shown_base(round(weights.effective))
    return replace(row, effective=effective, value=value, low=low, high=high, margins=named)


def _shown(estimate: Estimate | None) -> Presented | None:
    """An estimate under the rules of an index, in whole points or coarser; None where not all of it may be told.

    No tenths, however many people: a second mean of the same people must not sharpen what their figures tell.
    """
    whole = None if estimate is None else replace(estimate, base=min(estimate.base, rounding.DECIMAL_BASE - 1))
    shown = None if whole is None else rounding.present_index(whole)
    return shown if shown is not None and shown.state is State.SHOWN else None


def _ends(shown: Presented) -> tuple[float, float, float]:
    assert shown.value is not None and shown.low is not None and shown.high is not None  # as it is SHOWN
    return shown.value, shown.low, shown.high


def _margins(groups: IntArray, places: list[str], targets: Sequence[Target]) -> list[weighting.Margin]:
    """Each margin of the population's file, and which of its groups each row belongs to."""
    found = []
    for name, wanted in population.margins(targets).items():
        codes = places if name == population.PLACE else list(map(cells.code, cells.digit(groups, name).tolist()))
        position = {code: place for place, target in enumerate(wanted) for code in target.codes}
        shares = np.array([target.people for target in wanted], dtype=np.float64)
        rows = np.array([position.get(code, -1) for code in codes], dtype=np.int64)
        found.append(weighting.Margin(name, rows, shares / shares.sum()))
    return found


def _numbers(names: list[str]) -> IntArray:
    return np.unique(np.array(names, dtype=str), return_inverse=True)[1].astype(np.int64)

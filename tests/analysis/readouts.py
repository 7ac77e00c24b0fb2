"""Attempts of an attacker that subtract nothing: what a percentage, a table or the day of a quote tells by itself."""

from collections.abc import Sequence

import numpy as np

from analysis.figures import Measure
from tests.analysis.reckoning import SLACK
from tests.analysis.spying import RATES, Spy

K = 10


def pick(chance: np.random.Generator, of: Sequence):  # type: ignore[no-untyped-def,type-arg]
    return of[int(chance.integers(len(of)))]


def count_percentages(spy: Spy, chance: np.random.Generator) -> str | None:
    """A percentage and its base back to a count, the last part of a whole too."""
    fact = pick(chance, spy.facts)
    rows = {name: _counts(spread, fact.base) for name, spread in fact.means.items()}
    if fact.table not in map(str, RATES) or not rows:
        return None
    if fact.table != str(Measure.THEME):
        names = {"kind": ("1", "2", "3", "4"), "polarity": ("negative", "neutral", "positive")}[fact.table]
        spans = {name: rows.get(name, (0, fact.base)) for name in names}
        for name, (low, high) in spans.items():
            others = [span for other, span in spans.items() if other != name]
            top, bottom = fact.base - sum(one for one, _ in others), fact.base - sum(one for _, one in others)
            rows[name] = max(low, bottom), min(high, top)
    for name, (low, high) in rows.items():
        if fact.base < 1000 and low == high and (0 < low < 5 or low in (0, fact.base)):
            return f"{low} of {fact.base} said {name}: {fact.cut} in release {fact.release}"
    return ""


def read_tables(spy: Spy, chance: np.random.Generator) -> str | None:
    """Chi-square beside a hidden cell, a row of few, a share of none or all."""
    tables = [table for release in spy.releases for table in release.tables]
    if not tables:
        return None
    table = pick(chance, tables)
    cells = [cell for row in table.row_percent for cell in row]
    if None in cells and (table.chi_square is not None or table.p_value is not None):
        return f"chi-square beside a hidden cell: {table.id} in release {table.release}"
    for row in table.row_percent:
        hidden = [place for place, cell in enumerate(row) if cell is None]
        if len(hidden) == 1 or any(cell in (0.0, 100.0) for cell in row if table.base < 1000):
            return f"a row tells its hidden cell or that all are alike: {table.id} in release {table.release}"
    return ""


def time_quotes(spy: Spy, chance: np.random.Generator) -> str | None:
    """Who can have said a quote that appeared in a release: those of its place who were first counted in it."""
    number = int(chance.integers(len(spy.releases)))
    release, before = spy.releases[number], spy.releases[number - 1] if number else None
    fresh = [quote for quote in release.quotes if before is None or quote not in before.quotes]
    if not fresh or release.replaces:
        return None
    quote = pick(chance, fresh)
    new = np.array([at.since == release.version and quote.place in ("", at.home) for at in spy.columns])
    people = spy.count("theme", new)
    return f"a quote of one of {people}: {quote.place or 'city'} in release {release.version}" if people < K else ""


def _counts(spread: tuple[float, float], base: int) -> tuple[int, int]:
    low, high = spread
    return int(np.ceil(low * base / 100 - SLACK)), int(np.floor(high * base / 100 + SLACK))

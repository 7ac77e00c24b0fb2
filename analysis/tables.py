"""Tables of one instrument's answers: how an index is distributed, and two indices in bands against each other."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2_contingency

from analysis import disclosure, rounding
from analysis.disclosure import Relation
from analysis.figures import BandTable, Summary
from analysis.scores import BoolArray, FloatArray
from questions.model import Crosstab, Instrument

Counts = NDArray[np.int64]
TOTAL = -1


def summarise(
    instrument: Instrument, subject: str, valid: FloatArray, missing: int, k: int = disclosure.K
) -> Summary | None:
    """Mean and quartiles of native scores, shape (people,); None where the base is too small.

    Quartiles interpolate linearly (Hyndman and Fan 1996, type 7). An already public file keeps exact counts and
    two decimals from K people on; others need 4 K, so that a quartile speaks of K people, and get bases to the
    nearest 5 and one decimal.
    """
    public = bool(instrument.public_source)
    if len(valid) < (disclosure.K if public else 4 * k):
        return None
    low, middle, high = (float(cut) for cut in np.quantile(valid, (0.25, 0.5, 0.75)))
    mean = float(valid.mean())
    exact = Summary(instrument.id, subject, len(valid), missing, round(mean, 2), low, middle, high)
    return exact if public else _rounded(exact)


def cross(instrument: Instrument, crosstab: Crosstab, counts: Counts, k: int = disclosure.K) -> BandTable | None:
    """The crosstab of people by band, shape (bands, bands), with Pearson's chi-square; None where it can't be shown.

    Chi-square without continuity correction, over the bands that anybody is in: Pearson (1900). Where a cell of
    people's own answers is hidden, so is chi-square, which would tell what the cell must have been.
    """
    public = bool(instrument.public_source)
    if counts.sum() < (disclosure.K if public else max(k, rounding.POINT_BASE)):
        return None
    used = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    if min(used.shape) < 2:
        return None
    test = chi2_contingency(used, correction=False)
    percent = row_percent(counts, public=public, k=k)
    told = public or not any(cell is None for row in percent for cell in row)
    return BandTable(
        id=crosstab.id,
        instrument=instrument.id,
        rows=crosstab.rows,
        columns=crosstab.columns,
        bands=tuple((band.low, band.high) for band in crosstab.bands),
        row_percent=percent,
        chi_square=round(float(test.statistic), 1) if told else None,
        degrees_of_freedom=int(test.dof),
        p_value=float(f"{test.pvalue:.2g}") if told else None,
        base=int(counts.sum()) if public else rounding.shown_base(int(counts.sum())),
    )


def band_cells(rows: FloatArray, columns: FloatArray, crosstab: Crosstab) -> tuple[Counts, BoolArray]:
    """Each person's cell of the crosstab, row * bands + column or -1, and who has both scores but one in no band.

    `rows` and `columns` are native scores, NaN = missing; all have shape (people,).
    """
    bands = [_band(scores, crosstab) for scores in (rows, columns)]
    inside = (bands[0] >= 0) & (bands[1] >= 0)
    cells = np.where(inside, bands[0] * len(crosstab.bands) + bands[1], -1)
    return cells, ~np.isnan(rows) & ~np.isnan(columns) & ~inside


def counts_of(values: FloatArray, people: Counts, crosstab: Crosstab) -> Counts:
    """People by band of both scores, shape (bands, bands), from cells as `band_cells` gives them."""
    bands = len(crosstab.bands)
    return np.bincount(values.astype(np.int64), people, bands**2).astype(np.int64).reshape(bands, bands)


def _band(scores: FloatArray, crosstab: Crosstab) -> Counts:
    found = np.full(len(scores), -1, dtype=np.int64)
    for number, band in enumerate(crosstab.bands):
        found[(scores >= band.low) & (scores <= band.high)] = number
    return found


def row_percent(counts: Counts, *, public: bool, k: int = disclosure.K) -> tuple[tuple[float | None, ...], ...]:
    """Row percentages; rows of fewer than K people are hidden, and then another, so that no difference shows one."""
    sizes = {row: int(size) for row, size in enumerate(counts.sum(axis=1))}
    parts: Relation[int] = Relation(TOTAL, tuple(sizes))
    hidden = disclosure.hide({**sizes, TOTAL: int(counts.sum())}, (parts,), k)
    blank: tuple[float | None, ...] = (None,) * counts.shape[1]
    return tuple(
        blank if row in hidden or not sizes[row] else _percentages(found, public=public)
        for row, found in enumerate(counts)
    )


def _percentages(found: Counts, *, public: bool) -> tuple[float | None, ...]:
    if not public:
        return rounding.present_row([int(count) for count in found])
    return tuple(round(100 * int(count) / int(found.sum()), 1) for count in found)


def _rounded(exact: Summary) -> Summary:
    return replace(
        exact,
        base=rounding.shown_base(exact.base),
        missing=None,
        mean=None,
        lower_quartile=round(exact.lower_quartile, 1),
        median=round(exact.median, 1),
        upper_quartile=round(exact.upper_quartile, 1),
    )

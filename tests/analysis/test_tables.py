"""Summaries and crosstabs: a published table to the printed digit, and small groups that stay hidden."""

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from analysis import tables
from analysis.figures import BandTable, Release
from analysis.records import Answered
from analysis.release import build_release
from questions.model import DONT_KNOW, PREFER_NOT, Band, Crosstab, Index, Instrument, Library
from tests.analysis.makings import instrument, material

POLICE = Index("police", "Police", ("VAL_MOSSOS", "VAL_GUB"), 0, 10)
SAFETY = Index("safety", "Safety", ("VAL_SEGUR_BARRI", "VAL_SEGUR"), 0, 10)
BANDS = (Band(0, 4.5), Band(5, 7.5), Band(8, 10))
CROSSTAB = Crosstab("safety_by_police", "safety", "police", BANDS)
ITEMS = (*POLICE.items, *SAFETY.items)
CODES = {98: DONT_KNOW, 99: PREFER_NOT}
PUBLIC = instrument("victimisation", ITEMS, public_source="Ajuntament de Barcelona")
OWN = instrument("victimisation", ITEMS)


def release(folder: Path) -> Release:
    with (folder / "barcelona_victimisation_2020_police.csv").open(newline="") as file:
        rows = [{item: int(row[item]) for item in ITEMS} for row in csv.DictReader(file)]
    answers = [
        Answered("", "", date(2020, 1, 1), PUBLIC.id, "ca", "import", {k: CODES.get(v, v) for k, v in row.items()})
        for row in rows
    ]
    library = Library((), {PUBLIC.id: PUBLIC}, {"police": POLICE, "safety": SAFETY}, (CROSSTAB,))
    return build_release(material(answers, library=library), date(2026, 1, 1), 1)


@pytest.mark.data
def test_barcelona_s_published_figures_to_the_printed_digit(public_data: Path) -> None:
    found = release(public_data)
    police, safety = found.summaries
    assert f"{police.mean:.2f}" == "6.45" and police.missing == 413
    assert (police.lower_quartile, police.median, police.upper_quartile) == (5, 7, 8)
    assert f"{safety.mean:.2f}" == "5.49" and safety.missing == 78
    assert (safety.lower_quartile, safety.median, safety.upper_quartile) == (4, 5.5, 7)
    (table,) = found.tables
    assert table.row_percent == ((36.9, 47.9, 15.2), (10.3, 55.7, 34.0), (5.9, 23.1, 71.0))
    assert (table.chi_square, table.degrees_of_freedom) == (867.5, 4)
    assert table.p_value is not None and table.p_value < 1e-180


@pytest.mark.data
def test_a_public_file_is_on_no_grid(public_data: Path) -> None:
    found = release(public_data)
    assert found.figures == () and found.changes == () and found.periods == ()


def cross(instrument: Instrument, rows: np.ndarray, columns: np.ndarray) -> BandTable | None:
    cells, _ = tables.band_cells(rows, columns, CROSSTAB)
    inside = cells[cells >= 0]
    return tables.cross(instrument, CROSSTAB, tables.counts_of(inside, np.ones_like(inside), CROSSTAB))


def scores(*counts: tuple[float, float, int]) -> tuple[np.ndarray, np.ndarray]:
    rows = np.concatenate([np.full(count, row) for row, _, count in counts])
    return rows, np.concatenate([np.full(count, column) for _, column, count in counts])


LEVEL = [(row, column, 20) for row in (6.0, 9.0) for column in (2.0, 6.0, 9.0)]


def test_a_row_of_fewer_than_ten_is_hidden_with_another() -> None:
    table = cross(PUBLIC, *scores((2.0, 2.0, 7), *LEVEL))
    assert table is not None
    assert table.row_percent == ((None,) * 3, (None,) * 3, (33.3, 33.3, 33.3))


def test_own_answers_get_the_steps_of_their_base() -> None:
    table = cross(OWN, *scores((2.0, 2.0, 22), (2.0, 6.0, 33), *LEVEL))
    assert table is not None
    assert table.row_percent[1] == (35.0, 35.0, 35.0)
    assert table.base == 175
    assert (table.chi_square, table.p_value) == (None, None), "they would tell the hidden cells of the first row"


def test_own_answers_without_hidden_cells_keep_their_chi_square() -> None:
    many = [(row, column, 20 + int(row * column)) for row in (2.0, 6.0, 9.0) for column in (2.0, 6.0, 9.0)]
    table = cross(OWN, *scores(*many))
    assert table is not None and not any(cell is None for row in table.row_percent for cell in row)
    assert table.chi_square is not None and table.p_value is not None


@pytest.mark.parametrize("low", [np.nan, 4.75])
def test_who_is_missing_or_between_bands_is_left_out(low: float) -> None:
    rows, columns = scores((low, 2.0, 50), *LEVEL)
    table = cross(PUBLIC, rows, columns)
    assert table is not None and table.base == 120
    assert tables.band_cells(rows, columns, CROSSTAB)[1].sum() == (0 if np.isnan(low) else 50)


def test_a_table_without_two_rows_has_no_chi_square_and_is_not_made() -> None:
    assert cross(OWN, *scores((2.0, 2.0, 50), (2.0, 6.0, 50))) is None


@pytest.mark.parametrize(("people", "public", "shown"), [(9, True, False), (10, True, True), (39, False, False)])
def test_a_summary_needs_enough_people(people: int, public: bool, shown: bool) -> None:
    found = tables.summarise(PUBLIC if public else OWN, "police", np.linspace(0, 10, people), 0)
    assert (found is not None) is shown


def test_own_summaries_are_rounded() -> None:
    found = tables.summarise(OWN, "police", np.linspace(0, 10, 42), 1)
    assert found is not None
    assert (found.base, found.missing, found.mean, found.median) == (40, None, None, 5.0)
    assert (found.lower_quartile, found.upper_quartile) == (2.5, 7.5)


def test_chi_square_has_no_continuity_correction() -> None:
    """The textbook formula of a fourfold table: n (ad - bc)^2 over the product of the margins."""
    table = cross(PUBLIC, *scores((2.0, 2.0, 30), (2.0, 6.0, 20), (6.0, 2.0, 15), (6.0, 6.0, 35)))
    assert table is not None
    expected = 100 * (30 * 35 - 20 * 15) ** 2 / (50 * 50 * 45 * 55)
    assert (table.chi_square, table.degrees_of_freedom) == (pytest.approx(expected, abs=0.05), 1)

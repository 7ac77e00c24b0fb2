"""A public file of 4,734 people, from CSV through the store to the release: the published table to the digit."""

from pathlib import Path

import pytest

from survey import releases
from survey.context import Context
from survey.imports import ImportReport, RefusedRow
from tests.survey.exchange.conftest import Import

pytestmark = pytest.mark.data
FILE = "barcelona_victimisation_2020_police.csv"
BAD = {
    2: ("90001,1,1,1,1,1,11,5,5,5,1,1,1.0\n", {"mossos": "not_a_choice"}),
    100: ("90002,1,1,1,1,1,5,5,five,5,1,1,1.0\n", {"safe_neighborhood": "value_not_mapped"}),
    101: ("90003,1,1,1\n", {"": "wrong_columns"}),
    1000: ("90005,11,1,1,1,1,5,5,5,5,1,1,1.0\n", {"neighborhood": "unknown_place"}),
    2000: (",1,1,1,1,1,5,5,5,5,1,1,1.0\n", {"row_id": "row_id_missing"}),
    4738: ('90004,1,"open,1,1,1,5,5,5,5,1,1,1.0\n', {"": "bad_row"}),
    4742: ("4734,1,1,1,1,1,5,5,5,5,1,1,1.0\n", {"row_id": "duplicate_row"}),
}


@pytest.fixture(scope="module")
def planted(public_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the file with bad rows at known lines."""
    lines = (public_data / FILE).read_text("utf-8").splitlines(keepends=True)
    if not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    for line, (row, _) in BAD.items():
        lines.insert(line - 1, row)
    copy = tmp_path_factory.mktemp("planted") / "planted.csv"
    copy.write_text("".join(lines), "utf-8")
    return copy


@pytest.fixture(scope="module")
def first(planted: Path, import_file: Import) -> ImportReport:
    return import_file(planted, "barcelona")


@pytest.fixture(scope="module")
def published(first: ImportReport, city: Context) -> Context:
    releases.publish_nightly(city)
    return city


def test_bad_rows_are_listed_and_all_others_kept(first: ImportReport) -> None:
    assert first.refused == tuple(RefusedRow(line, problems) for line, (_, problems) in BAD.items())
    assert (first.read, first.added, first.repeated) == (4734 + len(BAD), 4734, 0)
    assert first.weights_ignored == 4734 and "SEXE" in first.unused


def test_districts_become_neighborhoods(first: ImportReport, city: Context) -> None:
    named = [place.name for place in city.store.places.all()]
    assert len(named) == 10 and named[2] == "Sants-Montjuïc" and list(first.places_added) == named
    in_sants = sum(answer.place == "sants-montjuic" for answer in city.store.responses.answered())
    assert in_sants == 441


def test_the_release_prints_the_published_distributions(published: Context) -> None:
    release = published.store.releases.latest()
    assert release is not None
    found = {summary.subject: summary for summary in release.summaries}
    police, safety = found["police"], found["neighborhood_safety"]
    assert (police.mean, police.lower_quartile, police.median, police.upper_quartile) == (6.45, 5, 7, 8)
    assert (police.base, police.missing) == (4321, 413)
    assert (safety.mean, safety.lower_quartile, safety.median, safety.upper_quartile) == (5.49, 4, 5.5, 7)
    assert (safety.base, safety.missing) == (4656, 78)


def test_the_release_prints_the_published_table(published: Context) -> None:
    release = published.store.releases.latest()
    assert release is not None
    (table,) = release.tables
    assert table.row_percent == ((36.9, 47.9, 15.2), (10.3, 55.7, 34.0), (5.9, 23.1, 71.0))
    assert (table.chi_square, table.degrees_of_freedom) == (867.5, 4)


def test_importing_again_after_the_release_adds_nothing(
    published: Context, first: ImportReport, import_file: Import, public_data: Path
) -> None:
    again = import_file(public_data / FILE, "barcelona")
    assert (again.read, again.added, again.repeated, again.refused) == (4734, 0, 4734, ())
    assert again.event == first.event
    assert published.store.responses.count(first.event.id) == 4734

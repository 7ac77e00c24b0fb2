"""Cities that public files are imported into."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from questions.loader import SHIPPED, load
from survey.context import Context
from survey.exchange.answers_csv import read_table
from survey.exchange.mapping import read_mapping
from survey.imports import ImportReport, import_answers
from survey.permissions import operator
from survey.settings import Settings
from survey.storage.store import Store
from tests.survey.conftest import NOON, SECRET, TEXTS

FIXTURES = Path(__file__).parents[2] / "fixtures"
Import = Callable[[Path, str], ImportReport]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """A city whose content has the questions of Barcelona's file; nothing was asked in it yet."""
    settings = Settings.from_environment({"FAIR_HEARING_HOME": str(tmp_path_factory.mktemp("city"))})
    store = Store.open(settings.database_url, "real")
    yield Context(settings, store, load([SHIPPED, FIXTURES / "barcelona"]), TEXTS, clock=lambda: NOON, secret=SECRET)
    store.close()


@pytest.fixture(scope="module")
def import_file(city: Context) -> Import:
    """Imports a file by the mapping of a fixture folder."""

    def run(file: Path, folder: str) -> ImportReport:
        text = (FIXTURES / folder / "mapping.toml").read_text("utf-8")
        mapping = read_mapping(text, "mapping.toml", city.library)
        with file.open("rb") as opened:
            return import_answers(city, operator(), mapping, read_table(opened))

    return run

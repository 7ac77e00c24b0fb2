"""The composition root: what is announced, and a demo city that is built once."""

import io
from collections.abc import Iterator
from pathlib import Path
from threading import Event as Signal

import pytest

from survey.compose import Builder, announce, open_cities
from survey.context import Cities, Context
from survey.errors import StoreMismatch
from survey.storage.store import Store


@pytest.fixture
def cities(tmp_path: Path) -> Iterator[Cities]:
    opened = open_cities({"FAIR_HEARING_HOME": str(tmp_path)}, port=8765)
    yield opened
    opened.real.store.close()


def test_the_first_start_announces_address_and_code(cities: Cities) -> None:
    said = io.StringIO()
    announce(cities, said)
    assert "http://localhost:8765" in said.getvalue()
    assert cities.real.setup_code in said.getvalue()
    assert len(cities.real.setup_code) == 8


def test_the_code_is_another_at_every_start(cities: Cities, tmp_path: Path) -> None:
    again = open_cities({"FAIR_HEARING_HOME": str(tmp_path)})
    assert again.real.setup_code != cities.real.setup_code
    again.real.store.close()


def test_a_demo_database_is_never_served_as_a_real_one(context: Context, tmp_path: Path) -> None:
    demo_file = tmp_path / "demo.sqlite3"
    Store.open(f"sqlite:///{demo_file}", "demo").close()
    with pytest.raises(StoreMismatch):
        open_cities({"DATABASE_URL": f"sqlite:///{demo_file}", "FAIR_HEARING_HOME": str(tmp_path)})


def test_a_city_is_built_once_and_those_who_wait_are_told(context: Context) -> None:
    go, built = Signal(), []

    def make() -> Context:
        go.wait()
        built.append(context)
        return context

    builder = Builder(make)
    assert not builder.within(0.01)
    go.set()
    assert builder.within(30)
    assert builder.city() is builder.city() is context
    assert len(built) == 1


def test_a_build_that_failed_is_tried_again(context: Context) -> None:
    attempts = iter([OSError("disk full"), None])

    def make() -> Context:
        if problem := next(attempts):
            raise problem
        return context

    builder = Builder(make)
    with pytest.raises(OSError, match="disk full"):
        builder.city()
    assert builder.city() is context

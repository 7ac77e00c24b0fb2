"""The composition root: what is announced, and a demo city that is built once."""

import io
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event as Signal
from uuid import UUID, uuid4

import pytest

from survey import releases, responses
from survey.compose import Builder, announce, forget_order_in_time, open_cities
from survey.context import Cities, Context
from survey.errors import StoreMismatch
from survey.records import Channel, Event, Submission
from survey.storage.store import Store
from tests.survey.pages.released import full, publish
from tests.survey.storage.test_order import pages


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


class Twice(Signal):
    """Ends a loop at its third turn."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout)
        return len(self.waits) > 2


def test_the_server_forgets_the_order_of_answers_by_itself_whatever_stands_in_the_way(
    context: Context, event: Event, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "fair-hearing.sqlite3"
    came = [UUID(int=number) for number in range(40, 0, -1)]
    for key in came:
        submission = Submission(uuid4(), {"c1": 4}, "en", Channel.PHONE)
        responses.submit(replace(context, new_id=lambda key=key: key), event, submission)
    written = file.read_bytes()
    assert any(page != sorted(page) for page in pages(file, came))
    reader = sqlite3.connect(file, isolation_level=None)
    reader.execute("BEGIN").close()
    reader.execute("SELECT count(*) FROM response").fetchone()
    turns = Twice()
    forget_order_in_time(context, 60, turns).join()
    assert caplog.messages == ["answers not rewritten: OperationalError"] * 2
    assert (turns.waits, file.read_bytes()) == ([60] * 3, written)
    reader.close()
    forget_order_in_time(context, 60, Twice()).join()
    assert all(page == sorted(page) for page in pages(file, came))


def test_the_server_reads_a_new_release_before_anybody_asks(context: Context) -> None:
    publish(context, full())
    assert context.store.releases._newest is None
    forget_order_in_time(context, 60, Twice()).join()
    kept = context.store.releases._newest
    assert kept is not None and releases.latest(context) is kept

"""What the database itself, below its tables, tells about who answered when: nothing, once it was rewritten."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from survey.records import Comment
from survey.storage.engine import BUSY_MILLISECONDS
from survey.storage.order import LONGEST, MOST, MUCH_LATER, SOON, Forgetting
from survey.storage.store import Store
from tests.survey.storage.test_store import a_response, an_event

AT_ONE_EVENT = 40


def arrivals(store: Store, count: int = AT_ONE_EVENT) -> list[UUID]:
    """Keys of stored answers, in the order in which they came."""
    event = an_event()
    store.events.add(event)
    comments = (Comment("comment", "More foot patrols", 3, "1"),)
    arrived = [a_response(event, comments=comments) for _ in range(count)]
    for number, response in enumerate(arrived):
        store.responses.save([(uuid4(), f"R{number:03}", response)])
    return [response.key for response in arrived]


def pages(file: Path, keys: list[UUID]) -> list[list[str]]:
    """The keys on each page of a SQLite file, as they lie on it from its end: new rows are put before older ones."""
    with sqlite3.connect(file) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    raw, known = file.read_bytes(), {key.hex for key in keys}
    held = (re.findall(rb"[0-9a-f]{32}", raw[start : start + size]) for start in range(0, len(raw), size))
    found = ([key.decode() for key in reversed(page) if key.decode() in known] for page in held)
    return [page for page in found if len(page) > 3]


def test_the_pages_of_a_sqlite_file_are_in_the_order_of_keys(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite3"
    store = Store.open(f"sqlite:///{file}", "real")
    keys = arrivals(store)
    came = [key.hex for key in keys]
    assert came in pages(file, keys), "the index no longer lies as it came: this test would prove nothing"
    store.responses.forget_order()
    rewritten = pages(file, keys)
    assert sum(len(page) for page in rewritten) >= 2 * AT_ONE_EVENT
    assert all(page == sorted(page) for page in rewritten)
    assert not [left for left in tmp_path.iterdir() if left.stat().st_size and left != file]
    assert store.responses.count(store.events.all()[0].id) == AT_ONE_EVENT
    store.close()


@pytest.mark.postgresql
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_no_row_stamp_of_postgresql_joins_receipts_to_answers(store: Store) -> None:
    arrivals(store)
    assert len(stamps(store)) == AT_ONE_EVENT, "each answer's receipt no longer has its stamp: this proves nothing"
    store.responses.forget_order()
    assert len(stamps(store)) == 1


@pytest.mark.postgresql
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_postgresql_keeps_no_words_and_no_receipts_among_its_statistics(store: Store) -> None:
    store.responses.forget_order()
    arrivals(store)
    with store.engine.begin() as connection:
        connection.execute(text("ANALYZE"))
        found = connection.execute(text("SELECT tablename || '.' || attname FROM pg_stats WHERE schemaname = 'public'"))
        sampled = set(found.scalars())
    assert "response.day" in sampled, "nothing was sampled: this proves nothing"
    assert not sampled & {"comment.text", "receipt.key_hash", "receipt.code", "receipt.card_hash"}


def stamps(store: Store) -> set[str]:
    """The transactions of all answers, comments and receipts."""
    every = " UNION ".join(f"SELECT xmin::text FROM {table}" for table in ("response", "comment", "receipt"))
    with store.engine.connect() as connection:
        return set(connection.execute(text(every)).scalars())


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path / 'store.sqlite3'}", "real")
    yield opened
    opened.close()


class Clock:
    """Seconds that pass when a test says so, and `lasting` between any two looks."""

    def __init__(self) -> None:
        self.now, self.lasting = 0.0, 0.0

    def __call__(self) -> float:
        self.now += self.lasting
        return self.now


def test_between_releases_answers_are_rewritten_soon_and_not_for_nothing(kept: Store, tmp_path: Path) -> None:
    clock, keys = Clock(), arrivals(kept)
    forgetting = Forgetting(kept.engine, clock)
    assert forgetting.again()
    assert all(page == sorted(page) for page in pages(tmp_path / "store.sqlite3", keys))
    clock.now += SOON
    assert not forgetting.again(), "nothing came"
    kept.responses.save([(uuid4(), "R999", a_response(kept.events.all()[0]))])
    assert forgetting.again()
    kept.responses.save([(uuid4(), "R998", a_response(kept.events.all()[0]))])
    assert not forgetting.again(), "too soon"


def test_a_rewrite_that_holds_up_residents_is_left_to_releases(kept: Store) -> None:
    clock = Clock()
    arrivals(kept)
    forgetting = Forgetting(kept.engine, clock)
    clock.lasting = LONGEST + 0.1
    assert forgetting.again()
    clock.lasting = 0
    kept.responses.save([(uuid4(), "R999", a_response(kept.events.all()[0]))])
    clock.now += 60 * SOON
    assert not forgetting.again()
    clock.now += MUCH_LATER
    assert forgetting.again()


def test_more_answers_than_can_be_rewritten_quickly_are_left_to_releases(
    kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrivals(kept)
    monkeypatch.setitem(MOST, "sqlite", AT_ONE_EVENT - 1)
    assert not Forgetting(kept.engine).again()
    monkeypatch.setitem(MOST, "sqlite", AT_ONE_EVENT)
    assert Forgetting(kept.engine).again()


def test_a_rewrite_gives_way_to_whoever_reads(kept: Store, tmp_path: Path) -> None:
    arrivals(kept)
    forgetting = Forgetting(kept.engine)
    reader = sqlite3.connect(tmp_path / "store.sqlite3", isolation_level=None)
    reader.execute("BEGIN").close()
    reader.execute("SELECT count(*) FROM response").fetchone()
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        forgetting.again()
    reader.close()
    with kept.engine.connect() as connection:
        assert connection.execute(text("PRAGMA busy_timeout")).scalar_one() == BUSY_MILLISECONDS
    assert forgetting.again()

"""What a seized file tells beside its rows: the order of arrival, and answers that were deleted."""

import hashlib
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import text

from benchmarks import _arrival as arrival
from benchmarks._postgres import Server
from benchmarks._search import Search
from questions.loader import load
from survey import access, responses, retention
from survey.context import Context, utc_now
from survey.i18n import load_texts
from survey.records import Channel, Role, Side, Submission
from survey.settings import Settings
from survey.storage.order import Forgetting
from survey.storage.store import Store

ANSWERS = 300
PASSWORD = "a long enough password"


@contextmanager
def a_city(home: Path, url: str = "") -> Iterator[Context]:
    """An empty city with a steward."""
    settings = Settings.from_environment({"FAIR_HEARING_HOME": str(home), "DATABASE_URL": url})
    store = Store.open(settings.database_url, "real")
    context = Context(settings, store, load(), load_texts(), setup_code="start", secret=secrets.token_bytes(32))
    if not store.accounts.count():
        boss = access.sign_up_first(context, "start", "ana", PASSWORD, Side.INDEPENDENT)
        access.add_account(context, boss, "stella", PASSWORD, Role.STEWARD, Side.INDEPENDENT)
    yield context
    store.close()


def orders(root: Path, server: Server | None) -> str:
    """Prints what the order of rows tells, for each database and moment; the largest correlation after a rewrite."""
    print(f"\n{'rank correlation with arrival':<34} {'table':<9} {'rows':>6} {'overall':>8} {'2nd':>8} {'of':>6}")
    told = list(_sqlite(root / "new", 0)) + list(_sqlite(root / "later", arrival.LONG_BEFORE))
    if server:
        told += _postgresql(server, root)
    print("2nd: SQLite, rows of one page among themselves (mean); PostgreSQL, the stamps of rows")
    return f"order of arrival after a rewrite and in backups: rank correlation at most {max(told):.2f} overall"


def _sqlite(home: Path, before: int) -> Iterator[float]:
    with a_city(home) as context:
        event, file, copy = arrival.open_event(context), home / "fair-hearing.sqlite3", home / "backup.sqlite3"
        arrival.fill(context, event, before)
        came = arrival.arrive(context, event)
        kind = f"SQLite, {before + arrival.CAME:,}"
        _print(f"{kind}, just come", arrival.in_sqlite(file, came))
        context.store.back_up(copy)
        yield _print(f"{kind}, backup then", arrival.in_sqlite(copy, came))
        took, longest = arrival.stall(context, event)
        yield _print(f"{kind}, a minute later", arrival.in_sqlite(file, came))
        context.store.responses.forget_order()
        yield _print(f"{kind}, released", arrival.in_sqlite(file, came))
        print(f"{kind}: rewriting took {took:.2f} s; the slowest answer meanwhile {longest:.2f} s")


def _postgresql(server: Server, root: Path) -> Iterator[float]:
    with a_city(root / "with server", server.database("arrival")) as context:
        event, kind = arrival.open_event(context), f"PostgreSQL, {arrival.CAME:,}"
        came = arrival.arrive(context, event)
        _print(f"{kind}, just come", arrival.in_postgresql(context, came))
        _print(f"{kind}, pg_dump then", arrival.in_dump(server.dump(root / "fresh.sql", database="arrival"), came))
        Forgetting(context.store.engine).again()
        yield _print(f"{kind}, a minute later", arrival.in_postgresql(context, came))
        dump = server.dump(root / "later.sql", database="arrival")
        yield _print(f"{kind}, pg_dump then", arrival.in_dump(dump, came))


def _print(moment: str, found: Mapping[str, arrival.Order]) -> float:
    """Prints a row for each table; the largest correlation overall, without its sign."""
    for table, order in found.items():
        print(f"{moment:<34} {table:<9} {order}")
    return max(abs(order.whole) for order in found.values())


@dataclass(frozen=True)
class Deletion:
    """Something that is deleted: what to look for, and how it goes."""

    marks: list[bytes]
    delete: Callable[[], object]


def deletions(root: Path, server: Server | None) -> str:
    """Prints how many copies of deleted things are in the files before and after."""
    print(f"\n{'deleted':<46} {'looked for':>10} {'before':>8} {'after':>8}")
    left = 0
    for name, url in (("SQLite", ""), *([("PostgreSQL", server.database("deletion"))] if server else [])):
        home = root / f"deleted {name}"
        with a_city(home, url) as context:
            context.store.responses.forget_order()  # as a server does in its first minute
            for what, deletion in _deletions(context).items():
                search = Search([("copy", mark) for mark in deletion.marks])
                places = [server.data] if url and server else [home]
                before = _copies(context, search, places)
                deletion.delete()
                context.store.responses.forget_order()
                after = _copies(context, search, places)
                print(f"{name + ', ' + what:<46} {len(deletion.marks):>10} {before:>8} {after:>8}")
                assert before >= len(deletion.marks), "what is not there can't be deleted"
                left += after
    return f"deleted: {left} copies left in files"


def _deletions(context: Context) -> dict[str, Deletion]:
    """Answers of an event long ago, and what is deleted of them in turn.

    The retention job removes receipts and doubtful words; nothing removes answers by itself, so SQL does.
    """
    then = replace(context, clock=lambda: utc_now() - timedelta(days=60))
    event = arrival.open_event(then)
    words = [f"lamp{secrets.token_hex(6)}" for _ in range(ANSWERS)]
    keys = [uuid4() for _ in range(ANSWERS)]
    for key, word in zip(keys, words, strict=True):
        said = f"A man named Gibano Zinama stopped me. Mend the {word} please"
        responses.submit(then, event, Submission(key, {"c1": 4, "comment": said}, "en", Channel.PHONE))
    with context.store.engine.connect() as connection:
        sealed = [bytes(one) for one in connection.execute(text("SELECT sealed FROM doubt")).scalars()]
    hashes = [hashlib.sha256(key.bytes).hexdigest().encode() for key in keys]
    return {
        "by the retention job": Deletion([one[-40:] for one in sealed] + hashes, lambda: retention.carry_out(context)),
        "answers with their comments": Deletion([word.encode() for word in words], lambda: _delete_answers(context)),
    }


def _delete_answers(context: Context) -> None:
    with context.store.engine.execution_options(write=True).begin() as connection:
        for table in ("comment", "response"):
            connection.execute(text(f"DELETE FROM {table}"))


def _copies(context: Context, search: Search, places: list[Path]) -> int:
    """How often marks stand in the files as they are, once everything was written to them."""
    if context.store.engine.dialect.name == "postgresql":
        with context.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for statement in ("ANALYZE", "SELECT pg_switch_wal()", "CHECKPOINT"):
                connection.execute(text(statement))
    return sum(hit.view == "plain" for place in places for hit in search.folder(place).hits)

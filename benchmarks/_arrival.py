"""What the order of rows in a database, below its tables, tells about the order in which answers came."""

import re
import sqlite3
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from threading import Thread
from uuid import UUID, uuid4

import numpy as np
from scipy.stats import spearmanr
from sqlalchemy import text

from survey import responses
from survey.context import Context
from survey.records import Channel, Comment, Event, Program, Response, Submission
from survey.storage.order import Forgetting

CAME, LONG_BEFORE = 1_000, 59_000
FEWEST = 4
"""Rows on a page from which on their order says something."""
KEYS = {"response": "key", "comment": "response", "receipt": "key_hash"}


@dataclass(frozen=True)
class Arrived:
    """Ids of rows in the order in which they came, by table."""

    ids: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Order:
    """Rank correlations with the order of arrival: over all rows, and the mean of those on each page with FEWEST rows.

    For PostgreSQL, which has no such pages, the second is that of the rows' stamps.
    """

    rows: int
    whole: float
    second: float
    of_second: int = 0  # how many rows stand behind the second

    def __str__(self) -> str:
        return f"{self.rows:>6,} {_shown(self.whole)} {_shown(self.second)} {self.of_second:>6,}"


def _shown(number: float) -> str:
    return f"{'none':>8}" if np.isnan(number) else f"{number:>+8.3f}"


def open_event(context: Context) -> Event:
    """An event for answers of today."""
    today: date = context.today()
    code = f"ORD{uuid4().hex[:3].upper()}"
    days = today - timedelta(days=1), today + timedelta(days=1)
    event = Event(uuid4(), code, "1-2-42", "Fair", Program.COMMUNITY_EVENT, "", *days, "UTC", "pulse", ("en",))
    context.store.events.add(event)
    return event


def fill(context: Context, event: Event, count: int) -> None:
    """So many answers of earlier days, in the order of their keys as a release numbers them."""
    comment = (Comment("comment", "Please mend the lamps by the canal, it is dark there", 0, "1"),)
    one = Response(
        uuid4(), event.id, context.today(), "", "pulse", "1", "en", Channel.PHONE, False, {"c1": 4, "c2": -1}, comment
    )
    for begin in range(0, count, 500):
        keys = [uuid4() for _ in range(min(500, count - begin))]
        context.store.responses.save([(uuid4(), "CDFG-HJKM", replace(one, key=key)) for key in keys])
    context.store.responses.forget_order()


def arrive(context: Context, event: Event, count: int = CAME) -> Arrived:
    """So many answers, one after another, through the only door there is."""
    keys: list[UUID] = []
    sent = [uuid4() for _ in range(count)]

    def new_id() -> UUID:
        keys.append(uuid4())
        return keys[-1]

    noting = replace(context, new_id=new_id)
    values = {"c1": 4, "comment": "Mend the lamps"}
    for key in sent:
        responses.submit(noting, event, Submission(key, values, "en", Channel.PHONE))
    answers = [key.hex for key in keys]
    receipts = [sha256(key.bytes).hexdigest() for key in sent]
    return Arrived({"response": answers, "comment": answers, "receipt": receipts})


def in_sqlite(file: Path, came: Arrived) -> dict[str, Order]:
    """By table, the worst of its own pages and of its indexes, as their bytes lie in the file."""
    raw = file.read_bytes()
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        trees = connection.execute("SELECT name, tbl_name FROM sqlite_master WHERE rootpage > 0").fetchall()
        pages = {name: _pages(connection, name) for name, table in trees if table in came.ids}
    found = {}
    for table, ids in came.ids.items():
        rank = {one.encode(): place for place, one in enumerate(ids)}
        places = [_places(raw, size, pages[name], rank) for name, of in trees if of == table]
        found[table] = _worst([_order(place, size) for place in places if len(place) > FEWEST])
    return found


def _pages(connection: sqlite3.Connection, tree: str) -> list[int]:
    numbers = "SELECT pageno FROM dbstat WHERE name = ? ORDER BY pageno"
    return [number for (number,) in connection.execute(numbers, (tree,))]


def _places(raw: bytes, size: int, pages: Sequence[int], rank: Mapping[bytes, int]) -> list[tuple[int, int]]:
    """(where in the file, as which it came) of every id on the pages of one tree."""
    found = []
    width = len(next(iter(rank)))
    for start in ((number - 1) * size for number in pages):
        page = raw[start : start + size]
        for run in re.finditer(rb"[0-9a-f]{%d,}" % width, page):
            for at in range(run.start(), run.end() - width + 1):
                if page[at : at + width] in rank:
                    found.append((start + at, rank[page[at : at + width]]))
    return found


def _order(places: Sequence[tuple[int, int]], size: int) -> Order:
    table = np.array(sorted(places))
    pages = table[:, 0] // size
    inside = [table[pages == page] for page in np.unique(pages) if (pages == page).sum() >= FEWEST]
    within = [_correlation(page) for page in inside]
    mean = float(np.average(within, weights=[len(page) for page in inside])) if inside else float("nan")
    return Order(len(table), _correlation(table), mean, sum(map(len, inside)))


def _worst(orders: Sequence[Order]) -> Order:
    """The row count of all, and the largest of each correlation, whichever sign it has."""
    second = max(orders, key=lambda order: (not np.isnan(order.second), abs(order.second)))
    whole = max((order.whole for order in orders), key=abs)
    return Order(max(order.rows for order in orders), whole, second.second, second.of_second)


def _correlation(table: "np.ndarray[tuple[int, int], np.dtype[np.int64]]") -> float:
    """Spearman's, none where all are alike."""
    if len(set(table[:, 0])) < 2 or len(set(table[:, 1])) < 2:
        return float("nan")
    return float(spearmanr(table[:, 0], table[:, 1]).statistic)


def in_postgresql(context: Context, came: Arrived) -> dict[str, Order]:
    """By table: where rows lie (ctid), and their stamps (xmin)."""
    return {table: _rows(context, table, ids) for table, ids in came.ids.items()}


def _rows(context: Context, table: str, ids: Sequence[str]) -> Order:
    rank = {one: place for place, one in enumerate(ids)}
    asked = text(f"SELECT replace({KEYS[table]}::text, '-', ''), xmin::text::bigint FROM {table} ORDER BY ctid")
    with context.store.engine.connect() as connection:
        rows = [(rank[key], stamp) for key, stamp in connection.execute(asked) if key in rank]
    lying = np.array([(place, came) for place, (came, _) in enumerate(rows)])
    stamps = np.array([(stamp, came) for came, stamp in rows])
    return Order(len(rows), _correlation(lying), _correlation(stamps), len(rows))


def in_dump(dump: Path, came: Arrived) -> dict[str, Order]:
    """By table, the order of lines that pg_dump wrote."""
    said = dump.read_text("utf-8").replace("-", "")
    found = {}
    for table, ids in came.ids.items():
        rank = {one: place for place, one in enumerate(ids)}
        block = said[said.index(f"COPY public.{table} (") :]
        lines = [line.split("\t")[0] for line in block[: block.index("\\.\n")].splitlines()]
        lying = np.array([(place, rank[key]) for place, key in enumerate(lines) if key in rank])
        found[table] = Order(len(lying), _correlation(lying), float("nan"))
    return found


def stall(context: Context, event: Event) -> tuple[float, float]:
    """Seconds that a rewrite takes, and the longest that anybody's answer took meanwhile."""
    forgetting, took = Forgetting(context.store.engine), []
    thread = Thread(target=lambda: took.append(_timed(forgetting)))
    thread.start()
    longest = 0.0
    while thread.is_alive():
        began = time.perf_counter()
        responses.submit(context, event, Submission(uuid4(), {"c1": 4}, "en", Channel.PHONE))
        longest = max(longest, time.perf_counter() - began)
    return took[0], longest


def _timed(forgetting: Forgetting) -> float:
    began = time.perf_counter()
    forgetting.again()
    return time.perf_counter() - began

"""kill -9 in the middle of writing: nothing that was acknowledged is lost, nothing is doubled."""

import random
import subprocess
import sys
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import text

from survey.records import Channel, Event, Program, Response
from survey.storage.store import Store
from tests.conftest import PROJECT

DAY = date(2026, 6, 15)
ROUNDS = 12


def test_killed_writers_lose_and_double_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.sqlite3'}"
    store = Store.open(url, "real")
    event = Event(uuid4(), "CDF479", "1-2-42", "Party", Program.ONLINE, "", DAY, DAY, "UTC", "pulse", ("en",))
    store.events.add(event)
    acknowledged: list[str] = []
    chance = random.Random(7)
    for _ in range(ROUNDS):
        acknowledged += write_until_killed(url, event.id, after=chance.randint(1, 12))
    again = [(UUID(key), "again", blank(event)) for key in acknowledged]
    receipts = store.responses.save(again)
    assert all(receipt.repeated for receipt in receipts), "an acknowledged answer was lost"
    assert len(acknowledged) <= store.responses.count(event.id) <= len(acknowledged) + ROUNDS
    with store.engine.connect() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        pairs = connection.execute(text("SELECT (SELECT count(*) FROM receipt), (SELECT count(*) FROM response)")).one()
    assert pairs[0] == pairs[1], "a receipt without its answer, or an answer without its receipt"
    store.close()


def write_until_killed(url: str, event: UUID, after: int) -> list[str]:
    """The keys that a writer acknowledged before it was killed, at least `after` of them."""
    command = [sys.executable, "-m", "tests.survey.storage.crash_writer", url, str(event)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT) as writer:
        assert writer.stdout is not None
        keys = [writer.stdout.readline().strip() for _ in range(after)]
        writer.kill()
        keys += [line.strip() for line in writer.stdout if len(line) == 33]
    return keys


def blank(event: Event) -> Response:
    return Response(uuid4(), event.id, DAY, "", "pulse", "1", "en", Channel.PHONE, False, {})

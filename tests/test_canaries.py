"""Marked people through every door but the browser's (that is tests/browser/test_canaries.py): none of their marks is
left on disk, and the same search finds each leak that is planted. The whole count is `python -m benchmarks.canaries`.
"""

import os
import subprocess
import sys

import pytest

from benchmarks._marks import draw
from benchmarks._postgres import SETTINGS
from benchmarks._search import Search, plants
from tests.conftest import PROJECT


def test_nobody_leaves_a_mark_and_planted_leaks_are_found() -> None:
    run = [sys.executable, "-m", "benchmarks.canaries", "--quick"]
    done = subprocess.run(run, cwd=PROJECT, env=os.environ.copy(), capture_output=True, text=True, check=False)
    headline = (done.stdout.splitlines() or [""])[-1]
    assert headline == "SQLite: 24 people, 0 of their marks left, 36 of 36 planted leaks found.", (
        done.stdout + done.stderr
    )
    assert done.returncode == 0
    assert "22 answers are stored" in done.stdout and ", 0 doubtful words" not in done.stdout


def test_people_share_no_mark() -> None:
    people = draw(700, 4)
    for kind in (
        "proxied",
        "forwarded",
        "source",
        "agent",
        "device",
        "key",
        "first",
        "last",
        "phone",
        "mailbox",
        "row",
    ):
        assert len({getattr(person, kind) for person in people}) == 700, kind


@pytest.mark.parametrize("way", plants(b""))
def test_the_search_finds_a_mark_however_it_is_written_and_no_other(way: str) -> None:
    first, second = draw(2, 4)
    search = Search(first.marks())
    for mark in (first.agent, first.proxied, first.mailbox, str(first.key), "-".join(first.phone[1:])):
        assert search.raw(plants(mark.encode())[way], "here").hits, mark
    assert not search.raw(plants(second.agent.encode())[way], "here").hits


def test_postgresql_is_measured_with_the_settings_that_operators_are_told() -> None:
    said = (PROJECT / "docs" / "OPERATIONS.md").read_text("utf-8").splitlines()
    assert {f"{name} = {value}" for name, value in SETTINGS.items()} <= set(said)

"""Marked people through every door, then a search of all that was written: none of their marks may be left.

Each person has an address, agent, token, name, phone number and e-mail of their own. They come by every door, also
while the store is broken and with input that no door takes. All loggers write every line to files, a watcher reads the
journals and temporary files that exist for a moment only. Then everything is searched for all marks, as they are, in
UTF-16, base64, hex and percent-encoding, packed, and as MD5, SHA-1 and SHA-256: databases (value by value too), logs,
exceptions, temporary files, backups, releases and what commands print. In the end leaks are planted, and must be found.
Then what the order of rows tells about the order of arrival, and whether deleted answers are gone from the files.
"""

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from benchmarks import _visits as visits
from benchmarks._marks import Marked, draw
from benchmarks._places import elsewhere, planted, searched
from benchmarks._postgres import Server, serving
from benchmarks._screens import SCREENS, browsed, look_around
from benchmarks._search import Search, told
from benchmarks._shutting import STATES, shut
from benchmarks._town import Folders, Town, Watcher, town
from benchmarks._traces import deletions, orders
from benchmarks._watching import install
from benchmarks._wrong import wrong
from tests.conftest import postgresql_programs

SHARES = {
    "phone page, no script": 100,
    "phone page, script": 80,
    "phone page, late": 30,
    "phone page, preview": 40,
    "phone page, mended": 30,
    "phone page, card": 50,
    "kiosk, sealed": 50,
    "kiosk, unsealed": 20,
    "paper, typed in": 30,
    "Streamlit, test runner": 20,
    "listening session": 10,
}
BROWSED, IMPORTED = 5, 35
"""With these, 500."""
WAYS = {**visits.WAYS, **SCREENS}
QUICKLY, DRAWN = 2, 700
ONE_BY_ONE = ("Streamlit, test runner", "listening session", "paper, typed in")
"""Not from many threads at once: Streamlit's test runner can't, and numbers of forms are handed out in turn."""


@dataclass
class Verdict:
    """What was heard and found on one kind of database."""

    name: str
    people: int = 0
    hits: int = 0
    planted: int = 0
    missed: int = 0

    @property
    def headline(self) -> str:
        found = f"{self.planted - self.missed} of {self.planted} planted leaks found"
        return f"{self.name}: {self.people} people, {self.hits} of their marks left, {found}"


def visit(place: Town, people: Iterator[Marked], quick: bool) -> Iterator[tuple[str, int, int]]:
    """Each way with how many people took it, and how many were received."""
    with ThreadPoolExecutor(1 if quick else 4) as pool:
        for name, share in SHARES.items():
            chosen = list(islice(people, QUICKLY if quick else share))
            each = map if name in ONE_BY_ONE else pool.map
            yield name, len(chosen), sum(each(partial(WAYS[name], place), chosen))
    forms = QUICKLY if quick else SHARES["paper, typed in"]
    assert visits.send_paper(place, list(islice(people, 3))) == forms, "not all paper forms were sent on"
    rows = list(islice(people, QUICKLY if quick else IMPORTED))
    yield "a CSV file", len(rows), visits.imported(place, rows)
    if not quick:
        yield "Streamlit, real browser", BROWSED, browsed(place, islice(people, BROWSED))


def refuse(place: Town, people: Iterator[Marked], quick: bool) -> Iterator[tuple[str, int, int]]:
    """The same for those whom no door may take."""
    chosen = list(islice(people, 1 if quick else 10))
    yield "wrong input of 19 kinds", len(chosen), sum(wrong(place, one) for one in chosen)
    for name, states in STATES.items():
        if (state := states.get(place.context.store.engine.dialect.name)) and not (quick and name == "locked"):
            ways: Sequence[visits.Way] = visits.SHUT[:1] if name == "locked" else visits.SHUT
            chosen = list(islice(people, len(ways)))
            with shut(place, state):
                taken = [way(place, one) for way, one in zip(ways, chosen, strict=True)]
            yield f"store: {name}", len(chosen), sum(taken)


def hear(name: str, folders: Folders, seed: int, quick: bool, server: Server | None = None) -> Verdict:
    """Lets everybody come, searches everything, plants leaks; prints a table of each."""
    drawn = draw(DRAWN, seed)
    search, people, verdict = Search(mark for one in drawn for mark in one.marks()), iter(drawn), Verdict(name)
    with town(folders, 120, server.url if server else "", quick=quick) as place:
        with Watcher(search, folders) as watcher:
            print(f"\n{name:<28} {'people':>7} {'received':>9}")
            for way, came, received in visit(place, people, quick):
                print(f"{way:<28} {came:>7} {received:>9}")
                assert came == received, f"{way}: not all were received, so what is not found proves nothing"
                verdict.people += came
            for way, came, received in refuse(place, people, quick):
                print(f"{way:<28} {came:>7} {received:>9}")
                assert not received, f"{way}: received, though it can't be"
            _show(place, quick)
        print(f"\n{'place searched':<46} {'files':>6} {'bytes':>12} {'marks':>8} {'hits':>6}")
        for where, found in searched(search, folders, watcher.tally, server):
            counts = f"{found.files:>6,} {found.size:>12,} {search.count:>8,} {len(found.hits):>6}"
            print(f"{where:<46} {counts}  {told(found.hits)}".rstrip())
            verdict.hits += len(found.hits)
        print(f"{'files written anywhere else':<46} {len(elsewhere(folders)):>6}  {', '.join(elsewhere(folders))}")
        verdict.hits += len(elsewhere(folders))
        leaks = planted(place, search, next(people), server)
    verdict.planted, verdict.missed = len(leaks), sum(not found for found in leaks.values())
    missed = ", ".join(name for name, found in leaks.items() if not found)
    print(f"planted leaks found: {sum(leaks.values())} of {len(leaks)}{missed and f', not: {missed}'}")
    return verdict


def _show(place: Town, quick: bool) -> None:
    """Lets the server publish, list and copy what it has, and keeps what it shows."""
    shown = place.folders.shown
    for command in ("release", "retain", "holdings"):
        (shown / f"{command}.txt").write_text(place.command(command))
    (shown / "backup.txt").write_text(place.command("backup", str(place.folders.backups / "backup.sqlite3")))
    if not quick:
        look_around(place, shown)
    (shown / "cookies.txt").write_text("\n".join(place.given))
    answers = sum(place.context.store.responses.counts().values())
    sealed = len(place.context.store.doubts.waiting(place.context.today()))
    print(f"\n{answers} answers are stored, {sealed} doubtful words wait sealed for the steward")


def main() -> None:
    """Leaves with 1 when a mark is found, or a planted leak is not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two people by each way, on SQLite, without a browser")
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--only", choices=("visits", "order"), help="one part")
    asked = parser.parse_args()
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores, seed {asked.seed}")
    verdicts, said = [], []
    with ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="canaries-", ignore_cleanup_errors=True)))
        root.chmod(0o755)  # PostgreSQL's user has to find its own folder in it
        folders = Folders(root / "sqlite")
        install(folders.logs, quietly=True)
        tempfile.tempdir = str(folders.temporary)
        has_server = postgresql_programs() is not None and not asked.quick
        server = stack.enter_context(serving(root / "server")) if has_server else None
        if asked.only != "order":
            verdicts.append(hear("SQLite", folders, asked.seed, asked.quick))
            if server:
                verdicts.append(hear("PostgreSQL", Folders(root / "postgresql"), asked.seed + 1, False, server))
        if asked.only != "visits" and not asked.quick:
            said = [orders(root, server), deletions(root, server)]
    print("\n" + ". ".join([*(verdict.headline for verdict in verdicts), *said]) + ".")
    sys.exit(any(verdict.hits or verdict.missed for verdict in verdicts))


if __name__ == "__main__":
    main()

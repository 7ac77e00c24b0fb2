"""One step of the benchmark of pages in a process of its own: where the time of a release goes.

`python -m benchmarks._estimating FOLDER TODAY` makes the next release out of the store in FOLDER and does not store it.
A hundred times a second it looks which of our modules is at work; what decides, hides and audits is one part, what
counts answers another, the rest are the estimates. Seconds are the processor's.
"""

import json
import sys
import threading
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from pathlib import Path
from types import FrameType

from analysis.material import count
from analysis.release import Earlier, build
from benchmarks._published import open_city
from benchmarks._years import labels, read
from survey import releases

EVERY = 0.01
COUNTING = frozenset({"counting", "tallies", "books", "layers", "remarks", "scores"})
GUARDING = frozenset(
    {
        *("disclosure", "audit", "imagined", "knowledge", "programs", "nearby", "nesting", "parts", "grids", "ledgers"),
        *("unanimity", "renewal"),
    }
)


def part_of(frame: FrameType | None) -> str:
    """The part that a moment belongs to: guarding wherever a guard is on the stack, else by the innermost module."""
    modules = []
    while frame is not None:
        name = str(frame.f_globals.get("__name__", ""))
        if name.startswith("analysis."):
            modules.append(name.split(".")[1])
        frame = frame.f_back
    if GUARDING.intersection(modules):
        return "guarding"
    return "counting" if modules and modules[0] in COUNTING else "estimating"


def watch(thread: int, seen: Counter[str], ended: threading.Event) -> None:
    """Notes the part that a thread is in, until the end."""
    while not ended.wait(EVERY):
        seen[part_of(sys._current_frames().get(thread))] += 1


def main(folder: Path, today: date) -> None:
    """Prints seconds of counting, guarding and estimating as JSON."""
    context = open_city(folder)
    context = replace(context, clock=lambda: datetime.combine(today, time_of_day(12), UTC))
    store = context.store
    store.responses.take()
    given = replace(releases.material(context), read=read, themes=labels())
    new, before = count(given), store.releases.latest()
    earlier = Earlier(before, store.releases.layers(new.years(today, before, given.events)))
    seen, ended = Counter[str](), threading.Event()
    watcher = threading.Thread(target=watch, args=(threading.get_ident(), seen, ended))
    watcher.start()
    began = time.process_time()
    version = store.releases.latest_version() + 1
    build(given, new, today, version, earlier)
    seconds = time.process_time() - began
    ended.set()
    watcher.join()
    store.close()
    print(
        json.dumps(
            {name: seconds * seen[name] / max(1, seen.total()) for name in ("counting", "guarding", "estimating")}
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]))

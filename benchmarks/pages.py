"""Result pages from a stored release: server time to the first chart, of 10,000 to 1,000,000 answers.

The releases are those of `benchmarks.release`: 100 neighborhoods, 12 quarters, 12 indices, 20 themes, events of about
35 people. Each release is made once by the real parts from a real store and kept in `--kept FOLDER` if that is given.
Whoever comes first after a release waits until it is read (the server reads it by itself within a minute); whoever
comes later gets what is in memory. Each page is shown as to a leader who is signed in, by Streamlit's own test
runner: the first chart is the first that is drawn, as a chart, as a strip beside a score or as a table where a page
has no other. Seconds are the processor's, the least of three rounds. The last table says where the time of making the
newest quarter's release goes: estimating is all that is not counting answers and not guarding (hiding and audit).
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks._years import opening, quarters
from tests.conftest import PROJECT

SIZES = (10_000, 100_000, 1_000_000)
QUICK = (2_000, 6_000)
GOAL, GOAL_ESTIMATES = 300, 10
"""Milliseconds to a first chart at a million answers; seconds for the estimates of a quarter."""
STORE = "fair-hearing.sqlite3"
LAST = len(quarters()) - 1


def run(module: str, *what: str) -> str:
    """One step in a process of its own; the last line that it printed."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *what]
    done = subprocess.run(
        command, cwd=PROJECT, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    return (done.stdout.splitlines() or [""])[-1]


def filled(folder: Path, people: int, seed: int) -> float | None:
    """Makes a store with a release of eleven quarters, the newest waiting; the seconds it took, None if kept."""
    if (folder / STORE).exists():
        return None
    folder.mkdir(parents=True, exist_ok=True)
    began, size = time.monotonic(), (str(folder), str(people), str(seed))
    run("_published", *size, "fill", *map(str, range(LAST)))
    year, quarter = quarters()[LAST - 1]
    run("_published", *size, "release", opening(year, quarter + 1).isoformat())
    run("_published", *size, "fill", str(LAST))
    return time.monotonic() - began


def measured(folder: Path) -> dict[str, Any]:
    """What `benchmarks._reading` found."""
    found: dict[str, Any] = json.loads(run("_reading", str(folder)))
    return found


def estimated(folder: Path) -> dict[str, float]:
    """Seconds of each part of the newest quarter's release."""
    year, quarter = quarters()[LAST]
    found: dict[str, float] = json.loads(run("_estimating", str(folder), opening(year, quarter + 1).isoformat()))
    return found


def table(found: Mapping[int, Mapping[str, Any]]) -> list[str]:
    """The growth table: a line for each page, a column for each size."""
    lines = [f"{'':<24}" + "".join(f"{size:>14,}" for size in found)]
    for name, unit in (("figures", ",.0f"), ("megabytes", ",.1f"), ("read", ".2f")):
        lines.append(f"{LABELS[name]:<24}" + "".join(f"{one[name]:>14{unit}}" for one in found.values()))
    pages = next(iter(found.values()))["pages"]
    for part, head in (("chart", "first chart, ms"), ("whole", "whole page, ms")):
        lines += ["", head]
        for page in pages:
            lines.append(
                f"  {page:<22}" + "".join(f"{1000 * one['pages'][page][part]:>14,.0f}" for one in found.values())
            )
    return lines


LABELS = {"figures": "figures", "megabytes": "stored, MB", "read": "read once, s"}


def headline(found: Mapping[int, Mapping[str, Any]], estimates: Mapping[int, Mapping[str, float]]) -> str:
    """What it comes to, beside the goals."""
    slowest = {size: max(page["chart"] for page in one["pages"].values()) for size, one in found.items()}
    said = ", ".join(f"{size:,} answers {1000 * seconds:.0f} ms" for size, seconds in slowest.items())
    parts = [f"slowest page's first chart (goal {GOAL} ms): {said}"]
    if estimates:
        told = ", ".join(f"{size:,} answers {one['estimating']:.1f} s" for size, one in estimates.items())
        parts.append(f"a quarter's estimates (goal {GOAL_ESTIMATES} s): {told}")
    return "; ".join(parts)


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the tables and the headline."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK[0]:,} and {QUICK[1]:,} answers, pages only")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="answers in three years")
    parser.add_argument("--kept", type=Path, help="where stores are kept, one folder a size; those there are used")
    parser.add_argument("--estimates", type=int, nargs="*", default=SIZES[:1], help="sizes whose estimates are timed")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    sizes = QUICK if asked.quick else tuple(asked.sizes)
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores, seed {asked.seed}")
    with TemporaryDirectory() as home:
        found, estimates = {}, {}
        for size in sizes:
            folder = (asked.kept or Path(home)) / str(size)
            took = filled(folder, size, asked.seed)
            told = "kept from an earlier run" if took is None else f"{took:.0f} s by the clock"
            print(f"{size:>9,} answers, store and release: {told}", flush=True)
            found[size] = measured(folder)
            if size in asked.estimates and not asked.quick:
                estimates[size] = estimated(folder)
    print("\n" + "\n".join(table(found)))
    for size, one in estimates.items():
        told = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in one.items())
        print(f"\nnewest quarter of {size:,} answers: {told}")
    print(f"\n{headline(found, estimates)}.")


if __name__ == "__main__":
    main()

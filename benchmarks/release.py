"""Making releases: the newest quarter after eleven others, and three years at once, of 10,000 to 1,000,000 answers.

A made-up city of 100 neighborhoods and 12 quarters, 12 indices and 20 themes; events of about 35 people, 85 % of them
from the neighborhood it is in; a quarter of them write a comment. Answers lie in the real store (SQLite), each step
is a process of its own, and the release is made as the nightly one is, audit included. The eleven earlier quarters
are published in one first release, or with `--each` one by one. Seconds are the processor's, of one core; by the
clock it takes longer when others use the machine, which the last column says.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks._published import Cost
from benchmarks._years import INDICES, PLACES, THEMES, opening, quarters
from tests.conftest import PROJECT

SIZES = (10_000, 60_000, 200_000, 1_000_000)
WHOLE = (60_000, 1_000_000)
QUICK = 2_000
NEWEST, ALL_TIME, MEMORY = 60, 600, 2_000
"""The goals: seconds for the newest quarter and for three years at once, megabytes."""
LAST = len(quarters()) - 1


def run(folder: Path, people: int, seed: int, *what: str) -> str:
    """One step in a process of its own; what it printed."""
    command = [sys.executable, "-m", "benchmarks._published", str(folder), str(people), str(seed), *what]
    return subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True).stdout


def publish(folder: Path, people: int, seed: int, last: int) -> Cost:
    """The release of the day after a quarter ended."""
    year, quarter = quarters()[last]
    day = opening(year, quarter + 1)
    return Cost(**json.loads(run(folder, people, seed, "release", day.isoformat())))


def newest(people: int, seed: int, *, each: bool) -> tuple[Cost, Cost]:
    """The release of the eleventh quarter, with all or with `each` after ten others, and that of the newest."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        steps = [[number] for number in range(LAST)] if each else [[*range(LAST)]]
        for numbers in steps:
            run(folder, people, seed, "fill", *map(str, numbers))
            before = publish(folder, people, seed, numbers[-1])
        run(folder, people, seed, "fill", str(LAST))
        return before, publish(folder, people, seed, LAST)


def whole(people: int, seed: int) -> Cost:
    """One first release of all quarters."""
    with tempfile.TemporaryDirectory() as home:
        run(Path(home), people, seed, "fill", *map(str, range(LAST + 1)))
        return publish(Path(home), people, seed, LAST)


HEAD = (
    f"{'answers':>9} {'what':<17} {'new':>9} {'tidy':>6} {'read texts':>10} {'count':>7} {'build':>7} {'store':>6} "
    f"{'seconds':>8} {'MB':>6} {'figures':>8} {'shown':>6} {'waited':>7}"
)


def row(people: int, what: str, cost: Cost) -> str:
    """A line of the table."""
    counted = cost.counting - cost.reading
    return (
        f"{people:>9,} {what:<17} {cost.answers:>9,} {cost.tidying:>6.1f} {cost.reading:>10.1f} {counted:>7.1f} "
        f"{cost.building:>7.1f} {cost.storing:>6.1f} {cost.seconds:>8.1f} {cost.peak:>6,.0f} {cost.figures:>8,} "
        f"{cost.shown / max(1, cost.figures):>6.0%} {cost.waited:>7.0f}"
    )


def headline(found: Sequence[tuple[int, Cost]], history: Sequence[tuple[int, Cost]]) -> str:
    """What it comes to, beside the goals."""
    said = [f"{people:,} answers {cost.seconds:.0f} s and {cost.peak:,.0f} MB" for people, cost in found]
    parts = [f"newest quarter (goal {NEWEST} s, {MEMORY:,} MB): {', '.join(said)}"]
    if history:
        said = [f"{people:,} answers {cost.seconds:.0f} s" for people, cost in history]
        parts.append(f"three years at once (goal {ALL_TIME} s): {', '.join(said)}")
    return "; ".join(parts)


def main() -> None:
    """Prints the table and the headline."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} answers only")
    parser.add_argument("--each", action="store_true", help="publish the earlier quarters one by one")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="answers in three years")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    sizes = (QUICK,) if asked.quick else tuple(asked.sizes)
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores, seed {asked.seed}")
    print(f"{PLACES} neighborhoods, {LAST + 1} quarters, {INDICES} indices, {THEMES} themes\n\n{HEAD}")
    found, history = [], []
    for people in sizes:
        before, cost = newest(people, asked.seed, each=asked.each)
        print(row(people, "eleventh quarter" if asked.each else "eleven quarters", before), flush=True)
        print(row(people, "newest quarter", cost), flush=True)
        found.append((people, cost))
        if people in WHOLE:
            history.append((people, whole(people, asked.seed)))
            print(row(people, "twelve quarters", history[-1][1]), flush=True)
    per_thousand = 1000 * found[-1][1].reading / max(1, found[-1][1].comments)
    print(f"\nReading comments: {per_thousand:.1f} s per 1,000, each text once.")
    print(f"{headline(found, history)}.")


if __name__ == "__main__":
    main()

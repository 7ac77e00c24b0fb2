"""A seeded attacker of made-up cities finds nothing, and finds each weakness that is planted."""

import re
import subprocess
import sys
from dataclasses import replace

from analysis.figures import Release, State
from analysis.rounding import shown_base
from benchmarks.attacks import SMALL
from tests.analysis.attacker import KINDS
from tests.analysis.besieged import before_and_after, besiege, publish
from tests.analysis.spying import Spy, table_of
from tests.conftest import PROJECT


def numbers(release: Release) -> Release:
    """A release without what says only that somebody new was there."""
    shown = tuple(figure for figure in release.figures if figure.state is not State.HIDDEN)
    return replace(release, figures=shown, counts={}, yearly_counts={})


def test_the_attacker_s_own_truth_agrees_with_all_that_is_shown() -> None:
    city = besiege(1, SMALL)
    spy = Spy(city, publish(city, 3))
    told = [
        (figure.base, shown_base(spy.count(table_of(figure), spy.inside(figure.cut, release.version))))
        for release in spy.releases
        for figure in release.figures
        if figure.base and figure.release == release.version and table_of(figure)
    ]
    assert len(told) > 50 and all(base == true for base, true in told)


def test_nothing_shown_tells_what_one_known_person_said_who_came_alone() -> None:
    city = besiege(2, SMALL)
    first, *others = (numbers(release) for release in before_and_after(city, 3, city.occasions[0]))
    assert first.figures and all(other == first for other in others)


def test_the_attacker_finds_nothing_but_each_planted_weakness() -> None:
    command = [sys.executable, "-m", "benchmarks.attacks", "--quick", "--say"]
    said = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout.splitlines()
    rows = [line for line in said if re.match("|".join(map(re.escape, KINDS)), line)]
    assert len(rows) == len(KINDS)
    assert re.match(r"0 of \d+ attempts found anything; 4 of 4 weaknesses caught", said[-1])

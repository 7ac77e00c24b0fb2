"""False alarms in made-up cities where nothing changed: few with our rule, and many without either of its halves.

A smaller `python -m benchmarks.false_alarms`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from analysis import change, estimates
from analysis.estimates import Clusters
from analysis.figures import Measure
from benchmarks._twice import Plan
from benchmarks.false_alarms import RULES, Score, run

CITIES = 10
QUIET = Plan(12, rho=0.08, themes=8)
MOST = 0.2
"""The rate of false discoveries that so few cities may show where .10 are promised."""


def rate(plan: Plan = QUIET, rule: str = "ours") -> float:
    """The worse false discovery rate of indices and of themes in neighborhoods."""
    found = run(plan, CITIES, 5, {rule: RULES[rule]})
    return max(found[rule, measure, True].discovery_rate for measure in (Measure.INDEX, Measure.THEME))


def test_where_nothing_changed_little_is_flagged() -> None:
    assert rate() <= MOST


def test_the_plain_test_flags_something_in_every_city() -> None:
    found = run(QUIET, CITIES, 5, {"plain z": RULES["plain z"]})["plain z", Measure.THEME, True]
    assert found.discovery_rate == 1.0 and 0.13 < found.alarms < 0.35


def test_without_the_correction_this_would_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change.discoveries, "discoveries", _each_alone)
    assert rate() > 2 * MOST


def test_without_events_this_would_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine's own variance exchanged for that of a simple sample."""

    def simple(held: Clusters, _correlation: float | None) -> estimates._Design:
        people = held.people
        return estimates._Design(held.spread / (people - 1) / people, people - 1, linearised=True)

    monkeypatch.setattr(estimates, "_design", simple)
    assert rate() > 2 * MOST


def test_large_changes_are_found() -> None:
    found = run(replace(QUIET, rho=0.05, points=20.0, changed=0.3), CITIES, 5, {"ours": RULES["ours"]})
    assert _of(found).power > 0.7 and _of(found).discovery_rate <= MOST


def _each_alone(chances: Sequence[float], _rate: float = 0.1) -> list[bool]:
    return [chance < 0.05 for chance in chances]


def _of(found: Mapping[tuple[str, Measure, bool], Score]) -> Score:
    return found["ours", Measure.INDEX, True]

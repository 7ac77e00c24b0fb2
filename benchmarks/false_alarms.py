"""False alarms: how often a change is flagged where nothing changed, and how many true changes are found.

Made-up cities that are asked in two quarters, through the functions that releases use: events of about 35 people, 85 %
of them from the neighborhood it is held in, six indices on a scale of five points, fifteen themes; `rho` is how alike
people of one event answer (the demo city: .05). Four rules are compared: ours (clusters, Benjamini-Hochberg, 5 points,
both sides worth 30 people); correction alone (Benjamini-Hochberg on a z-test that knows no events); clusters alone
(Welch's t over events, p under .05); and the plain z-test. In a city where nothing changed the false discovery rate is
the share of cities with any flag; "alarms" are flags per test made.
"""

import argparse
import os
import platform
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from analysis import discoveries
from analysis.change import compare
from analysis.estimates import Difference, difference
from analysis.figures import Change, Cut, Measure, Verdict
from benchmarks._twice import CITY_OR_PLACE, QUARTERS, TODAY, Pair, Plan, ask_twice

ALPHA = 0.05
GOAL = 0.10
FLAGGED = (Verdict.UP, Verdict.DOWN)
MEASURES = (Measure.INDEX, Measure.THEME)
NAMES = {Measure.INDEX: "indices", Measure.THEME: "themes"}
QUIET = tuple(Plan(places, rho) for rho in (0.05, 0.15) for places in (12, 30, 77))
PLANTED = tuple(Plan(30, points=points, people=people) for people in (120, 480) for points in (5.0, 8.0, 12.0))

Test = tuple[Measure, str, str]
Rule = Callable[[Pair, Mapping[Test, Change]], Mapping[Test, float]]
"""What a rule flags among the tests it makes: 1 up, -1 down, 0 not."""


@dataclass
class Score:
    """How one rule did over many cities on one measure, in neighborhoods or in the city."""

    rates: list[float] = field(default_factory=list)
    flags: int = 0
    tests: int = 0
    true: int = 0
    found: int = 0

    def add(self, flagged: Mapping[Test, float], moved: Mapping[Test, float]) -> None:
        """One city: a flag is false where nothing moved, or not that way."""
        right = [test for test, sign in flagged.items() if sign and sign * moved.get(test, 0.0) > 0]
        flags = sum(bool(sign) for sign in flagged.values())
        self.rates.append((flags - len(right)) / max(1, flags))
        self.flags += flags
        self.tests += len(flagged)
        self.true += sum(bool(moved.get(test)) for test in flagged)
        self.found += len(right)

    @property
    def discovery_rate(self) -> float:
        """The share of flags that are false, on average over cities."""
        return float(np.mean(self.rates))

    @property
    def error(self) -> float:
        """The standard error of that."""
        return float(np.std(self.rates) / len(self.rates) ** 0.5)

    @property
    def power(self) -> float:
        """The share of true changes among the tests made that are found."""
        return self.found / self.true if self.true else float("nan")

    @property
    def alarms(self) -> float:
        return self.flags / max(1, self.tests)


def ours(_pair: Pair, changes: Mapping[Test, Change]) -> dict[Test, float]:
    """What a release flags; what it refuses to compare is no test."""
    made = {test: one for test, one in changes.items() if not one.reason}
    return {test: one.difference if one.verdict in FLAGGED else 0.0 for test, one in made.items()}


def correction_alone(pair: Pair, changes: Mapping[Test, Change]) -> dict[Test, float]:
    """Benjamini-Hochberg on a z-test without events."""
    tests = [test for test in pair.plain if test in changes]
    found = discoveries.discoveries([pair.plain[test] for test in tests])
    return {test: _found(pair, test).value if hit else 0.0 for test, hit in zip(tests, found, strict=True)}


def clusters_alone(pair: Pair, changes: Mapping[Test, Change]) -> dict[Test, float]:
    """Welch's t over events at .05."""
    found = {test: _found(pair, test) for test in changes}
    return {test: one.value if one.p < ALPHA else 0.0 for test, one in found.items()}


def plain(pair: Pair, changes: Mapping[Test, Change]) -> dict[Test, float]:
    """The z-test without events at .05."""
    return {
        test: _found(pair, test).value if pair.plain[test] < ALPHA else 0.0 for test in pair.plain if test in changes
    }


RULES: Mapping[str, Rule] = {
    "ours": ours,
    "correction alone": correction_alone,
    "clusters alone": clusters_alone,
    "plain z": plain,
}


def run(
    plan: Plan, cities: int, seed: int, rules: Mapping[str, Rule] = RULES
) -> dict[tuple[str, Measure, bool], Score]:
    """So many cities of one plan: a score by rule, measure, and whether of neighborhoods or of the city."""
    scores = {(rule, measure, local): Score() for rule in rules for measure in MEASURES for local in (True, False)}
    for number in range(cities):
        parts = [seed, plan.places, int(1000 * plan.rho), int(plan.points), plan.people, number]
        pair = ask_twice(plan, np.random.default_rng(parts))
        changes = {(one.measure, one.subject, one.place): one for one in compare(pair.levels, TODAY)}
        for (rule, measure, local), score in scores.items():
            part = {test: one for test, one in changes.items() if test[0] is measure and bool(test[2]) is local}
            score.add(rules[rule](pair, part), pair.moved)
    return scores


def _found(pair: Pair, test: Test) -> Difference:
    """What the engine's own test finds, whether it may be told or not."""
    measure, subject, place = test
    later, earlier = (
        pair.levels.estimates[measure, subject, Cut(CITY_OR_PLACE[bool(place)], quarter, place)]
        for quarter in reversed(QUARTERS)
    )
    return difference(later, earlier)


HEAD = (
    f"{'places':>6} {'people':>6} {'rho':>5} {'change':>6} {'family':<18} {'rule':<17} {'tests':>7} {'flags':>7} "
    f"{'alarms':>7} {'FDR':>6} {'+-':>5} {'power':>6}"
)


def rows(plan: Plan, scores: Mapping[tuple[str, Measure, bool], Score]) -> Iterator[str]:
    """A line for each rule and family."""
    for measure, local in product(MEASURES, (True, False)):
        if plan.points and not local:
            continue  # a city in which some neighborhoods moved has moved by less than they did
        family = f"{NAMES[measure]}, {'places' if local else 'city'}"
        for rule in RULES:
            score = scores[rule, measure, local]
            power = f"{score.power:>6.0%}" if plan.points else f"{'':>6}"
            yield (
                f"{plan.places:>6} {plan.people:>6} {plan.rho:>5.2f} {plan.points:>6.0f} {family:<18} {rule:<17} "
                f"{score.tests:>7,} {score.flags:>7,} {score.alarms:>7.1%} {score.discovery_rate:>6.3f} "
                f"{score.error:>5.3f} {power}"
            )


def headline(found: Mapping[Plan, Mapping[tuple[str, Measure, bool], Score]]) -> str:
    """The worst of ours beside the plain test's."""

    def worst(rule: str) -> float:
        scores = (score for plan, one in found.items() for (name, _, local), score in one.items()
                  if name == rule and (local or not plan.points))  # fmt: skip
        return max(score.discovery_rate for score in scores)

    alarms = [one["plain z", Measure.THEME, True].alarms for plan, one in found.items() if not plan.points]
    said = [
        f"{plan.points:.0f} points of {plan.people} people {one['ours', Measure.INDEX, True].power:.0%}"
        for plan, one in found.items()
        if plan.points
    ]
    return (
        f"worst false discovery rate of ours {worst('ours'):.3f} (goal {GOAL:.2f}), of the plain z-test "
        f"{worst('plain z'):.2f}; plain z flags {min(alarms):.0%} to {max(alarms):.0%} of unchanged themes; "
        f"of true changes of indices in neighborhoods that we compare we find: {', '.join(said)}"
    )


def main() -> None:
    """Prints the table and the headline."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="4 cities of each kind")
    parser.add_argument("--cities", type=int, default=300, help="made-up cities of each kind")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    cities = 4 if asked.quick else asked.cities
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores, seed {asked.seed}")
    print(
        f"{cities} cities of each kind; change is in points; FDR: false discovery rate and its standard error\n\n{HEAD}"
    )
    found = {}
    for plan in (*QUIET, *PLANTED):
        found[plan] = run(plan, cities, asked.seed)
        print("\n".join(rows(plan, found[plan])), flush=True)
    print(f"\n{headline(found)}.")


if __name__ == "__main__":
    main()

"""Small places: how near pooled values come, and how often their 95 % ranges hold, in the least-trusting places too."""

import argparse
import os
import platform
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis import pooling, small_areas
from analysis.figures import Figure
from analysis.scores import FloatArray
from benchmarks._neighborhoods import PLACES, Asked, ask, released, town

SIZES, SKEWED_SIZES, RELEASED_SIZES = (4, 8, 20, 40), (8, 20), (10, 20, 40, 120)
MIXED = 0
"""Stands for places of all sizes, as many small as large ones."""
SMALLEST, LARGEST = 10, 120
LOWEST = 8
SEEDS, QUICK = 300, 3
TIMES = 4
"""How many more people answered in the year before than in the quarter."""
NORMAL, CERTAIN = 1.959964, 1e6
TRIED = 1.644854
LAST_YEAR, QUARTER = "2024", "2025-Q4"


@dataclass(frozen=True)
class Told:
    """What one method says of each place, shape (m,); NaN where it says nothing."""

    value: FloatArray
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True)
class Score:
    """How well a method does: errors and widths in points, coverage as a share; of all places and of the lowest."""

    error: float
    coverage: float
    low_error: float
    low_coverage: float
    width: float
    told: float


def direct(asked: Asked) -> Told:
    """Each place's own mean and interval."""
    ends = np.array([(one.low, one.high) if one else (np.nan, np.nan) for one in asked.estimates])
    return Told(asked.direct, ends[:, 0], ends[:, 1])


def modelled(asked: Asked, past: Asked | None) -> dict[str, Told]:
    """What plain Fay-Herriot, two other ways that were tried, and ours say; `past` is a covariate."""
    ones = np.ones(len(asked.direct))
    covariates = ones[:, None] if past is None else np.column_stack([ones, past.direct - past.direct.mean()])
    variances = asked.variances
    made = small_areas.pool(asked.direct, variances, ones * CERTAIN, covariates)
    value, error, reach = made.value, np.sqrt(variances), NORMAL * made.error
    bent, short = np.clip(value, asked.direct - error, asked.direct + error), TRIED * made.error
    return {
        "plain Fay-Herriot": Told(value, value - reach, value + reach),
        "limited translation": Told(bent, bent - reach, bent + reach),
        "hull, 90 % each": Told(
            value, np.minimum(value, asked.direct) - short, np.maximum(value, asked.direct) + short
        ),
        "ours": Told(value, made.low, made.high),
    }


def as_released(asked: Asked, past: Asked) -> dict[str, Told]:
    """What a release tells: its rounded figures, and what it pools from them and nothing else."""
    figures, places = released(asked, QUARTER), len(asked.direct)
    own = {one.cut.place: (_level(one), one.low, one.high) for one in figures}
    made = pooling.pool_places([*released(past, LAST_YEAR), *figures])
    shown = {one.place: (one.value, one.low, one.high) for one in made if one.period == QUARTER}
    return {"direct, released": _by_place(own, places), "ours, released": _by_place(shown, places)}


def _level(figure: Figure) -> float | None:
    """What a reader takes for the level: the one that is told, else the middle of the range."""
    if figure.value is not None or figure.low is None or figure.high is None:
        return figure.value
    return (figure.low + figure.high) / 2


def _by_place(told: Mapping[str, tuple[float | None, ...]], places: int) -> Told:
    nothing = (np.nan, np.nan, np.nan)
    columns = np.array([told.get(f"{number:02}", nothing) for number in range(places)], dtype=np.float64).T
    return Told(*columns)


def once(seed: int, size: int, *, rounded: bool = False, shape: str = "even") -> dict[str, Score]:
    """One city with `size` people in each place, or MIXED: every method's score."""
    made, chance = town(seed, shape=shape), np.random.default_rng(seed)
    people = np.full(PLACES, float(size))
    if size == MIXED:
        people = np.rint(np.exp(chance.uniform(np.log(SMALLEST), np.log(LARGEST), PLACES)))
    asked = ask(made.now, people, made.variance, chance)
    past = ask(made.before, TIMES * people, made.variance, chance)
    told = as_released(asked, past) if rounded else {"direct": direct(asked), **modelled(asked, None)}
    if not rounded:
        told |= {f"{name}, last year": one for name, one in modelled(asked, past).items()}
    return {name: score(one, made.truth) for name, one in told.items()}


def score(told: Told, truth: FloatArray) -> Score:
    """Against the true levels, shape (m,); places of which nothing is told are left out, and counted in `told`."""
    said = ~np.isnan(told.low)
    lowest = np.zeros(len(truth), dtype=bool)
    lowest[np.argsort(truth)[:LOWEST]] = True
    squared, held = (told.value - truth) ** 2, (told.low <= truth) & (truth <= told.high)
    return Score(
        float(np.nanmean(squared)),
        float(held[said].mean()),
        float(np.nanmean(squared[lowest])),
        float(held[said & lowest].mean()) if (said & lowest).any() else float("nan"),
        float((told.high - told.low)[said].mean()),
        float(said.mean()),
    )


def repeat(size: int, seeds: Sequence[int], *, rounded: bool = False, shape: str = "even") -> dict[str, Score]:
    """The mean of many cities; errors are roots of mean squares."""
    found: dict[str, list[Score]] = defaultdict(list)
    for seed in seeds:
        for name, one in once(seed, size, rounded=rounded, shape=shape).items():
            found[name].append(one)
    return {name: _mean(scores) for name, scores in found.items()}


def _mean(scores: Sequence[Score]) -> Score:
    error, coverage, low_error, low_coverage, width, told = np.nanmean(
        [tuple(vars(one).values()) for one in scores], axis=0
    ).tolist()
    return Score(error**0.5, coverage, low_error**0.5, low_coverage, width, told)


HEAD = (
    f"{'people':>7} {'method':<33} {'RMSE':>6} {'covers':>7} {'RMSE of 8':>10} {'covers 8':>9} {'width':>6} {'told':>5}"
)


def rows(size: int, found: Mapping[str, Score]) -> list[str]:
    """Lines of the table."""
    named = f"{SMALLEST}-{LARGEST}" if size == MIXED else str(size)
    return [
        f"{named:>7} {name:<33} {one.error:>6.2f} {one.coverage:>7.3f} {one.low_error:>10.2f} {one.low_coverage:>9.3f} "
        f"{one.width:>6.1f} {one.told:>5.0%}"
        for name, one in found.items()
    ]


def headline(found: Mapping[int, Mapping[str, Score]]) -> str:
    """What it comes to, beside the goals."""
    ours, plain = (
        [one[name] for one in found.values()] for name in ("ours, last year", "plain Fay-Herriot, last year")
    )
    overall, lowest = ([getattr(one, name) for one in ours] for name in ("coverage", "low_coverage"))
    before = [one.low_coverage for one in plain]
    gains = [f"{one['ours, last year'].error / one['direct'].error:.2f} at n {size}" for size, one in found.items()]
    return (
        f"ours covers {min(overall):.3f}-{max(overall):.3f} (goal .93-.97) and {min(lowest):.3f}-{max(lowest):.3f} "
        f"of the eight lowest (goal .92; plain {min(before):.3f}-{max(before):.3f}); RMSE over the direct one's: "
        f"{', '.join(gains)}."
    )


def main() -> None:
    """Prints the table and the headline."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} cities only")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="cities")
    asked = parser.parse_args()
    seeds = range(QUICK if asked.quick else asked.seeds)
    print(
        f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores, seeds 0-{len(seeds) - 1}"
    )
    print(f"{PLACES} neighborhoods in each of {len(seeds)} made-up cities; 8: the least trusting\n\n{HEAD}")
    found = {}
    for size in SIZES:
        found[size] = repeat(size, seeds)
        print("\n".join(rows(size, found[size])), flush=True)
    print("\nA few places far below all others:")
    for size in SKEWED_SIZES:
        print("\n".join(rows(size, repeat(size, seeds, shape="tail"))), flush=True)
    print("\nAs a release tells it, rounded, and made of rounded figures alone:")
    for size in (*RELEASED_SIZES, MIXED):
        print("\n".join(rows(size, repeat(size, seeds, rounded=True))), flush=True)
    print(f"\n{headline(found)}")


if __name__ == "__main__":
    main()

"""Reliability beside independent computations on raw answers, and the two mistakes it must never make."""

from collections.abc import Mapping

import numpy as np
import pytest
from statsmodels.multivariate.factor import Factor

from analysis import reliability
from analysis.inferences import Trust
from analysis.patterns import count_patterns, decode, encode, whole_year
from analysis.records import Answered, Value
from analysis.reliability import Coefficients, measure
from analysis.scores import FloatArray
from analysis.tallies import Collector, Tally
from questions.model import DONT_KNOW, PREFER_NOT, Index
from tests.analysis.makings import JULY, JUSTICE, TRUST

PAIR = Index("pair", "Pair", ("c2", "c3"), 1, 5)
LADDER = Index("ladder", "Ladder", ("a", "b", "c"), 0, 10)


def answers(seed: int, people: int = 300, items: int = 4, shared: float = 1.0) -> FloatArray:
    """Whole answers 1-5 of people whose items have a trait in common, shape (people, items)."""
    chance = np.random.default_rng(seed)
    level = 3 + shared * chance.standard_normal((people, 1))
    return np.clip(np.rint(level + chance.standard_normal((people, items))), 1, 5)


def of_rows(rows: FloatArray) -> Coefficients:
    """Coefficients by way of counted patterns, as a release makes them."""
    found, people = np.unique(rows, axis=0, return_counts=True)
    made = measure(found, people)
    assert made is not None
    return made


def counted(values: list[Mapping[str, Value]], index: Index = JUSTICE, reverse: frozenset[str] = frozenset()) -> Tally:
    collector = Collector()
    said = [Answered("e", "north", JULY, "pulse", "en", "phone", one) for one in values]
    count_patterns(collector, said, [whole_year(one, "open") for one in said], index, reverse)
    return collector.whole()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_alpha_is_that_of_the_raw_answers(seed: int) -> None:
    rows = answers(seed)
    size = rows.shape[1]
    by_hand = size / (size - 1) * (1 - rows.var(axis=0, ddof=1).sum() / rows.sum(axis=1).var(ddof=1))
    assert of_rows(rows).alpha == pytest.approx(by_hand, abs=1e-12)


def test_two_items_are_judged_by_spearman_and_brown() -> None:
    rows = answers(4, items=2)
    r = np.corrcoef(rows.T)[0, 1]
    made = of_rows(rows)
    assert made.alpha == pytest.approx(2 * r / (1 + r)) and made.omega is None


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_omega_is_that_of_an_independent_factor_analysis(seed: int) -> None:
    rows = answers(seed, people=500, items=5)
    fitted = Factor(rows, n_factor=1, method="pa", smc=True).fit(maxiter=5000, tol=1e-12)
    theirs = np.abs(fitted.loadings[:, 0])
    omega = theirs.sum() ** 2 / (theirs.sum() ** 2 + (1 - theirs**2).sum())
    assert of_rows(rows).omega == pytest.approx(omega, abs=1e-5)


def test_loadings_of_a_perfect_factor_are_found() -> None:
    planted = np.array([0.9, 0.7, 0.5, 0.6])
    exact = np.outer(planted, planted) + np.diag(1 - planted**2)
    assert reliability.loadings(exact) == pytest.approx(planted, abs=1e-6)
    assert reliability.omega(exact * 9) == pytest.approx(2.7**2 / (2.7**2 + (1 - planted**2).sum()), abs=1e-6)


def test_item_rest_correlations_are_those_of_the_raw_answers() -> None:
    rows = answers(5)
    theirs = [np.corrcoef(rows[:, item], np.delete(rows, item, axis=1).sum(axis=1))[0, 1] for item in range(4)]
    assert of_rows(rows).rest == pytest.approx(theirs)


def test_an_item_keyed_the_wrong_way_correlates_negatively() -> None:
    rows = answers(6)
    rows[:, 2] = 6 - rows[:, 2]
    turned = of_rows(rows)
    assert [value < 0 for value in turned.rest] == [False, False, True, False]


def test_the_interval_is_of_people_drawn_anew_and_always_the_same() -> None:
    rows = answers(7, people=200)
    made, again = of_rows(rows), of_rows(rows[::-1])
    assert (made.low, made.high) == (again.low, again.high) and made.low < made.alpha < made.high
    chance = np.random.default_rng(0)
    drawn = [reliability.alpha(np.cov(rows[chance.integers(0, 200, 200)].T)[None])[0] for _ in range(2000)]
    assert (made.low, made.high) == pytest.approx(np.percentile(drawn, [2.5, 97.5]), abs=0.02)


@pytest.mark.parametrize(
    ("people", "alpha", "verdict"),
    [
        (49, 0.95, Trust.TOO_FEW),
        (50, 0.70, Trust.GOOD),
        (50, 0.6999, Trust.WARN),
        (50, 0.60, Trust.WARN),
        (50, 0.5999, Trust.HIDDEN),
        (50, -0.3, Trust.HIDDEN),
    ],
)
def test_verdicts(people: int, alpha: float, verdict: Trust) -> None:
    assert Coefficients(people, alpha, 0.0, 1.0, None, ()).verdict is verdict


def test_everybody_alike_has_no_reliability() -> None:
    assert measure(np.array([[3.0, 4.0, 2.0]]), np.array([80])) is None


def test_missing_answers_are_no_zeros() -> None:
    """Zeros would tie the items together: whoever leaves one out would be low on it."""
    rows = answers(8)
    said: list[Mapping[str, Value]] = [dict(zip(JUSTICE.items, row, strict=True)) for row in rows.astype(int).tolist()]
    some: list[Mapping[str, Value]] = [{"c2": 4, "c3": 4, "c4": 4}, {"c2": 1}, {}] * 50
    assert told(counted([*said, *some])) == (300, round(of_rows(rows).alpha, 12))


@pytest.mark.parametrize("code", [DONT_KNOW, PREFER_NOT, 9, 99, 0])
def test_codes_off_the_scale_are_in_no_pattern(code: int) -> None:
    rows = answers(9)
    said: list[Mapping[str, Value]] = [dict(zip(JUSTICE.items, row, strict=True)) for row in rows.astype(int).tolist()]
    others: list[Mapping[str, Value]] = [{"c2": 3, "c3": 3, "c4": 3, "c5": code}] * 50
    assert told(counted([*said, *others])) == (300, round(of_rows(rows).alpha, 12))


def test_reversed_items_are_turned_before_they_are_counted() -> None:
    tally = counted([{"c2": 5, "c3": 1, "c4": 5, "c5": 5}] * 3, reverse=frozenset({"c3"}))
    assert decode(tally.of("pattern/justice/en").values, JUSTICE).tolist() == [[5.0, 5.0, 5.0, 5.0]]


def test_patterns_are_counted_without_event_place_and_month() -> None:
    (spot,) = counted([{"c2": 5, "c3": 1, "c4": 5, "c5": 5}]).spots
    assert (spot.event, spot.place, spot.month, spot.year) == ("", "", "2025", "2025")


@pytest.mark.parametrize("index", [PAIR, LADDER])
def test_codes_say_which_items_were_answered_how(index: Index) -> None:
    ways = np.arange(index.low, index.high + 1, dtype=float)
    grid = np.array(np.meshgrid(*[ways] * len(index.items))).reshape(len(index.items), -1).T
    codes = encode(grid, index)
    assert len(set(codes.tolist())) == len(grid) and (decode(codes, index) == grid).all()


def test_an_index_of_one_item_has_no_patterns() -> None:
    assert counted([{"c1": 4}], TRUST).counts == {}


def told(tally: Tally) -> tuple[int, float]:
    """How many people are counted, and their alpha."""
    held = tally.of("pattern/justice/en")
    made = measure(decode(held.values, JUSTICE), held.people)
    assert made is not None
    return made.people, round(made.alpha, 12)

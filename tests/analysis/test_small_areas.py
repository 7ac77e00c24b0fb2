"""Small places: pooled values come nearer than direct ones, and their ranges hold in the least-trusting places too."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from analysis import small_areas
from analysis.scores import FloatArray
from benchmarks import coverage

CERTAIN = 1e6


def made_up(seed: int, places: int = 40) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Direct estimates, sampling variances and covariates of places that differ."""
    chance = np.random.default_rng(seed)
    covariates = np.column_stack([np.ones(places), chance.normal(size=places)])
    variances = chance.uniform(20, 120, places)
    truth = covariates @ [55.0, 4.0] + chance.normal(0, 5, places)
    return truth + chance.normal(size=places) * np.sqrt(variances), variances, covariates


def restricted(between: float, direct: FloatArray, variances: FloatArray, covariates: FloatArray) -> float:
    """Minus twice the restricted log-likelihood, written with whole matrices."""
    inverse = np.linalg.inv(np.diag(between + variances))
    crossed = covariates.T @ inverse @ covariates
    projected = inverse - inverse @ covariates @ np.linalg.inv(crossed) @ covariates.T @ inverse
    whole = np.log(between + variances).sum() + np.linalg.slogdet(crossed)[1]
    return float(whole + direct @ projected @ direct)


@pytest.mark.parametrize("seed", range(4))
def test_the_variance_between_places_is_where_the_restricted_likelihood_is_highest(seed: int) -> None:
    direct, variances, covariates = made_up(seed)
    best = minimize_scalar(
        restricted, bounds=(0, 500), args=(direct, variances, covariates), method="bounded", options={"xatol": 1e-8}
    )
    fitted = small_areas.fit(direct, variances, covariates, np.ones((1, len(direct))))
    assert fitted.between[0] == pytest.approx(best.x, abs=1e-3)


def test_sets_of_places_are_fitted_as_if_each_were_alone() -> None:
    direct, variances, covariates = made_up(1)
    others = small_areas.fit(direct, variances, covariates, 1 - np.eye(len(direct)))
    alone = small_areas.fit(direct[1:], variances[1:], covariates[1:], np.ones((1, len(direct) - 1)))
    assert others.between[0] == pytest.approx(alone.between[0], abs=1e-3)
    assert others.slopes[0] == pytest.approx(alone.slopes[0], abs=1e-3)


def test_the_share_of_a_places_own_answers_falls_with_their_variance() -> None:
    direct, variances, covariates = made_up(2)
    areas = small_areas.pool(direct, variances, np.full(len(direct), CERTAIN), covariates)
    fitted = small_areas.fit(direct, variances, covariates, np.ones((1, len(direct))))
    expected = covariates @ fitted.slopes[0]
    assert (np.diff(areas.own[np.argsort(variances)]) <= 0).all()
    assert areas.value == pytest.approx(expected + areas.own * (direct - expected))
    assert ((areas.low <= areas.value) & (areas.value <= areas.high)).all()


def test_the_end_that_looks_to_the_others_takes_more_of_the_five_per_cent() -> None:
    """Far above what is expected the upper end is that of a one-sided range; with nothing expected it is two-sided."""
    apart, error, free = np.array([0.0, 60.0]), np.array([5.0, 5.0]), np.full(2, CERTAIN)
    near = small_areas.upper_ends(apart, error, np.array([1e9, 25.0]), free)
    assert near == pytest.approx([1.959964 * 5, 60 + 1.644854 * 5], abs=0.01)


def test_the_error_of_estimating_the_model_is_in_the_mean_squared_error() -> None:
    direct, variances, covariates = made_up(3, places=12)
    fitted = small_areas.fit(direct, variances, covariates, np.ones((1, 12)))
    own = fitted.between[0] / (fitted.between[0] + variances)
    assert (small_areas.mean_squared_error(fitted, variances, covariates) > own * variances).all()


def test_ranges_hold_in_the_least_trusting_places_where_plain_ones_do_not() -> None:
    """A smaller seeded version of `python -m benchmarks.coverage`; it fails if our range becomes the plain one."""
    for size in (8, 20):
        scores = coverage.repeat(size, range(60))
        for name in ("", ", last year"):
            ours, plain = scores[f"ours{name}"], scores[f"plain Fay-Herriot{name}"]
            assert 0.93 <= ours.coverage <= 0.97
            assert ours.low_coverage >= 0.92
            assert plain.low_coverage < 0.90, "or this test could not tell the two apart"
            assert ours.error < scores["direct"].error
            assert ours.width < scores["direct"].width


def test_what_a_release_tells_holds_too() -> None:
    released = coverage.repeat(20, range(8), rounded=True)
    ours, direct = released["ours, released"], released["direct, released"]
    assert ours.coverage >= 0.95
    assert ours.low_coverage >= 0.92
    assert ours.error < 0.7 * direct.error
    assert ours.told == 1.0


def test_the_benchmark_prints_its_tables_and_one_headline(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["coverage", "--quick"])
    coverage.main()
    said = capsys.readouterr().out.splitlines()
    assert "cores, seeds 0-2" in said[0]
    for name in ("direct", "plain Fay-Herriot", "ours", "ours, last year"):
        assert sum(line[8:41].strip() == name for line in said) == 6, "sizes, and those of a city with a long tail"
    assert sum("ours, released" in line for line in said) == 5
    assert said[-1].startswith("ours covers 0.9")

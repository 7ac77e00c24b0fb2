"""Estimates against other computations, and how often their intervals hold the truth."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from analysis import estimates
from analysis.estimates import Clusters, Estimate

Array = NDArray[np.float64]
RNG = np.random.default_rng(11)
EVENTS = np.repeat(np.arange(8), [3, 5, 8, 4, 6, 7, 2, 9])
VALUES = 50 + 10 * RNG.normal(size=8)[EVENTS] + 15 * RNG.normal(size=len(EVENTS))


def mean(values: Array, events: NDArray[np.int64], correlation: float | None) -> Estimate | None:
    return estimates.mean(Clusters.of_people(values, events), correlation)


def rate(hits: Array, events: NDArray[np.int64], correlation: float | None) -> Estimate | None:
    return estimates.rate(Clusters.of_people(hits, events), correlation)


def intraclass(values: Array, events: NDArray[np.int64]) -> float | None:
    return estimates.intraclass(Clusters.of_people(values, events))


def held(count: int, size: int, share: float, rng: np.random.Generator) -> tuple[Array, NDArray[np.int64]]:
    """People at events, mean 50, deviation 20, with `share` of the variance between events."""
    sizes = rng.integers(size // 2, size * 3 // 2 + 1, count)
    events = np.repeat(np.arange(count), sizes)
    spread = share**0.5 * rng.normal(size=count)[events] + (1 - share) ** 0.5 * rng.normal(size=len(events))
    return 50 + 20 * spread, events


def test_linearised_variance_is_that_of_a_ratio_of_event_totals() -> None:
    """The textbook form, the covariance of event totals and event sizes, over what residuals keep of it."""
    sizes = np.bincount(EVENTS).astype(float)
    totals = np.bincount(EVENTS, weights=VALUES)
    (tt, tn), (_, nn) = np.cov(totals, sizes)
    ratio = totals.sum() / sizes.sum()
    textbook = 8 * (tt - 2 * ratio * tn + ratio**2 * nn) / sizes.sum() ** 2
    expected = textbook * (1 - 1 / 8) / _kept(sizes)
    assert _kept(np.full(8, 5.0)) == pytest.approx(1 - 1 / 8)  # events of one size: the textbook's own
    found = mean(VALUES, EVENTS, None)
    assert found is not None
    assert found.variance == pytest.approx(expected)
    worth = sizes.sum() ** 2 / (sizes**2).sum()
    reach = stats.t.ppf(0.975, worth - 1) * expected**0.5
    assert (found.low, found.high) == (pytest.approx(ratio - reach), pytest.approx(ratio + reach))
    assert (found.method, found.freedom, found.base) == (estimates.MEAN_LINEARISED, worth - 1, 44)


def _kept(sizes: Array) -> float:
    """The share of the events' variance that is left in their deviations from the mean of all people, by matrices."""
    left = np.eye(len(sizes)) - np.outer(np.ones(len(sizes)), sizes / sizes.sum())
    return float(sizes**2 @ np.diag(left @ left.T) / (sizes**2).sum())


def test_a_few_people_at_many_events_do_not_make_few_large_ones_many() -> None:
    """Three events of 40 and eight of one person: not eleven events, so the city's correlation is borrowed."""
    events = np.repeat(np.arange(11), [40] * 3 + [1] * 8)
    values = 50 + 10 * np.random.default_rng(2).normal(size=11)[events] + np.linspace(-9, 9, len(events))
    found = mean(values, events, 0.05)
    assert found is not None and found.method == estimates.MEAN_BORROWED
    even = mean(values, np.arange(len(events)) % 11, 0.05)
    assert even is not None and even.method == estimates.MEAN_LINEARISED


def test_one_person_per_event_is_a_simple_sample() -> None:
    found = mean(VALUES, np.arange(len(VALUES)), None)
    assert found is not None
    low, high = stats.ttest_1samp(VALUES, 0).confidence_interval(0.95)
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


def test_intraclass_agrees_with_analysis_of_variance() -> None:
    groups = [VALUES[event == EVENTS] for event in range(8)]
    f_ratio = stats.f_oneway(*groups).statistic
    sizes = np.bincount(EVENTS)
    size = (44 - (sizes**2).sum() / 44) / 7
    assert intraclass(VALUES, EVENTS) == pytest.approx((f_ratio - 1) / (f_ratio - 1 + size))


def test_intraclass_is_floored_and_refuses_what_it_cannot_know() -> None:
    alike = np.array([1.0, 9.0, 1.0, 9.0])
    assert intraclass(alike, np.array([0, 0, 1, 1])) == 0.0
    assert intraclass(alike, np.zeros(4, dtype=np.int64)) is None
    assert intraclass(alike, np.arange(4)) is None
    assert intraclass(np.ones(4), np.array([0, 0, 1, 1])) == 0.0


def test_few_events_borrow_the_city_s_design_effect() -> None:
    events = np.repeat(np.arange(2), 20)
    values = np.tile([40.0, 60.0], 20)
    found = mean(values, events, 0.1)
    assert found is not None
    assert found.variance == pytest.approx(values.var(ddof=1) / 40 * (1 + 19 * 0.1))
    assert "borrowed" in found.method


@pytest.mark.parametrize("estimator", [mean, rate])
def test_few_events_and_nothing_to_borrow_is_refused(estimator: estimates.Estimate) -> None:
    values = np.tile([0.0, 1.0], 20)
    assert estimator(values, np.zeros(40, dtype=np.int64), None) is None  # type: ignore[operator]


def test_no_spread_is_refused() -> None:
    assert mean(np.full(40, 75.0), np.arange(40) % 8, 0.0) is None


@pytest.mark.parametrize(("hits", "people"), [(0, 40), (7, 40), (40, 40)])
def test_wilson_agrees_with_scipy_on_whole_numbers(hits: int, people: int) -> None:
    expected = stats.binomtest(hits, people).proportion_ci(method="wilson")
    found = estimates.wilson(hits / people, people, stats.norm.ppf(0.975))
    assert found == (pytest.approx(expected.low, abs=1e-12), pytest.approx(expected.high))


@pytest.mark.parametrize(("hits", "size"), [(3.7, 18.3), (0.0, 41.2), (62.5, 88.9)])
def test_wilson_agrees_with_statsmodels_on_effective_sizes(hits: float, size: float) -> None:
    """An effective sample need not be a whole number."""
    expected = proportion_confint(hits, size, method="wilson")
    assert estimates.wilson(hits / size, size, stats.norm.ppf(0.975)) == pytest.approx(expected, abs=1e-12)


def test_clustered_rates_are_less_certain() -> None:
    events = np.repeat(np.arange(10), 10)
    same = np.repeat([0.0, 1.0] * 5, 10)
    mixed = np.tile([0.0, 1.0], 50)
    clustered, simple = rate(same, events, None), rate(mixed, events, None)
    assert clustered is not None and simple is not None
    assert clustered.value == simple.value == 50.0
    assert clustered.high - clustered.low > 2 * (simple.high - simple.low)


def test_a_difference_is_welch_s() -> None:
    later, earlier = RNG.normal(60, 9, 30), RNG.normal(50, 20, 45)
    parts = [mean(values, np.arange(len(values)), None) for values in (later, earlier)]
    assert parts[0] is not None and parts[1] is not None
    expected = stats.ttest_ind(later, earlier, equal_var=False).confidence_interval(0.95)
    found = estimates.difference(parts[0], parts[1])
    assert found.value == pytest.approx(later.mean() - earlier.mean())
    assert (found.low, found.high) == (pytest.approx(expected[0]), pytest.approx(expected[1]))
    assert found.p == pytest.approx(stats.ttest_ind(later, earlier, equal_var=False).pvalue)


def test_people_of_few_events_are_worth_fewer() -> None:
    values, events = held(10, 24, 0.3, np.random.default_rng(1))
    clustered, simple = mean(values, events, 0.3), mean(values, np.arange(len(values)), 0.3)
    assert clustered is not None and simple is not None
    assert (clustered.events, simple.events) == (10, len(values))
    assert clustered.effective < 0.5 * simple.effective <= len(values)
    hits = rate((values > 50).astype(float), events, 0.3)
    assert hits is not None and hits.effective < 200 and hits.events == 10


def _covers(found: Estimate | None, truth: float) -> bool:
    return found is not None and found.low <= truth <= found.high


@pytest.mark.parametrize("events", [1, 4, 5, 20])
@pytest.mark.parametrize("share", [0.0, 0.05, 0.15])
def test_intervals_hold_the_truth(events: int, share: float) -> None:
    """95 % intervals over 400 samples: .90 to 1 allows for chance here; 1,000 samples gave .93 to .97 for means."""
    rng = np.random.default_rng(5)
    rate_above = 100 * float(stats.norm.sf(0.5))
    means = rates = 0
    for _ in range(400):
        city, held_at = held(40, 24, share, rng)
        values, where = held(events, 24, share, rng)
        means += _covers(mean(values, where, intraclass(city, held_at)), 50.0)
        above, city_above = (values > 60).astype(float), (city > 60).astype(float)
        rates += _covers(rate(above, where, intraclass(city_above, held_at)), rate_above)
    assert 0.90 <= means / 400 <= 0.99
    assert rates / 400 >= 0.90

"""Slopes and their errors agree with statsmodels, plainly and within events, and exact lines are not told."""

import numpy as np
import pytest
import statsmodels.api as sm  # type: ignore[import-untyped]

from analysis.regression import fit

CHANCE = np.random.default_rng(5)
EVENTS = CHANCE.integers(0, 12, 400)
FIRST = CHANCE.integers(0, 49, 400).astype(float) + 4.0 * EVENTS
SECOND = CHANCE.integers(0, 2, 400).astype(float)
OUTCOME = 20 + 0.5 * FIRST + 3 * SECOND + CHANCE.normal(0, 9, 12)[EVENTS] + CHANCE.normal(0, 11, 400)
PREDICTORS = np.stack([FIRST, SECOND], axis=1)


@pytest.mark.parametrize("within", [False, True])
def test_they_are_those_of_statsmodels_with_errors_robust_over_events(within: bool) -> None:
    levels = (EVENTS[:, None] == np.unique(EVENTS)).astype(float) if within else np.ones((400, 1))
    theirs = sm.OLS(OUTCOME, np.hstack([PREDICTORS, levels])).fit(
        cov_type="cluster", cov_kwds={"groups": EVENTS}, use_t=True
    )
    ours = fit(OUTCOME, PREDICTORS, np.ones(400, dtype=np.int64), EVENTS, within=within)
    assert ours is not None
    for number in range(2):
        expected = (theirs.params[number], *theirs.conf_int()[number])
        assert ours.interval(number) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("within", [False, True])
def test_people_counted_together_are_as_people_one_by_one(within: bool) -> None:
    times = CHANCE.integers(1, 4, 400)
    each = np.repeat(np.arange(400), times)
    one_by_one = fit(OUTCOME[each], PREDICTORS[each], np.ones(len(each), dtype=np.int64), EVENTS[each], within=within)
    together = fit(OUTCOME, PREDICTORS, times, EVENTS, within=within)
    assert one_by_one is not None and together is not None
    assert together.interval(0) == pytest.approx(one_by_one.interval(0))


def test_within_events_only_people_of_one_event_are_compared() -> None:
    """Events differ in both, nobody within one does: a line through events is all there is."""
    events = np.repeat(np.arange(8), 10)
    outcome = 10.0 * events + CHANCE.normal(0, 1, 80)
    predictor = events[:, None].astype(float)
    people = np.ones(80, dtype=np.int64)
    plain = fit(outcome, predictor, people, events, within=False)
    assert plain is not None and plain.slopes[0] == pytest.approx(10, abs=0.5)
    assert fit(outcome, predictor, people, events, within=True) is None


@pytest.mark.parametrize(
    ("outcome", "predictors", "events"),
    [
        (OUTCOME, PREDICTORS, EVENTS % 4),
        (OUTCOME, np.stack([FIRST, 2 * FIRST], axis=1), EVENTS),
        (3 * FIRST, PREDICTORS[:, :1], EVENTS),
        (np.full(400, 50.0), PREDICTORS, EVENTS),
    ],
    ids=["four events", "the same twice", "an exact line", "all of one mind"],
)
def test_nothing_is_told_where_nothing_can_be(outcome: np.ndarray, predictors: np.ndarray, events: np.ndarray) -> None:
    assert fit(outcome, predictors, np.ones(400, dtype=np.int64), events, within=False) is None

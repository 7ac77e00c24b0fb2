"""In the demo city, whose truth is planted, pooled levels come nearer to it than direct ones, and their ranges hold."""

from statistics import mean

from analysis.figures import Figure, Grid, Measure
from analysis.inferences import Pooled
from survey.demo.truth import load_truth
from tests.survey.demo.conftest import Built

TRUTH = load_truth()
CORE = ("trust", "procedural_justice", "fairness", "effectiveness", "safety", "cooperation")
SMALL = 100
FEWEST = 300


def small_quarters(built: Built) -> list[tuple[Figure, Pooled, float]]:
    """Figures of neighborhoods and quarters from fewer than 100 people, their pooled ones, and what is true."""
    figures = built.release.select(Measure.INDEX, Grid.PLACE_QUARTER)
    found = {(one.subject, one.cut.place, one.cut.period): one for one in figures}
    quarters = sorted(period for period in built.release.periods if "Q" in period)
    return [
        (figure, one, TRUTH.level(one.subject, one.place, quarters.index(one.period)))
        for one in built.release.pooled
        if one.subject in CORE and "Q" in one.period
        for figure in [found[one.subject, one.place, one.period]]
        if figure.base < SMALL
    ]


def level(figure: Figure) -> float:
    """What is told, or the middle of a range alone."""
    assert figure.low is not None
    assert figure.high is not None
    return (figure.low + figure.high) / 2 if figure.value is None else figure.value


def test_pooled_levels_come_nearer_to_what_is_true(built: Built) -> None:
    held = small_quarters(built)
    assert len(held) >= FEWEST
    direct, pooled = (
        mean((level(figure) - truth) ** 2 for figure, _, truth in held),
        mean((one.value - truth) ** 2 for _, one, truth in held),
    )
    assert pooled < 0.8 * direct


def test_their_ranges_hold_as_often_as_said_and_are_narrower(built: Built) -> None:
    held = small_quarters(built)
    share = mean(one.low <= truth <= one.high for _, one, truth in held)
    widths = [(one.high - one.low, (figure.high or 0) - (figure.low or 0)) for figure, one, _ in held]
    print(f"pooled ranges that hold the truth: {share:.1%} of {len(held)}")
    assert share >= 0.93
    assert mean(pooled for pooled, _ in widths) < 0.95 * mean(direct for _, direct in widths)


def test_no_hidden_neighborhood_is_pooled(built: Built) -> None:
    places = (Grid.PLACE_QUARTER, Grid.PLACE_YEAR)
    told = {
        (one.subject, one.cut.place, one.cut.period)
        for grid in places
        for one in built.release.select(Measure.INDEX, grid)
        if one.low is not None
    }
    assert {(one.subject, one.place, one.period) for one in built.release.pooled} <= told

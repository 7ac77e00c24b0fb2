"""Figures of one measure: absent, hidden, shown, and counted."""

import numpy as np
import pytest

from analysis.figures import Cut, Figure, Grid, Measure, State
from analysis.grids import Setting, lay_out
from analysis.measures import MEAN, NO_INTERVAL, RATE, Measured, Sample, measure
from tests.analysis.makings import JULY

PLACES = {"north": 40, "river": 15, "old-town": 4}


def measured(events: int = 6, sizes: dict[str, int] = PLACES, kind: Measure = Measure.INDEX) -> Measured:
    settings = [
        Setting(f"e{number % events}", place, JULY, "", False)
        for place, size in sizes.items()
        for number in range(size)
    ]
    values = np.random.default_rng(2).integers(0, 2, len(settings)).astype(float)
    held_at = np.array([int(setting.event[1:]) for setting in settings], dtype=np.int64)
    layout = lay_out(settings, (Grid.PLACE_QUARTER, Grid.CITY_QUARTER))
    scale = 100 if kind is Measure.INDEX else 1
    return measure(Sample(kind, {"s": values * scale}, held_at, layout), MEAN if kind is Measure.INDEX else RATE)


def of(found: Measured, place: str) -> Figure:
    cut = Cut(Grid.PLACE_QUARTER, "2025-Q3", place=place)
    return next(figure for figure in found.figures if figure.cut == cut)


def test_the_too_few_are_hidden_and_the_next_smallest_with_them() -> None:
    found = measured()
    assert [of(found, place).state for place in PLACES] == [State.SHOWN, State.HIDDEN, State.HIDDEN]
    assert found.counts["figures_hidden_too_few"] == found.counts["figures_hidden_to_protect"] == 1


def test_hidden_figures_say_nothing_and_not_why() -> None:
    found = measured()
    few, protecting = of(found, "old-town"), of(found, "river")
    assert vars(few) | {"cut": None} == vars(protecting) | {"cut": None}
    assert (few.base, few.value, few.low, few.high, few.method) == (0, None, None, None, "")
    assert not any(cut.place in ("old-town", "river") for _, cut in found.estimates)


def test_without_the_small_place_the_next_is_shown() -> None:
    found = measured(sizes={"north": 40, "river": 15})
    assert of(found, "river").state is State.INTERVAL_ONLY
    assert found.counts["figures_hidden_to_protect"] == 0


def test_one_event_gives_no_interval_so_nothing_is_shown() -> None:
    figure = of(measured(events=1, sizes={"north": 40}), "north")
    assert (figure.state, figure.method, figure.value) == (State.HIDDEN, NO_INTERVAL, None)


@pytest.mark.parametrize(("size", "state"), [(29, State.HIDDEN), (30, State.SHOWN)])
def test_rates_need_thirty_people(size: int, state: State) -> None:
    assert of(measured(sizes={"north": size}, kind=Measure.THEME), "north").state is state


def test_a_cut_without_anybody_is_absent() -> None:
    sample = measured().sample
    nobody = Sample(sample.measure, {"s": np.full(len(sample.events), np.nan)}, sample.events, sample.layout)
    assert measure(nobody, MEAN).figures == ()

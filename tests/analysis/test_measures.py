"""Figures of one measure: absent, hidden, shown, and counted."""

import numpy as np
import pytest

from analysis.figures import Bound, Cut, Figure, Grid, Measure, State
from analysis.grids import Setting, lay_out
from analysis.measures import MEAN, RATE, Measured, Sample, measure
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
    return measure(
        Sample.of_people(kind, {"s": values * scale}, held_at, layout), MEAN if kind is Measure.INDEX else RATE
    )


def of(found: Measured, place: str) -> Figure:
    cut = Cut(Grid.PLACE_QUARTER, "2025-Q3", place=place)
    return next(figure for figure in found.figures if figure.cut == cut)


def test_the_too_few_are_hidden_and_the_next_smallest_with_them() -> None:
    found = measured()
    assert [of(found, place).state for place in PLACES] == [State.SHOWN, State.HIDDEN, State.HIDDEN]


def test_hidden_figures_say_nothing_and_not_why() -> None:
    found = measured()
    few, protecting = of(found, "old-town"), of(found, "river")
    assert vars(few) | {"cut": None} == vars(protecting) | {"cut": None}
    assert (few.base, few.value, few.low, few.high, few.method) == (0, None, None, None, "")
    assert not any(cut.place in ("old-town", "river") for _, cut in found.estimates)


def test_without_the_small_place_the_next_is_shown() -> None:
    found = measured(sizes={"north": 40, "river": 15})
    assert of(found, "river").state is State.INTERVAL_ONLY
    assert State.HIDDEN not in {figure.state for figure in found.figures}


@pytest.mark.parametrize("kind", [Measure.INDEX, Measure.THEME])
def test_enough_people_at_one_event_are_told_apart_from_too_few_people(kind: Measure) -> None:
    found = measured(events=1, sizes={"north": 42}, kind=kind)
    figure = of(found, "north")
    assert (figure.state, figure.base) == (State.TOO_FEW_EVENTS, 40)
    assert (figure.value, figure.low, figure.high, figure.method) == (None, None, None, "")
    assert {figure.state for figure in found.figures} == {State.TOO_FEW_EVENTS}
    assert found.estimates == {}


@pytest.mark.parametrize(("size", "kind"), [(9, Measure.INDEX), (29, Measure.THEME)])
def test_too_few_people_at_one_event_are_hidden(size: int, kind: Measure) -> None:
    assert of(measured(events=1, sizes={"north": size}, kind=kind), "north").state is State.HIDDEN


def test_the_same_answer_from_everybody_is_hidden_as_if_to_protect_others() -> None:
    """To say that there is no spread would tell what each of them answered."""
    sample = measured(sizes={"north": 40, "river": 40}).sample
    places = np.repeat([0, 1], 40)
    alike = Sample.of_people(
        sample.measure, {"s": np.where(places == 0, 100.0, np.arange(80) % 2 * 50.0)}, sample.events, sample.layout
    )
    found = measure(alike, MEAN)
    assert of(found, "north") == Figure(Measure.INDEX, "s", of(found, "north").cut, State.HIDDEN)
    assert of(found, "river").state is State.SHOWN


def partition(*sizes: int, kind: Measure = Measure.KIND) -> list[Figure]:
    """The figures of so many people who chose each of several kinds."""
    chosen = np.repeat(np.arange(len(sizes)), sizes)
    chosen = np.random.default_rng(4).permutation(chosen)
    settings = [Setting(f"e{number % 6}", "north", JULY, "", False) for number in range(len(chosen))]
    held_at = np.arange(len(chosen), dtype=np.int64) % 6
    columns = {str(kind): (chosen == kind).astype(float) for kind in range(len(sizes))}
    return list(measure(Sample.of_people(kind, columns, held_at, lay_out(settings, (Grid.CITY_YEAR,))), RATE).figures)


def test_kinds_that_add_up_do_not_tell_how_few_one_is() -> None:
    """Of 200, 120 and 77 in whole points: the rest would be 3."""
    thanks, concerns, ideas = partition(3, 77, 120)
    assert (thanks.bound, thanks.value) == (Bound.FEW, None)
    assert concerns == Figure(Measure.KIND, "1", concerns.cut, State.HIDDEN)
    assert ideas.value == 60.0


def test_themes_do_not_add_up_and_need_no_cover() -> None:
    assert partition(3, 77, 120, kind=Measure.THEME)[1].value == 38.0


def test_kinds_that_all_have_some_are_all_shown() -> None:
    assert [figure.value for figure in partition(20, 60, 120)] == [10.0, 30.0, 60.0]


@pytest.mark.parametrize(("size", "state"), [(29, State.HIDDEN), (30, State.SHOWN)])
def test_rates_need_thirty_people(size: int, state: State) -> None:
    assert of(measured(sizes={"north": size}, kind=Measure.THEME), "north").state is state


def test_a_cut_without_anybody_is_hidden_like_one_of_few() -> None:
    sample = measured().sample
    nobody = Sample.of_people(sample.measure, {"s": np.full(len(sample.events), np.nan)}, sample.events, sample.layout)
    figures = measure(nobody, MEAN).figures
    assert {figure.cut for figure in figures} == set(sample.layout.cuts)
    assert {(figure.state, figure.base, figure.value) for figure in figures} == {(State.HIDDEN, 0, None)}


def test_a_few_people_of_all_kinds_together_are_covered() -> None:
    assert {figure.state for figure in partition(1, 2, 0)} == {State.HIDDEN}

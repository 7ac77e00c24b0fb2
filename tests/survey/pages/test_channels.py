"""One-time cards beside open codes on the public results page."""

from dataclasses import replace

import pytest

from analysis.figures import Cut, Figure, Grid, Measure, State
from survey.context import Context
from tests.survey.pages.conftest import Open, shown
from tests.survey.pages.released import full, publish


def figure(channel: str, value: float, state: State = State.SHOWN) -> Figure:
    cut = Cut(Grid.CHANNEL_YEAR, "2025", channel=channel)
    if state is State.HIDDEN:
        return Figure(Measure.INDEX, "trust", cut, state)
    return Figure(Measure.INDEX, "trust", cut, state, 345, value, value - 3, value + 3)


def test_both_stand_side_by_side_with_why_they_may_differ(open_page: Open, context: Context) -> None:
    made = full()
    publish(context, replace(made, figures=(*made.figures, figure("card", 41.5), figure("open", 77.5))))
    said = shown(open_page("see_results").run())
    assert "One-time cards and open codes" in said
    row = said[said.index("With a one-time card") :]
    assert row.index("41.5") < row.index("77.5")
    assert "345 people" in row
    assert "many times by one person" in row
    assert "Tarjetas de un solo uso" in shown(open_page("see_results", language="es").run())


@pytest.mark.parametrize(
    "figures",
    [
        (),
        (figure("open", 77.5),),
        (figure("card", 0, State.HIDDEN), figure("open", 77.5)),
        (figure("card", 41.5), figure("open", 0, State.HIDDEN)),
    ],
)
def test_one_alone_is_not_shown(open_page: Open, context: Context, figures: tuple[Figure, ...]) -> None:
    made = full()
    publish(context, replace(made, figures=(*made.figures, *figures)))
    said = shown(open_page("see_results").run())
    assert "One-time cards" not in said
    assert "77.5" not in said

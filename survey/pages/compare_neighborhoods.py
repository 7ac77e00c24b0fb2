"""One score in every neighborhood: over time, and on a map. By the alphabet, never ranked."""

from collections.abc import Sequence

import streamlit as st

from analysis import charts
from analysis.figures import EVENTS_NEEDED, Figure, Grid, Label, Measure
from analysis.readings import across, periods, place_series, visible_periods
from analysis.records import PlaceFacts
from survey.context import Context
from survey.pages import blocks, exhibits, pooled
from survey.pages.figures import Wording
from survey.pages.viewer import Viewer

GRIDS = {"quarter": Grid.PLACE_QUARTER, "year": Grid.PLACE_YEAR}
CLASSES = ("0", "1", "2", "3", "4", "range", "hidden")


def render(context: Context, viewer: Viewer) -> None:
    """Asks which score and how long a period, then shows small charts and a map."""
    wording = exhibits.begin(context, viewer, "neighborhoods")
    if wording is None:
        return
    if not _anything(wording):
        events = wording.number(EVENTS_NEEDED)
        blocks.empty(wording.say("neighborhoods.none.title"), wording.say("neighborhoods.none.text", events=events))
        return
    index, grid = _ask(wording)
    _courses(wording, index, grid)
    period = _ask_period(wording, index, grid)
    found = across(wording.release, Measure.INDEX, grid, index.id, period)
    _map(wording, index, period, found)
    pooled.show(wording, index, period, found)


def _anything(wording: Wording) -> bool:
    """Whether any neighborhood has any figure that is shown."""
    return any(
        visible_periods(wording.release, grid, label.id) for grid in GRIDS.values() for label in wording.release.indices
    )


def _ask(wording: Wording) -> tuple[Label, Grid]:
    left, right = st.columns([2, 1])
    labels = [label for label in wording.release.indices if visible_periods(wording.release, Grid.PLACE_YEAR, label.id)]
    index = exhibits.choose(left, wording, "neighborhoods.score", labels or wording.release.indices, "index")
    length = right.segmented_control(
        wording.say("neighborhoods.by"),
        list(GRIDS),
        default="quarter",
        format_func=lambda name: wording.say(f"neighborhoods.length.{name}"),
        key="length",
    )
    return index, GRIDS[length or "quarter"]


def _courses(wording: Wording, index: Label, grid: Grid) -> None:
    """A small chart for each neighborhood, all on one axis."""
    blocks.section(
        wording.say("neighborhoods.courses", score=wording.name(index)), wording.say("neighborhoods.alphabet")
    )
    exhibits.by_place(wording, place_series(wording.release, grid, index.id), "course-numbers")


def _ask_period(wording: Wording, index: Label, grid: Grid) -> str:
    """The head of what is about one period, and which one."""
    chosen = list(reversed(periods(wording.release, grid)))
    blocks.section(wording.say("neighborhoods.map", score=wording.name(index)))
    return exhibits.choose_period(st.container(), wording, "neighborhoods.period", chosen, f"period-{grid}")


def _map(wording: Wording, index: Label, period: str, found: Sequence[tuple[PlaceFacts, Figure]]) -> None:
    """The score of each neighborhood in one period, on the map and as a list."""
    title = wording.say("neighborhoods.map_title", score=wording.name(index), period=wording.dated(period))
    if not any(place.outline for place, _ in found):
        exhibits.rows(wording, title, [(place.name, figure) for place, figure in found], "place", "map-numbers")
        return
    words = wording.words(title, wording.bases([figure for _, figure in found]))
    classes = {name: wording.say(f"neighborhoods.class.{name}") for name in CLASSES}
    exhibits.chart(charts.neighborhoods([_shape(wording, *pair) for pair in found], words, classes))
    named = (((place.name,), figure) for place, figure in found)
    exhibits.numbers(wording, "map-numbers", ("place",), named, wording.say("neighborhoods.map_note"))


def _shape(wording: Wording, place: PlaceFacts, figure: Figure) -> charts.Shape:
    """The place with its level, its range and how many people written on it."""
    people = wording.say("figure.people_short", people=wording.number(figure.base)) if figure.base else ""
    return charts.Shape(place, wording.point(place.name, figure), people)

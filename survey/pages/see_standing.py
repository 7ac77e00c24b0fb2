"""Where the city stands on each score, and what moved since the quarter before."""

from analysis import charts
from analysis.readings import Standing, standings
from survey.context import Context
from survey.pages import blocks, exhibits
from survey.pages.figures import Wording
from survey.pages.viewer import Viewer

IN_A_ROW = 3
CARD = 60
"""Pixels of the chart in a card: two rows of cards are to begin on the first screen."""


def render(context: Context, viewer: Viewer) -> None:
    """Says in a sentence what moved, then shows a card for each score."""
    wording = exhibits.begin(context, viewer, "standing", Wording.moved)
    if wording is None:
        return
    found = standings(wording.release)
    if not found:
        blocks.empty(wording.say("standing.none.title"), wording.say("standing.none.text"))
        return
    _cards(wording, found)
    _table(wording, found)
    blocks.words(wording.say("standing.meaning"), small=True)


def _cards(wording: Wording, found: tuple[Standing, ...]) -> None:
    series = [wording.over_time(standing.series) for standing in found]
    said = [wording.course(item.series) for item in found]
    cells = exhibits.grid(len(found), IN_A_ROW)
    for cell, item, drawn in zip(cells, found, charts.trends(series, said, height=CARD), strict=True):
        with cell:
            exhibits.standing(wording, item, drawn)


def _table(wording: Wording, found: tuple[Standing, ...]) -> None:
    figures = [figure for standing in found for figure in standing.series]
    rows = (
        ((wording.name(standing.label), wording.dated(figure.cut.period)), figure)
        for standing in found
        for figure in standing.series
    )
    exhibits.numbers(wording, "standing-numbers", ("score", "period"), rows, wording.key(figures))

"""Where the city stands on each score, and what moved since the quarter before."""

from analysis.readings import Standing, standings
from survey.context import Context
from survey.pages import blocks, exhibits
from survey.pages.figures import Wording
from survey.pages.viewer import Viewer

IN_A_ROW = 3


def render(context: Context, viewer: Viewer) -> None:
    """Says in a sentence what moved, then shows a card for each score."""
    wording = exhibits.begin(context, viewer, "standing", Wording.moved)
    if wording is None:
        return
    found = standings(wording.release)
    if waiting := wording.waiting():
        blocks.empty(wording.say("standing.none.title"), waiting)
        return
    _cards(wording, found)
    exhibits.standing_numbers(wording, found, "standing-numbers")
    blocks.words(wording.say("standing.meaning"), small=True)


def _cards(wording: Wording, found: tuple[Standing, ...]) -> None:
    cells = exhibits.grid(len(found), IN_A_ROW)
    for cell, item, drawn in zip(cells, found, exhibits.courses(wording, found), strict=True):
        with cell:
            exhibits.standing(wording, item, drawn, "h2")

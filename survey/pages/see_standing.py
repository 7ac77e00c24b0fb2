"""Where the city stands on each score, and what moved since the quarter before."""

from analysis import charts
from analysis.readings import Standing, detectable, standings
from survey.context import Context
from survey.pages import blocks, exhibits
from survey.pages.figures import Wording
from survey.pages.viewer import Viewer

IN_A_ROW = 3


def render(context: Context, viewer: Viewer) -> None:
    """Shows what moved in a sentence, then a card for each score."""
    wording = exhibits.begin(context, viewer, "standing")
    if wording is None:
        return
    found = standings(wording.release)
    if not found:
        blocks.empty(wording.say("standing.none.title"), wording.say("standing.none.text"))
        return
    _moved(wording, found)
    _cards(wording, found)
    _table(wording, found)
    blocks.words(wording.say("standing.meaning"), small=True)


def _moved(wording: Wording, found: tuple[Standing, ...]) -> None:
    """The answer in a few lines: which scores moved, and which can't be told from standing still."""
    changes = {standing.label.id: standing.change for standing in found}
    moved = [item for item in found if (change := changes[item.label.id]) and detectable(change)]
    still = [
        wording.name(item.label) for item in found if (change := changes[item.label.id]) and not detectable(change)
    ]
    blocks.section(wording.say("standing.moved", period=wording.period(found[0].newest.cut.period)))
    lines = [f"{wording.name(item.label)}: {wording.change(item.change)}" for item in moved]
    if still:
        lines.append(wording.say("standing.still", scores=", ".join(still)))
    blocks.points(lines or [wording.say("figure.change.unknown")])


def _cards(wording: Wording, found: tuple[Standing, ...]) -> None:
    series = [wording.over_time(standing.series) for standing in found]
    said = [wording.course(item.series) for item in found]
    cells = exhibits.grid(len(found), IN_A_ROW)
    for cell, item, drawn in zip(cells, found, charts.trends(series, said), strict=True):
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

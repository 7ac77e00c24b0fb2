"""What every chart shares: its points, its words, its colors and its type."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

import altair as alt

from analysis.figures import Bound, Figure

INK, MUTED, LINE, GROUND, TEAL, RANGE = "#1d2733", "#55606b", "#d8d3c7", "#fbfaf7", "#0b6e69", "#93c6c0"
BODY = "system-ui, -apple-system, 'Segoe UI', sans-serif"
HEADING = "Georgia, 'Times New Roman', serif"
HIDDEN_MARK = "×"
TITLE_LETTERS = 42

Span = tuple[int, int]
"""Both ends of an axis, in index points or per cent."""
WHOLE: Span = (0, 100)

Chart = dict[str, object]
"""A Vega-Lite specification made by Altair, its data in it. Plain: to make and check one takes 30 ms."""


@dataclass(frozen=True)
class Point:
    """One figure as it is drawn: the label of its period, place or theme, its direct label and its full wording."""

    label: str
    figure: Figure
    short: str
    told: str
    open: bool = False


@dataclass(frozen=True)
class Words:
    """What a chart says besides its marks, in the viewer's language. A quiet title stands in a card with a heading.

    `unit` stands behind the numbers of an axis, such as %.
    """

    title: str
    subtitle: tuple[str, ...] = ()
    quiet: bool = False
    unit: str = ""


def row(point: Point) -> dict[str, object]:
    """A point as the marks read it. `low` and `high` are the ends of its bar, None where none is drawn."""
    figure, (low, high) = point.figure, ends(point.figure)
    dot = figure.value is not None and figure.bound is Bound.NONE
    return {
        "label": point.label,
        "state": str(figure.state),
        "value": figure.value if dot else None,
        "low": low,
        "high": high,
        "dot": dot,
        "cross": low is None and not dot,
        "short": point.short,
        "told": point.told,
        "open": point.open,
    }


def ends(figure: Figure) -> tuple[float | None, float | None]:
    """The ends of the bar: the range, or all that a bound leaves open."""
    if figure.bound is Bound.AT_MOST:
        return 0.0, figure.value
    if figure.bound is Bound.AT_LEAST:
        return figure.value, 100.0
    return figure.low, figure.high


def axis(span: Span, unit: str) -> alt.Axis:
    """An axis with three quiet grid lines and a unit behind each number."""
    lines, told = [span[0], sum(span) / 2, span[1]], f"datum.value + '{unit}'"
    return alt.Axis(title=None, values=lines, domain=False, ticks=False, gridColor=LINE, labelExpr=told)


def pattern(marks: Iterable[alt.Chart]) -> Chart:
    """The marks over each other in the look that all charts share, still without rows, words and height."""
    chart = alt.LayerChart(layer=list(marks)).properties(width="container")
    dressed = (
        chart.configure(
            aria=False, background="transparent", font=BODY, padding={"left": 4, "right": 14, "top": 4, "bottom": 4}
        )
        .configure_view(stroke=None)
        .configure_axis(labelColor=MUTED, labelFontSize=11, domainColor=LINE, tickColor=LINE)
        .configure_legend(labelColor=INK, labelFontSize=12, symbolStrokeWidth=1)
    )
    spec = dressed.to_dict(validate=False)
    # Altair gives marks without rows an empty data set of their own; they are to read the chart's.
    # Their parts stay out of what is read out: the chart's description says them in words.
    bare = [{**_without_data(mark), "mark": {**mark["mark"], "aria": False}} for mark in spec["layer"]]
    return {**spec, "layer": bare}


def _without_data(mark: Mapping[str, object]) -> dict[str, object]:
    return {name: part for name, part in mark.items() if name != "data"}


def fill(marks: Chart, rows: Sequence[Mapping[str, object]], words: Words, height: int, **more: object) -> Chart:
    """A chart: the pattern with its rows and words; `height` is that of the marks and axes, in pixels."""
    inner = {"data": {"values": list(rows)}, "layer": marks["layer"]}
    said = ". ".join((words.title, *words.subtitle, *map(_read_out, rows)))
    head = 24 + 18 * len(_lines(words)) + 15 * len(words.subtitle)
    return {**marks, "layer": [inner], "title": _title(words), "description": said, "height": height + head, **more}


def _read_out(row: Mapping[str, object]) -> str:
    """A row in words; a map has them among a feature's properties."""
    facts = row.get("properties", row)
    assert isinstance(facts, Mapping)
    return f"{facts.get('label', facts.get('name'))}: {facts['told']}"


def _lines(words: Words) -> list[str]:
    """A title in lines that fit a narrow phone; Vega would cut it off."""
    return wrap(words.title, TITLE_LETTERS)


def _title(words: Words) -> dict[str, object]:
    heading = (
        {"font": BODY, "fontSize": 12, "color": MUTED}
        if words.quiet
        else {"font": HEADING, "fontSize": 15, "color": INK}
    )
    under = {"subtitleFont": BODY, "subtitleFontSize": 12, "subtitleColor": MUTED, "subtitlePadding": 3}
    place = {"anchor": "start", "frame": "bounds", "fontWeight": "normal", "offset": 8}
    return {"text": _lines(words), "subtitle": list(words.subtitle), **heading, **under, **place}

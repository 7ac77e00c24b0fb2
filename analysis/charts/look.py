"""What every chart shares: its points, its words, its colors and its type."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import altair as alt

from analysis.figures import Bound, Figure

INK, MUTED, LINE, GROUND, TEAL, RANGE = "#1d2733", "#55606b", "#d8d3c7", "#fbfaf7", "#0b6e69", "#b7d8d4"
BODY = "system-ui, -apple-system, 'Segoe UI', sans-serif"
HEADING = "Georgia, 'Times New Roman', serif"
HIDDEN_MARK = "×"

Chart = alt.LayerChart


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
    """What a chart says besides its marks, in the viewer's language; `description` is for screen readers."""

    title: str
    subtitle: tuple[str, ...] = ()
    description: str = ""


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


def axis(top: int) -> alt.Axis:
    """An axis from 0 to `top` with three quiet grid lines."""
    return alt.Axis(title=None, values=[0, top / 2, top], domain=False, ticks=False, gridColor=LINE)


def dress(chart: Chart) -> Chart:
    """The look that all charts share."""
    dressed: Chart = chart.configure(background="transparent", font=BODY, padding=4).configure_view(stroke=None)
    dressed = (
        dressed.configure_axis(labelColor=MUTED, labelFontSize=11, domainColor=LINE, tickColor=LINE)
        .configure_legend(labelColor=INK, labelFontSize=12, symbolStrokeWidth=1)
        .configure_title(
            anchor="start", font=HEADING, fontSize=15, fontWeight="normal", color=INK, offset=10,
            subtitleFont=BODY, subtitleFontSize=12, subtitleColor=MUTED, subtitlePadding=4,
        )
    )  # fmt: skip
    return dressed


def layers(marks: Iterable[alt.Chart], rows: Sequence[Mapping[str, object]] = ()) -> Chart:
    """The marks over each other, all reading the same rows."""
    chart: Chart = alt.LayerChart(layer=list(marks), data=alt.InlineData(values=list(rows)))
    return chart


def entitle(chart: Chart, words: Words) -> Chart:
    """The chart with its title, its subtitle and what a screen reader says."""
    title = alt.TitleParams(text=words.title, subtitle=list(words.subtitle))
    return chart.properties(title=title, description=words.description or words.title)

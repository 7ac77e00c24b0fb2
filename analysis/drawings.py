"""Plain SVG for reports: one grammar on one scale from 0 to 100, readable on paper, without color and without script.

The bar is the range, the dot the level, a dashed bar without a dot a range only, a cross a figure that is hidden; a
hollow dot is a period that will still change. Looks are classes that the report's style sheet fills. Sizes are in
CSS pixels. What a drawing shows stands beside it in words, and in its <title> for those who have it read out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from analysis.figures import Bound, Figure, State

WIDTH, HEIGHT, INSET = 300, 16, 7
"""Of a row's drawing; a dot at either end of the scale still fits into it."""
COURSE_WIDTH, COURSE_HEIGHT, TOP, LEFT, BELOW = 340, 92, 8, 24, 20
MOST_LABELS = 8


@dataclass(frozen=True)
class Step:
    """One period of a course: its short label, the figure, and whether it will still change."""

    label: str
    figure: Figure
    open: bool = False


def ends(figure: Figure) -> tuple[float | None, float | None]:
    """The ends of the bar: the range, or all that a bound leaves open; None where none is drawn."""
    if figure.bound is Bound.AT_MOST:
        return 0.0, figure.value
    if figure.bound is Bound.AT_LEAST:
        return figure.value, 100.0
    return figure.low, figure.high


def row(figure: Figure, told: str) -> str:
    """One figure from left to right; `told` says it in words."""
    return _svg(WIDTH, HEIGHT, told, _grid_of_row() + _marks_of_row(figure))


def axis() -> str:
    """The scale that stands over rows: 0, 50 and 100."""
    words = "".join(
        f'<text x="{_across(value):g}" y="11" text-anchor="{anchor}">{value}</text>'
        for value, anchor in ((0, "start"), (50, "middle"), (100, "end"))
    )
    return f'<svg class="axis" width="{WIDTH}" height="14" viewBox="0 0 {WIDTH} 14" aria-hidden="true">{words}</svg>'


def pair(answers: float | None, population: float | None, told: str) -> str:
    """A group's share of the answers (dot) beside its share of the population (upright line), in per cent."""
    line = "" if population is None else f'<path class="tick" d="M{_across(population):g} 1V15"/>'
    dot = "" if answers is None else _dot(_across(answers), HEIGHT / 2)
    cross = _cross(INSET, HEIGHT / 2) if answers is None else ""
    return _svg(WIDTH, HEIGHT, told, _grid_of_row() + line + dot + cross)


def course(steps: Sequence[Step], title: str, told: str) -> str:
    """Figures of one subject over time, upright ranges on the whole scale; `told` is the description."""
    height = COURSE_HEIGHT + TOP + BELOW
    lines = "".join(
        f'<path class="grid" d="M{LEFT} {_up(value):g}H{COURSE_WIDTH}"/>'
        f'<text x="{LEFT - 5}" y="{_up(value) + 4:g}" text-anchor="end">{value}</text>'
        for value in (0, 50, 100)
    )
    width = (COURSE_WIDTH - LEFT) / max(1, len(steps))
    every = -(-len(steps) // MOST_LABELS)
    marks = "".join(_step(step, LEFT + width * (place + 0.5)) for place, step in enumerate(steps))
    under = f'y="{height - 5}" text-anchor="middle"'
    labels = "".join(
        f'<text x="{LEFT + width * (place + 0.5):.1f}" {under}>{escape(step.label)}</text>'
        for place, step in enumerate(steps)
        if (len(steps) - 1 - place) % every == 0
    )
    return _svg(COURSE_WIDTH, height, title, lines + marks + labels, told)


def _svg(width: float, height: float, title: str, inner: str, told: str = "") -> str:
    about = f"<title>{escape(title)}</title>" + (f"<desc>{escape(told)}</desc>" if told else "")
    name = escape(f"{title}. {told}" if told else title, quote=True)
    size = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
    return f'<svg class="chart" role="img" aria-label="{name}" {size}>{about}{inner}</svg>'


def _grid_of_row() -> str:
    ticks = "".join(f"M{_across(value):g} 3V13" for value in (0, 50, 100))
    return f'<path class="grid" d="M{_across(0):g} 8H{_across(100):g}{ticks}"/>'


def _marks_of_row(figure: Figure) -> str:
    low, high = ends(figure)
    parts = []
    if low is not None and high is not None:
        kind = "range" if figure.state is State.SHOWN else "only"
        start, end = _across(low), _across(high)
        parts.append(f'<rect class="{kind}" x="{start:g}" y="3" width="{max(1, end - start):g}" height="10" rx="2"/>')
    if _has_dot(figure):
        parts.append(_dot(_across(figure.value or 0), HEIGHT / 2))
    return "".join(parts) or _cross(INSET, HEIGHT / 2)


def _step(step: Step, x: float) -> str:
    figure, (low, high) = step.figure, ends(step.figure)
    parts = []
    if low is not None and high is not None:
        kind = "range" if figure.state is State.SHOWN else "only"
        tall = max(1, _up(low) - _up(high))
        parts.append(f'<rect class="{kind}" x="{x - 5:.1f}" y="{_up(high):g}" width="10" height="{tall:g}" rx="2"/>')
    if _has_dot(figure):
        parts.append(_dot(x, _up(figure.value or 0), "open" if step.open else "dot"))
    return "".join(parts) or _cross(x, _up(0) - 6)


def _has_dot(figure: Figure) -> bool:
    return figure.value is not None and figure.bound is Bound.NONE


def _dot(x: float, y: float, kind: str = "dot") -> str:
    return f'<circle class="{kind}" cx="{x:.1f}" cy="{y:g}" r="3"/>'


def _cross(x: float, y: float) -> str:
    return f'<path class="cross" d="M{x - 3:.1f} {y - 3:g}l6 6m0-6l-6 6"/>'


def _across(value: float) -> float:
    return round(INSET + (WIDTH - 2 * INSET) * value / 100, 1)


def _up(value: float) -> float:
    return round(TOP + COURSE_HEIGHT * (1 - value / 100), 1)

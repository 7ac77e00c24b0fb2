"""Figures over time: one chart, or the same chart for each of many."""

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache

import altair as alt

from analysis.charts.look import (
    GROUND,
    HIDDEN_MARK,
    MUTED,
    RANGE,
    TEAL,
    WHOLE,
    Chart,
    Point,
    Span,
    Words,
    axis,
    ends,
    fill,
    pattern,
    row,
)
from analysis.figures import Figure

_PERIODS = 36
"""Pixels below the marks for the names of periods, in two lines."""


def share_span(figures: Sequence[Figure]) -> Span:
    """An axis for shares from 0 to 20, 40, 60 or 100 per cent: the first that holds every range."""
    return 0, next(end for end in (20, 40, 60, 100) if max(_reached(figures), default=0) <= end or end == 100)


def close_span(figures: Sequence[Figure]) -> Span:
    """An axis in whole tens that holds every range and no more, at least 40 points long, for charts of one city."""
    reached = _reached(figures)
    low, high = math.floor(min(reached, default=0) / 10) * 10, math.ceil(max(reached, default=100) / 10) * 10
    low = max(0, min(low, high - 40))
    return low, min(100, max(high, low + 40))


def _reached(figures: Sequence[Figure]) -> list[float]:
    return [end for figure in figures for end in (*ends(figure), figure.value) if end is not None]


def trend(points: Sequence[Point], words: Words, *, span: Span = WHOLE, height: int = 150) -> Chart:
    """One figure over time, on a fixed axis `span`; `height` in pixels."""
    return next(trends([points], [words], span=span, height=height))


def trends(
    series: Sequence[Sequence[Point]], words: Sequence[Words], *, span: Span = WHOLE, height: int = 80
) -> Iterator[Chart]:
    """The same chart for each series, all on one axis, so that they can be compared."""
    labels = tuple(dict.fromkeys(point.label for points in series for point in points))
    marks = _pattern(labels, span, words[0].unit if words else "")
    for points, said in zip(series, words, strict=True):
        yield fill(marks, [row(point) for point in points], said, height + _PERIODS)


@lru_cache(maxsize=64)
def _pattern(labels: tuple[str, ...], span: Span, unit: str) -> Chart:
    return pattern(_marks(labels, span, unit))


def _marks(labels: tuple[str, ...], span: Span, unit: str) -> tuple[alt.Chart, ...]:
    """Bars of ranges, a line through levels, dots, and crosses on the axis."""
    x = alt.X("label:O", axis=_periods(), scale=alt.Scale(domain=list(labels), paddingInner=0.35, paddingOuter=0.2))
    scale = alt.Scale(domain=list(span))
    level = alt.Y("value:Q", title=None, scale=scale, axis=axis(span, unit))
    base = alt.Chart().encode(x=x, tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("told:N", title=" ")])
    bars = base.encode(y=alt.Y("low:Q", title=None, scale=scale, axis=axis(span, unit)), y2="high:Q")
    crosses = base.transform_filter("datum.cross").mark_text(text=HIDDEN_MARK, dy=-6, fontSize=12, color=MUTED)
    return (
        bars.transform_filter("datum.low != null && datum.state == 'shown'").mark_bar(cornerRadius=3, color=RANGE),
        bars.transform_filter("datum.low != null && datum.state == 'interval_only'").mark_bar(
            cornerRadius=3, color="#ffffff", stroke=TEAL, strokeDash=[3, 2], strokeWidth=1
        ),
        base.mark_line(color=TEAL, strokeWidth=1.5, invalid="break-paths-show-path-domains").encode(y=level),
        base.transform_filter("datum.dot && !datum.open").mark_circle(size=30, color=TEAL, opacity=1).encode(y=level),
        base.transform_filter("datum.dot && datum.open")
        .mark_point(size=30, color=TEAL, fill=GROUND, strokeWidth=1.8, opacity=1)
        .encode(y=level),
        crosses.encode(y=alt.datum(span[0])),
    )


def _periods() -> alt.Axis:
    """The names of periods below their middles; said outright, since marks have turned labels of their own."""
    return alt.Axis(
        title=None,
        labelAngle=0,
        labelAlign="center",
        labelBaseline="top",
        labelExpr="split(datum.label, ' ')",
        labelOverlap="greedy",
        labelSeparation=8,
        grid=False,
    )

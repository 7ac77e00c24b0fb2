"""Figures over time: one chart, or the same chart for each of many."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import altair as alt

from analysis.charts.look import (
    GROUND,
    HIDDEN_MARK,
    MUTED,
    RANGE,
    TEAL,
    Chart,
    Point,
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


def ceiling(figures: Sequence[Figure]) -> int:
    """The end of an axis for shares, 20, 40, 60 or 100 per cent: the first that holds every range."""
    reached = [end for figure in figures for end in (*ends(figure), figure.value) if end is not None]
    return next(end for end in (20, 40, 60, 100) if max(reached, default=0) <= end or end == 100)


def trend(points: Sequence[Point], words: Words, *, top: int = 100, height: int = 150) -> Chart:
    """One figure over time, on a fixed axis from 0 to `top`; `height` in pixels."""
    return next(trends([points], [words], top=top, height=height))


def trends(
    series: Sequence[Sequence[Point]], words: Sequence[Words], *, top: int = 100, height: int = 90
) -> Iterator[Chart]:
    """The same chart for each series, all on one axis, so that they can be compared."""
    labels = tuple(dict.fromkeys(point.label for points in series for point in points))
    marks = _pattern(labels, top)
    for points, said in zip(series, words, strict=True):
        yield fill(marks, [row(point) for point in points], said, height + _PERIODS)


@lru_cache(maxsize=64)
def _pattern(labels: tuple[str, ...], top: int) -> Chart:
    return pattern(_marks(labels, top))


def _marks(labels: tuple[str, ...], top: int) -> tuple[alt.Chart, ...]:
    """Bars of ranges, a line through levels, dots, and crosses on the axis."""
    x = alt.X("label:O", axis=_periods(), scale=alt.Scale(domain=list(labels), paddingInner=0.35, paddingOuter=0.2))
    scale = alt.Scale(domain=[0, top])
    level = alt.Y("value:Q", title=None, scale=scale, axis=axis(top))
    base = alt.Chart().encode(x=x, tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("told:N", title=" ")])
    bars = base.encode(y=alt.Y("low:Q", title=None, scale=scale, axis=axis(top)), y2="high:Q")
    crosses = base.transform_filter("datum.cross").mark_text(text=HIDDEN_MARK, dy=-6, fontSize=12, color=MUTED)
    return (
        bars.transform_filter("datum.low != null && datum.state == 'shown'").mark_bar(cornerRadius=3, color=RANGE),
        bars.transform_filter("datum.low != null && datum.state == 'interval_only'").mark_bar(
            cornerRadius=3, color="#ffffff", stroke=TEAL, strokeDash=[3, 2], strokeWidth=1
        ),
        base.mark_line(color=TEAL, strokeWidth=1.5, invalid="break-paths-show-path-domains").encode(y=level),
        base.transform_filter("datum.dot && !datum.open").mark_circle(size=42, color=TEAL, opacity=1).encode(y=level),
        base.transform_filter("datum.dot && datum.open")
        .mark_point(size=42, color=TEAL, fill=GROUND, strokeWidth=1.8, opacity=1)
        .encode(y=level),
        crosses.encode(y=alt.datum(0)),
    )


def _periods() -> alt.Axis:
    return alt.Axis(
        title=None,
        labelAngle=0,
        labelExpr="split(datum.label, ' ')",
        labelOverlap="greedy",
        labelSeparation=8,
        grid=False,
    )

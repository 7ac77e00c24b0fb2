"""Figures one below the other: a row for each theme, neighborhood or score."""

from collections.abc import Sequence
from functools import lru_cache

import altair as alt

from analysis.charts.look import (
    BODY,
    HIDDEN_MARK,
    INK,
    LINE,
    MUTED,
    RANGE,
    TEAL,
    Chart,
    Point,
    Words,
    axis,
    fill,
    pattern,
    row,
)

_ROW, _AXIS = 44, 22
_ABOVE, _BELOW = -9, 9


def dots(points: Sequence[Point], words: Words, *, top: int = 100) -> Chart:
    """One row for each point, in the order given: its label and wording, and below them its range and level."""
    rows = [row(point) | {"order": order} for order, point in enumerate(points)]
    return fill(_pattern(top), rows, words, _ROW * len(rows) + _AXIS)


@lru_cache(maxsize=8)
def _pattern(top: int) -> Chart:
    return pattern([*_marks(top), *_written()])


def _base() -> alt.Chart:
    y = alt.Y("order:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    return alt.Chart().encode(y=y, tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("told:N", title=" ")])


def _marks(top: int) -> tuple[alt.Chart, ...]:
    scale = alt.Scale(domain=[0, top])
    level = alt.X("value:Q", title=None, scale=scale, axis=axis(top))
    bars = _base().encode(x=alt.X("low:Q", title=None, scale=scale, axis=axis(top)), x2="high:Q")
    cross = _base().transform_filter("datum.cross").encode(x=alt.datum(0))
    return (
        _base().mark_rule(yOffset=_BELOW, color=LINE).encode(x=alt.value(0), x2=alt.value("width")),
        bars.transform_filter("datum.low != null && datum.state == 'shown'").mark_bar(
            height=9, cornerRadius=4, yOffset=_BELOW, color=RANGE
        ),
        bars.transform_filter("datum.low != null && datum.state == 'interval_only'").mark_bar(
            height=9, cornerRadius=4, yOffset=_BELOW, color="#ffffff", stroke=TEAL, strokeDash=[3, 2], strokeWidth=1
        ),
        _base()
        .transform_filter("datum.dot")
        .mark_circle(size=70, yOffset=_BELOW, color=TEAL, opacity=1)
        .encode(x=level),
        cross.mark_text(text=HIDDEN_MARK, align="left", dy=_BELOW, dx=1, fontSize=13, color=MUTED),
    )


def _written() -> tuple[alt.Chart, ...]:
    left = _base().encode(x=alt.value(0), text="label:N")
    right = _base().encode(x=alt.value("width"), text="short:N")
    return (
        left.mark_text(align="left", baseline="middle", dy=_ABOVE, font=BODY, fontSize=13, color=INK),
        right.mark_text(align="right", baseline="middle", dy=_ABOVE, font=BODY, fontSize=12, color=MUTED),
    )

"""Figures one below the other: a row for each theme, neighborhood or score."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import altair as alt

from analysis.charts.look import (
    BODY,
    HIDDEN_MARK,
    INK,
    LINE,
    MUTED,
    RANGE,
    TEAL,
    WHOLE,
    Chart,
    Point,
    Span,
    Words,
    axis,
    fill,
    pattern,
    row,
)

CROWDED = 38
"""Letters of a row's two labels that fit beside each other on a narrow phone."""
_AXIS, _INDENT = 22, 4


@dataclass(frozen=True)
class _Row:
    """Where things are in a row, in pixels from its middle; `beside` puts both labels on one line."""

    height: int
    name: int
    told: int
    bar: int
    beside: bool


_SIDE_BY_SIDE = _Row(44, -9, -9, 9, beside=True)
_STACKED = _Row(60, -18, -2, 16, beside=False)


def dots(points: Sequence[Point], words: Words, *, span: Span = WHOLE) -> Chart:
    """One row for each point, in the order given: its label and wording, and below them its range and level."""
    rows = [row(point) | {"order": order} for order, point in enumerate(points)]
    crowded = any(len(point.label) + len(point.short) > CROWDED for point in points)
    place = _STACKED if crowded else _SIDE_BY_SIDE
    return fill(_pattern(span, place, words.unit), rows, words, place.height * len(rows) + _AXIS)


@lru_cache(maxsize=16)
def _pattern(span: Span, place: _Row, unit: str) -> Chart:
    return pattern([*_marks(span, place.bar, unit), *_written(place)])


def _base() -> alt.Chart:
    y = alt.Y("order:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    return alt.Chart().encode(y=y, tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("told:N", title=" ")])


def _marks(span: Span, below: int, unit: str) -> tuple[alt.Chart, ...]:
    scale = alt.Scale(domain=list(span))
    level = alt.X("value:Q", title=None, scale=scale, axis=axis(span, unit))
    bars = _base().encode(x=alt.X("low:Q", title=None, scale=scale, axis=axis(span, unit)), x2="high:Q")
    cross = _base().transform_filter("datum.cross").encode(x=alt.datum(span[0]))
    return (
        _base().mark_rule(yOffset=below, color=LINE).encode(x=alt.value(0), x2=alt.value("width")),
        bars.transform_filter("datum.low != null && datum.state == 'shown'").mark_bar(
            height=9, cornerRadius=4, yOffset=below, color=RANGE
        ),
        bars.transform_filter("datum.low != null && datum.state == 'interval_only'").mark_bar(
            height=9, cornerRadius=4, yOffset=below, color="#ffffff", stroke=TEAL, strokeDash=[3, 2], strokeWidth=1
        ),
        _base()
        .transform_filter("datum.dot")
        .mark_circle(size=70, yOffset=below, color=TEAL, opacity=1)
        .encode(x=level),
        cross.mark_text(text=HIDDEN_MARK, align="left", dy=below, dx=1, fontSize=13, color=MUTED),
    )


def _written(place: _Row) -> tuple[alt.Chart, ...]:
    name = _base().encode(x=alt.value(_INDENT), text="label:N")
    told = _base().encode(x=alt.value("width" if place.beside else _INDENT), text="short:N")
    side: Literal["left", "right"] = "right" if place.beside else "left"
    return (
        name.mark_text(align="left", baseline="middle", dy=place.name, font=BODY, fontSize=13, color=INK),
        told.mark_text(align=side, baseline="middle", dy=place.told, font=BODY, fontSize=12, color=MUTED),
    )

"""Two ways to tell the same place, one below the other: its own answers alone, and pooled with the other places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from analysis.inferences import Pooled

POOLED_RANGE = "#b9b2a2"
HEIGHT = 106
_NAME, _OWN, _OWN_BAR, _POOLED_BAR, _POOLED, _SHARE = -40, -21, -6, 6, 22, 38
_AXIS, _INDENT = 22, 4


@dataclass(frozen=True)
class Pair:
    """A place's own figure with its wording, and its pooled one with its own; None where it has none.

    `share` says how much of the pooled level is the place's own.
    """

    own: Point
    pooled: Pooled | None
    short: str = ""
    share: str = ""
    told: str = ""


def pairs(found: Sequence[Pair], words: Words, *, span: Span = WHOLE) -> Chart:
    """One row for each place, in the order given: its name, its own range and level, and below them the pooled."""
    rows = [line for order, pair in enumerate(found) for line in _lines(pair, order)]
    return fill(_pattern(span), rows, words, HEIGHT * len(found) + _AXIS)


def _lines(pair: Pair, order: int) -> list[Mapping[str, object]]:
    own = row(pair.own) | {"order": order, "pooled": False}
    one = pair.pooled
    said = {
        "value": one and one.value,
        "low": one and one.low,
        "high": one and one.high,
        "dot": one is not None,
        "state": "pooled",
        "short": pair.short,
        "share": pair.share,
        "told": pair.told,
    }
    return [own, {"label": pair.own.label, **said, "cross": False, "open": False, "order": order, "pooled": True}]


@lru_cache(maxsize=8)
def _pattern(span: Span) -> Chart:
    return pattern([*_marks(span), *_written()])


def _base(*, pooled: bool) -> alt.Chart:
    y = alt.Y("order:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    tooltip = [alt.Tooltip("label:N", title=" "), alt.Tooltip("told:N", title=" ")]
    return alt.Chart().encode(y=y, tooltip=tooltip).transform_filter(f"datum.pooled == {str(pooled).lower()}")


def _marks(span: Span) -> tuple[alt.Chart, ...]:
    """A full bar with a dot for the place's own answers, a thin one with a diamond for the pooled level."""
    scale = alt.Scale(domain=list(span))
    level = alt.X("value:Q", title=None, scale=scale, axis=axis(span, ""))
    ends = alt.X("low:Q", title=None, scale=scale, axis=axis(span, ""))
    own, pooled = _base(pooled=False), _base(pooled=True)
    bars = own.encode(x=ends, x2="high:Q")
    cross = own.transform_filter("datum.cross").encode(x=alt.datum(span[0]))
    return (
        own.mark_rule(yOffset=_NAME - 12, color=LINE).encode(x=alt.value(0), x2=alt.value("width")),
        bars.transform_filter("datum.low != null && datum.state == 'shown'").mark_bar(
            height=9, cornerRadius=4, yOffset=_OWN_BAR, color=RANGE
        ),
        bars.transform_filter("datum.low != null && datum.state == 'interval_only'").mark_bar(
            height=9, cornerRadius=4, yOffset=_OWN_BAR, color="#ffffff", stroke=TEAL, strokeDash=[3, 2], strokeWidth=1
        ),
        own.transform_filter("datum.dot").mark_circle(size=70, yOffset=_OWN_BAR, color=TEAL, opacity=1).encode(x=level),
        cross.mark_text(text=HIDDEN_MARK, align="left", dy=_OWN_BAR, dx=1, fontSize=13, color=MUTED),
        pooled.transform_filter("datum.low != null")
        .mark_bar(height=5, cornerRadius=2, yOffset=_POOLED_BAR, color=POOLED_RANGE)
        .encode(x=ends, x2="high:Q"),
        pooled.transform_filter("datum.dot")
        .mark_point(shape="diamond", size=52, yOffset=_POOLED_BAR, color=INK, fill=INK, opacity=1)
        .encode(x=level),
    )


def _written() -> tuple[alt.Chart, ...]:
    """The name, the own level, the pooled one and its share, as four lines."""
    own, pooled = _base(pooled=False).encode(x=alt.value(_INDENT)), _base(pooled=True).encode(x=alt.value(_INDENT))
    name = own.mark_text(align="left", baseline="middle", dy=_NAME, font=BODY, fontSize=14, fontWeight=600, color=INK)
    lines = ((own, _OWN, INK, "short:N"), (pooled, _POOLED, INK, "short:N"), (pooled, _SHARE, MUTED, "share:N"))
    return (
        name.encode(text="label:N"),
        *(
            of.mark_text(align="left", baseline="middle", dy=below, font=BODY, fontSize=12, color=color).encode(
                text=text
            )
            for of, below, color, text in lines
        ),
    )

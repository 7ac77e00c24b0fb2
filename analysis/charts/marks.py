"""Marks of what happened when, on charts over time: a thin rule with a letter; dashed while it is preliminary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analysis.charts.look import BODY, INK, MUTED, Chart
from analysis.periods import first_day, last_day

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ROOM = 14
"""Pixels above the marks for the letters."""
_APART = 0.24
"""Of a period's width: what two letters need on a phone."""


@dataclass(frozen=True)
class Mark:
    """Something that happened on a day; `dashed` while it is preliminary. `told` is read out, with its letter."""

    day: date
    letter: str
    told: str
    dashed: bool = False


def letter(number: int) -> str:
    """
    The letter of the mark with this number, from 0.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    more, rest = divmod(number, len(LETTERS))
    return (letter(more - 1) if more else "") + LETTERS[rest]


def inside(day: date, periods: Sequence[str]) -> bool:
    """Whether a day is in one of these periods."""
    return any(first_day(period) <= day <= last_day(period) for period in periods)


def add_marks(chart: Chart, marks: Sequence[Mark], labels: Mapping[str, str]) -> Chart:
    """The chart with these marks behind its own; `labels` has what its axis says of each period.

    Days outside of the periods are left out. Where two are close, the later one moves aside, so that both are read.
    """
    layers, told = [], []
    for period, label in labels.items():
        there = sorted((mark for mark in marks if inside(mark.day, [period])), key=lambda mark: mark.day)
        for mark, at in zip(there, _places(there, period), strict=True):
            layers += _layers(mark, label, at)
            told.append(f"{mark.letter}: {mark.told}")
    if not layers:
        return chart
    own, height = chart["layer"], chart["height"]
    assert isinstance(own, list) and isinstance(height, int)
    said = ". ".join((str(chart["description"]), *told))
    return {**chart, "layer": [*layers, *own], "description": said, "height": height + ROOM}


def _places(marks: Sequence[Mark], period: str) -> list[float]:
    """Where in the period each stands, from 0 to 1, in the order of days."""
    first = first_day(period)
    length = (last_day(period) - first).days + 1
    found: list[float] = []
    for mark in marks:
        at = ((mark.day - first).days + 0.5) / length
        found.append(max(at, found[-1] + _APART) if found else at)
    return found


def _layers(mark: Mark, label: str, at: float) -> list[Chart]:
    """A rule and its letter in the period with this label; one name stands for a place that each of them has."""
    x = {"field": "label", "type": "ordinal", "bandPosition": round(at, 3)}
    tooltip = {"field": "told", "type": "nominal", "title": mark.letter}
    data = {"values": [{"label": label, "told": mark.told, "letter": mark.letter}]}
    dash = {"strokeDash": [3, 3]} if mark.dashed else {}
    rule = {"type": "rule", "color": MUTED, "strokeWidth": 1.2, "aria": False, **dash}
    text = {"type": "text", "font": BODY, "fontSize": 11, "fontWeight": 600, "color": INK, "dy": -7, "aria": False}
    top = {"y": {"value": 0}, "text": {"field": "letter"}}
    return [
        {"data": data, "mark": rule, "encoding": {"x": x, "tooltip": tooltip}},
        {"data": data, "mark": text, "encoding": {"x": x, "tooltip": tooltip, **top}},
    ]

"""Charts of figures: each draws the range of uncertainty, says what is hidden, and reads without color.

One grammar for all: the bar is the range, the dot is the level, a dashed bar without a dot is a range only, and a
small cross is a figure that is hidden or too small for a number. A hollow dot is a period that will still change.
"""

from analysis.charts.look import WHOLE, Chart, Point, Span, Words
from analysis.charts.map import Shape, neighborhoods
from analysis.charts.marks import Mark, add_marks, inside, letter
from analysis.charts.rows import dots
from analysis.charts.trends import close_span, share_span, trend, trends

__all__ = [
    "WHOLE",
    "Span",
    "Chart",
    "Mark",
    "Point",
    "Shape",
    "Words",
    "add_marks",
    "close_span",
    "dots",
    "inside",
    "letter",
    "neighborhoods",
    "share_span",
    "trend",
    "trends",
]

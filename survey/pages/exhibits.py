"""What result pages are made of: the label that says what the numbers are, and charts with their numbers as a table."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis import charts
from analysis.charts import Chart
from analysis.figures import Figure, Label, Measure
from analysis.readings import Standing, first_settled
from survey import releases
from survey.context import Context
from survey.pages import blocks
from survey.pages.figures import Wording
from survey.pages.viewer import Viewer

READABLE = 760
"""Pixels; beyond that, a label and its number are too far apart."""

SHEET = Path(__file__).with_name("exhibits.css")


@cache
def _sheet() -> str:
    return f"<style>{SHEET.read_text('utf-8')}</style>"


def begin(context: Context, viewer: Viewer, area: str) -> Wording | None:
    """Opens a page of results: its title, what the numbers are and when they were published; None before the first."""
    st.html(_sheet())
    release = releases.latest(context)
    say = context.texts.get
    blocks.opening(say(viewer.language, f"{area}.title"), say(viewer.language, f"{area}.lead"))
    if release is None:
        blocks.empty(say(viewer.language, "figure.empty.title"), say(viewer.language, "figure.empty.text"))
        return None
    wording = Wording(context, viewer, release)
    blocks.words(f"{wording.say('figure.label.sample')} {wording.published()}", small=True)
    return wording


def grid(count: int, across: int) -> Iterator[DeltaGenerator]:
    """So many cells in rows, which stand below each other on a phone."""
    for first in range(0, count, across):
        yield from st.columns(across)[: count - first]


def choose(where: DeltaGenerator, wording: Wording, text_id: str, labels: Iterable[Label], key: str) -> Label:
    """Asks for one index or theme by its name."""
    known = {label.id: label for label in labels}
    chosen = where.selectbox(wording.say(text_id), known, format_func=lambda one: wording.name(known[one]), key=key)
    return known[chosen]


def choose_period(where: DeltaGenerator, wording: Wording, text_id: str, periods: Sequence[str], key: str) -> str:
    """Asks for one of these periods, newest first; the newest that will not change is chosen until someone does."""
    settled = first_settled(wording.release, periods)
    return where.selectbox(wording.say(text_id), periods, index=settled, format_func=wording.dated, key=key)


def chart(drawn: Chart) -> None:
    """A chart as wide as its column, in our own look."""
    st.vega_lite_chart(drawn, width="stretch", theme=None)


def rows(wording: Wording, title: str, found: Sequence[tuple[str, Figure]], head: str, key: str) -> None:
    """A chart with one row for each named figure, no wider than reads well, and its numbers."""
    figures = [figure for _, figure in found]
    top = charts.ceiling(figures) if figures[0].measure is not Measure.INDEX else 100
    points = [wording.point(name, figure) for name, figure in found]
    with st.container(width=READABLE):
        chart(charts.dots(points, wording.words(title, wording.bases(figures)), top=top))
    numbers(
        wording, key, (head,), (((name,), figure) for name, figure in found), wording.key(figures, "figure.read_rows")
    )


def numbers(
    wording: Wording, key: str, heads: Sequence[str], rows: Iterable[tuple[Sequence[str], Figure]], note: str = ""
) -> None:
    """The numbers of a chart behind a switch: what each is about, its level, its range and how many people."""
    if note:
        blocks.words(note, small=True)
    if st.toggle(wording.say("figure.see_table"), key=key):
        names = [wording.say(f"figure.head.{name}") for name in (*heads, "level", "range", "people")]
        blocks.table(names, [(*about, *_cells(wording, figure)) for about, figure in rows])


def standing(wording: Wording, standing: Standing, drawn: Chart) -> None:
    """A card: where one index stands, what moved, and its course."""
    figure = standing.newest
    lines = [wording.ranged(figure), wording.change(standing.change)]
    if standing.so_far is not None:
        lines.append(f"{wording.dated(standing.so_far.cut.period)}: {wording.short(standing.so_far)}")
    unit = wording.say("figure.of_hundred") if figure.value is not None else ""
    below = "".join(f"<p>{escape(line)}</p>" for line in lines)
    with st.container(border=True):
        st.html(
            f'<div class="fh-standing"><h3>{escape(wording.name(standing.label))}</h3>'
            f'<div class="fh-level"><strong>{escape(wording.level(figure))}</strong> <span>{escape(unit)}</span></div>'
            f"{below}</div>"
        )
        chart(drawn)


def _cells(wording: Wording, figure: Figure) -> tuple[str, str, str]:
    return wording.level(figure), wording.span(figure), wording.number(figure.base) if figure.base else ""

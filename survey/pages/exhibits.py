"""What result pages are made of: the label that says what the numbers are, and charts with their numbers as a table."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from html import escape
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis import charts
from analysis.backing import newest_change
from analysis.charts import WHOLE, Chart, Words
from analysis.figures import Figure, Label, Measure
from analysis.readings import PlaceSeries, Standing, first_settled, over_time
from survey import releases
from survey.changes import arrow
from survey.context import Context
from survey.pages import blocks, marks, opened, past_releases
from survey.pages.figures import Wording
from survey.pages.viewer import Viewer
from survey.permissions import Permission, allowed

READABLE = 760
"""Pixels; beyond that, a label and its number are too far apart."""

CARD = 64
"""Pixels of the chart in a card: two rows of cards are to begin on a desk's first screen."""

IN_A_ROW = 3

SHEET = Path(__file__).with_name("exhibits.css")


@cache
def _sheet() -> str:
    return f"<style>{SHEET.read_text('utf-8')}</style>"


def begin(context: Context, viewer: Viewer, area: str, head: Callable[[Wording], None] | None = None) -> Wording | None:
    """Opens a page of results; None before the first release.

    The head is its title and its lead, or what `head` shows of the release; below it what the numbers are and when
    they were published.
    """
    st.html(_sheet())
    release = releases.latest(context)
    say = partial(context.texts.get, viewer.language)
    if release is None:
        blocks.opening(say(f"{area}.title"), say(f"{area}.lead"))
        blocks.empty(say("figure.empty.title"), say("figure.empty.text"))
        if allowed(viewer.account, Permission.PUBLISH_RELEASE):
            blocks.link("publish", say("start.next.publish.action"))
        return None
    wording = Wording(context, viewer, release)
    if head:
        head(wording)
    else:
        blocks.opening(say(f"{area}.title"), say(f"{area}.lead"))
    sample = "" if head else wording.say("figure.label.sample")
    blocks.words(f"{sample} {wording.published()}", small=True)
    past_releases.say_correction(context, viewer)
    blocks.link("methods", say("methods.link"))
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
    span = WHOLE if figures[0].measure is Measure.INDEX else charts.share_span(figures)
    alike = len({figure.base for figure in figures}) == 1
    points = [wording.point(name, figure, people=not alike) for name, figure in found]
    with st.container(width=READABLE):
        chart(
            charts.dots(
                points, wording.words(title, wording.bases(figures), unit=wording.percent_sign(figures)), span=span
            )
        )
    numbers(
        wording, key, (head,), (((name,), figure) for name, figure in found), wording.key(figures, "figure.read_rows")
    )
    st.html(opened.several(wording, [(name, figure, _history(wording, figure)) for name, figure in found]))


def numbers(
    wording: Wording, key: str, heads: Sequence[str], rows: Iterable[tuple[Sequence[str], Figure]], note: str = ""
) -> None:
    """The numbers of a chart behind a switch: what each is about, its level, its range and how many people."""
    if note:
        blocks.words(note, small=True)
    if st.toggle(wording.say("figure.see_table"), key=key):
        names = [wording.say(f"figure.head.{name}") for name in (*heads, "level", "range", "people")]
        blocks.table(names, [(*about, *_cells(wording, figure)) for about, figure in rows])


def _history(wording: Wording, figure: Figure) -> Sequence[Figure]:
    """The same figure in all periods."""
    return over_time(wording.release, figure.measure, figure.cut.grid, figure.subject, figure.cut.place)


def courses(wording: Wording, found: Sequence[Standing], *, named: bool = False) -> list[Chart]:
    """The chart of each score, all on one axis that is cut to what is used, so that movement and ranges are seen.

    In a card that has a heading it is not `named` once more.
    """
    series = [wording.over_time(standing.series) for standing in found]
    said = [_titled(wording, standing) if named else wording.course(standing.series) for standing in found]
    figures = [figure for standing in found for figure in standing.series]
    drawn = charts.trends(series, said, span=charts.close_span(figures), height=CARD)
    return marks.on_charts(wording, list(drawn), figures)


def _titled(wording: Wording, standing: Standing) -> Words:
    return wording.words(wording.name(standing.label), wording.bases(standing.series))


def by_place(wording: Wording, found: Sequence[PlaceSeries], key: str) -> None:
    """A small chart for each neighborhood, all on one axis, and their numbers."""
    figures = [figure for item in found for figure in item.series]
    span = WHOLE if figures[0].measure is Measure.INDEX else charts.share_span(figures)
    blocks.words(wording.key(figures), small=True)
    unit = wording.percent_sign(figures)
    said = [
        wording.words(item.place.name, _newest(wording, item.newest), _moved(wording, item.newest), unit=unit)
        for item in found
    ]
    drawn = charts.trends([wording.over_time(item.series) for item in found], said, span=span)
    marked = marks.on_charts(wording, list(drawn), figures, [item.place.id for item in found])
    for cell, picture in zip(grid(len(found), IN_A_ROW), marked, strict=True):
        with cell:
            chart(picture)
    marks.in_words(wording, figures)
    rows = (((item.place.name, wording.dated(figure.cut.period)), figure) for item in found for figure in item.series)
    numbers(wording, key, ("place", "period"), rows)
    st.html(opened.several(wording, [(item.place.name, item.newest, item.series) for item in found]))


def _moved(wording: Wording, figure: Figure) -> str:
    """The arrow of a flagged change with its points, "" for all others."""
    change = newest_change(wording.release, figure)
    if change is None or not arrow(change):
        return ""
    about = {"points": wording.number(abs(change.difference)), "previous": wording.period(change.previous)}
    return wording.say(f"opened.moved.{change.verdict}", arrow=arrow(change), **about)


def _newest(wording: Wording, figure: Figure) -> str:
    people = wording.bases([figure])
    told = f"{wording.dated(figure.cut.period)}: {wording.short(figure)}"
    return f"{told}, {people}" if people else told


def standing_numbers(wording: Wording, found: Sequence[Standing], key: str) -> None:
    """How to read the cards, and all their numbers."""
    rows = (
        ((wording.name(standing.label), wording.dated(figure.cut.period)), figure)
        for standing in found
        for figure in standing.series
    )
    figures = [figure for standing in found for figure in standing.series]
    marks.in_words(wording, figures)
    numbers(wording, key, ("score", "period"), rows, f"{wording.key(figures)} {wording.say('figure.read_cut')}")


def standing(wording: Wording, standing: Standing, drawn: Chart, heading: str = "h3") -> None:
    """A card: where one index stands, what moved, and its course; `heading` is the level of its name."""
    figure = standing.newest
    so_far = standing.so_far
    later = f"{wording.dated(so_far.cut.period)}: {wording.short(so_far)}" if so_far else ""
    with st.container(border=True):
        st.html(
            f'<div class="fh-standing"><{heading}>{escape(wording.name(standing.label))}</{heading}>'
            f'<div class="fh-level"><strong>{escape(wording.level(figure))}</strong>'
            f"<span>{escape(wording.ranged(figure))}</span></div>"
            f'<p class="fh-change">{escape(wording.change(standing.change))}</p><p>{escape(later)}</p></div>'
        )
        chart(drawn)
        st.html(opened.one(wording, escape(wording.say("opened.this")), figure, standing.series))


def _cells(wording: Wording, figure: Figure) -> tuple[str, str, str]:
    return wording.level(figure), wording.span(figure), wording.number(figure.base) if figure.base else ""

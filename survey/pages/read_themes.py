"""What people speak of, in their own labels and in which tone, and the words themselves."""

from collections.abc import Sequence

import streamlit as st

from analysis import charts
from analysis.figures import Cut, Figure, Grid, Label, Measure
from analysis.readings import (
    finest,
    first_settled,
    periods,
    place_series,
    quotes_on,
    session_themes,
    themes_by_share,
    word_cuts,
)
from survey.context import Context
from survey.pages import blocks, exhibits, marks, quotes
from survey.pages.figures import Wording
from survey.pages.viewer import Viewer

KINDS = ("1", "2", "3", "4")
POLARITIES = ("negative", "neutral", "positive")


def render(context: Context, viewer: Viewer) -> None:
    """Shows all topics, one topic closely, kinds and tone over time, sessions apart, and what could not be read."""
    wording = exhibits.begin(context, viewer, "themes")
    if wording is None:
        return
    cuts = word_cuts(wording.release)
    if not wording.release.themes or not cuts:
        blocks.empty(wording.say("themes.none.title"), wording.say("themes.none.text"))
        return
    _all_topics(wording, cuts)
    _one_topic(wording)
    _courses(wording, Measure.KIND, KINDS, "kind")
    _courses(wording, Measure.POLARITY, POLARITIES, "tone")
    _sessions(wording)
    _unread(wording)


def _all_topics(wording: Wording, cuts: Sequence[Cut]) -> None:
    """Every topic in one period of the whole city."""
    blocks.section(wording.say("themes.topics"), wording.say("themes.topics_note"))
    known = {cut.period: cut for cut in cuts}
    cut = known[exhibits.choose_period(st.container(), wording, "themes.period", list(known), "cut")]
    found = themes_by_share(wording.release, cut.grid, cut.period)
    title = wording.say("themes.topics_title", period=wording.dated(cut.period))
    exhibits.rows(wording, title, _named(wording, found), "topic", "topic-numbers")


def _named(wording: Wording, found: Sequence[tuple[Label, Figure]]) -> list[tuple[str, Figure]]:
    return [(wording.name(label), figure) for label, figure in found]


def _one_topic(wording: Wording) -> None:
    """One topic over time, by neighborhood, and in people's words."""
    blocks.section(wording.say("themes.closely"))
    theme = exhibits.choose(st.container(), wording, "themes.topic", wording.release.themes, "theme")
    _topic_course(wording, theme)
    blocks.section(wording.say("themes.topic_places", topic=wording.name(theme)), wording.say("themes.places_note"))
    found = place_series(wording.release, Grid.PLACE_YEAR, theme.id, Measure.THEME)
    if found:
        exhibits.by_place(wording, found, "place-numbers")
    blocks.section(wording.say("themes.words", topic=wording.name(theme)), wording.say("themes.words_note"))
    years = list(reversed(periods(wording.release, Grid.PLACE_YEAR)))
    year = exhibits.choose_period(st.container(), wording, "themes.year", years, "year")
    quotes.show(wording, quotes_on(wording.release, theme.id, year), theme.id)


def _topic_course(wording: Wording, theme: Label) -> None:
    series = finest(wording.release, Measure.THEME, [theme.id])[theme.id]
    words = wording.words(
        wording.say("themes.topic_course", topic=wording.name(theme)),
        wording.bases(series),
        unit=wording.percent_sign(series),
    )
    drawn = charts.trend(wording.over_time(series), words, span=charts.share_span(series))
    exhibits.chart(*marks.on_charts(wording, [drawn], series))
    marks.in_words(wording, series)
    rows = [((wording.dated(figure.cut.period),), figure) for figure in series]
    exhibits.numbers(wording, "theme-numbers", ("period",), rows, wording.key(series))


def _courses(wording: Wording, measure: Measure, subjects: Sequence[str], area: str) -> None:
    """Shares of a few kinds over time, beside each other on one axis."""
    blocks.section(wording.say(f"themes.{area}s"), wording.say(f"themes.{area}s_note"))
    courses = finest(wording.release, measure, subjects)
    figures = [figure for series in courses.values() for figure in series]
    unit = wording.percent_sign(figures)
    said = [
        wording.words(wording.say(f"themes.{area}.{name}"), wording.bases(series), unit=unit)
        for name, series in courses.items()
    ]
    points = [wording.over_time(series) for series in courses.values()]
    drawn = marks.on_charts(wording, list(charts.trends(points, said, span=charts.share_span(figures))), figures)
    for cell, chart in zip(exhibits.grid(len(courses), len(courses)), drawn, strict=True):
        with cell:
            exhibits.chart(chart)
    marks.in_words(wording, figures, closed=True)
    rows = (
        ((wording.say(f"themes.{area}.{name}"), wording.dated(figure.cut.period)), figure)
        for name, series in courses.items()
        for figure in series
    )
    exhibits.numbers(wording, f"{area}-numbers", (area, "period"), rows, wording.key(figures))


def _sessions(wording: Wording) -> None:
    """What was noted at listening sessions, which is counted apart from the survey."""
    blocks.section(wording.say("themes.sessions"), wording.say("themes.sessions_note"))
    cuts = word_cuts(wording.release, Measure.SESSION_THEME)
    if not cuts:
        blocks.words(wording.say("themes.no_sessions"), small=True)
        return
    cut = cuts[first_settled(wording.release, [cut.period for cut in cuts])]
    found = session_themes(wording.release, cut.grid, cut.period)
    title = wording.say("themes.sessions_title", period=wording.dated(cut.period))
    exhibits.rows(wording, title, _named(wording, found), "topic", "session-numbers")


def _unread(wording: Wording) -> None:
    """What was read, and what could not be scored or coded."""
    blocks.section(wording.say("themes.unread"), wording.say("themes.unread_note"))
    blocks.facts(wording.counts("remarks_read", "remarks_", "notes_"))

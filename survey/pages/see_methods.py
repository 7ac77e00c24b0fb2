"""For everyone: how the numbers are made, from the newest release and the program that runs."""

from collections.abc import Iterable

import streamlit as st

from analysis.figures import Release
from survey import methods, releases
from survey.context import Context
from survey.i18n import show_day
from survey.methods import Part
from survey.pages import blocks, past_releases
from survey.pages.viewer import Viewer
from survey.telling import Telling


def render(context: Context, viewer: Viewer) -> None:
    """Shows each part of the methods, then every questionnaire word for word."""
    release = releases.latest(context)
    telling = Telling(context.texts, viewer.language, release or Release(0, context.today(), context.synthetic))
    blocks.opening(telling.say("methods.title"), telling.say("methods.lead"))
    if release is None:
        blocks.empty(telling.say("methods.none.title"), telling.say("methods.none.text"))
    else:
        _of_release(context, viewer, telling)
    blocks.section(telling.say("methods.asked"), telling.say("methods.asked_note"))
    _questionnaires(methods.questionnaires(telling, context.library))


def _of_release(context: Context, viewer: Viewer, telling: Telling) -> None:
    """Which release it is, and what it says of itself."""
    entry = releases.history(context)[0]
    day, version = show_day(entry.made_on, viewer.language), telling.number(entry.version)
    blocks.words(telling.say("report.made", version=version, day=day) + ".", small=True)
    past_releases.say_correction(context, viewer)
    for part in methods.parts(telling, context.library):
        blocks.section(part.title, part.text)
        _body(part)
    blocks.facts([(telling.say("methods.digest"), entry.digest)])


def _body(part: Part) -> None:
    if part.points:
        blocks.points(part.points)
    if part.facts:
        blocks.facts(part.facts)
    if part.rows:
        blocks.table(part.head, part.rows)


def _questionnaires(asked: Iterable[Part]) -> None:
    """Each questionnaire folded up: together they are long."""
    for part in asked:
        with st.expander(blocks.plain(part.title)):
            blocks.words(part.text, small=True)
            _body(part)

"""Downloads of reports: of a quarter on the results page, of a closed event on its own."""

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from survey import events, releases, report
from survey.context import Context
from survey.i18n import language_name
from survey.pages import blocks
from survey.pages.viewer import Viewer
from survey.permissions import Permission, allowed
from survey.records import Event, EventState
from survey.telling import Telling

HTML = "text/html"


def show(context: Context, viewer: Viewer) -> None:
    """For everyone: a quarter, a language, and the file, which is made when it is asked for."""
    release = releases.latest(context)
    if release is None or not report.quarters(release):
        return
    telling = Telling(context.texts, viewer.language, release)
    quarters = report.quarters(release)
    settled = quarters.index(report.newest_closed(release) or quarters[0])
    blocks.section(telling.say("report.button.title"), telling.say("report.button.text"))
    left, right, _ = st.columns(3)
    quarter = left.selectbox(
        telling.say("report.button.period"), quarters, index=settled, format_func=telling.dated, key="report-quarter"
    )
    language = _ask_language(right, context, viewer, "report-language")
    st.download_button(
        telling.say("report.button.get"),
        partial(report.of_quarter, context, viewer.account, quarter, language),
        f"{quarter}.{language}.html",
        HTML,
        on_click="ignore",
        key="report-get",
    )


def show_event(context: Context, viewer: Viewer, event: Event) -> None:
    """For staff: the report of an event that is over, once a release knows it as such."""
    may = allowed(viewer.account, Permission.SEE_RELEASE)
    if not may or events.state(event, context.today(event.time_zone)) is not EventState.CLOSED:
        return
    say, release = partial(context.texts.get, viewer.language), releases.latest(context)
    with st.expander(say("report.button.event")):
        if release is None or report.in_release(release, str(event.id)) is None:
            blocks.words(say("report.button.event_later"), small=True)
            return
        blocks.words(say("report.button.text"), small=True)
        language = _ask_language(st.columns(3)[0], context, viewer, f"report-language-{event.code}")
        st.download_button(
            say("report.button.get"),
            partial(report.of_event, context, viewer.account, event.code, language),
            f"{event.code}.{language}.html",
            HTML,
            on_click="ignore",
            key=f"report-get-{event.code}",
        )


def _ask_language(where: DeltaGenerator, context: Context, viewer: Viewer, key: str) -> str:
    spoken = context.texts.staff
    label, first = context.texts.get(viewer.language, "report.button.language"), spoken.index(viewer.language)
    return where.selectbox(label, spoken, index=first, format_func=language_name, key=key)

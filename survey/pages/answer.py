"""The survey on a tablet or a desktop: the same questions, words and rules as the phone page."""

from functools import partial
from html import escape

import streamlit as st

from questions.model import Instrument, QuestionKind
from survey import city, events
from survey.address import page_address
from survey.context import Context
from survey.errors import SurveyError
from survey.i18n import language_name, show_day
from survey.pages import asking, blocks, review, style
from survey.pages.sheets import keep, move, open_sheet
from survey.pages.steps import asked_steps, read
from survey.pages.viewer import Viewer
from survey.records import Event, EventState

PUT_FOCUS = "{ survey.tabIndex = -1; survey.focus({ preventScroll: true }); }"


def render(context: Context, viewer: Viewer) -> None:
    """Asks for a code, or shows the step of its survey that the person is at."""
    code = st.query_params.get("code", "")
    with st.container(key="survey"):
        if code:
            _survey(context, viewer, code)
        else:
            _ask_for_code(context, viewer)


def _ask_for_code(context: Context, viewer: Viewer, problem: str = "") -> None:
    say = partial(context.texts.get, viewer.language)
    style.declare_language(viewer.language)
    blocks.opening(say("answer.code.title"), say("answer.code.lead"))
    if problem:
        blocks.notice(say(f"error.{problem}"), "problem")
    with st.form("code"):
        st.text_input(say("answer.code.label"), key="answer.code", value=st.query_params.get("code", ""))
        st.form_submit_button(say("answer.code.action"), type="primary", on_click=_take_code)


def _take_code() -> None:
    st.query_params["code"] = st.session_state["answer.code"].strip()


def _survey(context: Context, viewer: Viewer, code: str) -> None:
    try:
        event = events.find(context, code)
    except SurveyError as error:
        _ask_for_code(context, viewer, error.code)
        return
    spoken = _spoken(context, viewer, event)
    style.declare_language(spoken.language)
    state = events.state(event, context.today(event.time_zone))
    sheet = open_sheet(context, event)
    if sheet.receipt is not None:
        review.show_receipt(context, spoken, event, sheet.receipt)
        return
    if state is EventState.CLOSED:
        _closed(context, spoken, event)
        return
    _languages(context, spoken, event)
    if state is EventState.REHEARSAL:
        say = partial(context.texts.get, spoken.language)
        blocks.notice(say("phone.rehearsal", day=show_day(event.starts_on, spoken.language)), "attention")
    instrument = events.instrument_of(context, event)
    reading = read(instrument, sheet, {place.id for place in city.places(context)})
    steps = asked_steps(instrument, reading.values)
    _to_the_top(sheet.step)
    if sheet.step == 0:
        _welcome(context, spoken, event, instrument)
    elif sheet.step > len(steps):
        review.show(context, spoken, event, instrument, steps)
    else:
        asking.show(context, spoken, event, steps)


def _spoken(context: Context, viewer: Viewer, event: Event) -> Viewer:
    """The viewer in a language that this event may use today."""
    offered = events.languages_of(context, event)
    wishes = (st.session_state.get("language"), st.query_params.get("lang"), viewer.language)
    return Viewer(viewer.account, next((wish for wish in wishes if wish in offered), offered[0]))


def _languages(context: Context, viewer: Viewer, event: Event) -> None:
    """A switch that keeps every answer."""
    others = [language for language in events.languages_of(context, event) if language != viewer.language]
    with st.container(key="survey-top", horizontal=True, horizontal_alignment="distribute"):
        st.html(f'<p class="fh-eyebrow">{escape(event.name)}</p>')
        for language in others:
            st.button(
                language_name(language), key=f"speak-{language}", type="tertiary", on_click=_speak, args=(language,)
            )


def _speak(language: str) -> None:
    keep()
    st.session_state["language"] = language
    st.query_params["lang"] = language


def _welcome(context: Context, viewer: Viewer, event: Event, instrument: Instrument) -> None:
    """Who asks, what happens with the answers, and the choice to take part: the phone page's own words."""
    say = partial(context.texts.get, viewer.language)
    length = say("phone.many", count=len(instrument.questions), minutes=instrument.minutes)
    blocks.opening(context.library.text(f"{instrument.id}.title", viewer.language), length)
    profile = city.profile(context)
    if runs_it := profile.runs_it or profile.department:
        blocks.words(say("phone.run_by", who=runs_it))
    phrase = events.phrase(context, event, viewer.language)
    blocks.stamp(say("phone.phrase"), phrase, say("phone.phrase_why"))
    blocks.section(say("phone.kept.title"))
    blocks.points([say(text_id) for text_id in _kept(instrument)])
    if instrument.audience == "youth":
        blocks.notice(say("phone.kept.guardian"), "attention")
    st.button(say("answer.welcome.action"), type="primary", key="start", on_click=move, args=(1,))
    blocks.words(say("answer.welcome.consent"), small=True)
    phone = f"/s/{event.code}?door=phone&lang={viewer.language}"
    storage = page_address("storage", viewer.language, context.synthetic)
    blocks.anchors([(say("answer.welcome.phone"), phone), (say("frame.page.storage"), storage)])


def _kept(instrument: Instrument) -> tuple[str, ...]:
    """Text ids of what happens to the answers, as this questionnaire asks for them."""
    kinds = {question.kind for question in instrument.questions}
    saved = "phone.kept.saved_place" if QuestionKind.PLACE in kinds else "phone.kept.saved"
    comment = ("phone.kept.comment",) if QuestionKind.COMMENT in kinds else ()
    return (saved, *comment, "answer.welcome.never", "phone.kept.seen", "answer.welcome.session")


def _to_the_top(step: int) -> None:
    """Begins each step at its first question; the script is our own, and runs when its step is a new one.

    The button that led here is gone: without a new place, the next Tab would go on behind where it stood.
    """
    place = f"const survey = document.querySelector('.st-key-survey'); if (survey && {step}) {PUT_FOCUS}"
    top = "document.querySelector('[data-testid=stMain]')?.scrollTo(0, 0);"
    script = f"<script>/* step {step} */ {{ {top} {place} }}</script>"
    st.html(f'<span class="fh-hidden"></span>{script}', unsafe_allow_javascript=True)


def _closed(context: Context, viewer: Viewer, event: Event) -> None:
    say = partial(context.texts.get, viewer.language)
    blocks.opening(say("phone.closed.title"), say("phone.closed.text", day=show_day(event.ends_on, viewer.language)))
    pages = (("promises", "frame.page.promises"), ("", "frame.page.start"))
    blocks.anchors([(say(title), page_address(path, viewer.language, context.synthetic)) for path, title in pages])

"""The survey on a tablet or a desktop: the same questions, words and rules as the phone page."""

from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from questions.model import Instrument, QuestionKind
from survey import city, events
from survey.address import page_address
from survey.context import Context
from survey.errors import SurveyError
from survey.i18n import show_day
from survey.pages import asking, blocks, review, style
from survey.pages.sheets import keep, move, open_sheet
from survey.pages.speaking import spoken, switch
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
    style.declare_language(viewer.language, say("answer.code.label"))
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
    resident = replace(viewer, language=spoken(events.languages_of(context, event), [viewer.language]))
    style.declare_language(resident.language, context.texts.get(resident.language, "phone.skip_link"))
    _away(context, resident)
    state = events.state(event, context.today(event.time_zone))
    sheet = open_sheet(context, event)
    if sheet.receipt is not None:
        style.ask_before_leaving(False)
        review.show_receipt(context, resident, event, sheet.receipt)
        return
    if state is EventState.CLOSED:
        _closed(context, resident, event)
        return
    _top(context, resident, event)
    if state is EventState.REHEARSAL:
        say = partial(context.texts.get, resident.language)
        blocks.notice(say("phone.rehearsal", day=show_day(event.starts_on, resident.language)), "attention")
    instrument = events.instrument_of(context, event)
    reading = read(instrument, sheet, {place.id for place in city.places(context)})
    steps = asked_steps(instrument, reading.values)
    _to_the_top(sheet.step)
    style.ask_before_leaving(sheet.step > 0)
    style.take_typed()
    if sheet.step == 0:
        _welcome(context, resident, event, instrument)
    elif sheet.step > len(steps):
        review.show(context, resident, event, instrument, steps)
    else:
        asking.show(context, resident, event, steps)


def language_of(context: Context) -> str:
    """The survey's language: of those its event may use today; with no event yet, of all that residents' texts have."""
    try:
        event = events.find(context, st.query_params.get("code", ""))
    except SurveyError:
        return spoken(tuple(context.texts.languages))
    return spoken(events.languages_of(context, event))


def _top(context: Context, viewer: Viewer, event: Event) -> None:
    """Above each step: the event, and a switch of languages that keeps every answer."""
    word = context.texts.get(viewer.language, "phone.choose_language")
    with st.container(key="survey-top", horizontal=True, horizontal_alignment="distribute"):
        st.html(f'<p class="fh-eyebrow">{escape(event.name)}</p>')
        switch(events.languages_of(context, event), viewer.language, word, keep)


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


def _away(context: Context, viewer: Viewer) -> None:
    """What stands at the foot of the window while there is no connection: the style sheet shows it only then."""
    text = escape(context.texts.get(viewer.language, "answer.away"))
    st.html(f'<div class="fh-away" role="status"><span>{text}</span></div>')


def _closed(context: Context, viewer: Viewer, event: Event) -> None:
    say = partial(context.texts.get, viewer.language)
    blocks.opening(say("phone.closed.title"), say("phone.closed.text", day=show_day(event.ends_on, viewer.language)))
    pages = (("promises", "frame.page.promises"), ("", "frame.page.start"))
    blocks.anchors([(say(title), page_address(path, viewer.language, context.synthetic)) for path, title in pages])

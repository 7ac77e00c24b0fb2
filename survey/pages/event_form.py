"""The form of an event's facts, for a new one and for changes."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from zoneinfo import available_timezones

import streamlit as st

from survey import city, events
from survey.context import Context
from survey.events import EventDraft
from survey.i18n import language_name
from survey.pages import blocks
from survey.pages.forms import Form
from survey.pages.viewer import Viewer
from survey.records import Door, Event, Program

USUAL_ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Puerto_Rico",
)


def show(context: Context, viewer: Viewer, event: Event | None) -> None:
    """Shows the form: empty for a new event, filled for a change."""
    say = partial(context.texts.get, viewer.language)
    form = Form(context, viewer, f"event-{event.code}" if event else "event-new")
    form.outcome()
    for field, value in _first_values(context, event).items():
        form.start(field, value)
    with st.form(form.name):
        left, right = st.columns(2, gap="medium")
        with left:
            _what(context, viewer, form)
        with right:
            _when(viewer, form, say)
        _how(context, viewer, form)
        label = say("events.change.action") if event else say("events.new.action")
        st.form_submit_button(label, type="primary", on_click=_save, args=(form, event))


def _first_values(context: Context, event: Event | None) -> dict[str, object]:
    if event is not None:
        return {**vars(event), "languages": list(events.languages_of(context, event))}
    today = context.today()
    empty = EventDraft(
        "", Program.COMMUNITY_EVENT, "", today, today, st.context.timezone or USUAL_ZONES[0], "pulse", ("en",)
    )
    return {**vars(empty), "languages": ["en"]}


def _what(context: Context, viewer: Viewer, form: Form) -> None:
    say = partial(context.texts.get, viewer.language)
    st.text_input(say("events.field.name"), key=form.key("name"), placeholder=say("events.field.name_example"))
    form.problem("name")
    programs = {program: say(f"events.program.{program.value}") for program in Program}
    st.selectbox(say("events.field.program"), list(programs), format_func=programs.__getitem__, key=form.key("program"))
    form.problem("program")
    places = {"": say("events.whole_city"), **{place.id: place.name for place in city.places(context)}}
    st.selectbox(say("events.field.place"), list(places), format_func=places.__getitem__, key=form.key("place"))
    form.problem("place")


def _when(viewer: Viewer, form: Form, say: partial[str]) -> None:
    st.date_input(say("events.field.starts_on"), key=form.key("starts_on"), help=say("events.field.starts_on_help"))
    form.problem("starts_on")
    st.date_input(say("events.field.ends_on"), key=form.key("ends_on"), help=say("events.field.ends_on_help"))
    form.problem("ends_on")
    zones = [*USUAL_ZONES, *sorted(available_timezones() - set(USUAL_ZONES))]
    st.selectbox(say("events.field.time_zone"), zones, key=form.key("time_zone"))
    form.problem("time_zone")


def _how(context: Context, viewer: Viewer, form: Form) -> None:
    say = partial(context.texts.get, viewer.language)
    titles = _instruments(context, viewer)
    st.selectbox(
        say("events.field.instrument"), list(titles), format_func=titles.__getitem__, key=form.key("instrument")
    )
    form.problem("instrument")
    offered = list(events.languages_on_offer(context))
    names, key = say("events.field.languages"), form.key("languages")
    st.pills(names, offered, selection_mode="multi", format_func=language_name, key=key)
    form.problem("languages")
    drafts = [language_name(language) for language in context.library.translations if language not in offered]
    if drafts:
        blocks.words(say("events.field.drafts", languages=", ".join(drafts)), small=True)
    doors = {door: say(f"events.door.{door.value}") for door in Door}
    st.selectbox(say("events.field.door"), list(doors), format_func=doors.__getitem__, key=form.key("door"))


def _instruments(context: Context, viewer: Viewer) -> Mapping[str, str]:
    """Questionnaires that people fill in here; those of published data files are not asked."""
    say = partial(context.texts.get, viewer.language)
    return {
        item.id: say(
            "events.instrument",
            title=context.library.text(f"{item.id}.title", viewer.language),
            questions=len(item.questions),
            minutes=item.minutes,
        )
        for item in context.library.instruments.values()
        if not item.public_source
    }


def _save(form: Form, event: Event | None) -> None:
    context, actor = form.context, form.viewer.account
    draft = EventDraft(
        name=form.text("name").strip(),
        program=Program(form.text("program")),
        place=form.text("place"),
        starts_on=_day(form, "starts_on"),
        ends_on=_day(form, "ends_on"),
        time_zone=form.text("time_zone"),
        instrument=form.text("instrument"),
        languages=tuple(st.session_state[form.key("languages")]),
        door=Door(form.text("door")),
    )
    if event is None:
        form.attempt(lambda: _choose(events.plan(context, actor, draft)), "events.new.done", {"name": ""})
    else:
        form.attempt(lambda: events.change(context, actor, event, draft), "events.change.done")


def _choose(event: Event) -> None:
    """Shows the new event closely, with its code and poster."""
    st.session_state["events.chosen"] = event.code


def _day(form: Form, field: str) -> date:
    value = form.value(field)
    return value if isinstance(value, date) else form.context.today()

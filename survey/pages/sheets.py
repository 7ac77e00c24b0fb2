"""The answers of the person at this browser, kept between reruns and taken from the fields before anything changes."""

from dataclasses import replace
from itertools import chain

import streamlit as st

from survey.context import Context
from survey.pages.steps import Sheet
from survey.records import Event

SHEET = "answer.sheet"
FIELDS = "answer.fields"
FIELD = "answer.field"
FRESH = "answer.fields.fresh"


def open_sheet(context: Context, event: Event) -> Sheet:
    """This person's sheet for the event; a new one for another event."""
    sheet: Sheet | None = st.session_state.get(SHEET)
    if sheet is None or sheet.code != event.code:
        sheet = Sheet(event.code, context.new_id())
        st.session_state[SHEET] = sheet
    return sheet


def current() -> Sheet:
    """The sheet that is open."""
    sheet: Sheet = st.session_state[SHEET]
    return sheet


def put(sheet: Sheet) -> None:
    """Keeps the changed sheet."""
    st.session_state[SHEET] = sheet


def field(question_id: str, language: str, part: str = "") -> str:
    """The key of a question's field. It has the language in it, so that a switch makes a new field from the sheet."""
    name = f"{FIELD}.{language}.{question_id}.{part}"
    for fields in (FIELDS, FRESH):
        st.session_state.setdefault(fields, {})[name] = (question_id, part)
    return name


def begin_fields() -> None:
    """Starts to collect the fields of a step."""
    st.session_state[FRESH] = {}


def end_fields() -> None:
    """Forgets the fields of the step before, now that all of this one are there.

    Not sooner: a click straight out of a text box cuts short the rerun that the box began, and what stands in a field
    that this rerun had not come to must still be kept.
    """
    st.session_state[FIELDS] = st.session_state[FRESH]


def keep() -> None:
    """Takes what stands in the fields into the sheet. Every button and every changed field does so first.

    It happens before the page is shown again: a connection that breaks while it is costs nothing.
    """
    given: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, (question_id, part) in st.session_state.get(FIELDS, {}).items():
        if name in st.session_state:
            given.setdefault(question_id, {})[part] = _texts(st.session_state[name], part)
    put(current().filled({name: tuple(chain(*parts.values())) for name, parts in given.items()}))


def move(step: int) -> None:
    """Keeps what was typed and goes to a step."""
    keep()
    put(replace(current(), step=step))


def start_again(context: Context) -> None:
    """A fresh sheet with a key of its own, for another person."""
    put(Sheet(current().code, context.new_id()))
    begin_fields()
    end_fields()
    for name in [name for name in st.session_state if str(name).startswith(FIELD)]:
        del st.session_state[name]


def _texts(value: object, part: str) -> tuple[str, ...]:
    if part:  # one box of several: its part counts when it is ticked
        return (part,) if value else ()
    return () if value in (None, "") else (str(value),)

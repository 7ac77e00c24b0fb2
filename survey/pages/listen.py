"""Running a listening session: notes by table while people talk, and closing it once."""

from functools import partial
from html import escape
from itertools import groupby
from uuid import UUID

import streamlit as st

from analysis.text.codebook import load_codebook
from survey import events, listening
from survey.context import Context
from survey.i18n import language_name
from survey.listening import NoteDraft
from survey.pages import blocks
from survey.pages.forms import Form
from survey.pages.viewer import Viewer
from survey.records import Event, ListeningSession, Note, NoteKind, Program


def render(context: Context, viewer: Viewer) -> None:
    """Asks which event, then takes notes."""
    say = partial(context.texts.get, viewer.language)
    blocks.opening(say("listen.title"), say("listen.lead"))
    listed = events.listed(context, viewer.account)
    if not listed:
        blocks.empty(say("listen.empty.title"), say("listen.empty.text"))
        blocks.link("events", say("frame.page.events"))
        return
    event = _choose(context, viewer, listed)
    held = {session.event: session for session in listening.listed(context, viewer.account)}
    form = Form(context, viewer, f"listen-{event.code}")
    form.outcome()
    if event.id not in held:
        blocks.empty(say("listen.not_open.title"), say("listen.not_open.text"))
        act = partial(listening.open_session, context, viewer.account, event)
        st.button(say("listen.open"), type="primary", key="open", on_click=form.attempt, args=(act,))
        return
    session = held[event.id]
    if session.closed_on is None:
        _note_form(context, viewer, session)
    else:
        blocks.notice(say("listen.closed"), "info")
        blocks.link("promise", say("listen.answer"))
    _notes(context, viewer, session, form)


def _choose(context: Context, viewer: Viewer, listed: tuple[Event, ...]) -> Event:
    """Listening sessions first: they are what this page is for; any event can have one."""
    say = partial(context.texts.get, viewer.language)
    first = sorted(listed, key=lambda event: event.program is not Program.LISTENING_SESSION)
    by_code = {event.code: event for event in first}
    names = {code: f"{event.name} ({code})" for code, event in by_code.items()}
    return by_code[st.selectbox(say("listen.event"), list(names), format_func=names.__getitem__, key="listen.event")]


def topics(viewer: Viewer) -> dict[str, str]:
    """The codebook's themes by id, named in the person's language."""
    return {theme.id: theme.names.get(viewer.language, theme.names["en"]) for theme in load_codebook().themes}


def _note_form(context: Context, viewer: Viewer, session: ListeningSession) -> None:
    say = partial(context.texts.get, viewer.language)
    form = Form(context, viewer, "note")
    form.start("kind", NoteKind.PARAPHRASE)
    form.start("agree", 1)
    form.start("language", viewer.language)
    blocks.section(say("listen.note.title"), say("listen.note.text"))
    form.outcome()
    with st.form("note"):
        short, long = st.columns([1, 2], gap="medium")
        with short:
            st.text_input(say("listen.field.table"), key=form.key("table"), placeholder="3")
            form.problem("table")
            st.number_input(say("listen.field.agree"), 1, 500, step=1, key=form.key("agree"))
            form.problem("agree")
        with long:
            _topic(viewer, form, say)
            kinds = {kind: say(f"listen.kind.{kind.value}") for kind in NoteKind}
            st.radio(
                say("listen.field.kind"),
                list(kinds),
                format_func=kinds.__getitem__,
                key=form.key("kind"),
                horizontal=True,
            )
        st.text_area(say("listen.field.text"), key=form.key("text"), max_chars=1000, help=say("listen.field.text_help"))
        form.problem("text")
        spoken = list(context.library.translations)
        st.selectbox(say("listen.field.language"), spoken, format_func=language_name, key=form.key("language"))
        st.form_submit_button(say("listen.note.action"), type="primary", on_click=_write, args=(form, session.id))


def _topic(viewer: Viewer, form: Form, say: partial[str]) -> None:
    names = {"": say("listen.no_topic"), **topics(viewer)}
    st.selectbox(say("listen.field.topic"), list(names), format_func=names.__getitem__, key=form.key("topic"))
    form.problem("topic")


def _write(form: Form, session: UUID) -> None:
    agree = form.value("agree")
    draft = NoteDraft(
        table=form.text("table"),
        kind=NoteKind(form.text("kind")),
        topic=form.text("topic"),
        text=form.text("text"),
        agree=agree if isinstance(agree, int) else 0,
        language=form.text("language"),
    )
    act = partial(listening.write_note, form.context, form.viewer.account, session, draft, topics(form.viewer))
    form.attempt(act, "listen.note.done", {"text": "", "agree": 1})


def _notes(context: Context, viewer: Viewer, session: ListeningSession, form: Form) -> None:
    say = partial(context.texts.get, viewer.language)
    notes = listening.notes(context, viewer.account, session.id)
    blocks.section(say("listen.notes.title", count=len(notes)))
    if not notes:
        blocks.empty(say("listen.notes.empty_title"), say("listen.notes.empty_text"))
    for table, written in groupby(notes, key=lambda note: note.table):
        items = "".join(_note(viewer, note, say) for note in written)
        head = f"<h3>{escape(say('listen.table', table=table))}</h3>"
        st.html(f'<section class="fh-group">{head}<ul class="fh-notes">{items}</ul></section>')
    if session.closed_on is None and notes:
        _closing(context, viewer, session, form)


def _note(viewer: Viewer, note: Note, say: partial[str]) -> str:
    topic = topics(viewer).get(note.topic, say("listen.no_topic"))
    said = f"“{note.text}”" if note.kind is NoteKind.VERBATIM else note.text
    under = " · ".join((topic, say(f"listen.kind.{note.kind.value}"), say("listen.agree", count=note.agree)))
    return f"<li><p>{escape(said)}</p><span>{escape(under)}</span></li>"


def _closing(context: Context, viewer: Viewer, session: ListeningSession, form: Form) -> None:
    """Closing can't be undone, so it takes a tick and a click."""
    say = partial(context.texts.get, viewer.language)
    with st.container(border=True, key="card-close"):
        blocks.section(say("listen.close.title"), say("listen.close.text"))
        sure = st.checkbox(say("listen.close.sure"), key=form.key("sure"))
        act = partial(listening.close_session, context, viewer.account, session.id)
        args = (act,)
        st.button(say("listen.close.action"), disabled=not sure, key="close", on_click=form.attempt, args=args)

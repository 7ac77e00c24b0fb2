"""The independent steward decides about masked words, one at a time: hidden for good, or given back to the comment."""

from functools import partial
from html import escape
from uuid import UUID

import streamlit as st

from survey import doubts
from survey.context import Context
from survey.doubts import Waiting
from survey.errors import InvalidInput
from survey.i18n import show_day
from survey.pages import blocks
from survey.pages.forms import Form
from survey.pages.viewer import Viewer

ACTS = {"hide": (doubts.keep_hidden, "names.done.hidden"), "give": (doubts.give_back, "names.done.given")}


def render(context: Context, viewer: Viewer) -> None:
    """Shows the first of what waits and takes a decision about it."""
    say = partial(context.texts.get, viewer.language)
    blocks.opening(say("names.title"), say("names.lead"))
    form = Form(context, viewer, "names")
    with st.container():  # always there, so that the button below stays the same one and keeps the focus
        form.outcome()
    waiting = doubts.waiting(context, viewer.account)
    if not waiting:
        blocks.empty(say("names.empty_title"), say("names.empty_text"))
        return
    first = waiting[0]
    blocks.words(say("names.left", count=len(waiting), day=show_day(first.goes_on, viewer.language)), small=True)
    _show(context, viewer, first)
    _ask(form, first)


def _show(context: Context, viewer: Viewer, one: Waiting) -> None:
    """The words marked within a little of their comment, as text."""
    say = partial(context.texts.get, viewer.language)
    if not one.words:
        blocks.notice(say("names.unreadable"), "attention")
        return
    said = f"{escape(one.before)}<mark>{escape(one.words)}</mark>{escape(one.after)}"
    label, kind = escape(say("names.around")), escape(say(f"names.kind.{one.kind}"))
    inner = f'<p dir="auto">{said}</p><footer>{kind}</footer>'
    st.html(f'<blockquote class="fh-doubt" aria-label="{label}">{inner}</blockquote>')


def _ask(form: Form, one: Waiting) -> None:
    """Neither is chosen beforehand: a second click on the button decides nothing that was not read."""
    say = partial(form.context.texts.get, form.viewer.language)
    kind = "name" if one.kind == "name" else "other"
    choices = ["hide", "give"] if one.words else ["hide"]
    field = f"choice-{one.id.hex}"
    with st.container(key="doubt"), st.form(form.name):
        st.radio(
            say("names.ask"),
            choices,
            index=None,
            format_func=lambda choice: say(f"names.choice.{choice}_{kind}"),
            key=form.key(field),
        )
        with st.container():
            form.problem(field)
        st.form_submit_button(say("names.act"), type="primary", on_click=_decide, args=(form, field, one.id))


def _decide(form: Form, field: str, doubt: UUID) -> None:
    choice = form.text(field)
    act, done = ACTS.get(choice, (None, ""))

    def attempt() -> None:
        if act is None:
            raise InvalidInput({field: "decision_needed"})
        act(form.context, form.viewer.account, doubt)

    form.attempt(attempt, done)

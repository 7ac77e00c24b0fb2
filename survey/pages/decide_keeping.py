"""How long things are kept: the administrator's settings, and what came of the last run."""

from functools import partial

import streamlit as st

from survey import retention
from survey.context import Context
from survey.errors import InvalidInput
from survey.i18n import show_day
from survey.pages import blocks
from survey.pages.forms import Form
from survey.pages.viewer import Viewer


def render(context: Context, viewer: Viewer) -> None:
    """Shows the lengths and lets an administrator change them."""
    say = partial(context.texts.get, viewer.language)
    blocks.opening(say("retention.title"), say("retention.lead"))
    last = retention.last_run(context)
    if last is None:
        blocks.notice(say("retention.never"), "attention")
    else:
        ran = say(f"retention.ran{'_left' if last[1] else ''}", day=show_day(last[0], viewer.language), left=last[1])
        blocks.notice(ran, "attention" if last[1] else "good")
    blocks.words(say("retention.shorter"), small=True)
    form = Form(context, viewer, "keeping")
    form.outcome()
    with st.form("keeping"):
        for field, length in vars(retention.periods(context)).items():
            form.start(field, str(length))
            st.text_input(say(f"retention.field.{field}"), key=form.key(field))
            form.problem(field)
            blocks.words(say(f"retention.field.{field}_help"), small=True)
        st.form_submit_button(say("retention.action"), type="primary", on_click=_save, args=(form,))


def _save(form: Form) -> None:
    form.attempt(partial(_change, form), "retention.done")


def _change(form: Form) -> None:
    """Stores what was typed; what is no whole number is out of every range."""
    typed = {field: form.text(field).strip() for field in vars(retention.Periods())}
    wrong = [field for field, text in typed.items() if not (text.isascii() and text.isdigit() and len(text) < 4)]
    if wrong:
        raise InvalidInput(dict.fromkeys(wrong, "kept_range"))
    changed = retention.Periods(**{field: int(text) for field, text in typed.items()})
    retention.change(form.context, form.viewer.account, changed)

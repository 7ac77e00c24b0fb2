"""The independent steward's decision: whether young people are asked for comments."""

from functools import partial

import streamlit as st

from survey import city
from survey.context import Context
from survey.pages import blocks
from survey.pages.forms import Form
from survey.pages.viewer import Viewer


def render(context: Context, viewer: Viewer) -> None:
    """Shows the decision and lets the steward change it."""
    say = partial(context.texts.get, viewer.language)
    blocks.opening(say("staff.youth.title"), say("staff.youth.lead"))
    form = Form(context, viewer, "youth")
    form.outcome()
    allowed = city.profile(context).youth_comments
    blocks.notice(say("staff.youth.allowed" if allowed else "staff.youth.refused"), "attention" if allowed else "good")
    form.start("allow", allowed)
    st.toggle(say("staff.youth.label"), key=form.key("allow"), on_change=_decide, args=(form,))


def _decide(form: Form) -> None:
    act = partial(city.allow_youth_comments, form.context, form.viewer.account, bool(form.value("allow")))
    form.attempt(act, "staff.youth.done")

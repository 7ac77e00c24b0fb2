"""Correcting a wrong release: the reason, a look at what everyone will read, and only then the release."""

from functools import partial

import streamlit as st

from survey import releases, retention
from survey.context import Context
from survey.errors import InvalidInput
from survey.i18n import show_number
from survey.pages import blocks, past_releases
from survey.pages.forms import Form
from survey.pages.viewer import Viewer
from survey.records import ReleaseEntry

LOOKING = "correct:looking"


def show(context: Context, viewer: Viewer, version: int) -> None:
    """The section of the page; `version` is the release that would be replaced."""
    say = partial(context.texts.get, viewer.language)
    form = Form(context, viewer, "correct")
    blocks.section(
        say("releases.correct.title"), say("releases.correct.text", version=show_number(version, viewer.language))
    )
    form.outcome()
    st.text_area(
        say("releases.correct.reason"),
        key=form.key("reason"),
        max_chars=releases.LONGEST_REASON,
        help=say("releases.correct.help"),
    )
    form.problem("reason")
    if st.session_state.get(LOOKING) and _fits(form):
        _confirm(form, version)
    else:
        st.button(say("releases.correct.look"), key="correct-look", on_click=_look, args=(form,))


def _look(form: Form) -> None:
    """The first step: the reason is checked, nothing is published."""
    form.attempt(partial(releases.plain_reason, form.text("reason")))
    st.session_state[LOOKING] = not form.problems


def _fits(form: Form) -> bool:
    """Whether the reason is still one: it may have been changed since the first step."""
    try:
        releases.plain_reason(form.text("reason"))
    except InvalidInput:
        return False
    return True


def _confirm(form: Form, version: int) -> None:
    """The second step: what everyone will read, what it does, and the two ways to go on."""
    context, viewer = form.context, form.viewer
    say = partial(context.texts.get, viewer.language)
    reason = releases.plain_reason(form.text("reason"))
    entry = ReleaseEntry(releases.next_correction(context), context.today(), "", version, reason)
    blocks.notice(past_releases.told(context, viewer, entry), "attention", say("releases.correct.sure"))
    kept = sorted(retention.years_kept(context))
    points = [say(f"releases.correct.point_{number}") for number in (1, 2, 3)]
    points[1:1] = [say("releases.correct.kept", years=", ".join(kept))] if kept else []
    blocks.points(points)
    with st.container(horizontal=True):
        st.button(say("releases.correct.action"), type="primary", key="correct", on_click=_publish, args=(form,))
        st.button(say("releases.correct.back"), key="correct-back", on_click=_back)


def _publish(form: Form) -> None:
    act = partial(releases.correct, form.context, form.viewer.account, form.text("reason"))
    form.attempt(act, "releases.correct.done", {"reason": ""})
    _back()


def _back() -> None:
    st.session_state[LOOKING] = False

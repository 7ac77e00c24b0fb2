"""Paper forms for the steward and helpers: which events have some, and, for the steward, who helps."""

from functools import partial
from html import escape

import streamlit as st

from survey import access, city
from survey.context import Context
from survey.pages import blocks, event_paper
from survey.pages.forms import Form
from survey.pages.viewer import Viewer
from survey.paper import keying, printing
from survey.permissions import Permission, allowed
from survey.records import Account, Event


def render(context: Context, viewer: Viewer) -> None:
    """Shows the events with printed forms and, to the steward, their helpers."""
    say = partial(context.texts.get, viewer.language)
    blocks.opening(say("keying.page.title"), say("keying.page.lead"))
    listed = keying.events_with_forms(context, viewer.account)
    if not city.stewarded(context):
        blocks.notice(say("error.no_steward"), "attention", say("keying.page.off_title"))
    elif listed:
        blocks.notice(say("keying.page.names"))
    else:
        blocks.empty(say("keying.page.none_title"), say("keying.page.none_text"))
    for event in listed:
        _event(context, viewer, event)
    if allowed(viewer.account, Permission.SEE_SENSITIVE):
        _helpers(context, viewer)


def _event(context: Context, viewer: Viewer, event: Event) -> None:
    say = partial(context.texts.get, viewer.language)
    with st.container(border=True, key=f"paper-{event.code}"):
        st.html(f'<p class="fh-account"><strong>{escape(event.name)}</strong> <code>{escape(event.code)}</code></p>')
        event_paper.show_standing(context, viewer, printing.standing(context, viewer.account, event))
        if city.stewarded(context):
            address = f"/paper/{event.code}/key?lang={viewer.language}"
            blocks.anchors([(say("keying.page.key"), address), (say("keying.page.check"), f"{address}&again=1")])


def _helpers(context: Context, viewer: Viewer) -> None:
    say = partial(context.texts.get, viewer.language)
    blocks.section(say("keying.helpers.title"), say("keying.helpers.text"))
    accounts = Form(context, viewer, "helpers")
    accounts.outcome()
    for helper in access.helpers(context, viewer.account):
        _helper(context, viewer, accounts, helper)
    form = Form(context, viewer, "helper-new")
    form.outcome()
    with st.form("helper-new"):
        st.text_input(
            say("staff.field.name"), key=form.key("name"), help=say("staff.field.name_help"), autocomplete="off"
        )
        form.problem("name")
        st.text_input(
            say("staff.field.password"),
            key=form.key("password"),
            type="password",
            help=say("staff.field.password_help"),
            autocomplete="new-password",
        )
        form.problem("password")
        st.form_submit_button(say("keying.helpers.action"), type="primary", on_click=_add, args=(form,))


def _helper(context: Context, viewer: Viewer, form: Form, helper: Account) -> None:
    say = partial(context.texts.get, viewer.language)
    with st.container(
        border=True,
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
        key=f"helper-{helper.id}",
    ):
        state = blocks.badge(say("staff.open"), "good") if helper.active else blocks.badge(say("staff.closed"), "quiet")
        st.html(f'<p class="fh-account"><strong>{escape(helper.name)}</strong> {state}</p>')
        label = say("staff.close") if helper.active else say("staff.reopen")
        act = partial(access.set_helper_active, context, viewer.account, helper.id, not helper.active)
        st.button(label, key=f"helper-active-{helper.id}", on_click=form.attempt, args=(act, "staff.changed"))


def _add(form: Form) -> None:
    act = partial(access.add_helper, form.context, form.viewer.account, form.text("name"), form.text("password"))
    form.attempt(act, "keying.helpers.done", {"name": "", "password": ""})

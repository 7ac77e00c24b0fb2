"""Staff accounts: who has one, adding one, closing and opening."""

from functools import partial
from html import escape

import streamlit as st

from survey import access, city
from survey.context import Context
from survey.pages import blocks
from survey.pages.forms import Form
from survey.pages.viewer import Viewer
from survey.records import STAFF_ROLES, Account, Role, Side


def render(context: Context, viewer: Viewer) -> None:
    """Shows the accounts and the form for one more."""
    say = partial(context.texts.get, viewer.language)
    blocks.opening(say("staff.title"), say("staff.lead"))
    if not city.stewarded(context):
        blocks.notice(say("staff.no_steward"), "attention", say("staff.no_steward_title"))
    form = Form(context, viewer, "accounts")
    form.outcome()
    for account in access.accounts(context, viewer.account):
        _account(context, viewer, form, account)
    blocks.section(say("staff.add.title"), say("staff.add.text"))
    _add(context, viewer)
    with st.expander(say("staff.roles.title")):
        blocks.facts(
            [(say(f"staff.role.{role.value}.name"), say(f"staff.role.{role.value}.may")) for role in STAFF_ROLES]
        )


def _account(context: Context, viewer: Viewer, form: Form, account: Account) -> None:
    say = partial(context.texts.get, viewer.language)
    with st.container(
        border=True,
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
        key=f"account-{account.id}",
    ):
        state = (
            blocks.badge(say("staff.open"), "good") if account.active else blocks.badge(say("staff.closed"), "quiet")
        )
        st.html(
            f'<p class="fh-account"><strong>{escape(account.name)}</strong> {state}<br><span>'
            f"{say(f'staff.role.{account.role.value}.name')} · {say(f'staff.side.{account.side.value}')}</span></p>"
        )
        if viewer.account is not None and account.id == viewer.account.id:
            st.html(f'<span class="fh-who">{say("staff.you")}</span>', width="content")
            return
        label = say("staff.close") if account.active else say("staff.reopen")
        act = partial(access.set_active, context, viewer.account, account.id, not account.active)
        st.button(label, key=f"active-{account.id}", on_click=form.attempt, args=(act, "staff.changed"))


def _add(context: Context, viewer: Viewer) -> None:
    say = partial(context.texts.get, viewer.language)
    form = Form(context, viewer, "account-new")
    form.start("side", Side.POLICE)
    form.outcome()
    with st.form("account-new"):
        left, right = st.columns(2, gap="medium")
        with left:
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
        with right:
            roles = {role: say(f"staff.role.{role.value}.name") for role in access.ROLES_TO_ADD}
            st.selectbox(say("staff.field.role"), list(roles), format_func=roles.__getitem__, key=form.key("role"))
            form.problem("role")
            sides = {side: say(f"staff.side.{side.value}") for side in Side}
            st.radio(say("staff.field.side"), list(sides), format_func=sides.__getitem__, key=form.key("side"))
            form.problem("side")
        st.form_submit_button(say("staff.add.action"), type="primary", on_click=_save, args=(form,))


def _save(form: Form) -> None:
    role, side = Role(form.text("role")), Side(form.text("side"))
    act = partial(
        access.add_account, form.context, form.viewer.account, form.text("name"), form.text("password"), role, side
    )
    form.attempt(act, "staff.add.done", {"name": "", "password": ""})

"""Recording a promise and reporting what came of it."""

from datetime import date, timedelta
from functools import partial
from uuid import UUID

import streamlit as st

from survey import city, commitments, events, listening
from survey.commitments import CommitmentDraft
from survey.context import Context
from survey.i18n import show_day
from survey.pages import blocks
from survey.pages.forms import Form
from survey.pages.listen import topics
from survey.pages.viewer import Viewer
from survey.permissions import Permission, allowed
from survey.records import Commitment, CommitmentStatus

USUAL_TIME = timedelta(days=90)


def render(context: Context, viewer: Viewer) -> None:
    """Shows the form of a new promise, and those that wait for a report."""
    say = partial(context.texts.get, viewer.language)
    blocks.opening(say("promises.make.title"), say("promises.make.lead"))
    _new(context, viewer)
    made = commitments.listed(context)
    blocks.section(say("promises.report.title"), say("promises.report.text"))
    if made:
        _report(context, viewer, made)
    else:
        blocks.empty(say("promises.report.empty_title"), say("promises.report.empty_text"))
    blocks.link("promises", say("promises.make.see_public"))


def _new(context: Context, viewer: Viewer) -> None:
    say = partial(context.texts.get, viewer.language)
    form = Form(context, viewer, "promise-new")
    form.start("due_on", context.today() + USUAL_TIME)
    form.outcome()
    with st.form("promise-new"):
        left, right = st.columns(2, gap="medium")
        with left:
            names = topics(viewer)
            st.selectbox(
                say("promises.field.theme"),
                list(names),
                index=None,
                format_func=names.__getitem__,
                placeholder=say("promises.choose_topic"),
                key=form.key("theme"),
            )
            form.problem("theme")
        with right:
            places = {"": say("promises.whole_city"), **{place.id: place.name for place in city.places(context)}}
            st.selectbox(
                say("promises.field.place"), list(places), format_func=places.__getitem__, key=form.key("place")
            )
            form.problem("place")
        for field in ("heard", "promise"):
            st.text_area(
                say(f"promises.field.{field}"),
                key=form.key(field),
                max_chars=1000,
                help=say(f"promises.field.{field}_help"),
            )
            form.problem(field)
        _owner(context, viewer, form)
        st.form_submit_button(say("promises.make.action"), type="primary", on_click=_make, args=(form,))


def _owner(context: Context, viewer: Viewer, form: Form) -> None:
    say = partial(context.texts.get, viewer.language)
    left, right = st.columns(2, gap="medium")
    with left:
        st.text_input(
            say("promises.field.owner_role"), key=form.key("owner_role"), help=say("promises.field.owner_role_help")
        )
        form.problem("owner_role")
    with right:
        st.date_input(say("promises.field.due_on"), key=form.key("due_on"))
        form.problem("due_on")
    if sessions := _sessions(context, viewer):
        names = {"": say("promises.no_session"), **sessions}
        st.selectbox(say("promises.field.session"), list(names), format_func=names.__getitem__, key=form.key("session"))


def _sessions(context: Context, viewer: Viewer) -> dict[str, str]:
    """Listening sessions by id, for those who may see them."""
    if not allowed(viewer.account, Permission.RUN_SESSIONS):
        return {}
    names = {event.id: event.name for event in events.listed(context, viewer.account)}
    return {str(session.id): names[session.event] for session in listening.listed(context, viewer.account)}


def _make(form: Form) -> None:
    due = form.value("due_on")
    session = form.text("session")
    draft = CommitmentDraft(
        theme=form.text("theme"),
        place=form.text("place"),
        heard=form.text("heard"),
        promise=form.text("promise"),
        owner_role=form.text("owner_role"),
        due_on=due if isinstance(due, date) else form.context.today(),
        session=UUID(session) if session else None,
    )
    act = partial(commitments.promise, form.context, form.viewer.account, draft, topics(form.viewer))
    form.attempt(act, "promises.make.done", {"heard": "", "promise": "", "owner_role": ""})


def _report(context: Context, viewer: Viewer, made: tuple[Commitment, ...]) -> None:
    say = partial(context.texts.get, viewer.language)
    by_id = {str(one.id): one for one in made}
    names = {name: _title(one, viewer) for name, one in by_id.items()}
    chosen = st.selectbox(say("promises.report.which"), list(names), format_func=names.__getitem__, key="report.which")
    one = by_id[chosen]
    form = Form(context, viewer, f"report-{chosen}")
    form.start("status", one.status)
    form.start("outcome", one.outcome)
    form.outcome()
    with st.form("report"):
        statuses = {status: say(f"promises.status.{status.value}") for status in CommitmentStatus}
        st.radio(
            say("promises.report.status"),
            list(statuses),
            format_func=statuses.__getitem__,
            key=form.key("status"),
            horizontal=True,
        )
        st.text_area(
            say("promises.report.outcome"),
            key=form.key("outcome"),
            max_chars=1000,
            help=say("promises.report.outcome_help"),
        )
        form.problem("outcome")
        st.form_submit_button(say("promises.report.action"), type="primary", on_click=_save, args=(form, one.id))


def _title(one: Commitment, viewer: Viewer) -> str:
    words = " ".join(one.promise.split())
    short = words if len(words) <= 70 else f"{words[:70]}…"
    return f"{short} ({show_day(one.due_on, viewer.language)})"


def _save(form: Form, commitment: UUID) -> None:
    status = CommitmentStatus(form.text("status"))
    act = partial(commitments.report, form.context, form.viewer.account, commitment, status, form.text("outcome"))
    form.attempt(act, "promises.report.done")

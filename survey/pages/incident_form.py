"""The forms of the timeline: adding to it, and correcting or confirming what was said."""

from datetime import date
from functools import partial

import streamlit as st

from survey import city, incidents
from survey.context import Context
from survey.i18n import show_day
from survey.incidents import LONGEST, IncidentDraft, Told
from survey.pages import blocks
from survey.pages.forms import Form
from survey.pages.viewer import Viewer
from survey.records import Incident, IncidentKind, IncidentStatus

AT_FIRST = (IncidentStatus.PRELIMINARY, IncidentStatus.CONFIRMED)


def show(context: Context, viewer: Viewer, told: tuple[Told, ...]) -> None:
    """Shows the form of something new, and behind it that of a correction."""
    say = partial(context.texts.get, viewer.language)
    blocks.section(say("incidents.new.title"), say("incidents.new.text"))
    form = Form(context, viewer, "incident-new")
    form.start("day", context.today())
    form.start("status", IncidentStatus.PRELIMINARY)
    form.outcome()
    with st.form(form.name):
        _fields(form, AT_FIRST)
        st.form_submit_button(say("incidents.new.action"), type="primary", on_click=_add, args=(form,))
    if told:
        blocks.section(say("incidents.correct.title"), say("incidents.correct.text"))
        _correct(context, viewer, told)


def _correct(context: Context, viewer: Viewer, told: tuple[Told, ...]) -> None:
    """The form starts from the newest version; its name has the version, so that a new one starts it anew."""
    say = partial(context.texts.get, viewer.language)
    by_id = {str(one.now.id): one.now for one in told}
    names = {name: _title(say("incidents.correct.named"), one, viewer) for name, one in by_id.items()}
    chosen = st.selectbox(
        say("incidents.correct.which"), list(names), format_func=names.__getitem__, key="incident-which"
    )
    now = by_id[chosen]
    done = Form(context, viewer, "incident-corrected")
    done.outcome()
    form = Form(context, viewer, f"incident-{now.id}-{now.number}")
    for field in ("day", "place", "kind", "words", "status"):
        form.start(field, getattr(now, field))
    form.outcome()
    with st.form("incident-correct"):
        _fields(form, tuple(IncidentStatus), kept=now.place)
        st.text_area(
            say("incidents.field.why"), key=form.key("why"), max_chars=300, help=say("incidents.field.why_help")
        )
        form.problem("why")
        st.form_submit_button(say("incidents.correct.action"), type="primary", on_click=_publish, args=(form, now))


def _title(pattern: str, one: Incident, viewer: Viewer) -> str:
    short = one.words if len(one.words) <= 60 else f"{one.words[:60]}…"
    return pattern.format(day=show_day(one.day, viewer.language), words=short)


def _fields(form: Form, statuses: tuple[IncidentStatus, ...], kept: str = "") -> None:
    say = partial(form.context.texts.get, form.viewer.language)
    left, right = st.columns(2, gap="medium")
    with left:
        st.date_input(say("incidents.field.day"), key=form.key("day"), max_value=form.context.today())
        form.problem("day")
    with right:
        named = {place.id: place.name for place in city.places(form.context)}
        places = {kept: kept, **named, "": say("incidents.whole_city")}  # a place may no longer be the city's
        st.selectbox(say("incidents.field.place"), list(places), format_func=places.__getitem__, key=form.key("place"))
        form.problem("place")
    kinds = {kind: say(f"incidents.kind.{kind}") for kind in IncidentKind}
    st.radio(
        say("incidents.field.kind"), list(kinds), format_func=kinds.__getitem__, key=form.key("kind"), horizontal=True
    )
    st.text_input(
        say("incidents.field.words"),
        key=form.key("words"),
        max_chars=LONGEST,
        help=say("incidents.field.words_help"),
    )
    form.problem("words")
    named_statuses = {status: say(f"incidents.status.{status}") for status in statuses}
    st.radio(
        say("incidents.field.status"),
        list(named_statuses),
        format_func=named_statuses.__getitem__,
        key=form.key("status"),
        horizontal=True,
    )
    form.problem("status")


def _draft(form: Form) -> IncidentDraft:
    day = form.value("day")
    return IncidentDraft(
        day=day if isinstance(day, date) else form.context.today(),
        place=form.text("place"),
        kind=IncidentKind(form.text("kind")),
        words=form.text("words"),
        status=IncidentStatus(form.text("status")),
    )


def _add(form: Form) -> None:
    act = partial(incidents.mark, form.context, form.viewer.account, _draft(form))
    form.attempt(act, "incidents.new.done", {"words": "", "status": IncidentStatus.PRELIMINARY})


def _publish(form: Form, seen: Incident) -> None:
    why = form.text("why")
    act = partial(incidents.correct, form.context, form.viewer.account, seen.id, seen.number, _draft(form), why)
    form.attempt(act)
    if not form.problems and not form.viewer.signed_out(form.context):
        Form(form.context, form.viewer, "incident-corrected").attempt(lambda: None, "incidents.correct.done")

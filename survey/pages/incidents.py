"""What happened when: for everyone to read, with every correction; staff who may add to it do so here."""

from functools import partial
from html import escape
from itertools import groupby

import streamlit as st

from survey import city, incidents
from survey.context import Context
from survey.i18n import show_day, show_number
from survey.incidents import Told
from survey.pages import blocks, incident_form
from survey.pages.viewer import Viewer
from survey.permissions import Permission, allowed
from survey.records import Incident, IncidentStatus, Step

KINDS = {
    IncidentStatus.PRELIMINARY: "attention",
    IncidentStatus.CONFIRMED: "good",
    IncidentStatus.WITHDRAWN: "quiet",
}


def render(context: Context, viewer: Viewer) -> None:
    """Shows the timeline by year, the newest day first; above it the forms, for those who may write."""
    say = partial(context.texts.get, viewer.language)
    blocks.opening(say("incidents.title"), say("incidents.lead"))
    told = incidents.listed(context)
    if allowed(viewer.account, Permission.MARK_INCIDENTS):
        incident_form.show(context, viewer, told)
        blocks.section(say("incidents.correct.list"))
    if not told:
        blocks.empty(say("incidents.empty.title"), say("incidents.empty.text"))
        return
    blocks.words(say("incidents.mark.note"), small=True)
    places = {place.id: place.name for place in city.places(context)}
    for year, ones in groupby(told, key=lambda one: one.now.day.year):
        items = "".join(_one(context, viewer, places, one) for one in ones)
        st.html(f'<section class="fh-group"><h2>{year}</h2>{items}</section>')


def _one(context: Context, viewer: Viewer, places: dict[str, str], told: Told) -> str:
    """One entry as markup; every word of it is escaped, so that it is read as text alone."""
    say = partial(context.texts.get, viewer.language)
    since = say("incidents.since", day=show_day(told.now.made_on, viewer.language))
    more = _history(context, viewer, places, told) if len(told.versions) > 1 else ""
    return (
        f'<article class="fh-promise">{_state(context, viewer, places, told.now)}<p>{escape(told.now.words)}</p>'
        f"{more or _due(since)}</article>"
    )


def _state(context: Context, viewer: Viewer, places: dict[str, str], version: Incident) -> str:
    say = partial(context.texts.get, viewer.language)
    status = blocks.badge(say(f"incidents.status.{version.status}"), KINDS[version.status])
    where = places.get(version.place, version.place) or say("incidents.whole_city")
    when = say("incidents.when", day=show_day(version.day, viewer.language), place=where)
    kind = say(f"incidents.kind.{version.kind}")
    return f'<div class="fh-state">{status}<strong>{escape(kind)}</strong><span>{escape(when)}</span></div>'


def _history(context: Context, viewer: Viewer, places: dict[str, str], told: Told) -> str:
    """What the newest version was, and why, in view; behind it every version as it was said."""
    say = partial(context.texts.get, viewer.language)
    steps = list(zip(told.versions, told.steps, strict=True))
    older = "".join(
        f"<li><strong>{escape(_headed(context, viewer, *pair))}</strong>{_state(context, viewer, places, pair[0])}"
        f"<p>{escape(pair[0].words)}</p></li>"
        for pair in reversed(steps)
    )
    count = show_number(len(steps), viewer.language)
    summary = escape(say("incidents.history", count=count))
    return (
        f"{_due(_headed(context, viewer, *steps[-1]))}"
        f'<details class="fh-versions"><summary>{summary}</summary><ol reversed>{older}</ol></details>'
    )


def _headed(context: Context, viewer: Viewer, version: Incident, step: Step) -> str:
    say = partial(context.texts.get, viewer.language)
    day = show_day(version.made_on, viewer.language)
    head = say("incidents.version", day=day, step=say(f"incidents.step.{step}"))
    return f"{head}. {say('incidents.why', why=version.why)}" if version.why else f"{head}."


def _due(text: str) -> str:
    return f'<p class="fh-due">{escape(text)}</p>'

"""You said, we did: what was heard, what was promised, by whom and when, and what came of it."""

from collections.abc import Mapping
from functools import partial
from html import escape
from itertools import groupby

import streamlit as st

from survey import city, commitments
from survey.context import Context
from survey.i18n import show_day
from survey.pages import blocks
from survey.pages.listen import topics
from survey.pages.viewer import Viewer
from survey.records import Commitment, CommitmentStatus

KINDS = {
    CommitmentStatus.PROMISED: "info",
    CommitmentStatus.UNDER_WAY: "attention",
    CommitmentStatus.DONE: "good",
    CommitmentStatus.DROPPED: "quiet",
}
ALL = "*"


def render(context: Context, viewer: Viewer) -> None:
    """Shows every promise by topic; anyone may read it."""
    say = partial(context.texts.get, viewer.language)
    blocks.opening(say("promises.title"), say("promises.lead"))
    made = commitments.listed(context)
    if not made:
        blocks.empty(say("promises.empty.title"), say("promises.empty.text"))
        return
    place = _pick_place(context, viewer)
    shown = tuple(one for one in made if place in (ALL, one.place))
    _summary(context, viewer, shown)
    names = topics(viewer)
    by_theme = sorted(shown, key=lambda one: (names.get(one.theme, one.theme), one.due_on))
    for theme, ones in groupby(by_theme, key=lambda one: one.theme):
        items = "".join(_promise(context, viewer, one) for one in ones)
        st.html(f'<section class="fh-group"><h2>{escape(names.get(theme, theme))}</h2>{items}</section>')


def _pick_place(context: Context, viewer: Viewer) -> str:
    say = partial(context.texts.get, viewer.language)
    options = {ALL: say("promises.all_places"), "": say("promises.whole_city"), **_places(context)}
    return st.selectbox(
        say("promises.field.place"), list(options), format_func=options.__getitem__, key="promises.place"
    )


def _places(context: Context) -> Mapping[str, str]:
    return {place.id: place.name for place in city.places(context)}


def _summary(context: Context, viewer: Viewer, shown: tuple[Commitment, ...]) -> None:
    """How many stand where, and how many are late: the first thing a resident wants to know."""
    say = partial(context.texts.get, viewer.language)
    if not shown:
        blocks.empty(say("promises.none_here.title"), say("promises.none_here.text"))
        return
    today = context.today()
    late = [one for one in shown if commitments.overdue(one, today)]
    counts = {status: [one for one in shown if one.status is status] for status in CommitmentStatus}
    pairs = [(say(f"promises.status.{status.value}"), str(len(ones))) for status, ones in counts.items()]
    blocks.facts([*pairs, (say("promises.overdue"), str(len(late)))])


def brief(context: Context, viewer: Viewer, one: Commitment) -> str:
    """One promise in two lines; every word of it is escaped."""
    say = partial(context.texts.get, viewer.language)
    due = say("promises.due", day=show_day(one.due_on, viewer.language), owner=one.owner_role)
    return (
        f'<div class="fh-told">{_state(context, viewer, one)}<p>{escape(one.promise)}</p>'
        f"<footer>{escape(due)}</footer></div>"
    )


def _state(context: Context, viewer: Viewer, one: Commitment) -> str:
    """Where a promise stands, and whether it is overdue."""
    say = partial(context.texts.get, viewer.language)
    state = blocks.badge(say(f"promises.status.{one.status.value}"), KINDS[one.status])
    late = commitments.overdue(one, context.today())
    return state + (blocks.badge(say("promises.overdue"), "problem") if late else "")


def _promise(context: Context, viewer: Viewer, one: Commitment) -> str:
    """One promise as markup; every word of it is escaped, so that it is read as text alone."""
    say = partial(context.texts.get, viewer.language)
    where = _places(context).get(one.place, say("promises.whole_city"))
    state = _state(context, viewer, one)
    due = say("promises.due", day=show_day(one.due_on, viewer.language), owner=one.owner_role)
    parts = {"promises.heard": one.heard, "promises.promised": one.promise, "promises.outcome": one.outcome}
    told = "".join(f"<h3>{escape(say(name))}</h3><p>{escape(text)}</p>" for name, text in parts.items() if text)
    return (
        f'<article class="fh-promise"><div class="fh-state">{state}<span>{escape(where)}</span></div>'
        f'{told}<p class="fh-due">{escape(due)}</p></article>'
    )

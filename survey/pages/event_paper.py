"""The paper forms of one event: printing them, how far they have come, and how well they were typed in."""

from functools import partial

import streamlit as st

from survey import city, events
from survey.context import Context
from survey.i18n import language_name, show_number
from survey.pages import blocks
from survey.pages.viewer import Viewer
from survey.paper import printing
from survey.paper.printing import Standing
from survey.permissions import Permission, allowed
from survey.records import Event


def show(context: Context, viewer: Viewer, event: Event) -> None:
    """The section of the events page. Without a steward it says that paper is off, and why."""
    say = partial(context.texts.get, viewer.language)
    with st.expander(say("keying.event.title")):
        blocks.words(say("keying.event.text"), small=True)
        spoken = events.languages_of(context, event)
        links = [
            (say("keying.event.sample", language=language_name(one)), f"/paper/{event.code}?lang={one}")
            for one in spoken
        ]
        if not city.stewarded(context):
            blocks.notice(say("error.no_steward"), "attention")
        elif allowed(viewer.account, Permission.PLAN_EVENTS):
            links.append((say("keying.event.print"), f"/staff/paper/{event.code}?lang={viewer.language}"))
        blocks.anchors(links, new_tab=True)
        show_standing(context, viewer, printing.standing(context, viewer.account, event))


def show_standing(context: Context, viewer: Viewer, standing: Standing) -> None:
    """Printed, typed in, checked and sent, and how often two typings differ."""
    if not standing.printed:
        return
    say, number = partial(context.texts.get, viewer.language), partial(show_number, language=viewer.language)
    counts = {name: number(getattr(standing, name)) for name in ("printed", "keyed", "checked", "sent")}
    blocks.words(say("keying.state", **counts))
    rate = standing.rate
    if rate is None:
        blocks.words(say("keying.no_rate"), small=True)
        return
    figures = {name: number(getattr(rate, name)) for name in ("percent", "low", "high")}
    fields = {name: number(getattr(standing, name)) for name in ("compared", "differing")}
    blocks.words(say("keying.rate", **figures, **fields))

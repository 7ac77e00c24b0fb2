"""The kiosk of an event: the way to start one, for those who may, until the event has ended."""

from functools import partial

import streamlit as st

from survey import events, kiosk
from survey.context import Context
from survey.pages import blocks
from survey.pages.viewer import Viewer
from survey.records import Event, EventState


def show(context: Context, viewer: Viewer, event: Event) -> None:
    """What a kiosk is, and the link that starts one in this browser."""
    say = partial(context.texts.get, viewer.language)
    closed = events.state(event, context.today(event.time_zone)) is EventState.CLOSED
    if closed or not kiosk.may_start(context, viewer.account):
        return
    with st.expander(say("tablet.title")):
        blocks.words(say("tablet.text"), small=True)
        blocks.anchors([(say("tablet.link"), f"/staff/kiosk/{event.code}?lang={viewer.language}")])

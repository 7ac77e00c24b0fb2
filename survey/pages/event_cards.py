"""One-time cards of an event: how many were printed and used, and whether that fits the answers."""

from functools import partial

import streamlit as st

from survey import cards
from survey.cards import Tally
from survey.context import Context
from survey.i18n import show_number
from survey.pages import blocks
from survey.pages.viewer import Viewer
from survey.permissions import Permission, allowed
from survey.records import Event


def show(context: Context, viewer: Viewer, event: Event) -> None:
    """Counts and what they mean; for those who may plan events, the way to the page that makes cards."""
    say = partial(context.texts.get, viewer.language)
    may_print = allowed(viewer.account, Permission.PLAN_EVENTS)
    found = cards.tally(context, viewer.account, event)
    made = found.printed or found.withdrawn
    if not (made or may_print):
        return
    with st.expander(say("cards.event.title"), expanded=found.differs or found.too_many):
        blocks.words(say("cards.event.text"), small=True)
        if made:
            _counts(context, viewer, found)
            _meaning(context, viewer, found)
        else:
            blocks.words(say("cards.event.none"))
        if may_print:
            blocks.anchors(
                [(say("cards.event.open"), f"/staff/cards/{event.code}?lang={viewer.language}")], new_tab=True
            )


def _counts(context: Context, viewer: Viewer, found: Tally) -> None:
    say, number = partial(context.texts.get, viewer.language), partial(show_number, language=viewer.language)
    printed, received = number(found.printed), number(found.received)
    if found.withdrawn:
        printed = say("cards.event.printed_less", count=printed, withdrawn=number(found.withdrawn))
    if found.rehearsed:
        received = say("cards.event.received_rehearsed", count=received, rehearsed=number(found.rehearsed))
    blocks.facts(
        [
            (say("cards.event.printed"), printed),
            (say("cards.event.used"), say("cards.event.used_forgotten") if found.forgotten else number(found.used)),
            (say("cards.event.received"), received),
            (say("cards.event.without"), number(found.without)),
        ]
    )


def _meaning(context: Context, viewer: Viewer, found: Tally) -> None:
    """What the counts say, in words; what should not be stands out."""
    number = partial(show_number, language=viewer.language)
    say = partial(
        context.texts.get,
        viewer.language,
        used=number(found.used),
        printed=number(found.printed),
        received=number(found.received + found.rehearsed),
    )
    if found.forgotten:
        blocks.words(say("cards.event.forgotten"), small=True)
        return
    if found.differs:
        blocks.notice(say("cards.event.differs"), "attention")
    if found.too_many:
        blocks.notice(say(f"cards.event.too_many{'_withdrawn' if found.withdrawn else ''}"), "attention")
    if not found.differs and found.used:
        blocks.words(say("cards.event.matches"), small=True)

"""Publishing a release: what it would cover, what the last one covers, and the button."""

from functools import partial

import streamlit as st

from analysis.figures import EVENTS_NEEDED, Release
from survey import events, releases, responses
from survey.context import Context
from survey.i18n import show_day, show_number
from survey.pages import blocks, correct_release
from survey.pages.forms import Form
from survey.pages.viewer import Viewer

NAMED = (
    "answers_read",
    "remarks_read",
    "notes_read",
    "figures_too_few_events",
    "figures_hidden",
)
"""Counts that have a name of their own: what went in first, then what is not shown."""


def render(context: Context, viewer: Viewer) -> None:
    """Shows what is published, publishes anew, and corrects."""
    say = partial(context.texts.get, viewer.language)
    blocks.opening(say("publish.title"), say("publish.lead"))
    form = Form(context, viewer, "publish")
    form.outcome()
    latest = releases.latest(context)
    if latest is None:
        needed = show_number(EVENTS_NEEDED, viewer.language)
        blocks.empty(say("publish.empty.title"), say("publish.empty.text", events=needed))
    else:
        _covered(context, viewer, latest)
    _waiting(context, viewer)
    act = partial(releases.publish, context, viewer.account)
    st.button(say("publish.action"), type="primary", key="publish", on_click=form.attempt, args=(act, "publish.done"))
    blocks.words(say("publish.nightly"), small=True)
    if latest is not None:
        correct_release.show(context, viewer, latest.version)


def _covered(context: Context, viewer: Viewer, latest: Release) -> None:
    """What the newest release read and what it does not show; its other counts by their own names, so none is lost."""
    say = partial(context.texts.get, viewer.language)
    blocks.section(say("publish.latest", version=latest.version, day=show_day(latest.made_on, viewer.language)))
    counts = {name: show_number(count, viewer.language) for name, count in latest.counts.items()}
    named = {name: say(f"publish.count.{name}") for name in NAMED if name in counts}
    blocks.facts([(text, counts[name]) for name, text in named.items()])
    blocks.words(say("publish.rounded"), small=True)
    with st.expander(say("publish.all_counts")):
        blocks.facts([(name, count) for name, count in counts.items() if name not in named])


def _waiting(context: Context, viewer: Viewer) -> None:
    say = partial(context.texts.get, viewer.language)
    counts = responses.counts(context, viewer.account)
    blocks.section(say("publish.now.title"), say("publish.now.text"))
    pairs = {"events": len(events.listed(context, viewer.account)), "answers": sum(counts.values())}
    blocks.facts([(say(f"publish.now.{name}"), show_number(count, viewer.language)) for name, count in pairs.items()])
    if 0 < responses.waiting(context, viewer.account) < context.settings.smallest_group:
        least = show_number(context.settings.smallest_group, viewer.language)
        blocks.words(say("publish.now.too_few_new", least=least), small=True)

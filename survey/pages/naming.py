"""What becomes of names in comments, officers' too: a part of the public page about what is stored."""

from functools import partial

from survey import city
from survey.context import Context
from survey.pages import blocks
from survey.pages.viewer import Viewer


def show(context: Context, viewer: Viewer) -> None:
    """The policy, where a complaint is taken, and what happens to words that may be no name."""
    say = partial(context.texts.get, viewer.language)
    blocks.section(say("storage.names.title"), say("storage.names.text"))
    blocks.words(say("storage.names.officers"))
    _complaint(city.profile(context).complaint, say("storage.names.complaint"), say("storage.names.no_complaint"))
    waits = city.stewarded(context)
    blocks.notice(say("storage.names.waits" if waits else "storage.names.dropped"), "info" if waits else "attention")


def _complaint(given: str, label: str, missing: str) -> None:
    """A link where the city gave an address, else the words it gave."""
    if given.startswith(("https://", "http://")):
        blocks.anchors([(f"{label} {given.partition('://')[2]}", given)])
    else:
        blocks.words(f"{label} {given}" if given else missing)

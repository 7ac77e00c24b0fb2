"""What is stored about you: every field of the records themselves, what is never stored, and what stays a risk."""

from collections.abc import Sequence
from functools import partial

from survey import city, doubts, events, responses
from survey.context import Context
from survey.i18n import language_name
from survey.pages import blocks, naming
from survey.pages.viewer import Viewer


def render(context: Context, viewer: Viewer) -> None:
    """Shows it all; anyone may read it."""
    say = partial(context.texts.get, viewer.language)
    blocks.opening(say("storage.title"), say("storage.lead"))
    blocks.section(say("storage.never.title"), say("storage.never.text"))
    blocks.points([say(f"storage.never.point_{number}") for number in (1, 2, 3, 4, 5)])
    blocks.section(say("storage.records.title"), say("storage.records.text"))
    for name, fields in responses.stored_fields().items():
        _record(context, viewer, name, fields)
    blocks.section(say("storage.paper.title"), say("storage.paper.text"))
    for name, fields in responses.waiting_fields().items():
        _record(context, viewer, name, fields)
    blocks.section(say("storage.comments.title"), say("storage.comments.text"))
    naming.show(context, viewer)
    for name, fields in doubts.stored_fields().items():
        _record(context, viewer, name, fields)
    blocks.section(say("storage.phone.title"), say("storage.phone.text"))
    blocks.section(say("storage.cookies.title"), say("storage.cookies.text"))
    blocks.section(say("storage.shown.title"), say("storage.shown.text"))
    blocks.section(say("storage.risks.title"), say("storage.risks.text"))
    blocks.points([say(f"storage.risks.point_{number}") for number in (1, 2, 3, 4, 5, 6)])
    _steward(context, viewer)
    _drafts(context, viewer)


def _record(context: Context, viewer: Viewer, name: str, fields: Sequence[str]) -> None:
    """One table, as it is stored: a field without an explanation would be an error here, never a gap."""
    say = partial(context.texts.get, viewer.language)
    rows = [(field, *(say(f"storage.field.{name}.{field}.{part}") for part in ("what", "example"))) for field in fields]
    head = (say("storage.head.field"), say("storage.head.what"), say("storage.head.example"))
    blocks.table(head, rows, say(f"storage.record.{name}"))


def _steward(context: Context, viewer: Viewer) -> None:
    say = partial(context.texts.get, viewer.language)
    there = "here" if city.stewarded(context) else "missing"
    blocks.section(say("storage.steward.title"), say("storage.steward.what"))
    blocks.notice(say(f"storage.steward.{there}"), "good" if there == "here" else "attention")


def _drafts(context: Context, viewer: Viewer) -> None:
    """Which translations no named speaker has accepted."""
    say = partial(context.texts.get, viewer.language)
    drafts = [language_name(one) for one in context.library.translations if not events.accepted(context, one)]
    if drafts:
        blocks.section(say("storage.drafts.title"), say("storage.drafts.text", languages=", ".join(drafts)))

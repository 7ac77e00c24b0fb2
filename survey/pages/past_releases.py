"""Which releases there were, for everyone: when, what corrects what and why, and a fingerprint to compare."""

from collections.abc import Iterator, Sequence
from functools import partial

import streamlit as st

from survey import releases
from survey.context import Context
from survey.i18n import show_day, show_number
from survey.pages import blocks
from survey.pages.viewer import Viewer
from survey.records import ReleaseEntry

AT_FIRST = 5
"""Releases that are shown at once; a city that publishes nightly has hundreds in a year."""


def say_correction(context: Context, viewer: Viewer) -> None:
    """Says that a release was corrected of late, and why."""
    if entry := releases.newest_correction(context):
        blocks.notice(told(context, viewer, entry), "attention")


def told(context: Context, viewer: Viewer, entry: ReleaseEntry) -> str:
    """The sentence in which a correction stands on the pages of results."""
    return context.texts.get(
        viewer.language,
        "releases.corrected",
        version=show_number(entry.version, viewer.language),
        replaces=show_number(entry.replaces, viewer.language),
        day=show_day(entry.made_on, viewer.language),
        reason=entry.reason,
    )


def show(context: Context, viewer: Viewer) -> None:
    """Shows the list, the newest first."""
    say = partial(context.texts.get, viewer.language)
    entries = releases.history(context)
    rows = list(_rows(context, viewer, entries))
    head = [say(f"releases.head.{name}") for name in ("version", "day", "digest", "note")]
    blocks.section(say("releases.title"), say("releases.text"))
    blocks.table(head, rows[:AT_FIRST])
    if rows[AT_FIRST:]:
        with st.expander(say("releases.older", count=show_number(len(rows[AT_FIRST:]), viewer.language))):
            blocks.table(head, rows[AT_FIRST:])


def short(digest: str) -> str:
    """The beginning of a digest in groups of four, as people compare it, on one line."""
    return "\u00a0".join(digest[start : start + 4] for start in (0, 4, 8))


def _rows(context: Context, viewer: Viewer, entries: Sequence[ReleaseEntry]) -> Iterator[tuple[str, ...]]:
    say, number = partial(context.texts.get, viewer.language), partial(show_number, language=viewer.language)
    none = say("releases.none")
    corrected = releases.corrected_by(entries)
    for entry in entries:
        notes = []
        if entry.replaces:
            notes.append(say("releases.corrects", replaces=number(entry.replaces), reason=entry.reason))
        if by := corrected.get(entry.version):
            notes.append(say("releases.corrected_by", version=number(by)))
        yield (
            number(entry.version),
            show_day(entry.made_on, viewer.language),
            short(entry.digest),
            " ".join(notes) or none,
        )

"""The list of everything that is stored, from the entries that the command line shows too: one line a field."""

from functools import partial
from html import escape

import streamlit as st

from survey import holdings, retention
from survey.context import Context
from survey.holdings import Table
from survey.pages import blocks
from survey.pages.viewer import Viewer

OPEN = "answers"
"""The part that most people come for; the others unfold, and so do its records but the first."""


def show(context: Context, viewer: Viewer) -> None:
    """What is stored about an answer, and below it all the rest."""
    say = partial(context.texts.get, viewer.language)
    parts: dict[str, list[Table]] = {}
    for table in holdings.tables():
        parts.setdefault(table.part, []).append(table)
    blocks.section(say("storage.records.title"), say(f"holdings.part_text.{OPEN}"))
    _records(context, viewer, parts.pop(OPEN))
    blocks.section(say("storage.others.title"), say("storage.others.text"))
    for part, tables in parts.items():
        with st.expander(say(f"holdings.part.{part}")):
            blocks.words(say(f"holdings.part_text.{part}"), small=True)
            _records(context, viewer, tables)


def _records(context: Context, viewer: Viewer, tables: list[Table]) -> None:
    st.html("".join(_record(context, viewer, table, unfolded=table is tables[0]) for table in tables))


def _record(context: Context, viewer: Viewer, table: Table, *, unfolded: bool) -> str:
    """One table as it is: how long it is kept on top, beside a field only where it differs."""
    say = partial(context.texts.get, viewer.language)
    lengths = partial(holdings.how_long, context, viewer.language, periods=retention.periods(context))
    lines = []
    for field, kept in table.fields.items():
        own = "" if kept == table.kept else f" <em>{escape(say('storage.kept', length=lengths(kept)))}</em>"
        why = escape(holdings.why(context, viewer.language, table.name, field))
        lines.append(f"<div><dt>{escape(field)}</dt><dd>{why}{own}</dd></div>")
    head = f"<h3>{escape(say(f'holdings.table.{table.name}'))}</h3>"
    kept_for = f"<span>{escape(say('storage.kept', length=lengths(table.kept)))}</span>"
    opened = " open" if unfolded else ""
    return f'<details class="fh-record"{opened}><summary>{head}{kept_for}</summary><dl>{"".join(lines)}</dl></details>'

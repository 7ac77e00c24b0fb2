"""Listening sessions of the demo city, and what was promised after them."""

import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from survey.commitments import CommitmentDraft
from survey.demo.comments import KINDS, sentence_about
from survey.demo.schedule import Planned
from survey.demo.truth import Truth
from survey.listening import NoteDraft
from survey.records import CommitmentStatus, Event, NoteKind, Program

PROMISES = Path(__file__).parent / "promises.toml"
TABLES = 5


@dataclass(frozen=True)
class DemoSession:
    """A listening session that is over, with its notes."""

    event: Event
    notes: tuple[NoteDraft, ...]


@dataclass(frozen=True)
class DemoPromise:
    """A promise, the day it was made, and what was reported of it since."""

    draft: CommitmentDraft
    made_on: date
    status: CommitmentStatus
    outcome: str


def hold_sessions(truth: Truth, chance: random.Random, planned: Sequence[Planned]) -> tuple[DemoSession, ...]:
    """One session with notes for every listening session of the schedule."""
    held = [one for one in planned if one.event.program is Program.LISTENING_SESSION]
    return tuple(DemoSession(one.event, _notes(truth, chance, one)) for one in held)


def _notes(truth: Truth, chance: random.Random, planned: Planned) -> tuple[NoteDraft, ...]:
    tables = range(1, chance.randint(3, TABLES) + 1)
    return tuple(
        _note(truth, chance, planned, f"Table {table}") for table in tables for _ in range(chance.randint(3, 6))
    )


def _note(truth: Truth, chance: random.Random, planned: Planned, table: str) -> NoteDraft:
    weights = truth.theme_weights(planned.event.place, planned.quarter)
    theme = chance.choices(list(weights), weights=list(weights.values()))[0]
    spanish = chance.random() < truth.places[planned.event.place].spanish
    language = "es" if spanish else "en"
    kind = chance.choices(KINDS[:3], weights=(1, 3, 3))[0]
    return NoteDraft(
        table=table,
        kind=chance.choice((NoteKind.VERBATIM, NoteKind.PARAPHRASE)),
        topic=theme,
        text=sentence_about(chance, language, theme, kind),
        agree=min(9, 1 + int(chance.expovariate(0.4))),
        language=language,
    )


def make_promises(today: date) -> tuple[DemoPromise, ...]:
    """The promises of `promises.toml`, whose days are counted from today."""
    rows = tomllib.loads(PROMISES.read_text("utf-8"))["promise"]
    return tuple(
        DemoPromise(
            draft=CommitmentDraft(
                theme=row["theme"],
                place=row["place"],
                heard=row["heard"],
                promise=row["promise"],
                owner_role=row["owner_role"],
                due_on=today + timedelta(days=row["due"]),
            ),
            made_on=today + timedelta(days=row["made"]),
            status=CommitmentStatus(row["status"]),
            outcome=row.get("outcome", ""),
        )
        for row in rows
    )

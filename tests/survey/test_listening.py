"""Listening sessions and commitments."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from survey import commitments, listening
from survey.commitments import CommitmentDraft
from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.listening import NoteDraft
from survey.records import Account, CommitmentStatus, Event, NoteKind, Role

TOPICS = {"youth": "Youth", "stops": "Stops"}
NOTE = NoteDraft("Table 1", NoteKind.VERBATIM, "youth", "Ask my son Jeremy Walters: nowhere to go", 5, "en")
PROMISE = CommitmentDraft(
    "youth", "north", "Teens have nowhere to go", "Open the gym on Fridays", "Youth sergeant", date(2026, 9, 1)
)


@pytest.fixture
def liaison(account_for: Callable[..., Account]) -> Account:
    return account_for(Role.LIAISON)


def test_a_session_from_opening_to_closing(context: Context, liaison: Account, event: Event) -> None:
    session = listening.open_session(context, liaison, event)
    with pytest.raises(SurveyError, match="no_notes"):
        listening.close_session(context, liaison, session.id)
    note = listening.write_note(context, liaison, session.id, NOTE, TOPICS)
    assert "Walters" not in note.text
    listening.close_session(context, liaison, session.id)
    with pytest.raises(SurveyError, match="session_closed"):
        listening.write_note(context, liaison, session.id, NOTE, TOPICS)
    assert [remark.people for remark in context.store.listening.remarks()] == [5]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"table": " "}, {"table": "table_needed"}),
        ({"text": "x"}, {"text": "note_length"}),
        ({"topic": "weather"}, {"topic": "unknown_topic"}),
        ({"agree": 0}, {"agree": "agree_range"}),
        ({"agree": 501, "text": ""}, {"agree": "agree_range", "text": "note_length"}),
    ],
)
def test_a_bad_note_is_refused_with_reasons(
    context: Context, liaison: Account, event: Event, change: dict[str, object], problem: dict[str, str]
) -> None:
    session = listening.open_session(context, liaison, event)
    with pytest.raises(InvalidInput) as caught:
        listening.write_note(context, liaison, session.id, replace(NOTE, **change), TOPICS)  # type: ignore[arg-type]  # the test knows the fields
    assert caught.value.problems == problem


def test_who_may_not_take_notes_or_promise(context: Context, account_for: Callable[..., Account], event: Event) -> None:
    analyst = account_for(Role.ANALYST)
    with pytest.raises(SurveyError, match="not_allowed"):
        listening.open_session(context, analyst, event)
    with pytest.raises(SurveyError, match="not_allowed"):
        commitments.promise(context, analyst, PROMISE, TOPICS)


def test_a_promise_is_kept_late_or_dropped_with_words(context: Context, liaison: Account) -> None:
    made = commitments.promise(context, liaison, PROMISE, TOPICS)
    assert not commitments.overdue(made, date(2026, 9, 1))
    assert commitments.overdue(made, date(2026, 9, 2))
    with pytest.raises(InvalidInput) as caught:
        commitments.report(context, liaison, made.id, CommitmentStatus.DONE, "ok")
    assert caught.value.problems == {"outcome": "outcome_needed"}
    done = commitments.report(context, liaison, made.id, CommitmentStatus.DONE, "The gym opened on August 1")
    assert not commitments.overdue(done, date(2026, 12, 1))
    assert context.store.commitments.all() == (done,)
    with pytest.raises(SurveyError, match="unknown_commitment"):
        commitments.report(context, liaison, uuid4(), CommitmentStatus.DONE, "The gym opened")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"theme": "weather"}, {"theme": "unknown_topic"}),
        ({"place": "atlantis"}, {"place": "unknown_place"}),
        ({"due_on": date(2026, 6, 14)}, {"due_on": "due_in_past"}),
        ({"heard": "", "owner_role": ""}, {"heard": "text_length", "owner_role": "short_name_length"}),
        ({"promise": "x"}, {"promise": "text_length"}),
    ],
)
def test_a_bad_promise_is_refused_with_reasons(
    context: Context, liaison: Account, change: dict[str, object], problem: dict[str, str]
) -> None:
    with pytest.raises(InvalidInput) as caught:
        commitments.promise(context, liaison, replace(PROMISE, **change), TOPICS)  # type: ignore[arg-type]  # the test knows the fields
    assert caught.value.problems == problem

"""What happened when: nothing that was said is unsaid, and what is wrong is told at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from survey import incidents
from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.incidents import IncidentDraft
from survey.records import Account, IncidentKind, IncidentStatus, Role, Step

Make = Callable[..., Account]
DRAFT = IncidentDraft(
    date(2026, 5, 4), "north", IncidentKind.INCIDENT, "A man was hurt during an arrest", IncidentStatus.PRELIMINARY
)
WHY = "The first report gave another day."


@pytest.fixture
def liaison(account_for: Make) -> Account:
    return account_for(Role.LIAISON)


def problems(context: Context, actor: Account, draft: IncidentDraft) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        incidents.mark(context, actor, draft)
    return caught.value.problems


def test_each_change_is_kept_beside_what_was_said(context: Context, liaison: Account) -> None:
    first = incidents.mark(context, liaison, DRAFT)
    moved = replace(DRAFT, day=date(2026, 5, 3))
    second = incidents.correct(context, liaison, first.id, 1, moved, WHY)
    incidents.correct(context, liaison, first.id, 2, replace(moved, status=IncidentStatus.CONFIRMED), "")
    (told,) = incidents.listed(context)
    assert [one.day for one in told.versions] == [date(2026, 5, 4), date(2026, 5, 3), date(2026, 5, 3)]
    assert told.steps == (Step.FIRST, Step.CORRECTED, Step.CONFIRMED)
    assert (told.versions[1], second.why) == (second, WHY)
    assert told.now.status is IncidentStatus.CONFIRMED
    actions = [entry[2] for entry in context.store.audit.all()]
    assert sorted(actions) == ["corrected_incident", "corrected_incident", "marked_incident"]


def test_what_is_withdrawn_leaves_the_charts_and_stays_in_the_list(context: Context, liaison: Account) -> None:
    first = incidents.mark(context, liaison, DRAFT)
    incidents.correct(context, liaison, first.id, 1, replace(DRAFT, status=IncidentStatus.WITHDRAWN), WHY)
    told = incidents.listed(context)
    assert [one.steps[-1] for one in told] == [Step.WITHDRAWN]
    assert incidents.standing(told) == ()


@pytest.mark.parametrize(
    ("change", "why", "problem"),
    [
        ({"words": "A woman was hurt during an arrest"}, "", {"why": "reason_length"}),
        ({"status": IncidentStatus.WITHDRAWN}, "wrong", {"why": "reason_length"}),
        ({}, WHY, {"": "incident_same"}),
    ],
)
def test_a_change_needs_its_reason(
    context: Context, liaison: Account, change: dict[str, object], why: str, problem: dict[str, str]
) -> None:
    first = incidents.mark(context, liaison, DRAFT)
    with pytest.raises(InvalidInput) as caught:
        incidents.correct(context, liaison, first.id, 1, replace(DRAFT, **change), why)  # type: ignore[arg-type]
    assert caught.value.problems == problem
    assert len(context.store.incidents.all()) == 1


def test_two_corrections_of_the_same_version_do_not_cover_each_other(context: Context, liaison: Account) -> None:
    first = incidents.mark(context, liaison, DRAFT)
    changed = replace(DRAFT, words="Two men were hurt during an arrest")
    mended = incidents.correct(context, liaison, first.id, 1, changed, WHY)
    with pytest.raises(SurveyError, match="incident_meanwhile"):
        incidents.correct(context, liaison, first.id, 1, replace(DRAFT, place=""), WHY)
    with pytest.raises(SurveyError, match="incident_meanwhile"):
        context.store.incidents.add(replace(mended, words="written by another at the same moment"))
    with pytest.raises(SurveyError, match="unknown_incident"):
        incidents.correct(context, liaison, uuid4(), 1, DRAFT, WHY)


def test_every_problem_is_told_at_once(context: Context, liaison: Account) -> None:
    wrong = IncidentDraft(date(2026, 6, 16), "moon", IncidentKind.OTHER, "short", IncidentStatus.WITHDRAWN)
    assert problems(context, liaison, wrong) == {
        "day": "incident_in_future",
        "place": "unknown_place",
        "words": "incident_length",
        "status": "incident_status",
    }
    assert problems(context, liaison, replace(DRAFT, words="x" * 201)) == {"words": "incident_length"}


def test_names_are_not_published(context: Context, liaison: Account) -> None:
    made = incidents.mark(context, liaison, replace(DRAFT, words="Call 555-867-5309, a man\nwas hurt"))
    assert "867" not in made.words and "\n" not in made.words
    why = "It was reported by a caller at 555-867-5309"
    changed = incidents.correct(context, liaison, made.id, 1, replace(DRAFT, place=""), why)
    assert "867" not in changed.why


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE incident SET words = 'never said'",
        "DELETE FROM incident",
        "INSERT OR REPLACE INTO incident SELECT * FROM incident",
    ],
)
def test_the_database_refuses_to_unsay(context: Context, liaison: Account, statement: str) -> None:
    incidents.mark(context, liaison, DRAFT)
    with pytest.raises(IntegrityError), context.store.engine.begin() as connection:
        connection.execute(text(statement))
    assert [one.words for one in context.store.incidents.all()] == [DRAFT.words]

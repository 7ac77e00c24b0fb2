"""Answers that waited on a phone: the day that counts, what comes too late, and what a repeat is told."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey import events
from survey.context import Context
from survey.errors import SurveyError
from survey.records import Door, Event, Program
from survey.web.lateness import day_to_store
from tests.survey.conftest import stored_event
from tests.survey.web.conftest import Client

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 10)
"""The event's days; the tests' clock says June 15."""


def posted(client: Client, code: str, **fields: object) -> tuple[int, str]:
    given = {"key": str(uuid4()), "language": "en", "c1": "4", "comment": "Mend the lights.", **fields}
    answer = client.post(f"/s/{code}", given)
    return answer.status_code, answer.text


def stored_days(context: Context) -> list[date]:
    return [answer.day for answer in context.store.responses.answered()]


@pytest.mark.parametrize("day", ["2026-06-01", "2026-06-05", "2026-06-10"])
def test_a_day_of_the_event_counts_though_it_has_closed(client: Client, context: Context, day: str) -> None:
    event = stored_event(context, starts_on=FIRST, ends_on=LAST)
    status, page = posted(client, event.code, day=day)
    assert status == 200 and "Your answers are saved" in page and "Another person answers" not in page
    assert stored_days(context) == [date.fromisoformat(day)]


@pytest.mark.parametrize("day", ["2026-05-31", "2026-06-11", "2026-06-15", "2026-06-16", "2027-01-01", "yesterday"])
def test_what_comes_too_late_keeps_its_words(client: Client, context: Context, day: str) -> None:
    event = stored_event(context, starts_on=FIRST, ends_on=LAST)
    status, page = posted(client, event.code, day=day)
    assert status == 410 and "closed too long ago" in page and "Mend the lights." in page
    assert stored_days(context) == []


def test_two_weeks_are_the_longest(client: Client, context: Context) -> None:
    event = stored_event(context, starts_on=date(2026, 5, 1), ends_on=date(2026, 6, 1))
    assert posted(client, event.code, day="2026-06-01")[0] == 200
    assert posted(client, event.code, day="2026-05-31")[0] == 410


@pytest.mark.parametrize(("day", "stored"), [("2026-06-12", 12), ("2026-05-20", 15), ("2026-06-20", 15), ("", 15)])
def test_an_open_event_takes_its_own_days_and_else_today(
    client: Client, context: Context, day: str, stored: int
) -> None:
    event = stored_event(context, starts_on=FIRST, ends_on=date(2026, 6, 30))
    assert posted(client, event.code, day=day)[0] == 200
    assert stored_days(context) == [date(2026, 6, stored)]


def test_practice_that_waited_stays_practice(client: Client, context: Context) -> None:
    event = stored_event(context, starts_on=date(2026, 6, 14), ends_on=date(2026, 6, 30))
    _, page = posted(client, event.code, day="2026-06-13", practice="1")
    assert "Practice worked" in page and stored_days(context) == []
    assert context.store.responses.count(event.id, rehearsal=True) == 1


def test_a_repeat_gets_its_receipt_however_late_it_comes(client: Client, context: Context, event: Event) -> None:
    key = str(uuid4())
    posted(client, event.code, key=key)
    context.store.events.change(replace(event, ends_on=date(2026, 6, 2)))
    for fields in ({"day": "2026-01-01"}, {}, {"c1": "99"}):
        status, page = posted(client, event.code, key=key, **fields)
        assert status == 200 and "already saved" in page
    assert len(stored_days(context)) == 1


DAYS = st.dates(date(2026, 5, 1), date(2026, 8, 1))


@given(today=DAYS, said=DAYS, practice=st.booleans())
def test_no_day_outside_the_rule_is_ever_stored(today: date, said: date, practice: bool) -> None:
    event = Event(
        uuid4(), "CDF479", "3-11-42", "x", Program.ONLINE, "", FIRST, LAST, "UTC", "pulse", ("en",), Door.PHONE
    )
    try:
        day = day_to_store(event, today, said.isoformat(), practice=practice)
    except SurveyError as error:
        assert error.code == "too_late" and today > LAST
    else:
        assert day is None or (day == said and day <= min(today, LAST) and today - day <= events.LATE)
        assert day is None or practice or day >= FIRST
        assert day or today <= LAST
        assert today - timedelta(days=14) <= (day or today)

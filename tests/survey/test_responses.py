"""submit(): the only door for an answer."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from analysis.records import Value
from survey import responses
from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.records import Channel, Event, Submission
from tests.survey.conftest import stored_event

ANSWERS: dict[str, Value] = {"neighborhood": "river", "c1": 4, "c2": -1, "comment": "Walk more", "comment_kind": 3}


def submission(key: UUID | None = None, **changes: object) -> Submission:
    made = Submission(key or uuid4(), ANSWERS, "en", Channel.PHONE)
    return replace(made, **changes)  # type: ignore[arg-type]  # the test knows the fields


def test_an_answer_is_stored_by_day_and_place_alone(context: Context, event: Event) -> None:
    receipt = responses.submit(context, event, submission())
    assert not receipt.repeated
    assert len(receipt.code) == 9
    (answered,) = context.store.responses.answered()
    assert (answered.place, answered.day, answered.values) == ("river", date(2026, 6, 15), {"c1": 4, "c2": -1})
    (remark,) = context.store.responses.remarks()
    assert (remark.text, remark.kind) == ("Walk more", 3)


def test_the_same_key_twice_is_one_answer_and_one_receipt(context: Context, event: Event) -> None:
    key = uuid4()
    first = responses.submit(context, event, submission(key))
    second = responses.submit(context, event, submission(key, values={"c1": 1}))
    assert (second.code, second.repeated) == (first.code, True)
    assert responses.received(context, event) == 1


def test_the_clients_key_is_not_the_answers_key(context: Context, event: Event) -> None:
    key = uuid4()
    responses.submit(context, event, submission(key))
    with context.store.engine.connect() as connection:
        stored = connection.execute(text("SELECT key FROM response")).scalar_one()
    assert UUID(stored) != key
    files = b"".join(path.read_bytes() for path in context.settings.home.iterdir())
    assert key.bytes not in files
    assert key.hex.encode() not in files


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"c1": 6}, {"c1": "not_a_choice"}),
        ({"c1": 99}, {"c1": "not_a_choice"}),
        ({"neighborhood": "atlantis"}, {"neighborhood": "unknown_place"}),
        ({"nothing": 1}, {"nothing": "unknown_question"}),
        ({"comment": "x" * 1001}, {"comment": "too_long"}),
        ({"c1": 0, "c2": 77}, {"c1": "not_a_choice", "c2": "not_a_choice"}),
        ({}, {"": "nothing_answered"}),
    ],
)
def test_what_is_wrong_is_refused_whole(
    context: Context, event: Event, values: dict[str, Value], problem: dict[str, str]
) -> None:
    with pytest.raises(InvalidInput) as caught:
        responses.submit(context, event, submission(values=values))
    assert caught.value.problems == problem
    assert responses.received(context, event) == 0


def test_comments_are_redacted_before_they_are_stored(context: Context, event: Event) -> None:
    secret = "Call my son Jeremy Walters at 212-555-0187 or jw@example.org"
    responses.submit(context, event, submission(values={"comment": secret}))
    files = b"".join(path.read_bytes() for path in context.settings.home.iterdir())
    for part in (b"Jeremy", b"Walters", b"555-0187", b"jw@example.org"):
        assert part not in files
    (remark,) = context.store.responses.remarks()
    assert "Call my son" in remark.text


@pytest.mark.parametrize(
    ("instant", "zone", "day"),
    [
        (datetime(2026, 6, 16, 3, 30, tzinfo=UTC), "America/New_York", date(2026, 6, 15)),
        (datetime(2026, 6, 16, 3, 30, tzinfo=UTC), "Asia/Tokyo", date(2026, 6, 16)),
        (datetime(2026, 3, 8, 6, 59, tzinfo=UTC), "America/New_York", date(2026, 3, 8)),
        (datetime(2026, 11, 1, 4, 30, tzinfo=UTC), "America/New_York", date(2026, 11, 1)),
    ],
)
def test_the_day_is_the_events_own(context: Context, instant: datetime, zone: str, day: date) -> None:
    event = stored_event(context, time_zone=zone, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    responses.submit(replace(context, clock=lambda: instant), event, submission())
    assert [answered.day for answered in context.store.responses.answered()] == [day]


def test_answers_before_an_event_opens_are_rehearsals(context: Context) -> None:
    event = stored_event(context, starts_on=date(2026, 6, 20))
    responses.submit(context, event, submission())
    assert responses.received(context, event) == 0
    assert context.store.responses.count(event.id, rehearsal=True) == 1


def test_a_closed_event_takes_no_answers(context: Context) -> None:
    event = stored_event(context, ends_on=date(2026, 6, 14))
    with pytest.raises(SurveyError, match="event_closed"):
        responses.submit(context, event, submission())


def test_a_phone_that_asks_again_after_closing_gets_its_receipt(context: Context, event: Event) -> None:
    sent = submission()
    first = responses.submit(context, event, sent)
    later = replace(context, clock=lambda: datetime(2026, 7, 2, tzinfo=UTC))
    again = responses.submit(later, event, sent)
    assert (again.code, again.repeated) == (first.code, True)
    with pytest.raises(SurveyError, match="event_closed"):
        responses.submit(later, event, submission())


@pytest.mark.parametrize(("instrument", "place"), [("pulse", ""), ("youth", "north")])
def test_a_place_that_was_asked_and_not_answered_stays_unknown(context: Context, instrument: str, place: str) -> None:
    event = stored_event(context, instrument=instrument)
    question = "c1" if instrument == "pulse" else "y1"
    responses.submit(context, event, submission(values={question: 3}))
    assert [answered.place for answered in context.store.responses.answered()] == [place]


def test_many_are_saved_together_or_not_at_all(context: Context, event: Event) -> None:
    good, bad = submission(), submission(values={"c1": 99})
    with pytest.raises(InvalidInput):
        responses.submit_many(context, event, [good, bad])
    assert responses.received(context, event) == 0
    assert len(responses.submit_many(context, event, [submission(), submission()])) == 2


@pytest.mark.parametrize(
    ("ends_on", "channel", "forgotten"),
    [
        (date(2026, 5, 15), Channel.PHONE, 1),
        (date(2026, 5, 16), Channel.PHONE, 0),
        (date(2026, 5, 15), Channel.IMPORT, 0),
    ],
)
def test_receipts_are_forgotten_30_days_after_closing(
    context: Context, ends_on: date, channel: Channel, forgotten: int
) -> None:
    event = stored_event(context, starts_on=date(2026, 5, 1), ends_on=ends_on)
    responses.submit(context, event, submission(day=date(2026, 5, 2), channel=channel))
    assert responses.forget_old_receipts(context) == forgotten
    assert responses.received(context, event) == 1

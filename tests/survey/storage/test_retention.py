"""What goes, what stays, and that a second run finds nothing to do, on both engines."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from survey.records import Account, Channel, Comment, Event, Role, Side, StaffSession
from survey.storage.store import Store
from survey.storage.tables import PAST
from tests.survey.storage.test_store import a_response, an_event

DAY = date(2026, 6, 15)
LONG_AGO = date(2025, 5, 20)


def stored(store: Store, event: Event, days: list[date], stage: int = 2, **changes: object) -> list[UUID]:
    """Answers of these days in the store, by default as if a release counted them."""
    made = [replace(a_response(event), day=day, **changes) for day in days]  # type: ignore[arg-type]  # known fields
    store.responses.save([(uuid4(), f"R{number}", response) for number, response in enumerate(made)])
    keys = [response.key for response in made]
    with store.engine.begin() as connection:
        for key in keys:
            shown = key.hex if connection.dialect.name == "sqlite" else key
            connection.execute(
                text("UPDATE response SET stage = :stage WHERE key = :key"), {"stage": stage, "key": shown}
            )
    return keys


def rows(store: Store, select: str) -> list[tuple[object, ...]]:
    with store.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(select))]


def test_old_answers_lose_their_event_and_their_day_and_nothing_else(store: Store) -> None:
    event = an_event()
    store.events.add(event)
    stored(store, event, [LONG_AGO, LONG_AGO, DAY])
    before = {(answer.place, answer.language, str(answer.values)) for answer in store.responses.answered()}
    assert store.retention.old_answers(DAY) == 2
    assert store.retention.move_answers(DAY) == 2
    assert (store.retention.old_answers(DAY), store.retention.move_answers(DAY)) == (0, 0)
    found = sorted((answer.event, answer.day) for answer in store.responses.answered())
    assert found == sorted([(str(PAST), LONG_AGO.replace(day=1))] * 2 + [(str(event.id), DAY)])
    after = {(answer.place, answer.language, str(answer.values)) for answer in store.responses.answered()}
    assert before == after


def test_an_event_still_says_how_many_answers_it_had(store: Store) -> None:
    one, other = an_event(), replace(an_event(), code="OTHER3")
    for event in (one, other):
        store.events.add(event)
    stored(store, one, [LONG_AGO, DAY])
    stored(store, other, [LONG_AGO])
    store.retention.move_answers(DAY)
    assert store.responses.counts() == {one.id: 2, other.id: 1}
    assert (store.responses.count(one.id), store.responses.count(other.id)) == (2, 1)
    store.events.change(replace(one, name="Renamed"))
    assert store.responses.count(one.id) == 2


def test_old_answers_that_wait_keep_their_event_only_where_the_next_release_takes_them(store: Store) -> None:
    event = an_event()
    store.events.add(event)
    stored(store, event, [LONG_AGO, LONG_AGO, DAY], stage=0)
    stored(store, event, [LONG_AGO], stage=1)
    stored(store, event, [LONG_AGO], stage=0, rehearsal=True)
    assert (store.retention.old_answers(DAY), store.retention.move_answers(DAY, least=3)) == (3, 0)
    assert store.retention.years_without_events(DAY, least=3) == frozenset()
    assert store.retention.years_without_events(DAY, least=4) == {"2025"}
    assert store.retention.years_without_events() == frozenset(), "nothing is moved by asking"
    assert store.retention.move_answers(DAY, least=4) == 2
    assert store.retention.old_answers(DAY) == 1, "the one that is in the making is counted, not moved"
    assert store.retention.years_without_events() == {"2025"}
    assert (store.responses.waiting(), store.responses.counts()) == (3, {event.id: 4})


def test_nobody_planned_the_event_of_old_answers(store: Store) -> None:
    event = an_event()
    store.events.add(event)
    stored(store, event, [LONG_AGO])
    store.retention.move_answers(DAY)
    assert [found.id for found in store.events.all()] == [event.id]
    assert store.events.by_code("-") is None
    assert PAST not in store.responses.counts()


def test_rehearsals_go_with_their_comments(store: Store) -> None:
    event = an_event()
    store.events.add(event)
    words = (Comment("comment", "Only practice", 0, "1"),)
    stored(store, event, [event.ends_on], stage=0, rehearsal=True, comments=words)
    stored(store, event, [event.ends_on], comments=words)
    later = event.ends_on + timedelta(days=1)
    assert store.retention.old_rehearsals(event.ends_on) == 0
    assert (store.retention.old_rehearsals(later), store.retention.remove_rehearsals(later)) == (1, 1)
    assert (store.retention.old_rehearsals(later), store.retention.remove_rehearsals(later)) == (0, 0)
    assert rows(store, "SELECT text FROM comment") == [("Only practice",)]


def test_receipts_of_imports_stay_beside_others_that_go(store: Store) -> None:
    event = an_event()
    store.events.add(event)
    stored(store, event, [DAY])
    stored(store, event, [DAY], channel=Channel.IMPORT)
    later = event.ends_on + timedelta(days=1)
    assert store.retention.old_receipts(later) == 1
    assert store.responses.forget_receipts([event.id]) == 1
    assert store.retention.old_receipts(later) == 0
    assert rows(store, "SELECT count(*) FROM receipt WHERE imported") == [(1,)]


def test_sign_ins_that_ran_out_and_old_notes_go(store: Store) -> None:
    now = datetime(2026, 6, 15, 12, tzinfo=UTC)
    account = Account(uuid4(), "ana", Role.LIAISON, Side.POLICE, "none")
    store.accounts.add(account)
    for hours in (-1, 1):
        ends = now + timedelta(hours=hours)
        store.accounts.start_session(StaffSession(f"{hours}", account.id, ends), now - timedelta(days=2))
    store.audit.note(uuid4(), LONG_AGO, account.id, "planned_event")
    store.audit.note(uuid4(), DAY, account.id, "planned_event")
    assert (store.retention.ended_sessions(now), store.retention.remove_sessions(now)) == (1, 1)
    assert (store.retention.old_notes(DAY), store.retention.remove_notes(DAY)) == (1, 1)
    assert (store.retention.ended_sessions(now), store.retention.old_notes(DAY)) == (0, 0)
    assert store.accounts.session_account("1", now) == account
    assert [entry[0] for entry in store.audit.all()] == [DAY]


def test_lengths_are_kept(store: Store) -> None:
    assert store.retention.periods() == {}
    store.retention.set_periods({"receipts": 20})
    assert store.retention.periods() == {"receipts": 20}


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_gaps_in_the_file_are_found_and_closed(store: Store) -> None:
    event = an_event()
    store.events.add(event)
    words = (Comment("comment", "word " * 150, 0, "1"),)
    stored(store, event, [event.ends_on] * 60, stage=0, rehearsal=True, comments=words)
    store.retention.remove_rehearsals(event.ends_on + timedelta(days=1))
    assert store.retention.traces() > 0, "nothing was freed: this test would prove nothing"
    assert store.retention.rewrite()
    assert store.retention.traces() == 0


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_file_that_others_use_is_said_to_be_busy(store: Store) -> None:
    with store.engine.connect() as reading, reading.begin():
        reading.execute(text("SELECT count(*) FROM event")).all()
        with store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=50")
            assert not store.retention.rewrite()


def test_rewriting_works_on_either_engine(store: Store) -> None:
    assert store.retention.rewrite()
    assert store.retention.traces() == 0

"""The contract of the Store, on SQLite and PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from analysis.records import RemarkSource
from survey.errors import SurveyError
from survey.records import (
    Account,
    Channel,
    CityProfile,
    Comment,
    Commitment,
    CommitmentStatus,
    Event,
    LanguageAcceptance,
    ListeningSession,
    Note,
    NoteKind,
    Place,
    Program,
    Response,
    Role,
    Side,
    StaffSession,
)
from survey.storage.store import Store
from survey.storage.tables import Row

DAY = date(2026, 6, 15)
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


def an_event(code: str = "CDF479") -> Event:
    return Event(
        uuid4(), code, "1-2-42", "Block party", Program.COMMUNITY_EVENT, "north", DAY, DAY, "UTC", "pulse", ("en", "es")
    )


def a_response(event: Event, **changes: object) -> Response:
    response = Response(
        uuid4(), event.id, DAY, "north", "pulse", "1", "es", Channel.PHONE, False, {"c1": 4, "c2": -1}, ()
    )
    return replace(response, **changes)  # type: ignore[arg-type]  # the test knows the fields


@pytest.fixture
def event(store: Store) -> Event:
    stored = an_event()
    store.events.add(stored)
    return stored


def test_events_come_back_as_they_were(store: Store, event: Event) -> None:
    assert store.events.get(event.id) == event
    assert store.events.by_code(event.code) == event
    assert store.events.by_code("nothing") is None
    renamed = replace(event, name="Picnic")
    store.events.change(renamed)
    assert store.events.all() == (renamed,)


def test_a_code_is_used_once(store: Store, event: Event) -> None:
    with pytest.raises(SurveyError, match="code_taken"):
        store.events.add(an_event(event.code))


def test_places_keep_their_order_and_are_never_removed(store: Store) -> None:
    store.places.put([Place("b", "B"), Place("a", "A")])
    store.places.put([Place("a", "A new name", '{"type": "Polygon"}'), Place("c", "C")])
    assert store.places.all() == (Place("b", "B"), Place("a", "A new name", '{"type": "Polygon"}'), Place("c", "C"))


def test_an_answer_is_saved_once_for_its_key(store: Store, event: Event) -> None:
    key = uuid4()
    comment = Comment("comment", "More foot patrols", 3, "1")
    first = store.responses.save([(key, "AAAA-BBBB", a_response(event, comments=(comment,)))])
    again = store.responses.save([(key, "CCCC-DDDD", a_response(event))])
    assert (first[0].code, first[0].repeated) == ("AAAA-BBBB", False)
    assert (again[0].code, again[0].repeated) == ("AAAA-BBBB", True)
    assert store.responses.count(event.id) == 1
    (answered,) = store.responses.answered()
    assert (answered.values, answered.place, answered.day, answered.language) == (
        {"c1": 4, "c2": -1},
        "north",
        DAY,
        "es",
    )
    (remark,) = store.responses.remarks()
    assert (remark.text, remark.kind, remark.instrument) == ("More foot patrols", 3, "pulse")
    assert remark.source is RemarkSource.SURVEY


def test_the_comments_of_one_response_have_one_voice_that_is_not_its_key(store: Store, event: Event) -> None:
    two = (Comment("comment", "More foot patrols", 3, "1"), Comment("missed", "Parking", 3, "1"))
    one = (Comment("comment", "Thank you", 1, "1"),)
    store.responses.save(
        [(uuid4(), "A", a_response(event, comments=two)), (uuid4(), "B", a_response(event, comments=one))]
    )
    voices = {remark.text: remark.voice for remark in store.responses.remarks()}
    assert voices["More foot patrols"] == voices["Parking"] != voices["Thank you"]
    assert set(voices.values()) == {1, 2}


def test_one_bad_answer_of_a_batch_saves_none(store: Store, event: Event) -> None:
    bad = a_response(an_event())
    with pytest.raises(IntegrityError):
        store.responses.save([(uuid4(), "A", a_response(event)), (uuid4(), "B", bad)])
    assert store.responses.count(event.id) == 0


def test_fifty_sends_of_one_key_at_once_are_one_answer(store: Store, event: Event) -> None:
    key = uuid4()
    with ThreadPoolExecutor(8) as pool:
        sent = list(pool.map(lambda n: store.responses.save([(key, f"R{n}", a_response(event))])[0], range(50)))
    assert store.responses.count(event.id) == 1
    assert len({receipt.code for receipt in sent}) == 1
    assert sum(not receipt.repeated for receipt in sent) == 1


def test_a_crowd_that_sends_at_once_loses_nobody(store: Store, event: Event) -> None:
    with ThreadPoolExecutor(100) as pool:
        list(pool.map(lambda n: store.responses.save([(uuid4(), f"R{n}", a_response(event))]), range(400)))
    assert store.responses.count(event.id) == 400
    assert store.responses.counts() == {event.id: 400}


def test_rehearsals_are_never_counted_or_read(store: Store, event: Event) -> None:
    practice = a_response(event, rehearsal=True, comments=(Comment("comment", "practice", 0, "1"),))
    store.responses.save([(uuid4(), "R", practice)])
    assert store.responses.count(event.id) == 0
    assert store.responses.count(event.id, rehearsal=True) == 1
    assert store.responses.counts() == {}
    assert list(store.responses.answered()) == list(store.responses.remarks()) == []


def test_receipts_are_forgotten_and_answers_stay(store: Store, event: Event) -> None:
    store.responses.save([(uuid4(), "R", a_response(event))])
    assert store.responses.forget_receipts([event.id]) == 1
    assert store.responses.count(event.id) == 1


def test_no_column_of_answers_holds_time_address_or_order(store: Store) -> None:
    columns = {
        table: {c["name"]: str(c["type"]) for c in inspect(store.engine).get_columns(table)}
        for table in ("response", "comment", "receipt")
    }
    kept = "key event day place instrument instrument_version language channel rehearsal answers stage"
    assert columns["response"].keys() == set(kept.split())
    assert columns["comment"].keys() == {"response", "question", "text", "kind", "redactor"}
    assert columns["receipt"].keys() == {"key_hash", "event", "code", "card_hash", "imported"}
    kinds = " ".join(kind for table in columns.values() for kind in table.values()).upper()
    assert "TIME" not in kinds


def test_receipts_and_answers_share_nothing_but_the_event(store: Store, event: Event) -> None:
    store.responses.save([(uuid4(), "R", a_response(event))])
    with store.engine.connect() as connection:
        receipt = set(connection.execute(text("SELECT key_hash, code FROM receipt")).one())
        response = {str(value) for value in connection.execute(text("SELECT * FROM response")).one()}
    assert not receipt & response


def test_answers_lie_in_no_order_of_arrival(store: Store, event: Event) -> None:
    arrived = [a_response(event) for _ in range(300)]
    for response in arrived:
        store.responses.save([(uuid4(), "R", response)])
    store.responses.forget_order()
    with store.engine.connect() as connection:
        found = connection.execute(
            text("SELECT key, ctid FROM response" if postgresql(store) else "SELECT key, 1 FROM response")
        )
        stored = [UUID(str(key)) for key, _ in found]
    assert stored == sorted(stored, key=lambda key: key.bytes)
    assert stored != [response.key for response in arrived]


def postgresql(store: Store) -> bool:
    return store.engine.dialect.name == "postgresql"


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO account VALUES (:id, 'x', 'chief', 'police', 'h', {true})",
        "INSERT INTO account VALUES (:id, 'x', 'visitor', 'police', 'h', {true})",
        "UPDATE event SET ends_on = '2020-01-01'",
        "INSERT INTO store_identity VALUES (2, 'demo')",
        "UPDATE store_identity SET purpose = 'both'",
    ],
)
def test_the_database_itself_refuses_nonsense(store: Store, event: Event, statement: str) -> None:
    true = "1" if store.engine.dialect.name == "sqlite" else "true"
    with pytest.raises(IntegrityError), store.engine.begin() as connection:
        parameters = {"id": uuid4().hex} if ":id" in statement else {}
        connection.execute(text(statement.format(true=true)), parameters)


def an_account(name: str = "ana") -> Account:
    return Account(uuid4(), name, Role.LIAISON, Side.POLICE, "hash")


def test_accounts_and_sign_ins(store: Store) -> None:
    account = an_account()
    store.accounts.add(account, only_if_first=True)
    assert store.accounts.by_name("ana") == account == store.accounts.get(account.id)
    with pytest.raises(SurveyError, match="name_taken"):
        store.accounts.add(an_account())
    with pytest.raises(SurveyError, match="already_set_up"):
        store.accounts.add(an_account("bo"), only_if_first=True)
    store.accounts.start_session(StaffSession("token", account.id, NOW + timedelta(hours=1)), NOW)
    assert store.accounts.session_account("token", NOW) == account
    assert store.accounts.session_account("token", NOW + timedelta(hours=2)) is None
    store.accounts.change(replace(account, active=False))
    assert store.accounts.session_account("token", NOW) is None


def test_signing_out_ends_the_session(store: Store) -> None:
    account = an_account()
    store.accounts.add(account)
    store.accounts.start_session(StaffSession("token", account.id, NOW + timedelta(hours=1)), NOW)
    store.accounts.end_session("token")
    assert store.accounts.session_account("token", NOW) is None


def test_listening_notes_count_once_their_session_is_closed(store: Store, event: Event) -> None:
    opened = store.listening.open(ListeningSession(uuid4(), event.id, DAY))
    assert store.listening.open(ListeningSession(uuid4(), event.id, DAY)) == opened
    note = Note(uuid4(), opened.id, "Table 2", NoteKind.VERBATIM, "youth", "Where can teens go?", 6, "en")
    store.listening.write(note)
    assert store.listening.notes(opened.id) == (note,)
    assert list(store.listening.remarks()) == []
    store.listening.write(replace(note, id=uuid4(), table="table 2", agree=2))
    store.listening.write(replace(note, id=uuid4(), table="Table 3", agree=4))
    store.listening.close(opened.id, DAY)
    remarks = {remark.people: remark for remark in store.listening.remarks()}
    assert (remarks[6].place, remarks[6].source) == ("north", RemarkSource.SESSION)
    assert remarks[6].voice == remarks[2].voice != remarks[4].voice, "one table's notes are the same people's"
    with pytest.raises(SurveyError, match="session_closed"):
        store.listening.write(replace(note, text="later"))


def test_commitments_city_and_languages(store: Store) -> None:
    commitment = Commitment(uuid4(), "youth", "", "heard", "promise", "Chief", DAY, CommitmentStatus.PROMISED, DAY)
    store.commitments.put(commitment)
    assert store.commitments.all() == (commitment,) == (store.commitments.get(commitment.id),)
    for days in (30, -30, 5):
        store.commitments.put(replace(commitment, id=uuid4(), due_on=DAY + timedelta(days=days)))
    due = [one.due_on for one in store.commitments.all()]
    assert due == sorted(due), "of those made on one day, the first that is due stands first"
    profile = CityProfile(city="Larkton", public_url="https://x.example", public_url_tested=True)
    store.city.set_profile(profile)
    assert store.city.profile() == profile
    acceptance = LanguageAcceptance("es", "digest", "Ana", DAY)
    store.city.accept_language(acceptance)
    assert store.city.acceptances() == (acceptance,)


def test_the_audit_keeps_what_staff_did(store: Store) -> None:
    store.audit.note(uuid4(), DAY, None, "did", "that")
    assert store.audit.all() == ((DAY, None, "did", "that"),)


def test_every_table_of_the_model_is_in_the_database(store: Store) -> None:
    assert set(Row.metadata.tables) <= set(inspect(store.engine).get_table_names())
    assert len(fields(Response)) == 11

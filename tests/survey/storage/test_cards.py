"""Batches of cards and their spent marks, on SQLite and PostgreSQL."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from benchmarks.cards import FORGERIES, Outcome, Town, forge, make_town, once, replay
from survey.context import Context
from survey.errors import SurveyError
from survey.handouts import CardBatch
from survey.records import Channel, Event
from survey.settings import Settings
from survey.storage.store import Store
from tests.survey.conftest import LIBRARY, NOON, SECRET, TEXTS
from tests.survey.storage.test_store import a_response, an_event

MARK, OTHER = "a" * 64, "b" * 64


@pytest.fixture
def event(store: Store) -> Event:
    stored = an_event()
    store.events.add(stored)
    return stored


def send(store: Store, event: Event, key: UUID, card: str, code: str = "R") -> str:
    """What became of one answer with a card: a receipt's code, or an error's."""
    try:
        (receipt,) = store.responses.save([(key, code, a_response(event, channel=Channel.CARD))], {key: card})
    except SurveyError as error:
        return error.code
    return receipt.code


def test_batches_come_back_as_they_were(store: Store, event: Event) -> None:
    first = CardBatch(uuid4(), event.id, "", 30, date(2026, 6, 1))
    second = CardBatch(uuid4(), event.id, "Table 2", 10, date(2026, 6, 2))
    for batch in (second, first):
        store.cards.add(batch)
    assert store.cards.of(event.id) == (first, second)
    assert store.cards.of(uuid4()) == ()
    store.cards.withdraw(event.id, second.id)
    assert store.cards.of(event.id) == (first, replace(second, withdrawn=True))
    store.cards.withdraw_all([event.id])
    assert all(batch.withdrawn for batch in store.cards.of(event.id))


@pytest.mark.parametrize("known", [True, False])
def test_only_a_batch_of_the_event_is_withdrawn(store: Store, event: Event, known: bool) -> None:
    other = an_event("GHJ346")
    store.events.add(other)
    batch = CardBatch(uuid4(), event.id, "", 1, date(2026, 6, 1))
    store.cards.add(batch)
    with pytest.raises(SurveyError, match="unknown_batch"):
        store.cards.withdraw(other.id, batch.id if known else uuid4())
    assert store.cards.of(event.id) == (batch,)


def test_a_card_is_spent_once_and_by_one_key(store: Store, event: Event) -> None:
    key = uuid4()
    assert send(store, event, key, MARK, "FIRST") == "FIRST"
    assert send(store, event, key, MARK, "AGAIN") == "FIRST"
    assert send(store, event, uuid4(), MARK) == "card_used"
    assert send(store, event, uuid4(), OTHER, "SECOND") == "SECOND"
    assert (store.responses.count(event.id), store.cards.spent(event.id)) == (2, 2)


def test_a_spent_card_among_many_answers_saves_none_of_them(store: Store, event: Event) -> None:
    send(store, event, uuid4(), MARK)
    fresh, late = uuid4(), uuid4()
    with pytest.raises(SurveyError, match="card_used"):
        store.responses.save([(fresh, "F", a_response(event)), (late, "L", a_response(event))], {late: MARK})
    assert store.responses.count(event.id) == 1
    assert store.responses.receipts([fresh, late]) == {}


def test_answers_without_a_card_never_stand_in_each_others_way(store: Store, event: Event) -> None:
    for _ in range(3):
        store.responses.save([(uuid4(), "R", a_response(event))])
    assert (store.responses.count(event.id), store.cards.spent(event.id)) == (3, 0)


def test_sixty_keys_with_one_card_at_once_are_one_answer(store: Store, event: Event) -> None:
    with ThreadPoolExecutor(8) as pool:
        sent = list(pool.map(lambda number: send(store, event, uuid4(), MARK, f"R{number}"), range(60)))
    assert sorted(sent)[1:] == ["card_used"] * 59
    assert (store.responses.count(event.id), store.cards.spent(event.id)) == (1, 1)


def test_one_phone_that_sends_its_card_many_times_at_once_gets_one_receipt(store: Store, event: Event) -> None:
    for _ in range(5):
        key, card = uuid4(), uuid4().hex
        with ThreadPoolExecutor(8) as pool:
            sent = set(
                pool.map(lambda number, key=key, card=card: send(store, event, key, card, f"R{number}"), range(16))
            )
        assert len(sent) == 1
        assert "card_used" not in sent
    assert store.responses.count(event.id) == 5


def test_the_mark_stands_with_the_receipt_and_nowhere_else(store: Store, event: Event) -> None:
    send(store, event, uuid4(), MARK)
    with store.engine.connect() as connection:
        for table, holds in (("receipt", True), ("response", False), ("comment", False), ("card_batch", False)):
            rows = connection.execute(text(f"SELECT * FROM {table}")).all()
            assert any(MARK in map(str, row) for row in rows) is holds


@pytest.fixture
def town(store: Store, tmp_path: Path) -> Town:
    """An event with real cards, as the benchmark attacks it."""
    settings = Settings.from_environment({"FAIR_HEARING_HOME": str(tmp_path)})
    return make_town(Context(settings, store, LIBRARY, TEXTS, clock=lambda: NOON, secret=SECRET), batch_size=40)


def test_no_kind_of_forgery_is_taken_and_real_cards_are(town: Town) -> None:
    chance = random.Random(3)
    for kind in FORGERIES:
        assert forge(town, kind, 60, chance) == Outcome(60, Counter(card_unknown=60), stored=0), kind
    assert once(town, town.real[:20]) == Outcome(20, Counter(taken=20), stored=20)


def test_replays_from_many_threads_are_one_answer(town: Town) -> None:
    many = replay(town, town.real[0], [uuid4() for _ in range(120)])
    assert many == Outcome(120, Counter(taken=1, card_used=119), stored=1)
    one = replay(town, town.real[1], [uuid4()] * 60)
    assert one == Outcome(60, Counter(taken=1, repeated=59), stored=1)

"""Doubtful words in both databases: with their answer or not at all, decided once, gone with their comment."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, inspect, text
from sqlalchemy.exc import IntegrityError

from survey.errors import SurveyError
from survey.records import Channel, Comment, Doubt, Event, Program, Response
from survey.storage.store import Store
from survey.storage.tables import CommentRow

DAY = date(2026, 6, 15)
GOES = DAY + timedelta(days=14)
SAID = "[name] met [name] and [phone]"


@pytest.fixture
def event(store: Store) -> Event:
    stored = Event(uuid4(), "CDF479", "1-2-42", "Party", Program.ONLINE, "", DAY, DAY, "UTC", "pulse", ("en",))
    store.events.add(stored)
    return stored


def saved(store: Store, event: Event, *masks: int, goes_on: date = GOES) -> tuple[Doubt, ...]:
    """Stores an answer with a comment and doubts about some of its masks; their "seal" is their own name."""
    key = uuid4()
    made = tuple(Doubt(uuid4(), key, "comment", mask, "name", f"word {mask}".encode(), goes_on) for mask in masks)
    comment = Comment("comment", SAID, 0, "1", made)
    response = Response(key, event.id, DAY, "", "pulse", "1", "en", Channel.PHONE, False, {"c1": 1}, (comment,))
    store.responses.save([(uuid4(), "R", response)])
    return made


def opened(doubt: Doubt) -> str:
    return doubt.sealed.decode()


def texts(store: Store) -> list[str]:
    return [remark.text for remark in store.responses.remarks()]


def test_doubts_come_back_as_they_were_with_their_comment(store: Store, event: Event) -> None:
    made = saved(store, event, 0, 2)
    found = store.doubts.waiting(DAY)
    assert {doubt.id: (doubt, text) for doubt, text in found} == {doubt.id: (doubt, SAID) for doubt in made}
    assert [doubt.id for doubt, _ in found] == sorted(doubt.id for doubt in made)
    assert store.doubts.waiting(GOES) == ()


def test_an_answer_that_is_not_stored_leaves_no_doubt(store: Store, event: Event) -> None:
    key = uuid4()
    doubt = Doubt(uuid4(), key, "comment", -1, "name", b"word", GOES)
    comment = Comment("comment", SAID, 0, "1", (doubt,))
    response = Response(key, event.id, DAY, "", "pulse", "1", "en", Channel.PHONE, False, {"c1": 1}, (comment,))
    with pytest.raises(IntegrityError, match="ck_doubt_mask"):
        store.responses.save([(uuid4(), "R", response)])
    assert (store.doubts.count(), store.responses.count(event.id)) == (0, 0)
    stray = replace(doubt, mask=0, question="other")
    comment = replace(comment, doubts=(stray,))
    with pytest.raises(IntegrityError):
        store.responses.save([(uuid4(), "R", replace(response, comments=(comment,)))])
    assert (store.doubts.count(), store.responses.count(event.id)) == (0, 0)


def test_words_go_back_in_any_order(store: Store, event: Event) -> None:
    first, second, third = saved(store, event, 0, 1, 2)
    store.doubts.give_back(second.id, opened)
    assert texts(store) == ["[name] met word 1 and [phone]"]
    store.doubts.drop(first.id)
    store.doubts.give_back(third.id, opened)
    assert texts(store) == ["[name] met word 1 and word 2"]
    assert store.doubts.count() == 0


def test_words_of_one_comment_that_go_back_at_once_each_find_their_mask(store: Store, event: Event) -> None:
    made = saved(store, event, 0, 1, 2)
    with ThreadPoolExecutor(3) as people:
        list(people.map(lambda doubt: store.doubts.give_back(doubt.id, opened), made))
    assert texts(store) == ["word 0 met word 1 and word 2"]


def test_of_many_at_once_one_decides(store: Store, event: Event) -> None:
    (doubt,) = saved(store, event, 0)

    def decide(give: bool) -> int:
        try:
            store.doubts.give_back(doubt.id, opened) if give else store.doubts.drop(doubt.id)
        except SurveyError as error:
            assert error.code == "doubt_decided"
            return 0
        return 1

    with ThreadPoolExecutor(6) as people:
        assert sum(people.map(decide, [True, False] * 3)) == 1
    assert store.doubts.count() == 0


@pytest.mark.parametrize("words", ["[name]", "a [id] b"])
def test_words_that_would_make_another_mask_do_not_go_back(store: Store, event: Event, words: str) -> None:
    (doubt,) = saved(store, event, 0)
    with pytest.raises(SurveyError, match="doubt_decided"):
        store.doubts.give_back(doubt.id, lambda _: words)
    assert texts(store) == [SAID]
    (lost,) = saved(store, event, 3)
    with pytest.raises(SurveyError, match="doubt_decided"):
        store.doubts.give_back(lost.id, opened)


def test_only_what_is_too_old_is_forgotten(store: Store, event: Event) -> None:
    saved(store, event, 0)
    (young,) = saved(store, event, 0, goes_on=GOES + timedelta(days=1))
    assert store.doubts.forget(GOES - timedelta(days=1)) == 0
    assert store.doubts.forget(GOES) == 1
    assert [doubt.id for doubt, _ in store.doubts.waiting(DAY)] == [young.id]
    with pytest.raises(SurveyError, match="doubt_decided"):
        store.doubts.drop(UUID(int=7))


def test_doubts_go_with_their_comment(store: Store, event: Event) -> None:
    saved(store, event, 0, 1)
    with store.engine.execution_options(write=True).begin() as connection:
        connection.execute(delete(CommentRow))
    assert store.doubts.count() == 0


def test_doubts_have_no_row_order(store: Store, event: Event) -> None:
    saved(store, event, 0, 1)
    store.responses.forget_order()
    assert store.doubts.count() == 2
    columns = {column["name"] for column in inspect(store.engine).get_columns("doubt")}
    assert columns == {"id", "response", "question", "mask", "kind", "sealed", "goes_on"}
    if store.engine.dialect.name == "sqlite":
        with store.engine.connect() as connection, pytest.raises(Exception, match="rowid"):
            connection.execute(text("SELECT rowid FROM doubt"))

"""Paper forms in both databases: numbers once, states that can't be skipped, and erasing what was received."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import text

from survey.errors import SurveyError
from survey.records import Channel, Event, Program, Response
from survey.storage.paper import form_key
from survey.storage.store import Store

DAY = date(2026, 6, 15)


@pytest.fixture
def event(store: Store) -> Event:
    stored = Event(uuid4(), "CDF479", "1-2-42", "Party", Program.ONLINE, "", DAY, DAY, "UTC", "pulse", ("en",))
    store.events.add(stored)
    return stored


def test_numbers_of_batches_printed_at_once_never_overlap(store: Store, event: Event) -> None:
    def print_one(_: int) -> tuple[int, int]:
        batch = store.paper.print_batch(uuid4(), event.id, 7, "en", DAY)
        return batch.first, batch.last

    with ThreadPoolExecutor(6) as people:
        found = sorted(people.map(print_one, range(6)))
    assert found == [(start, start + 6) for start in range(1, 43, 7)]
    assert [form.number for form in store.paper.forms(event.id)] == list(range(1, 43))
    assert [(batch.first, batch.last) for batch in store.paper.batches(event.id)] == found
    assert store.paper.events() == {event.id}


def test_of_many_at_once_one_types_a_form_in(store: Store, event: Event) -> None:
    store.paper.print_batch(uuid4(), event.id, 1, "en", DAY)

    def keep(value: int) -> int:
        try:
            store.paper.keep_first(event.id, 1, uuid4(), {"c1": value})
        except SurveyError:
            return 0
        return value

    with ThreadPoolExecutor(6) as people:
        (kept,) = [value for value in people.map(keep, range(1, 7)) if value]
    form = store.paper.form(event.id, 1)
    assert form is not None and form.first == {"c1": kept}


def test_values_come_back_as_they_were(store: Store, event: Event) -> None:
    store.paper.print_batch(uuid4(), event.id, 2, "ar", DAY)
    by, other = uuid4(), uuid4()
    values = {"c1": -1, "race": (1, 3), "neighborhood": "north", "comment": "«نعم»"}
    store.paper.keep_first(event.id, 1, by, values)
    with pytest.raises(SurveyError, match="form_keyed"):
        store.paper.keep_second(event.id, 1, by, None, 4, 0)
    store.paper.keep_second(event.id, 1, other, {"c1": 2}, 4, 4)
    form = store.paper.form(event.id, 1)
    assert form is not None
    assert (form.first, form.second, form.first_by, form.second_by) == (values, {"c1": 2}, by, other)
    assert (form.language, form.compared, form.differing) == ("ar", 4, 4)
    for act in (
        lambda: store.paper.keep_second(event.id, 1, uuid4(), None, 1, 0),
        lambda: store.paper.keep_second(event.id, 2, other, None, 1, 0),
        lambda: store.paper.decide(event.id, 2, {"c1": 1}),
        lambda: store.paper.keep_first(event.id, 3, by, {"c1": 1}),
    ):
        with pytest.raises(SurveyError, match="form_keyed"):
            act()
    store.paper.decide(event.id, 1, {"c1": 2})
    form = store.paper.form(event.id, 1)
    assert form is not None and (form.first, form.second, form.differing) == ({"c1": 2}, None, 4)
    assert store.paper.form(event.id, 3) is None


def test_what_was_received_is_erased_and_nothing_else(store: Store, event: Event) -> None:
    store.paper.print_batch(uuid4(), event.id, 3, "en", DAY)
    for number in (1, 2):
        store.paper.keep_first(event.id, number, uuid4(), {"c1": number})
    response = Response(uuid4(), event.id, DAY, "", "pulse", "1", "en", Channel.PAPER, False, {"c1": 1})
    store.responses.save([(form_key(event.id, 1), "R", response)])
    assert store.paper.settle() == 1
    assert store.paper.settle() == 0
    first, second, third = store.paper.forms(event.id)
    assert (first.sent, first.first, first.first_by, first.language) == (True, None, None, "")
    assert (second.sent, second.first) == (False, {"c1": 2})
    assert (third.sent, third.first) == (False, None)
    store.paper.close(event.id, [2])
    assert [form.sent for form in store.paper.forms(event.id)] == [True, True, False]
    with store.engine.connect() as connection:
        kept = "SELECT count(*) FROM keyed_form WHERE first IS NOT NULL OR first_by IS NOT NULL"
        assert connection.execute(text(kept)).scalar_one() == 0

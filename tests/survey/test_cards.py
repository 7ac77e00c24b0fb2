"""One-time cards: what is refused, what is spent, and what is counted."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from survey import cards, responses
from survey.cards import ALPHABET
from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.records import Account, Channel, Door, Event, Receipt, Role, Submission
from tests.survey.conftest import SECRET, stored_event

AFTER_CLOSING = datetime(2026, 7, 10, tzinfo=UTC)


@pytest.fixture
def liaison(account_for: Callable[[Role], Account]) -> Account:
    return account_for(Role.LIAISON)


@pytest.fixture
def numbers(context: Context, liaison: Account, event: Event) -> tuple[str, ...]:
    """Twelve cards of one batch."""
    return cards.print_batch(context, liaison, event, uuid4(), "Table 1", 12)


def send(context: Context, event: Event, typed: str, key: UUID | None = None, **changes: object) -> Receipt:
    """An answer as the phone page sends it."""
    key = key or uuid4()
    card = cards.verify(context, event, typed, key)
    made = Submission(key, {"c1": 4}, "en", Channel.PHONE, card=card)
    return responses.submit(context, event, replace(made, **changes))  # type: ignore[arg-type]  # the test knows the fields


def refused(context: Context, event: Event, typed: str) -> str:
    with pytest.raises(SurveyError) as caught:
        send(context, event, typed)
    return caught.value.code


def test_a_cards_answer_is_of_its_own_channel(context: Context, event: Event, numbers: tuple[str, ...]) -> None:
    send(context, event, numbers[0])
    send(context, event, "  ")
    assert sorted(answered.channel for answered in context.store.responses.answered()) == ["card", "phone"]
    assert context.store.cards.spent(event.id) == 1


def test_a_card_gives_one_answer(context: Context, event: Event, numbers: tuple[str, ...]) -> None:
    key = uuid4()
    first = send(context, event, numbers[0], key)
    assert send(context, event, numbers[0], key) == Receipt(first.code, repeated=True)
    assert refused(context, event, numbers[0]) == "card_used"
    assert not send(context, event, "").repeated
    assert responses.received(context, event) == 2


def test_whoever_was_received_gets_the_receipt_again_whatever_became_of_the_card(
    context: Context, event: Event, liaison: Account, numbers: tuple[str, ...]
) -> None:
    key = uuid4()
    first = send(context, event, numbers[0], key)
    (batch,) = context.store.cards.of(event.id)
    cards.withdraw(context, liaison, event, batch.id)
    assert send(context, event, numbers[0], key).code == first.code
    assert refused(context, event, numbers[1]) == "card_unknown"


@pytest.mark.parametrize(
    "write",
    [
        str.lower,
        lambda number: cards.grouped(number).lower(),
        lambda number: "-".join(number),
        lambda number: f"\n {number.replace('1', 'l').replace('0', 'o')}\t",
        lambda number: number.replace("1", "I").replace("0", "O"),
    ],
)
def test_numbers_are_read_as_people_write_them(
    context: Context, event: Event, numbers: tuple[str, ...], write: Callable[[str], str]
) -> None:
    for number in numbers:
        assert cards.verify(context, event, write(number)) == cards.verify(context, event, number)


def forgeries(number: str) -> list[str]:
    """What comes near a real number."""
    changed = [
        number[:place] + letter + number[place + 1 :]
        for place in range(len(number))
        for letter in ALPHABET
        if letter != number[place]
    ]
    made_up = ["".join(secrets.choice(ALPHABET) for _ in range(29)) for _ in range(200)]
    cut = [number[:length] for length in range(1, len(number))]
    return [
        *changed,
        *made_up,
        *cut,
        f"{number}0",
        f"0{number}",
        number[::-1],
        "0" * 29,
        "Z" * 29,
        "no",
        "é" * 29,
        "U" * 29,
    ]


def test_no_forged_card_is_taken(context: Context, event: Event, numbers: tuple[str, ...]) -> None:
    tried = forgeries(numbers[0])
    assert len(tried) > 1000
    for typed in tried:
        with pytest.raises(SurveyError, match="card_unknown"):
            cards.verify(context, event, typed)
    assert context.store.cards.spent(event.id) == responses.received(context, event) == 0


def test_cards_of_another_event_batch_or_server_are_unknown(
    context: Context, event: Event, liaison: Account, numbers: tuple[str, ...]
) -> None:
    other = stored_event(context, code="GHJ346")
    (theirs,) = cards.print_batch(context, liaison, other, uuid4(), "", 1)
    assert refused(context, event, theirs) == refused(context, other, numbers[0]) == "card_unknown"
    moved = replace(context, secret=SECRET[::-1])
    assert refused(moved, event, numbers[0]) == "card_unknown"
    assert cards.verify(context, event, numbers[0])


def test_a_withdrawn_batch_takes_no_other_with_it(
    context: Context, event: Event, liaison: Account, numbers: tuple[str, ...]
) -> None:
    second = cards.print_batch(context, liaison, event, uuid4(), "Table 2", 3)
    withdrawn = next(batch for batch in cards.batches(context, liaison, event) if batch.table == "Table 1")
    cards.withdraw(context, liaison, event, withdrawn.id)
    assert refused(context, event, numbers[5]) == "card_unknown"
    assert not send(context, event, second[0]).repeated


def test_cards_are_new_each_time_and_never_kept(context: Context, event: Event, numbers: tuple[str, ...]) -> None:
    assert len(set(numbers)) == 12
    assert {len(number) for number in numbers} == {29}
    send(context, event, numbers[0])
    stored = b"".join(path.read_bytes() for path in Path(context.settings.home).iterdir()).upper()
    for number in numbers:
        raw = cards._read(number)
        assert raw is not None
        for kept in (number.encode(), raw, raw.hex().upper().encode(), raw[:9], raw[9:]):
            assert kept.upper() not in stored


def test_nothing_joins_a_spent_card_to_its_answer(context: Context, event: Event, numbers: tuple[str, ...]) -> None:
    for number in numbers:
        send(context, event, number)
    with context.store.engine.connect() as connection:
        receipts = connection.execute(text("SELECT key_hash, code, card_hash FROM receipt")).all()
        answers = connection.execute(text("SELECT * FROM response")).all()
    in_answers = {str(value) for row in answers for value in row}
    assert len(receipts) == len(answers) == 12
    assert not {value for row in receipts for value in row} & in_answers


@pytest.mark.parametrize(
    ("table", "count", "problems"),
    [
        ("", 0, {"count": "card_count"}),
        ("", 501, {"count": "card_count"}),
        ("x" * 41, -1, {"count": "card_count", "table": "table_length"}),
    ],
)
def test_a_batch_has_bounds(
    context: Context, event: Event, liaison: Account, table: str, count: int, problems: dict[str, str]
) -> None:
    with pytest.raises(InvalidInput) as caught:
        cards.print_batch(context, liaison, event, uuid4(), table, count)
    assert caught.value.problems == problems
    assert cards.batches(context, liaison, event) == ()


def test_a_form_that_is_sent_twice_prints_once(context: Context, event: Event, liaison: Account) -> None:
    batch = uuid4()
    cards.print_batch(context, liaison, event, batch, " Table  4 ", 5)
    with pytest.raises(SurveyError, match="batch_printed"):
        cards.print_batch(context, liaison, event, batch, "", 5)
    (made,) = cards.batches(context, liaison, event)
    assert (made.table, made.printed, made.made_on) == ("Table 4", 5, date(2026, 6, 15))


def test_a_closed_event_prints_no_cards_and_takes_none(
    context: Context, event: Event, liaison: Account, numbers: tuple[str, ...]
) -> None:
    later = replace(context, clock=lambda: AFTER_CLOSING)
    with pytest.raises(SurveyError, match="event_closed_cards"):
        cards.print_batch(later, liaison, event, uuid4(), "", 5)
    assert refused(later, event, numbers[0]) == "event_closed"


def test_a_card_that_waited_on_a_phone_is_taken_for_14_days_and_no_longer(
    context: Context, event: Event, numbers: tuple[str, ...]
) -> None:
    last_day = date(2026, 6, 30)
    in_time = replace(context, clock=lambda: datetime(2026, 7, 14, 12, tzinfo=UTC))
    too_late = replace(context, clock=lambda: datetime(2026, 7, 15, 12, tzinfo=UTC))
    assert not send(in_time, event, numbers[0], day=last_day).repeated
    with pytest.raises(SurveyError, match="too_late"):
        send(too_late, event, numbers[1], day=last_day)
    assert responses.received(context, event) == 1


def test_an_event_that_opens_again_takes_no_old_card(
    context: Context, event: Event, liaison: Account, numbers: tuple[str, ...]
) -> None:
    send(context, event, numbers[0])
    much_later = replace(context, clock=lambda: datetime(2026, 8, 1, tzinfo=UTC))
    assert responses.forget_old_receipts(much_later) == 1
    again = replace(event, ends_on=date(2026, 12, 31))
    context.store.events.change(again)
    assert refused(much_later, again, numbers[0]) == refused(much_later, again, numbers[1]) == "card_unknown"
    (fresh,) = cards.print_batch(much_later, liaison, again, uuid4(), "", 1)
    assert not send(much_later, again, fresh).repeated


def test_the_tally_counts_cards_and_answers(
    context: Context, event: Event, liaison: Account, numbers: tuple[str, ...]
) -> None:
    lost = uuid4()
    cards.print_batch(context, liaison, event, lost, "", 30)
    cards.withdraw(context, liaison, event, lost)
    for typed in (*numbers[:3], "", ""):
        send(context, event, typed)
    found = cards.tally(context, liaison, event)
    assert found == cards.Tally(12, 30, used=3, received=3, rehearsed=0, without=2, forgotten=False)
    assert not found.differs
    assert not found.too_many


def test_a_rehearsal_spends_a_card_and_is_counted_apart(context: Context, liaison: Account) -> None:
    planned = stored_event(context, starts_on=date(2026, 6, 20))
    (number,) = cards.print_batch(context, liaison, planned, uuid4(), "", 1)
    send(context, planned, number)
    assert refused(context, planned, number) == "card_used"
    found = cards.tally(context, liaison, planned)
    assert (found.used, found.received, found.rehearsed, found.differs) == (1, 0, 1, False)


@pytest.mark.parametrize(
    ("statement", "differs", "too_many"),
    [
        ("DELETE FROM response", True, False),
        ("DELETE FROM receipt", True, False),
        ("UPDATE card_batch SET printed = 1", False, True),
    ],
)
def test_what_does_not_match_is_noticed(
    context: Context,
    event: Event,
    liaison: Account,
    numbers: tuple[str, ...],
    statement: str,
    differs: bool,
    too_many: bool,
) -> None:
    for typed in numbers[:2]:
        send(context, event, typed)
    with context.store.engine.execution_options(write=True).begin() as connection:
        connection.execute(text(statement))
    found = cards.tally(context, liaison, event)
    assert (found.differs, found.too_many) == (differs, too_many)


def test_once_marks_are_forgotten_nothing_is_said_to_differ(
    context: Context, event: Event, liaison: Account, numbers: tuple[str, ...]
) -> None:
    send(context, event, numbers[0])
    much_later = replace(context, clock=lambda: datetime(2026, 8, 1, tzinfo=UTC))
    responses.forget_old_receipts(much_later)
    found = cards.tally(much_later, liaison, event)
    assert (found.forgotten, found.used, found.received) == (True, 0, 1)
    assert not (found.differs or found.too_many)


@pytest.mark.parametrize(
    ("door", "asks"), [(Door.PHONE, ""), (Door.AUTO, "?door=phone"), (Door.STREAMLIT, "?door=phone")]
)
def test_the_number_stands_after_the_hash_on_the_phone_page(context: Context, door: Door, asks: str) -> None:
    event = stored_event(context, door=door)
    assert cards.address(context, event, "N") == f"https://hear.larkton.example/s/CDF479{asks}#c=N"

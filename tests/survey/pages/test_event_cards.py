"""One-time cards on the events page: printed, used and received, and what does not fit."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import text

from survey import cards, responses
from survey.context import Context
from survey.records import Account, Channel, Event, Role, Submission
from tests.survey.pages.conftest import Open, shown

Make = Callable[..., Account]
WAY = "/staff/cards/CDF479?lang=en"


@pytest.fixture
def used(context: Context, event: Event, account_for: Make) -> None:
    """Twelve cards, three of them used, a withdrawn batch of 30, and two answers without a card."""
    liaison, withdrawn = account_for(Role.LIAISON), uuid4()
    numbers = cards.print_batch(context, liaison, event, uuid4(), "", 12)
    cards.print_batch(context, liaison, event, withdrawn, "", 30)
    cards.withdraw(context, liaison, event, withdrawn)
    for typed in (*numbers[:3], "", ""):
        card = cards.verify(context, event, typed)
        responses.submit(context, event, Submission(uuid4(), {"c1": 4}, "en", Channel.PHONE, card=card))


def spoil(context: Context, statement: str) -> None:
    with context.store.engine.execution_options(write=True).begin() as connection:
        connection.execute(text(statement))


def test_before_any_card_there_is_only_the_way_to_them(open_page: Open, account_for: Make, event: Event) -> None:
    liaison = shown(open_page("plan_events", account_for(Role.LIAISON)).run())
    assert "No cards were made" in liaison
    assert WAY in liaison
    assert "One-time cards" not in shown(open_page("plan_events", account_for(Role.ANALYST)).run())


@pytest.mark.usefixtures("used")
@pytest.mark.parametrize(("role", "may_print"), [(Role.LIAISON, True), (Role.ANALYST, False)])
def test_printed_used_and_received_stand_side_by_side(
    open_page: Open, account_for: Make, role: Role, may_print: bool
) -> None:
    said = shown(open_page("plan_events", account_for(role)).run())
    for name, value in (
        ("Cards printed", "12, and 30 more in withdrawn batches"),
        ("Cards used", "3"),
        ("Answers received with a card", "3"),
        ("Answers received without a card", "2"),
    ):
        assert f"<dt>{name}</dt><dd>{value}</dd>" in said
    assert "Every used card has its answer" in said
    assert "don&#x27;t match" not in said
    assert (WAY in said) is may_print


@pytest.mark.usefixtures("used")
@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM receipt", "Used cards (0) and answers"),
        ("UPDATE card_batch SET printed = 1 WHERE NOT withdrawn", "are from withdrawn batches"),
        ("DELETE FROM card_batch WHERE withdrawn; UPDATE card_batch SET printed = 1", "than were printed (1)"),
    ],
)
def test_what_does_not_fit_is_said_in_words(
    open_page: Open, account_for: Make, context: Context, statement: str, words: str
) -> None:
    for one in statement.split(";"):
        spoil(context, one)
    assert words in shown(open_page("plan_events", account_for(Role.LIAISON)).run())


@pytest.mark.usefixtures("used")
def test_once_the_marks_are_gone_the_page_says_so(open_page: Open, account_for: Make, context: Context) -> None:
    later = replace(context, clock=lambda: datetime(2026, 8, 1, tzinfo=UTC))
    responses.forget_old_receipts(later)
    said = shown(open_page("plan_events", account_for(Role.LIAISON), city=later).run())
    assert "<dt>Cards used</dt><dd>No longer kept</dd>" in said
    assert "removed 30 days after" in said

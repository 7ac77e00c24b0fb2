"""What a seizure would yield: the list is complete against the real database, and the counts come from it."""

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import text

from survey import holdings, keys, releases, responses, retention
from survey.context import Context
from survey.records import Account, Channel, Event, Role, Submission
from survey.storage.tables import Row
from tests.survey.conftest import TEXTS, stored_event

FIELDS = [(table.name, field, kept) for table in holdings.tables() for field, kept in table.fields.items()]


def test_every_table_and_field_of_the_database_has_an_entry_and_no_entry_is_left_over(context: Context) -> None:
    stored = {(table, field) for table, fields in context.store.holdings.fields().items() for field in fields}
    assert {(table, field) for table, field, _ in FIELDS} == stored
    assert holdings.unexplained(context) == ()


def test_the_tables_of_the_program_are_among_them(context: Context) -> None:
    """Else the test above would compare nothing with nothing."""
    assert {*Row.metadata.tables, "alembic_version"} == set(context.store.holdings.fields())


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("ALTER TABLE response ADD COLUMN address TEXT", ("response.address",)),
        ("CREATE TABLE visitor (agent TEXT, seen TEXT)", ("visitor.agent", "visitor.seen")),
    ],
)
def test_a_new_field_or_table_is_noticed(context: Context, change: str, found: tuple[str, ...]) -> None:
    with context.store.engine.begin() as connection:
        connection.execute(text(change))
    assert holdings.unexplained(context) == found


@pytest.mark.parametrize("language", TEXTS.staff)
def test_every_entry_says_why_and_how_long(context: Context, language: str) -> None:
    said = TEXTS.languages[language]
    for table, field, kept in FIELDS:
        assert holdings.why(context, language, table, field)
        assert "{" not in holdings.how_long(context, language, kept, retention.Periods())
    for one in holdings.tables():
        assert said[f"holdings.table.{one.name}"] and said[f"holdings.part_text.{one.part}"]
    for entry in (*holdings.files().values(), "unknown"):
        assert said[f"holdings.file.{entry}"]
    for name in holdings.elsewhere():
        assert said[f"holdings.outside.{name}"]


def test_no_word_is_left_over() -> None:
    said = {tuple(key.split(".")[2:]) for key in TEXTS.languages["en"] if key.startswith("holdings.field.")}
    assert said == {(table, field) for table, field, _ in FIELDS}
    kept = {key.split(".")[2] for key in TEXTS.languages["en"] if key.startswith("holdings.kept.")}
    assert kept == {kept for _, _, kept in FIELDS}


def test_the_lengths_are_the_citys_own(context: Context) -> None:
    shorter = retention.Periods(receipts=20)
    assert holdings.how_long(context, "en", "receipts", shorter).startswith("20 days after")


def test_stock_is_counted_in_the_database(context: Context, event: Event, account_for: Callable[..., Account]) -> None:
    boss = account_for(Role.ADMINISTRATOR)
    before = holdings.take_stock(context, boss)
    assert (before.rows["response"], before.rows["receipt"], before.whole.rows) == (0, 0, 0)
    for trust in (5, 5, 1):
        send(context, event, trust)
    stock = holdings.take_stock(context, boss)
    assert (stock.rows["response"], stock.rows["receipt"]) == (3, 3)
    assert (stock.whole.rows, stock.whole.unique, stock.whole.rare) == (3, 1, 3)
    assert (stock.outside.unique, stock.outside.rare) == (0, 3)


def test_rehearsals_are_no_answers(context: Context, account_for: Callable[..., Account]) -> None:
    later = stored_event(context, starts_on=context.today().replace(month=7), ends_on=context.today().replace(month=8))
    send(context, later, 3)
    stock = holdings.take_stock(context, account_for(Role.ADMINISTRATOR))
    assert (stock.rows["response"], stock.whole.rows) == (1, 0)


def test_files_are_listed_and_a_strange_one_stands_out(context: Context, account_for: Callable[..., Account]) -> None:
    boss = account_for(Role.ADMINISTRATOR)
    keys.open_secret(context.settings.home)
    releases.publish(context, boss)
    assert len(holdings.take_stock(context, boss).files) >= 3
    assert all(file.entry for file in holdings.take_stock(context, boss).files)
    (context.settings.home / "export.csv").write_text("c1,c2\n")
    strange = [file for file in holdings.take_stock(context, boss).files if not file.entry]
    assert [(file.name, file.size) for file in strange] == [("export.csv", 6)]


@pytest.mark.parametrize(("alike", "share"), [(99, None), (100, 0), (115, 10), (130, 20), (200, 50)])
def test_the_public_share_is_rough_and_needs_a_hundred_answers(
    context: Context, event: Event, alike: int, share: int | None
) -> None:
    """The first hundred are alike, the others each of their own kind."""
    days = [event.starts_on] * min(alike, 100)
    own = [(number // 5 + 1, number % 5 + 1) for number in range(alike - len(days))]
    answers = [submission(5, day) for day in days]
    answers += [replace(submission(trust), values={"c1": trust, "c2": -1}, language=f"l{n}") for n, trust in own]
    responses.submit_many(context, event, answers)
    holdings.note_rarity(context)
    assert holdings.noted_rarity(context) == share


def test_nothing_is_said_before_it_was_counted(context: Context) -> None:
    assert holdings.noted_rarity(context) is None


def submission(trust: int, day: object = None) -> Submission:
    made = Submission(uuid4(), {"neighborhood": "north", "c1": trust}, "en", Channel.PHONE)
    return replace(made, day=day) if day else made  # type: ignore[arg-type]  # the test knows it is a day


def send(context: Context, event: Event, trust: int) -> None:
    responses.submit(context, event, submission(trust))

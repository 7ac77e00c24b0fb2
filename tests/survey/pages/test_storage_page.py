"""What is stored about you: complete, from the list of holdings, in plain words, and honest about the rest."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from survey import holdings, retention
from survey.context import Context
from survey.records import Account, CityProfile, Role, Side
from survey.retention import Periods
from tests.reading_level import grade
from tests.survey.conftest import TEXTS
from tests.survey.pages.conftest import Open, shown

FIELDS = [(table.name, field) for table in holdings.tables() for field in table.fields]
SIXTH = 6.0


@pytest.mark.parametrize("language", TEXTS.staff)
def test_the_page_lists_every_field_with_why_and_how_long(open_page: Open, context: Context, language: str) -> None:
    text = shown(open_page("check_storage", language=language).run())
    assert all(f">{field}</dt>" in text for _, field in FIELDS)
    assert all(TEXTS.get(language, f"holdings.field.{table}.{field}") in unescaped(text) for table, field in FIELDS)
    assert holdings.how_long(context, language, "receipts", Periods()) in text


def test_the_lengths_are_the_citys_own(open_page: Open, context: Context) -> None:
    context.store.retention.set_periods({"receipts": 21, "events": 6})
    text = shown(open_page("check_storage").run())
    assert "Receipts: 21 days" in text and "Kept 21 days after the event closes" in text
    assert "6 months at most" in text and "12 months at most" not in text


def test_whether_it_was_carried_out_is_said(open_page: Open, context: Context) -> None:
    assert "has not been done here yet" in shown(open_page("check_storage").run())
    retention.carry_out(context)
    assert "last done on June 15, 2026. Counted again: 0 left." in shown(open_page("check_storage").run())
    context.store.city.set_note(retention.DONE, "2026-06-15 3")
    assert "could not finish: 3 left" in shown(open_page("check_storage").run())


def test_how_many_answers_are_alone_is_said_once_it_was_counted(open_page: Open, context: Context) -> None:
    assert "in 100 answers" not in shown(open_page("check_storage").run())
    context.store.city.set_note(holdings.RARE, "70")
    assert "about 70 in 100 answers" in shown(open_page("check_storage").run())


@pytest.mark.parametrize(
    "risk", ["company that runs the server", "people in the room", "change the program", "Answers together can be rare"]
)
def test_each_risk_is_named(open_page: Open, risk: str) -> None:
    assert risk in shown(open_page("check_storage").run())


def test_the_best_setup_is_named_and_who_runs_it_here(open_page: Open, context: Context) -> None:
    text = shown(open_page("check_storage").run())
    assert "Someone independent should run the server" in text and "run by: Larkton University" in text
    context.store.city.set_profile(replace(CityProfile(), city="Larkton"))
    assert "run by:" not in shown(open_page("check_storage").run())


def test_no_count_of_rows_is_shown(open_page: Open) -> None:
    assert "Rows:" not in shown(open_page("check_storage").run())


@pytest.mark.parametrize("language", TEXTS.staff)
@pytest.mark.parametrize("area", ["storage", "holdings"])
def test_six_years_of_school_are_enough(language: str, area: str) -> None:
    said = [text for key, text in TEXTS.languages[language].items() if key.split(".")[0] == area]
    assert grade(said, language) <= SIXTH


def test_whether_there_is_a_steward_is_said(open_page: Open, account_for: Callable[..., Account]) -> None:
    without = shown(open_page("check_storage").run())
    assert "no independent steward yet" in without
    assert "not kept at all, since" in without and "can wait, locked" not in without
    account_for(Role.STEWARD, Side.INDEPENDENT)
    with_one = shown(open_page("check_storage").run())
    assert "has an independent steward" in with_one
    assert "14 days at most, locked" in with_one and "can wait, locked" in with_one


def test_drafts_are_named(open_page: Open) -> None:
    assert "Español" in shown(open_page("check_storage").run())


def unescaped(text: str) -> str:
    from html import unescape

    return unescape(text)

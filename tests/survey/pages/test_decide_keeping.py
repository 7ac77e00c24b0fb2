"""How long things are kept: an administrator changes it within limits, and sees that it was carried out."""

from collections.abc import Callable

import pytest

from survey import retention
from survey.context import Context
from survey.records import Account, Role
from survey.retention import Periods
from tests.survey.pages.conftest import Open, shown


@pytest.fixture
def boss(account_for: Callable[..., Account]) -> Account:
    return account_for(Role.ADMINISTRATOR)


def test_what_holds_is_shown_and_can_be_shortened(open_page: Open, context: Context, boss: Account) -> None:
    page = open_page("decide_keeping", boss).run()
    assert [field.value for field in page.text_input] == ["30", "12", "14", "36"]
    page.text_input(key="keeping.receipts").set_value("20")
    page.button[0].click().run()
    assert "Saved." in shown(page)
    assert retention.periods(context) == Periods(receipts=20)


@pytest.mark.parametrize("typed", ["31", "14", "", "a month", "-3", "²", "20.5", "1000"])
def test_what_is_out_of_range_is_said_beside_the_field(
    open_page: Open, context: Context, boss: Account, typed: str
) -> None:
    page = open_page("decide_keeping", boss).run()
    page.text_input(key="keeping.receipts").set_value(typed)
    page.button[0].click().run()
    assert "outside the range" in shown(page)
    assert retention.periods(context) == Periods()
    assert page.text_input(key="keeping.receipts").value == typed


def test_the_last_run_is_shown(open_page: Open, context: Context, boss: Account) -> None:
    assert "has not been done here yet" in shown(open_page("decide_keeping", boss).run())
    retention.carry_out(context)
    assert "June 15, 2026" in shown(open_page("decide_keeping", boss).run())

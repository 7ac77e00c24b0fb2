"""Paper forms on the Streamlit pages: who helps the steward, and how far forms have come."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from survey import access
from survey.context import Context
from survey.paper import keying, numbers, printing
from survey.records import Account, Event, Role, Side
from tests.survey.conftest import PASSWORD
from tests.survey.pages.conftest import Open, html, keys, shown

Make = Callable[..., Account]
ADD = "FormSubmitter:helper-new-Add this helper"


@pytest.fixture
def steward(account_for: Make) -> Account:
    return account_for(Role.STEWARD)


@pytest.fixture
def checked(context: Context, event: Event, steward: Account, account_for: Make) -> Event:
    """Three printed forms, one of them typed in twice with a difference in one of two fields."""
    helper, number = account_for(Role.HELPER), numbers.written(event.code, 1)
    printing.print_forms(context, account_for(Role.LIAISON), event, 3, "en")
    keying.key_form(context, helper, event, number, {"c1": "4", "c2": "2"})
    keying.key_again(context, steward, event, number, {"c1": "4", "c2": "3"})
    return event


def test_the_steward_names_a_helper_and_closes_the_account(open_page: Open, context: Context, steward: Account) -> None:
    page = open_page("key_forms", steward).run()
    assert "No forms yet" in shown(page)
    page.text_input(key="helper-new.name").set_value("Hana")
    page.text_input(key="helper-new.password").set_value("short")
    page.button(key=ADD).click().run()
    assert "at least 12 characters" in shown(page) and access.helpers(context, steward) == ()
    page.text_input(key="helper-new.password").set_value(PASSWORD)
    page.button(key=ADD).click().run()
    (helper,) = access.helpers(context, steward)
    assert (helper.name, helper.role, helper.side) == ("hana", Role.HELPER, Side.INDEPENDENT)
    token = access.sign_in(context, "hana", PASSWORD)
    page.button(key=f"helper-active-{helper.id}").click().run()
    assert not access.helpers(context, steward)[0].active
    assert access.signed_in(context, token) is None


def test_a_helper_finds_the_forms_and_no_other_helpers(
    open_page: Open, context: Context, checked: Event, account_for: Make
) -> None:
    page = open_page("key_forms", account_for(Role.HELPER)).run()
    assert f"/paper/{checked.code}/key?lang=en" in html(page)
    assert "3 printed, 1 typed in, 1 checked" in shown(page)
    assert "helper-new.name" not in keys(page.text_input)


def test_without_a_steward_a_helper_reads_that_paper_is_off(
    open_page: Open, context: Context, checked: Event, steward: Account, account_for: Make
) -> None:
    context.store.accounts.change(replace(steward, active=False))
    page = open_page("key_forms", account_for(Role.HELPER)).run()
    assert "Paper forms are off" in shown(page)
    assert "/key?" not in html(page)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "1 of 2 fields typed in twice differ: 50 % (95 % interval: 9.5 to 90.5 %)"),
        ("es", "1 de 2 campos pasados dos veces son distintos: 50 % (intervalo del 95 %: de 9.5 a 90.5 %)"),
    ],
)
def test_the_event_page_shows_counts_and_the_rate(
    open_page: Open, checked: Event, account_for: Make, language: str, said: str
) -> None:
    page = open_page("plan_events", account_for(Role.LIAISON), language).run()
    assert said.replace(".", "") in shown(page).replace(",", "").replace(".", "")
    assert f"/staff/paper/{checked.code}?lang={language}" in html(page)


def test_the_event_page_without_a_steward_offers_samples_only(open_page: Open, event: Event, account_for: Make) -> None:
    page = open_page("plan_events", account_for(Role.LIAISON)).run()
    assert "Paper forms are off" in shown(page)
    assert f"/paper/{event.code}?lang=en" in html(page) and "/staff/paper/" not in html(page)

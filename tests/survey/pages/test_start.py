"""The home page in each of its states."""

from collections.abc import Callable
from dataclasses import replace

from survey.context import Context
from survey.records import Account, Event, Role, Side
from tests.survey.pages.conftest import Open, shown

Make = Callable[..., Account]


def test_the_first_start_offers_the_demo_and_the_set_up(open_page: Open, new_context: Context) -> None:
    page = shown(open_page("start", city=new_context).run())
    assert 'href="/demo"' in page
    assert 'href="/setup"' in page
    assert "terminal" in page
    assert new_context.setup_code not in page


def test_the_public_finds_results_promises_and_what_is_stored(open_page: Open, account_for: Make) -> None:
    account_for(Role.ADMINISTRATOR)
    page = shown(open_page("start").run())
    assert "Larkton" in page
    assert all(f'href="/{path}?lang=en"' in page for path in ("results", "promises", "storage"))


def test_a_wrong_code_stays_in_its_field_with_the_reason(open_page: Open, account_for: Make, event: Event) -> None:
    account_for(Role.ADMINISTRATOR)
    page = open_page("start").run()
    page.text_input(key="code.code").set_value("XXXXXX")
    page.button[0].click().run()
    assert "We don&#x27;t know this code" in shown(page)
    assert page.text_input(key="code.code").value == "XXXXXX"


def test_staff_see_their_own_next_steps(open_page: Open, account_for: Make) -> None:
    liaison = shown(open_page("start", account_for(Role.LIAISON)).run())
    assert "Plan an event" in liaison
    assert "Staff accounts" not in liaison
    administrator = shown(open_page("start", account_for(Role.ADMINISTRATOR)).run())
    assert "Staff accounts" in administrator
    assert "no independent steward" in administrator


def test_leaders_and_stewards_find_their_own_pages_at_home(open_page: Open, account_for: Make) -> None:
    leader = shown(open_page("start", account_for(Role.LEADER)).run())
    assert leader.index("Read the trends") < leader.index("Publish results")
    assert "Comments of young people" not in leader
    assert "Comments of young people" in shown(open_page("start", account_for(Role.STEWARD)).run())


def test_a_steward_ends_the_reminder(open_page: Open, account_for: Make) -> None:
    account_for(Role.STEWARD, Side.INDEPENDENT)
    assert "no independent steward" not in shown(open_page("start", account_for(Role.ADMINISTRATOR)).run())


def test_an_untested_address_is_said_to_be_untested(open_page: Open, account_for: Make, context: Context) -> None:
    context.store.city.set_profile(replace(context.store.city.profile(), public_url_tested=False))
    assert "TEST ONLY" in shown(open_page("start", account_for(Role.ADMINISTRATOR)).run())


def test_it_speaks_spanish(open_page: Open, account_for: Make) -> None:
    account_for(Role.ADMINISTRATOR)
    assert "¿Tiene un código?" in shown(open_page("start", language="es").run())

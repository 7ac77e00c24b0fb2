"""The kiosk on the event's card: who finds the way to start one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from survey import access
from survey.context import Context
from survey.records import Account, Event, Role
from tests.survey.conftest import NOON, stored_event
from tests.survey.pages.conftest import Open, shown

Make = Callable[..., Account]
LINK = "/staff/kiosk/CDF479?lang="


@pytest.mark.parametrize(
    ("role", "found"), [(Role.LIAISON, True), (Role.ADMINISTRATOR, True), (Role.LEADER, False), (Role.STEWARD, False)]
)
def test_who_plans_events_finds_the_kiosk(
    open_page: Open, account_for: Make, event: Event, role: Role, found: bool
) -> None:
    assert (LINK in shown(open_page("plan_events", account_for(role)).run())) == found


def test_it_speaks_the_language_of_the_page(open_page: Open, account_for: Make, event: Event) -> None:
    page = shown(open_page("plan_events", account_for(Role.LIAISON), "es").run())
    assert f"{LINK}es" in page and "Iniciar un quiosco" in page


def test_a_closed_event_has_none(open_page: Open, account_for: Make, context: Context) -> None:
    stored_event(context, starts_on=NOON.date() - timedelta(days=9), ends_on=NOON.date() - timedelta(days=3))
    assert LINK not in shown(open_page("plan_events", account_for(Role.LIAISON)).run())


def test_visitors_of_the_demo_find_it(open_page: Open, context: Context, event: Event) -> None:
    demo = replace(context, synthetic=True)
    assert LINK in shown(open_page("plan_events", access.visitor(), city=demo).run())

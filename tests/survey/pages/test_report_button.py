"""The report's downloads on the results page and at an event."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from survey.context import Context
from survey.records import Account, Role
from tests.survey.conftest import stored_event
from tests.survey.pages.conftest import Open, shown
from tests.survey.pages.released import publish
from tests.survey.report.test_report import closed, full, with_event


def downloads(page: AppTest) -> list[Any]:
    return [one for one in page.get("download_button") if "report-get" in one.proto.id]


@pytest.mark.parametrize("language", ["en", "es"])
def test_everyone_can_take_a_quarter_along(context: Context, open_page: Open, language: str) -> None:
    assert not downloads(open_page("see_results", language=language).run())
    publish(context, full())
    page = open_page("see_results", language=language).run()
    assert len(downloads(page)) == 1
    assert page.selectbox(key="report-quarter").value == "2026-Q1"
    assert page.selectbox(key="report-language").value == language


def test_staff_take_along_an_event_that_is_over(
    context: Context, open_page: Open, account_for: Callable[..., Account]
) -> None:
    over, liaison = closed(context), account_for(Role.LIAISON)
    page = open_page("plan_events", liaison).run()
    assert not downloads(page) and "first release after it has closed" in shown(page)
    with_event(context, over)
    assert len(downloads(open_page("plan_events", liaison).run())) == 1


def test_an_open_event_has_none(context: Context, open_page: Open, account_for: Callable[..., Account]) -> None:
    stored_event(context, ends_on=date(2026, 6, 30))
    publish(context, full())
    page = open_page("plan_events", account_for(Role.LIAISON)).run()
    assert not downloads(page) and "Report on this event" not in shown(page)

"""What happened is on every chart over time that a page draws, and in words below it, and is never called a cause."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from survey import incidents
from survey.context import Context
from survey.records import Account, IncidentStatus, Role
from tests.survey.pages import released
from tests.survey.pages.conftest import Open, html
from tests.survey.test_incidents import DRAFT

Make = Callable[..., Account]
NOTE = "a mark does not mean that it caused a change"


@pytest.fixture
def marked(context: Context, account_for: Make) -> None:
    """One in a neighborhood, preliminary, and one of the whole city, confirmed; a third was taken back."""
    liaison = account_for(Role.LIAISON)
    by_hand = replace(released.full(), synthetic=False)
    context.store.places.put(by_hand.places)
    released.publish(context, by_hand)
    drafts = (
        replace(DRAFT, day=date(2025, 11, 3), place="a"),
        replace(DRAFT, day=date(2026, 2, 3), place="", words="The video came out", status=IncidentStatus.CONFIRMED),
        replace(DRAFT, day=date(2026, 2, 9), place="", words="This was a mistake"),
    )
    *_, last = [incidents.mark(context, liaison, draft) for draft in drafts]
    gone = replace(drafts[-1], status=IncidentStatus.WITHDRAWN)
    incidents.correct(context, liaison, last.id, 1, gone, "It was in another city.")


def letters(chart: Any) -> list[tuple[str, bool]]:
    """The letters of a chart's marks, and whether each is dashed."""
    rules = [layer for layer in chart["layer"] if layer.get("mark", {}).get("type") == "rule" and "data" in layer]
    return [(rule["encoding"]["tooltip"]["title"], "strokeDash" in rule["mark"]) for rule in rules]


@pytest.mark.usefixtures("marked")
def test_the_citys_charts_have_all_marks_that_stand(open_page: Open, account_for: Make) -> None:
    page = open_page("see_standing", account_for(Role.LEADER)).run()
    assert [("A", True), ("B", False)] in [letters(chart) for chart in released.charts(page)]
    said = html(page)
    assert "A · November 3, 2025" in said and "B · February 3, 2026" in said and NOTE in said
    assert "This was a mistake" not in said


@pytest.mark.usefixtures("marked")
def test_a_neighborhoods_chart_has_its_own_and_those_of_the_whole_city(open_page: Open, account_for: Make) -> None:
    page = open_page("compare_neighborhoods", account_for(Role.LEADER)).run()
    by_place = {chart["title"]["text"][0]: letters(chart) for chart in released.charts(page) if "layer" in chart}
    assert by_place["Alder"] == [("A", True), ("B", False)]
    assert by_place["birch"] == [("B", False)]
    assert NOTE in html(page)


@pytest.mark.usefixtures("marked")
def test_topics_over_time_have_them_too(open_page: Open, account_for: Make) -> None:
    page = open_page("read_themes", account_for(Role.LEADER), "es").run()
    assert any(letters(chart) for chart in released.charts(page))
    assert "una marca no quiere decir que haya causado un cambio" in html(page)


def test_without_any_nothing_is_said_of_marks(open_page: Open, account_for: Make, context: Context) -> None:
    released.publish(context, released.full())
    page = open_page("see_standing", account_for(Role.LEADER)).run()
    assert NOTE not in html(page)

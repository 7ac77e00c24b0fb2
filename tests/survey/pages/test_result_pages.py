"""What holds on every page of results: nothing but the release, in words, in two languages, hidden said as hidden."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from survey.context import Context
from survey.records import Account, Role
from tests.survey.pages import released
from tests.survey.pages.conftest import Open, html, shown

PAGES = ("see_standing", "compare_neighborhoods", "read_themes", "follow_recommendations", "see_results")
AXES = {0.0, 100.0}


@pytest.fixture(params=PAGES)
def name(request: pytest.FixtureRequest) -> str:
    """Every page of results in turn."""
    return str(request.param)


def switch_all(page):  # type: ignore[no-untyped-def]  # an AppTest, opened
    """Shows every table and everything else behind a switch."""
    for toggle in page.toggle:
        toggle.set_value(True)
    return page.run()


def test_before_the_first_release_it_says_how_one_comes(open_page: Open, name: str) -> None:
    said = shown(open_page(name).run())
    assert "Nothing has been published yet" in said and "fewer than 10 people" in said
    assert not released.charts(open_page(name).run())


def test_who_may_publish_is_led_there_from_an_empty_page(
    open_page: Open, account_for: Callable[..., Account], name: str
) -> None:
    assert "See what would be published" in shown(open_page(name, account_for(Role.LEADER)).run())
    assert "See what would be published" not in shown(open_page(name, account_for(Role.LIAISON)).run())


def test_an_empty_release_is_no_error(open_page: Open, context: Context, name: str) -> None:
    released.publish(context, released.empty())
    assert "June 14, 2026" in shown(open_page(name).run())


def test_a_release_where_all_is_hidden_is_no_error(open_page: Open, context: Context, name: str) -> None:
    released.publish(context, released.all_hidden())
    page = switch_all(open_page(name).run())
    for chart in released.charts(page):
        assert all(row["short"] == "hidden" for row in released.rows(chart))


def test_every_number_comes_from_the_release(open_page: Open, context: Context, name: str) -> None:
    made = released.full()
    released.publish(context, made)
    page = switch_all(open_page(name).run())
    allowed = released.numbers(made) | released.of_texts(context, "en") | AXES
    said = released.visible(html(page)) + released.said_in_charts(page)
    assert released.read_numbers(said.replace("alert(1)", "")) <= allowed
    drawn = {
        row[part]
        for chart in released.charts(page)
        for row in released.rows(chart)
        for part in ("value", "low", "high")
        if row.get(part) is not None
    }
    assert drawn <= allowed


def test_charts_draw_their_ranges_and_say_that_data_are_made_up(open_page: Open, context: Context, name: str) -> None:
    released.publish(context, released.full())
    charts = released.charts(open_page(name).run())
    assert charts
    for chart in charts:
        assert "Made-up data" in " ".join(chart["title"]["subtitle"])
        assert all(row["low"] is not None for row in released.rows(chart) if row.get("dot"))


def test_a_real_city_is_not_called_made_up(open_page: Open, context: Context, name: str) -> None:
    released.publish(context, replace(released.full(), synthetic=False))
    page = open_page(name).run()
    assert all("Made-up data" not in str(chart) for chart in released.charts(page))


def test_the_label_says_who_answered_and_what_will_change(open_page: Open, context: Context, name: str) -> None:
    released.publish(context, released.full())
    said = shown(open_page(name).run())
    assert "People who chose to answer at our events, not a random sample" in said
    assert "Apr–Jun 2026 is still open, so its numbers will change. Release 707, published on June 14, 2026." in said


def test_it_speaks_spanish(open_page: Open, context: Context, name: str) -> None:
    released.publish(context, released.full())
    page = switch_all(open_page(name, language="es").run())
    said = shown(page) + released.said_in_charts(page)
    assert "una muestra al azar" in said and "14 de junio de 2026" in said
    assert "abr–jun 2026" in said and "Datos inventados" in said
    assert not any(word in said for word in ("Made-up", "people", "Range", "Score ", "Topic ", "range"))


def test_hidden_figures_are_said_as_hidden(open_page: Open, context: Context, name: str) -> None:
    released.publish(context, released.full())
    page = switch_all(open_page(name).run())
    if name != "see_standing":  # the city's scores are all shown in this release
        assert "hidden" in shown(page) + released.said_in_charts(page)

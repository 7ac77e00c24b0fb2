"""One score in every neighborhood: by the alphabet, with ranges, and hidden ones said as hidden."""

from dataclasses import replace

from survey.context import Context
from tests.survey.pages import released
from tests.survey.pages.conftest import Open, shown


def test_neighborhoods_stand_by_the_alphabet(open_page: Open, context: Context) -> None:
    released.publish(context, released.full())
    titles = [chart["title"]["text"] for chart in released.charts(open_page("compare_neighborhoods").run())]
    assert titles[:3] == [["Alder"], ["birch"], ["Cove"]]


def test_ranges_alone_have_no_level_and_hidden_ones_a_cross(open_page: Open, context: Context) -> None:
    released.publish(context, released.full())
    page = open_page("compare_neighborhoods").run()
    alder, birch, cove, _ = [released.rows(chart) for chart in released.charts(page)]
    assert all(row["dot"] for row in alder)
    assert all(row["value"] is None and (row["low"], row["high"]) == (41.0, 67.0) for row in birch)
    assert all(row["cross"] and row["low"] is None for row in cove)
    assert "×: hidden or too few" in shown(page)


def test_the_map_is_of_the_newest_closed_period_and_names_what_it_hides(open_page: Open, context: Context) -> None:
    released.publish(context, released.full())
    chart = released.charts(open_page("compare_neighborhoods").run())[-1]
    assert chart["title"]["text"] == ["Score trust, Jan–Mar 2026"]
    found = {row["name"]: row for row in released.rows(chart)}
    assert (found["birch"]["short"], found["birch"]["class"]) == ("41–67", "range only")
    assert (found["Cove"]["short"], found["Cove"]["class"]) == ("hidden", "hidden or too few")
    assert "about 15 people" in found["birch"]["told"]
    assert found["birch"]["people"] == "15 people" and found["Cove"]["people"] == "", "people stand on the map"
    assert found["Alder"]["short"].endswith(")"), "and so does the range"


def test_without_outlines_the_map_is_a_list(open_page: Open, context: Context) -> None:
    made = released.full()
    released.publish(context, replace(made, places=tuple(replace(place, outline="") for place in made.places)))
    chart = released.charts(open_page("compare_neighborhoods").run())[-1]
    assert [row["label"] for row in released.rows(chart)] == ["Alder", "birch", "Cove"]


def test_years_can_be_read_instead_of_quarters(open_page: Open, context: Context) -> None:
    released.publish(context, released.full())
    page = open_page("compare_neighborhoods").run()
    page.segmented_control(key="length").set_value("year").run()
    charts = released.charts(page)
    assert [row["label"] for row in released.rows(charts[0])] == ["2025", "2026"]
    assert charts[-1]["title"]["text"] == ["Score trust, 2025"]


def test_when_every_neighborhood_is_hidden_a_sentence_says_what_it_takes(open_page: Open, context: Context) -> None:
    made = released.full()
    figures = tuple(figure for figure in made.figures if not figure.cut.place)
    released.publish(context, replace(made, figures=figures))
    page = open_page("compare_neighborhoods").run()
    assert "at least 10 people who live there have answered, at 2 events or more" in shown(page)
    assert not released.charts(page)

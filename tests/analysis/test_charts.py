"""What charts draw: only what the figures hold, with their range, and hidden figures as hidden."""

import json
from typing import Any

import altair as alt
import pytest

from analysis import charts
from analysis.charts import Point, Shape, Words
from analysis.figures import Bound, Cut, Figure, Grid, Measure, State
from analysis.records import PlaceFacts

SQUARE = {"type": "Polygon", "coordinates": [[[10, 50], [11, 50], [11, 51], [10, 51], [10, 50]]]}
ISLANDS = {"type": "MultiPolygon", "coordinates": [[[[12, 50], [13, 50], [13, 51], [12, 50]]]]}
CLASSES = {"0": "a", "1": "b", "2": "c", "3": "d", "4": "e", "range": "only a range", "hidden": "hidden"}
WORDS = Words("Trust by quarter", ("about 40 people",))


def figure(period: str, state: State = State.SHOWN, **numbers: Any) -> Figure:
    return Figure(Measure.INDEX, "trust", Cut(Grid.CITY_QUARTER, period), state, 40, **numbers)


def point(made: Figure, label: str = "", *, still_open: bool = False) -> Point:
    return Point(label or made.cut.period, made, "58 (54–62)", "58 of 100, about 40 people", still_open)


POINTS = [
    point(figure("2025-Q3", value=58.0, low=54.0, high=62.0)),
    point(figure("2025-Q4", State.INTERVAL_ONLY, low=41.0, high=67.0)),
    point(figure("2026-Q1", State.HIDDEN)),
    point(figure("2026-Q2", value=5.0, bound=Bound.AT_MOST)),
    point(figure("2026-Q3", value=95.0, bound=Bound.AT_LEAST)),
    point(figure("2026-Q4", bound=Bound.FEW)),
    point(figure("2027-Q1", value=60.0, low=50.0, high=70.0), still_open=True),
]


def rows(chart: charts.Chart) -> list[dict[str, Any]]:
    layer: Any = chart["layer"]
    found: list[dict[str, Any]] = layer[0]["data"]["values"]
    return found


def shapes() -> list[Shape]:
    return [
        Shape(PlaceFacts("a", "Alder", json.dumps(SQUARE)), POINTS[0]),
        Shape(PlaceFacts("b", "Birch", json.dumps(ISLANDS)), POINTS[1]),
        Shape(PlaceFacts("c", "Cove", json.dumps(SQUARE)), POINTS[2]),
        Shape(PlaceFacts("d", "Dell"), POINTS[0]),
    ]


@pytest.mark.parametrize(
    "chart",
    [
        charts.trend(POINTS, WORDS),
        charts.dots(POINTS, WORDS),
        charts.neighborhoods(shapes(), WORDS, CLASSES),
    ],
    ids=["trend", "dots", "map"],
)
def test_charts_are_valid_and_say_their_title_and_people(chart: charts.Chart) -> None:
    alt.LayerChart.from_dict(chart, validate=True)
    assert "Trust by quarter" in str(chart["title"]) and "about 40 people" in str(chart["title"])
    told = str(chart["description"])
    assert told.startswith("Trust by quarter. about 40 people. ")
    layer: Any = chart["layer"]
    assert not any(mark["mark"]["aria"] for mark in layer[0]["layer"]), "bars without words are not read out"
    assert told.count("58 of 100, about 40 people") == len(rows(chart)), "who can't see the marks reads every figure"
    assert "http" not in json.dumps({**chart, "$schema": ""}), "nothing is fetched"


def test_every_row_reads_the_same_data() -> None:
    layer: Any = charts.trend(POINTS, WORDS)["layer"]
    assert all("data" not in mark for mark in layer[0]["layer"])


@pytest.mark.parametrize("draw", [charts.trend, charts.dots])
def test_bars_dots_and_crosses_follow_what_is_shown(draw: Any) -> None:
    shown, only_range, hidden, at_most, at_least, few, still_open = rows(draw(POINTS, WORDS))
    assert (shown["value"], shown["low"], shown["high"], shown["dot"]) == (58.0, 54.0, 62.0, True)
    assert (only_range["value"], only_range["low"], only_range["dot"]) == (None, 41.0, False)
    assert (hidden["low"], hidden["value"], hidden["cross"]) == (None, None, True)
    assert (at_most["low"], at_most["high"], at_most["dot"]) == (0.0, 5.0, False), "a bound is no level"
    assert (at_least["low"], at_least["high"]) == (95.0, 100.0)
    assert few["cross"] and few["value"] is None
    assert still_open["open"] and not shown["open"]


def test_series_share_one_axis_and_keep_their_own_rows() -> None:
    one, two = charts.trends([POINTS[:2], POINTS[2:4]], [WORDS, Words("Other")])
    assert [row["label"] for row in rows(two)] == ["2026-Q1", "2026-Q2"]
    assert one["layer"][0]["layer"] == two["layer"][0]["layer"]  # type: ignore[index]  # plain JSON
    assert all(label in json.dumps(one["layer"]) for label in ("2025-Q3", "2026-Q2"))


def test_nothing_of_one_chart_gets_into_the_next() -> None:
    first = json.dumps(charts.dots(POINTS[:1], WORDS))
    charts.dots(POINTS[1:], Words("Other"))
    assert json.dumps(charts.dots(POINTS[:1], WORDS)) == first


def test_the_map_writes_levels_and_ranges_and_greys_the_hidden() -> None:
    features = {row["properties"]["class"]: row for row in rows(charts.neighborhoods(shapes(), WORDS, CLASSES))}
    assert list(features) == ["c", "only a range", "hidden"], "a place without an outline is not drawn"
    assert features["c"]["properties"]["east"] == pytest.approx(10.5 * 0.6361, abs=0.01)
    assert features["only a range"]["geometry"]["type"] == "MultiPolygon"


def test_long_labels_go_below_each_other() -> None:
    short, long = (
        point(POINTS[0].figure, "Trust"),
        point(POINTS[0].figure, "Visibility and contact outside enforcement"),
    )
    beside, stacked = charts.dots([short], WORDS), charts.dots([long], WORDS)
    assert '"align": "right"' in json.dumps(beside) and '"align": "right"' not in json.dumps(stacked)


def test_long_titles_go_on_a_second_line() -> None:
    title: Any = charts.dots(POINTS, Words("Visibility and contact outside enforcement, by neighborhood, 2025"))[
        "title"
    ]
    assert len(title["text"]) == 2


def test_axes_hold_every_range() -> None:
    figures = [one.figure for one in POINTS]
    assert charts.share_span([figures[0]]) == (0, 100) and charts.share_span([figure("2025", low=2, high=14)]) == (
        0,
        20,
    )
    assert charts.close_span([figures[0]]) == (30, 70), "40 points at least"
    assert charts.close_span([figures[0], figures[1]]) == (30, 70)
    assert charts.close_span([figure("2025", value=3.0, low=0.0, high=9.0)]) == (0, 40)
    assert charts.close_span([figure("2025", State.HIDDEN)]) == (0, 100)


@pytest.mark.parametrize("draw", [charts.trend, charts.dots])
def test_an_axis_of_shares_says_per_cent(draw: Any) -> None:
    assert "datum.value + '%'" in json.dumps(draw(POINTS, Words("Shares", unit="%")))
    assert "datum.value + '%'" not in json.dumps(draw(POINTS, WORDS))


def test_names_of_periods_stand_below_their_middles_whatever_other_layers_say() -> None:
    marks = charts.trend([], Words("Trust"))["layer"][0]["layer"]  # type: ignore[index]  # a specification
    axes = [one["encoding"]["x"]["axis"] for one in marks]
    assert {(axis["labelAngle"], axis["labelAlign"], axis["labelBaseline"]) for axis in axes} == {(0, "center", "top")}

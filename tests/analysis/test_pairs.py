"""Pairs of levels: both ranges of each place, in the order given, and nothing drawn where nothing is pooled."""

import altair as alt

from analysis.charts import Point, Words
from analysis.charts.pairs import Pair, pairs
from analysis.figures import Cut, Figure, Grid, Measure, State
from analysis.inferences import Pooled


def point(name: str, state: State = State.SHOWN, **numbers: float) -> Point:
    figure = Figure(Measure.INDEX, "trust", Cut(Grid.PLACE_YEAR, "2025", name), state, 40, **numbers)  # type: ignore[arg-type]  # numbers only
    return Point(name, figure, f"own {name}", f"told {name}")


FOUND = [
    Pair(
        point("b", value=60.0, low=50.0, high=70.0),
        Pooled("trust", "b", "2025", 55.0, 45.0, 65.0, 0.4, "test"),
        "steadied",
        "4 of 10",
        "pooled b",
    ),
    Pair(point("a", State.HIDDEN), None, told="none"),
]


def test_a_chart_of_pairs_is_a_valid_one_and_says_all_in_words() -> None:
    drawn = pairs(FOUND, Words("Trust"))
    alt.LayerChart.from_dict(drawn)
    assert drawn["description"] == "Trust. b: told b. b: pooled b. a: told a. a: none"


def test_each_place_has_its_own_figure_then_the_pooled_one() -> None:
    rows = pairs(FOUND, Words("Trust"))["layer"][0]["data"]["values"]  # type: ignore[index]  # plain data
    assert [(row["label"], row["pooled"], row["value"], row["dot"]) for row in rows] == [
        ("b", False, 60.0, True),
        ("b", True, 55.0, True),
        ("a", False, None, False),
        ("a", True, None, False),
    ]
    assert rows[2]["cross"] and not rows[3]["cross"]

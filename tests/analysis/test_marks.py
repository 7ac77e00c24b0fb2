"""Marks on charts over time: where they stand, how sure they are, and that they are read out."""

from datetime import date
from typing import Any

import pytest

from analysis.charts import Mark, Words, add_marks, inside, letter, trend

LABELS = {"2026-Q1": "Jan-Mar 2026", "2026-Q2": "Apr-Jun 2026"}
EARLY = Mark(date(2026, 2, 14), "A", "Feb 14: a video came out")
LATE = Mark(date(2026, 5, 1), "B", "May 1: an arrest", dashed=True)


def drawn(*marks: Mark) -> Any:
    return add_marks(trend([], Words("Trust", ("by quarter",))), marks, LABELS)


def rules(chart: Any) -> list[Any]:
    return [layer for layer in chart["layer"] if layer.get("mark", {}).get("type") == "rule"]


def test_each_is_a_rule_with_its_letter_in_its_period_and_the_preliminary_ones_are_dashed() -> None:
    chart = drawn(LATE, EARLY)
    assert [rule["data"]["values"][0]["label"] for rule in rules(chart)] == list(LABELS.values())
    assert ["strokeDash" in rule["mark"] for rule in rules(chart)] == [False, True]
    letters = [layer["data"]["values"][0]["letter"] for layer in chart["layer"] if layer.get("mark", {}).get("dy")]
    assert letters == ["A", "B"]
    assert chart["height"] > trend([], Words("Trust", ("by quarter",)))["height"]


def test_they_are_read_out() -> None:
    assert drawn(EARLY, LATE)["description"].endswith("A: Feb 14: a video came out. B: May 1: an arrest")


def test_the_day_says_where_in_the_period_and_close_ones_stand_apart() -> None:
    near = Mark(date(2026, 2, 15), "B", "Feb 15")
    first, second = (rule["encoding"]["x"]["bandPosition"] for rule in rules(drawn(EARLY, near)))
    assert first == pytest.approx(44.5 / 90, abs=0.001)
    assert second - first >= 0.2


def test_days_outside_of_the_periods_are_left_out() -> None:
    before = trend([], Words("Trust", ("by quarter",)))
    assert drawn(Mark(date(2025, 12, 31), "A", "told")) == before
    assert not inside(date(2025, 12, 31), list(LABELS)) and inside(date(2026, 3, 31), list(LABELS))


def test_letters_go_on_after_z() -> None:
    assert [letter(number) for number in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]

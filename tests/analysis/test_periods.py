"""Periods as text, and whether they are over."""

import doctest
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import disclosure, periods, scores

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize("module", [periods, disclosure, scores])
def test_examples_in_docstrings(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@given(DAYS)
def test_a_day_lies_in_its_periods(day: date) -> None:
    for name in (periods.month(day), periods.quarter(day), periods.year(day)):
        assert periods.first_day(name) <= day <= periods.last_day(name)


@given(DAYS)
def test_the_previous_quarter_ends_the_day_before(day: date) -> None:
    name = periods.quarter(day)
    assert periods.last_day(periods.previous_quarter(name)) == periods.first_day(name) - timedelta(days=1)


@pytest.mark.parametrize("period", ["2025-09", "2025-Q3"])
def test_a_period_is_open_through_its_last_day(period: str) -> None:
    assert periods.is_open(period, date(2025, 9, 30))
    assert not periods.is_open(period, date(2025, 10, 1))
    assert periods.is_open("2025", date(2025, 10, 1))

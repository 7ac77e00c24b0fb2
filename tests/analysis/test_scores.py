"""Index scores, and the two mistakes they must never make."""

import math

import numpy as np
import pytest

from analysis.scores import count_impossible, item_values, points, score
from questions.model import DONT_KNOW, PREFER_NOT, Index
from tests.analysis.makings import JUSTICE, TRUST

NOBODY = frozenset[str]()


def one(values: dict[str, int]) -> float:
    return float(score([values], JUSTICE)[0])


def test_missing_answers_are_not_zeros() -> None:
    """The mistake for which a published evaluation was withdrawn: this would be 3.0 with zeros."""
    assert one({"c2": 4, "c3": 4, "c4": 4}) == 4.0


@pytest.mark.parametrize("code", [DONT_KNOW, PREFER_NOT, 9, 98, 99, 0])
def test_codes_off_the_scale_are_never_averaged(code: int) -> None:
    assert one({"c2": 3, "c3": 3, "c4": 3, "c5": code}) == 3.0
    assert math.isnan(float(score([{"c1": code}], TRUST)[0]))


@pytest.mark.parametrize(
    ("valid", "scored"), [(0, False), (1, False), (2, False), (3, True), (4, True)], ids=lambda value: str(value)
)
def test_more_than_half_of_the_items_must_be_valid(valid: int, scored: bool) -> None:
    values = dict.fromkeys(JUSTICE.items[:valid], 2)
    assert one(values) == 2.0 if scored else math.isnan(one(values))


def test_a_scale_from_zero_keeps_its_zero() -> None:
    ladder = Index("ladder", "Ladder", ("a",), 0, 10)
    native = score([{"a": 0}, {"a": 10}, {"a": 98}], ladder)
    assert native[:2].tolist() == [0.0, 10.0] and np.isnan(native[2])
    assert points(native, ladder)[:2].tolist() == [0.0, 100.0]


@pytest.mark.parametrize("code", [DONT_KNOW, PREFER_NOT])
def test_not_even_where_a_scale_reaches_below_zero(code: int) -> None:
    assert math.isnan(float(score([{"a": code}], Index("balance", "Balance", ("a",), -5, 5))[0]))


def test_reversed_items_are_turned() -> None:
    assert item_values([{"c2": 1, "c3": 1}], JUSTICE, frozenset({"c3"}))[0, :2].tolist() == [1.0, 5.0]


def test_impossible_codes_are_counted_and_off_scale_ones_are_not() -> None:
    assert count_impossible([{"c1": 9}, {"c1": DONT_KNOW}, {"c1": 5}, {}], TRUST) == 1


def test_nobody_gives_no_scores() -> None:
    assert score([], JUSTICE).shape == (0,)
    assert item_values([], JUSTICE, NOBODY).shape == (0, 4)

"""Rows that are alone with what is written in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.rarity import FEW, Rarity, rarity


@pytest.mark.parametrize(
    ("combinations", "found"),
    [
        ("", Rarity(0, 0, 0)),
        ("a", Rarity(1, 1, 1)),
        ("aa", Rarity(2, 0, 2)),
        ("a" * 9 + "b" * 10, Rarity(19, 0, 9)),
        ("a" * 10 + "bcc", Rarity(13, 1, 3)),
    ],
)
def test_rows_are_counted_by_how_many_share_their_combination(combinations: str, found: Rarity) -> None:
    assert rarity(combinations) == found


def test_shares_are_in_per_cent_and_nothing_divides_by_nothing() -> None:
    assert Rarity(8, 2, 4).share(2) == 25
    assert Rarity(0, 0, 0).share(0) == 0


@given(st.lists(st.integers(0, 5), max_size=60))
def test_it_agrees_with_counting_one_by_one(rows: list[int]) -> None:
    found = rarity(rows)
    assert found.rows == len(rows)
    assert found.unique == sum(rows.count(row) == 1 for row in rows)
    assert found.rare == sum(rows.count(row) < FEW for row in rows)

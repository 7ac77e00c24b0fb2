"""Benjamini and Hochberg's rule, beside statsmodels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from analysis.discoveries import adjusted, bar, discoveries

CHANCES = st.lists(st.floats(0, 1), min_size=1, max_size=60)


@given(CHANCES, st.sampled_from([0.05, 0.10, 0.25]))
def test_discoveries_are_those_of_statsmodels(chances: list[float], rate: float) -> None:
    rejected, theirs, _, _ = multipletests(chances, alpha=rate, method="fdr_bh")
    assert adjusted(chances) == pytest.approx(theirs)
    assert discoveries(chances, rate) == [bool(value <= rate) for value in adjusted(chances)]
    near = np.isclose(theirs, rate, rtol=1e-9)
    assert [found for found, close in zip(discoveries(chances, rate), near, strict=True) if not close] == [
        bool(found) for found, close in zip(rejected, near, strict=True) if not close
    ]


def test_ties_and_no_tests() -> None:
    assert adjusted([0.02, 0.02, 0.5]) == pytest.approx([0.03, 0.03, 0.5])
    assert discoveries([]) == []
    assert bar([]) == 0.10


@given(CHANCES)
def test_one_more_is_found_just_under_the_bar(chances: list[float]) -> None:
    """The largest p-value of a family is exchanged for one at the bar: then it is found."""
    level, count = bar(chances), sum(discoveries(chances))
    if count < len(chances):
        worst = int(np.argmax(chances))
        changed = [*chances[:worst], level * 0.999, *chances[worst + 1 :]]
        assert discoveries(changed)[worst]

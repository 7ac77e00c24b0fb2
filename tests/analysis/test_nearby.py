"""A large table is looked at a few atoms at a time first: the same leaks, far smaller programs."""

import numpy as np
import pytest

from analysis import audit, nearby
from analysis.parts import Part
from tests.analysis.test_audit import K, assert_proven, city


@pytest.mark.parametrize("seed", range(3))
def test_a_look_at_few_atoms_finds_the_leaks_of_the_whole(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    given_table = city(seed)
    whole = {(leak.secret, leak.low, leak.high) for leak in audit.audit(given_table, K)}
    monkeypatch.setattr(nearby, "LARGE", 0)
    leaks = audit.audit(given_table, K)
    assert {(leak.secret, leak.low, leak.high) for leak in leaks} == whole
    for leak in leaks:
        assert_proven(given_table, leak, K)


def test_what_is_wide_among_few_atoms_is_not_asked_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    given_table = city(0)
    asked: list[int] = []

    class Search(audit._Search):
        def __init__(self, part: Part) -> None:
            asked.append(len(part.groups.counts))
            super().__init__(part)

    monkeypatch.setattr(audit, "_Search", Search)
    audit.audit(given_table, K)
    (all_atoms,) = set(asked)
    monkeypatch.setattr(nearby, "LARGE", 0)
    asked.clear()
    audit.audit(given_table, K)
    assert min(asked) < all_atoms / 2, "else the first look is as dear as the last"


def test_what_stays_elsewhere_is_taken_off_what_is_known_from_below(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearby, "LARGE", 0)
    whole = audit._groups(city(1))
    for some in nearby.extracts(whole):
        assert np.all(some.secrets @ some.counts >= some.at_least)
        assert np.all(some.at_least <= whole.at_least)

"""Weights beside two independent programs, and when there are none."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import polars as pl
import pytest
import svy
import weightipy

from analysis.estimates import IntArray
from analysis.weighting import LEAST, Margin, Stopped, kish, mean, rake, trim, weigh

TARGETS: Mapping[str, tuple[float, ...]] = {
    "age": (0.25, 0.25, 0.25, 0.25),
    "gender": (0.5, 0.5),
    "race": (0.4, 0.35, 0.25),
}


def table(seed: int, people: int = 600) -> pd.DataFrame:
    """People who are far from the population: one row each."""
    chance = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "age": chance.choice(4, people, p=(0.1, 0.2, 0.3, 0.4)),
            "gender": chance.choice(2, people, p=(0.75, 0.25)),
            "race": chance.choice(3, people, p=(0.15, 0.3, 0.55)),
            "value": chance.normal(50, 20, people),
            "event": chance.integers(0, 12, people),
        }
    )


def margins(rows: pd.DataFrame) -> list[Margin]:
    return [Margin(name, rows[name].to_numpy(np.int64), np.array(shares)) for name, shares in TARGETS.items()]


def ones(rows: pd.DataFrame) -> IntArray:
    return np.ones(len(rows), dtype=np.int64)


def sample(rows: pd.DataFrame) -> svy.Sample:
    held = svy.Sample(pl.DataFrame({**{name: rows[name].to_list() for name in rows}, "one": 1.0}))
    return held.set_design(svy.Design(wgt="one", psu="event"))


def dense(rows: pd.DataFrame) -> tuple[pd.DataFrame, IntArray]:
    """The same people, counted by what they have in common."""
    counted = rows.groupby(list(TARGETS), as_index=False).size()
    return counted, counted["size"].to_numpy(np.int64)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_raked_weights_are_weightipys(seed: int) -> None:
    rows = table(seed)
    scheme = weightipy.scheme_from_dict(
        {name: {code: 100 * share for code, share in enumerate(shares)} for name, shares in TARGETS.items()},
        rim_params={"convcrit": 1e-12, "max_iterations": 1000},
    )
    theirs = weightipy.weight_dataframe(rows.copy(), scheme)["weights"].to_numpy()
    assert np.abs(rake(ones(rows), margins(rows)) - theirs).max() < 1e-6


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_raked_weights_and_linearised_intervals_are_svys(seed: int) -> None:
    rows = table(seed)
    shares = {name: dict(enumerate(held)) for name, held in TARGETS.items()}
    raked = sample(rows).weighting.rake(shares=shares, tol=1e-10, max_iter=1000)
    ours = rake(ones(rows), margins(rows))
    assert np.abs(ours - raked.data["rk_wgt"].to_numpy()).max() < 1e-5
    given = svy.Sample(raked.data, svy.Design(wgt="rk_wgt", psu="event"))
    (theirs,) = given.estimation.mean("value").estimates
    (narrower,) = raked.estimation.mean(
        "value"
    ).estimates  # it knows that the margins are met: ours errs to the wide side
    made = mean(rows["value"].to_numpy(), ones(rows), rows["event"].to_numpy(np.int64), ours)
    assert (made.value, made.low, made.high) == pytest.approx((theirs.est, theirs.lci, theirs.uci), abs=1e-5)
    assert made.low <= narrower.lci and narrower.uci <= made.high


def test_counted_people_weigh_as_those_one_by_one() -> None:
    rows = table(4)
    counted, people = dense(rows)
    each = pd.Series(rake(people, margins(counted)), index=pd.MultiIndex.from_frame(counted[list(TARGETS)]))
    assert rake(ones(rows), margins(rows)) == pytest.approx(
        each.loc[pd.MultiIndex.from_frame(rows[list(TARGETS)])].to_numpy()
    )


def test_who_is_not_known_keeps_the_base_weight() -> None:
    rows = table(5)
    some = margins(rows)
    unknown = np.arange(len(rows)) < 60
    some = [Margin(one.name, np.where(unknown, -1, one.groups), one.targets) for one in some]
    each = rake(ones(rows), some)
    assert (each[unknown] == 1.0).all() and each.sum() == pytest.approx(len(rows))
    held = np.bincount(some[0].groups[~unknown], each[~unknown])
    assert held / held.sum() == pytest.approx(np.array(TARGETS["age"]))


def test_who_left_one_question_out_counts_in_the_other_margins() -> None:
    rows = table(6)
    first, *others = margins(rows)
    unknown = np.arange(len(rows)) < 60
    each = rake(ones(rows), [Margin("age", np.where(unknown, -1, first.groups), first.targets), *others])
    held = np.bincount(rows["gender"], each)
    assert held / held.sum() == pytest.approx(np.array(TARGETS["gender"]))


def test_no_weight_is_above_five_medians_and_the_sum_stays() -> None:
    each, people = np.array([1.0, 2.0, 30.0]), np.array([50, 60, 2], dtype=np.int64)
    trimmed = trim(each, people)
    assert trimmed[2] / trimmed[1] == pytest.approx(5.0)
    assert trimmed @ people == pytest.approx(112)


def test_effective_size_is_kishs() -> None:
    assert kish(np.array([1.0, 3.0]), np.array([10, 10])) == pytest.approx(16.0)  # 40 squared over 10 + 90


@pytest.mark.parametrize("people", [LEAST - 1, 4, 0])
def test_a_thin_group_stops_everything(people: int) -> None:
    groups = np.array([0] * 100 + [1] * people, dtype=np.int64)
    with pytest.raises(Stopped, match="thin:gender"):
        weigh(np.ones(len(groups), dtype=np.int64), [Margin("gender", groups, np.array([0.5, 0.5]))])


def test_margins_that_contradict_each_other_stop() -> None:
    same = np.array([0] * 20 + [1] * 20, dtype=np.int64)
    apart = [Margin("age", same, np.array([0.5, 0.5])), Margin("gender", same, np.array([0.9, 0.1]))]
    with pytest.raises(Stopped, match="not_converged"):
        weigh(np.ones(40, dtype=np.int64), apart)


def test_no_margin_gives_no_weights() -> None:
    with pytest.raises(Stopped, match="no_margins"):
        weigh(np.ones(60, dtype=np.int64), [])


def test_under_five_events_no_weighted_mean() -> None:
    values, people = np.arange(60.0), np.ones(60, dtype=np.int64)
    with pytest.raises(Stopped, match="few_events"):
        mean(values, people, np.arange(60) % 4, np.ones(60))

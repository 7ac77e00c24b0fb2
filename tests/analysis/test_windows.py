"""Rolling figures of another source: what is compared, and why all else is refused."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from analysis import windows
from analysis.windows import Incomparable, Published, Refusal, Window

DECEMBERS = [date(year, 12, 31) for year in range(2014, 2024)]
BEFORE, AFTER = Window.ending(date(2022, 12, 31), 12), Window.ending(date(2023, 12, 31), 12)
DECLARED = windows.declare(DECEMBERS, 12)
EARLIER = Published("Barnet", "trust", BEFORE, 0.60, 400)
LATER = Published("Barnet", "trust", AFTER, 0.50, 400)
SPELLINGS = {"Richmond Upon Thames": "Richmond upon Thames"}


def test_declared_windows_that_touch_nowhere_are_compared() -> None:
    found = windows.compare(LATER, EARLIER, DECLARED)
    assert found.value == pytest.approx(-10)
    assert found.variance == pytest.approx(1e4 * (0.6 * 0.4 + 0.5 * 0.5) / 400)
    assert found.high < 0 and found.p == pytest.approx(0.0043, abs=0.0003)
    assert windows.compare(replace(LATER, effect=2.0), EARLIER, DECLARED).p > found.p


@pytest.mark.parametrize(
    ("later", "earlier", "refusal"),
    [
        (replace(LATER, window=Window.ending(date(2023, 3, 31), 12)), EARLIER, Refusal.OVERLAP),
        (replace(LATER, window=Window.ending(date(2024, 3, 31), 12)), EARLIER, Refusal.UNDECLARED),
        (EARLIER, LATER, Refusal.ORDER),
        (LATER, LATER, Refusal.ORDER),
        (replace(LATER, measure="fair"), EARLIER, Refusal.OTHER_MEASURE),
        (replace(LATER, place="Brent"), EARLIER, Refusal.OTHER_PLACE),
        (replace(LATER, base=None), EARLIER, Refusal.NO_BASE),
        (LATER, replace(EARLIER, base=None), Refusal.NO_BASE),
        (replace(LATER, base=29), EARLIER, Refusal.THIN),
        (replace(LATER, share=1.0), replace(EARLIER, share=1.0), Refusal.NO_SPREAD),
    ],
)
def test_all_else_is_refused_with_a_reason(later: Published, earlier: Published, refusal: Refusal) -> None:
    with pytest.raises(Incomparable) as refused:
        windows.compare(later, earlier, DECLARED)
    assert refused.value.refusal is refusal
    assert len(str(refused.value)) > 30 and "{" not in str(refused.value)


def test_an_overlap_is_refused_even_if_somebody_declared_it() -> None:
    near = replace(LATER, window=Window.ending(date(2023, 9, 30), 12))
    with pytest.raises(Incomparable, match="days in common"):
        windows.compare(near, EARLIER, {(BEFORE, near.window)})


def test_windows_are_whole_months() -> None:
    assert (str(BEFORE), str(Window.ending(date(2023, 2, 28), 3))) == (
        "2022-01-01 to 2022-12-31",
        "2022-12-01 to 2023-02-28",
    )
    assert len(DECLARED) == 9 and (BEFORE, AFTER) in DECLARED
    assert windows.declare([date(2023, 12, 31), date(2023, 9, 30)], 3) == {
        (Window.ending(date(2023, 9, 30), 3), Window.ending(date(2023, 12, 31), 3))
    }


@pytest.mark.data
def test_london_says_no_base_so_no_change_is_called_one(public_data: Path) -> None:
    text = (public_data / "mopac_pas_borough_2014_2023.csv").read_text("utf-8")
    with pytest.raises(ValueError, match="Richmond Upon Thames, Richmond upon Thames"):
        windows.read_published(text, 12, {})
    found = {(one.place, one.measure, one.window): one for one in windows.read_published(text, 12, SPELLINGS)}
    assert len(found) == 9312 and len({place for place, _, _ in found}) == 32
    ends = sorted({window.last for _, _, window in found})
    assert len(ends) == 37
    neighbors = list(zip(ends, ends[1:], strict=False))
    refusals = {_refused(found, before, after) for before, after in neighbors}
    assert refusals == {Refusal.OVERLAP}
    years = {_refused(found, date(year, 12, 31), date(year + 1, 12, 31)) for year in range(2014, 2023)}
    assert years == {Refusal.NO_BASE}


@pytest.mark.data
def test_london_with_a_base_that_somebody_declares_is_compared(public_data: Path) -> None:
    """Were it 400 people in each borough, Barnet's figures of 2015 and 2023 could be compared, as one declared pair."""
    text = (public_data / "mopac_pas_borough_2014_2023.csv").read_text("utf-8")
    ends = (date(2015, 12, 31), date(2023, 12, 31))
    declared = windows.declare(ends, 12, apart=8)
    named = {one.window.last: one for one in windows.read_published(text, 12, SPELLINGS)
             if (one.place, one.measure) == ("Barnet", '"Good Job" local')}  # fmt: skip
    earlier, later = (replace(named[end], base=400) for end in ends)
    found = windows.compare(later, earlier, declared)
    assert found.value == pytest.approx(100 * (later.share - earlier.share)) and found.low < found.value < found.high


def _refused(found: dict[tuple[str, str, Window], Published], before: date, after: date) -> Refusal | None:
    """Why London's trust in one borough at two dates is not compared."""
    first, second = (Window.ending(day, 12) for day in (before, after))
    measure = '"Good Job" local'
    declared = windows.declare(DECEMBERS, 12)
    return windows.refuse(found["Barnet", measure, second], found["Barnet", measure, first], declared)

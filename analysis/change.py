"""Changes of the city's indices from one closed quarter to the next."""

from collections.abc import Mapping
from datetime import date

from analysis import periods, rounding
from analysis.estimates import DIFFERENCE, Estimate, difference
from analysis.figures import Change, Cut, Grid

Estimates = Mapping[tuple[str, Cut], Estimate]


def quarterly_changes(estimates: Estimates, today: date) -> tuple[Change, ...]:
    """The change of each index of the city to each closed quarter from the one before, where both are shown.

    `estimates` are by (subject, cut) of what is shown with today's people. Samples of two quarters are taken as
    independent; an event that runs over the turn of a quarter is not.
    """
    shown = {
        (subject, cut.period): estimate
        for (subject, cut), estimate in estimates.items()
        if cut.grid is Grid.CITY_QUARTER and _told(estimate)
    }
    pairs = (
        (subject, period, estimate, shown.get((subject, periods.previous_quarter(period))))
        for (subject, period), estimate in sorted(shown.items(), key=lambda item: item[0])
        if not periods.is_open(period, today)
    )
    return tuple(
        _change(subject, period, later, earlier) for subject, period, later, earlier in pairs if earlier is not None
    )


def _told(estimate: Estimate) -> bool:
    """Whether the level itself is shown: beside another, a change would tell it."""
    return estimate.base >= rounding.POINT_BASE and not rounding.near_end(estimate.value, estimate.base)


def _change(subject: str, period: str, later: Estimate, earlier: Estimate) -> Change:
    value, low, high = rounding.present_change(difference(later, earlier), min(later.base, earlier.base))
    return Change(subject, "", period, periods.previous_quarter(period), value, low, high, DIFFERENCE)

"""Changes of the city's indices from one closed quarter to the next."""

from datetime import date

from analysis import disclosure, periods
from analysis.estimates import DIFFERENCE, Estimate, difference
from analysis.figures import Change, Cut, Figure, Grid, State
from analysis.measures import Measured


def quarterly_changes(measured: Measured, today: date) -> tuple[Change, ...]:
    """The change of each index of the city to each closed quarter from the one before, where both are shown.

    Samples of two quarters are taken as independent; an event that runs over the turn of a quarter is not.
    """
    shown = {
        (figure.subject, figure.cut.period): figure
        for figure in measured.figures
        if figure.cut.grid is Grid.CITY_QUARTER and figure.state is State.SHOWN
    }
    pairs = (
        (figure, shown.get((subject, periods.previous_quarter(period))))
        for (subject, period), figure in sorted(shown.items(), key=lambda item: item[0])
        if not periods.is_open(period, today)
    )
    return tuple(_change(measured, later, earlier) for later, earlier in pairs if earlier is not None)


def _change(measured: Measured, later: Figure, earlier: Figure) -> Change:
    to, since = _estimate(measured, later.subject, later.cut), _estimate(measured, later.subject, earlier.cut)
    value, low, high = disclosure.present_change(difference(to, since), min(to.base, since.base))
    period, previous = later.cut.period, earlier.cut.period
    return Change(later.subject, "", period, previous, value, low, high, DIFFERENCE)


def _estimate(measured: Measured, subject: str, cut: Cut) -> Estimate:
    return measured.estimates[subject, cut]

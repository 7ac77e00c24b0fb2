"""What stands behind the figures of a Release, and what moved: chosen from it, nothing is worked out anew."""

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.estimates import MEAN_BORROWED, MEAN_LINEARISED, RATE_BORROWED, RATE_LINEARISED
from analysis.figures import Change, Figure, Measure, Release, Verdict
from analysis.inferences import Reliability, Share, Trust, Weighted
from analysis.readings import HEADLINES, detectable, period_kind

METHODS = {
    MEAN_LINEARISED: "mean_linearised",
    MEAN_BORROWED: "mean_borrowed",
    RATE_LINEARISED: "rate_linearised",
    RATE_BORROWED: "rate_borrowed",
}
"""Short names of the estimators that `Figure.method` names, for texts about them."""

LESS_HEARD = 0.8
"""A group is called less heard where its share of answers is under this part of its share of the people."""


@dataclass(frozen=True)
class Moves:
    """Comparisons of one kind: flagged as changes, without a detectable change, and those that were not possible."""

    moved: tuple[Change, ...]
    still: tuple[Change, ...]
    uncompared: tuple[Change, ...]

    @property
    def smallest(self) -> tuple[float, float] | None:
        """The least and the most of the smallest changes, in points, that could have been seen where none was."""
        known = [change.detectable for change in self.still if change.detectable is not None]
        return (min(known), max(known)) if known else None


def moves(found: Iterable[Change]) -> Moves:
    """Comparisons by what they say, in the order given."""
    known = tuple(found)
    moved = tuple(change for change in known if detectable(change))
    still = tuple(
        change for change in known if change.verdict in (Verdict.NONE, Verdict.UNTESTED) and not detectable(change)
    )
    return Moves(moved, still, tuple(change for change in known if change not in (*moved, *still)))


def city_changes(release: Release, against: str = "quarter") -> tuple[Change, ...]:
    """The newest comparisons of the city's core scores, in the order in which they are read."""
    found = [one for one in _newest(release, Measure.INDEX, against) if not one.place and one.subject in HEADLINES]
    return tuple(sorted(found, key=lambda one: HEADLINES.index(one.subject)))


def place_changes(release: Release, against: str = "quarter") -> tuple[Change, ...]:
    """The newest comparisons of the core scores of neighborhoods, by the alphabet of the neighborhoods."""
    names = {place.id: place.name.casefold() for place in release.places}
    found = [one for one in _newest(release, Measure.INDEX, against) if one.place in names and one.subject in HEADLINES]
    return tuple(sorted(found, key=lambda one: (names[one.place], HEADLINES.index(one.subject))))


def theme_changes(release: Release, against: str = "quarter") -> tuple[Change, ...]:
    """The newest comparisons of how many people of the city speak of each theme, in the order of the themes."""
    order = [theme.id for theme in release.themes]
    found = [one for one in _newest(release, Measure.THEME, against) if not one.place and one.subject in order]
    return tuple(sorted(found, key=lambda one: order.index(one.subject)))


def newest_change(release: Release, figure: Figure) -> Change | None:
    """The newest comparison of this figure's subject and place by quarter or by year, as the figure is."""
    kind = period_kind(figure.cut.period)
    found = _newest(release, figure.measure, kind, kind)
    return next((one for one in found if (one.subject, one.place) == (figure.subject, figure.cut.place)), None)


def weighted_beside(release: Release, figure: Figure) -> Weighted | None:
    """The raw and the weighted value of this city figure's year, else of the newest year before it."""
    if figure.measure is not Measure.INDEX or figure.cut.place:
        return None
    found = [one for one in release.weighted if one.subject == figure.subject and one.year <= figure.cut.period[:4]]
    return max(found, key=lambda one: one.year, default=None)


def reliability_behind(release: Release, figure: Figure) -> tuple[Reliability, ...]:
    """How the items of this figure's index hang together in its year, else the newest before; all people first."""
    if figure.measure is not Measure.INDEX:
        return ()
    found = [one for one in release.reliability if one.subject == figure.subject and one.year <= figure.cut.period[:4]]
    year = max((one.year for one in found), default="")
    return tuple(sorted((one for one in found if one.year == year), key=lambda one: (one.language, one.mode)))


def unreliable(release: Release, figure: Figure) -> bool:
    """Whether this figure's index is hidden in its year because its items do not hang together."""
    year = figure.cut.period[:4]
    return any(one.verdict is Trust.HIDDEN and one.year == year for one in _of_all(reliability_behind(release, figure)))


def _of_all(found: Iterable[Reliability]) -> Iterable[Reliability]:
    return (one for one in found if not one.language and not one.mode)


def share_year(release: Release) -> str:
    """The newest year in which any group's share is shown, one that is over before one that is open; "" for none."""
    years = {one.year for one in release.shares if one.answers is not None}
    return max(years, key=lambda year: (year not in release.open_periods, year), default="")


def shares_of(release: Release, year: str) -> dict[str, tuple[Share, ...]]:
    """The groups of a year by margin, in the release's order; neighborhoods by the alphabet."""
    found = [one for one in release.shares if one.year == year]
    names = {place.id: place.name.casefold() for place in release.places}
    by_margin = {
        margin: [one for one in found if one.margin == margin] for margin in dict.fromkeys(o.margin for o in found)
    }
    if "place" in by_margin:
        by_margin["place"].sort(key=lambda one: names.get(one.group, one.group))
    return {margin: tuple(groups) for margin, groups in by_margin.items()}


def less_heard(shares: Iterable[Share]) -> tuple[Share, ...]:
    """The groups whose share of answers is under four fifths of their share of the people who live here."""
    return tuple(
        one
        for one in shares
        if one.answers is not None and one.population is not None and one.answers < LESS_HEARD * one.population
    )


def untold(shares: Iterable[Share]) -> tuple[Share, ...]:
    """The groups that live here, but whose answers are too few to show or are hidden."""
    return tuple(one for one in shares if one.answers is None and one.population)


def _newest(release: Release, measure: Measure, against: str, kind: str = "quarter") -> tuple[Change, ...]:
    """The comparisons of the newest quarter, or year, that has any with what came before, or a year ago."""
    found = [
        one
        for one in release.changes
        if one.measure is measure and one.against == against and period_kind(one.period) == kind
    ]
    newest = max((one.period for one in found), default="")
    return tuple(one for one in found if one.period == newest)

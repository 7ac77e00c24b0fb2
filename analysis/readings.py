"""Which figures of a Release answer a reader's question; everything here selects, nothing is worked out anew."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.figures import Change, Cut, Figure, Grid, Label, Measure, Quote, Release, State, Verdict
from analysis.records import PlaceFacts

HEADLINES = ("trust", "procedural_justice", "fairness", "safety", "cooperation", "effectiveness")
"""The indices of the core questions, in the order they are read."""

RECOMMENDATIONS = ("history", "openness", "bias", "visibility", "inside")
"""The source paper's five recommendations; `rec_NAME` is the index of each."""

CLASS_FLOORS = (40, 50, 60, 70)
"""Where the next class of a map begins, in index points. Fixed, so that two maps can be compared."""

_KINDS = {
    Grid.PLACE_QUARTER: "quarter",
    Grid.CITY_QUARTER: "quarter",
    Grid.PLACE_YEAR: "year",
    Grid.CITY_YEAR: "year",
    Grid.PROGRAM_YEAR: "year",
    Grid.CHANNEL_YEAR: "year",
    Grid.CITY_MONTH: "month",
}


@dataclass(frozen=True)
class Standing:
    """Where one index of the city stands: the newest closed quarter, what moved since the one before, all quarters.

    `so_far` is the quarter that is still open, None where it shows nothing or there is no closed one yet.
    """

    label: Label
    newest: Figure
    so_far: Figure | None
    change: Change | None
    series: tuple[Figure, ...]


@dataclass(frozen=True)
class PlaceSeries:
    """One index of one neighborhood over time."""

    place: PlaceFacts
    newest: Figure
    series: tuple[Figure, ...]


def period_kind(period: str) -> str:
    """
    >>> period_kind("2025"), period_kind("2025-Q3"), period_kind("2025-07")
    ('year', 'quarter', 'month')
    """
    if "Q" in period:
        return "quarter"
    return "month" if "-" in period else "year"


def periods(release: Release, grid: Grid) -> tuple[str, ...]:
    """The periods that a grid's figures may be about, oldest first."""
    return tuple(sorted(period for period in release.periods if period_kind(period) == _KINDS.get(grid)))


def visible_periods(release: Release, grid: Grid, subject: str, measure: Measure = Measure.INDEX) -> tuple[str, ...]:
    """The periods in which anything of this subject is shown, oldest first."""
    return tuple(
        sorted({figure.cut.period for figure in release.select(measure, grid, subject=subject) if shown(figure)})
    )


def over_time(release: Release, measure: Measure, grid: Grid, subject: str, place: str = "") -> tuple[Figure, ...]:
    """One figure for each period, oldest first; a period without one is given as hidden, never left out."""
    named = release.select(measure, grid, subject=subject, place=place)
    return _filled(release, measure, Cut(grid, place=place), subject, named)


def finest(release: Release, measure: Measure, subjects: Iterable[str]) -> dict[str, tuple[Figure, ...]]:
    """The city's course of each subject: by quarter where any of them is shown, else all by year."""
    wanted = tuple(subjects)
    quarters = {subject: over_time(release, measure, Grid.CITY_QUARTER, subject) for subject in wanted}
    if any(shown(figure) for series in quarters.values() for figure in series):
        return quarters
    return {subject: over_time(release, measure, Grid.CITY_YEAR, subject) for subject in wanted}


def across(
    release: Release, measure: Measure, grid: Grid, subject: str, period: str
) -> tuple[tuple[PlaceFacts, Figure], ...]:
    """One figure for each neighborhood, by the alphabet: neighborhoods are never ranked."""
    found = {figure.cut.place: figure for figure in release.select(measure, grid, subject=subject, period=period)}
    return tuple(
        (place, found.get(place.id) or _hidden(measure, subject, Cut(grid, period, place.id)))
        for place in by_alphabet(release)
    )


def by_alphabet(release: Release) -> tuple[PlaceFacts, ...]:
    """The neighborhoods by name."""
    return tuple(sorted(release.places, key=lambda place: place.name.casefold()))


def shown(figure: Figure) -> bool:
    """Whether anything of the figure is shown."""
    return figure.state in (State.SHOWN, State.INTERVAL_ONLY)


def unmeasured(figure: Figure) -> bool:
    """Whether enough people answered, but at too few events for a range."""
    return figure.state is State.TOO_FEW_EVENTS


def newest(series: Sequence[Figure]) -> Figure:
    """The newest figure of which anything is shown, else of which something can be said, else the newest of all.

    Raises IndexError on an empty series.
    """
    found = (next(filter(told, reversed(series)), None) for told in (shown, unmeasured))
    return next((figure for figure in found if figure is not None), series[-1])


def standings(release: Release, subjects: Iterable[str] = HEADLINES) -> tuple[Standing, ...]:
    """Where the city stands on each index that the release knows, in the order asked."""
    labels = {label.id: label for label in release.indices}
    return tuple(
        _standing(release, labels[subject])
        for subject in subjects
        if subject in labels and periods(release, Grid.CITY_QUARTER)
    )


def place_series(
    release: Release, grid: Grid, subject: str, measure: Measure = Measure.INDEX
) -> tuple[PlaceSeries, ...]:
    """One index or theme of every neighborhood over time, by the alphabet; none before the first period."""
    if not periods(release, grid):
        return ()
    named = release.select(measure, grid, subject=subject)
    return tuple(
        PlaceSeries(place, newest(series), series)
        for place in by_alphabet(release)
        for series in [_filled(release, measure, Cut(grid, place=place.id), subject, named)]
    )


def change_at(release: Release, figure: Figure) -> Change | None:
    """The comparison of this figure's period and place with the period before (of a year, with the year before)."""
    wanted = (figure.measure, figure.subject, figure.cut.place, figure.cut.period)
    against = "quarter" if period_kind(figure.cut.period) == "quarter" else "year"
    return next((one for one in changes_of(release, against) if _about(one) == wanted), None)


def changes_of(release: Release, against: str) -> tuple[Change, ...]:
    """The declared comparisons with "quarter" the quarter before, "year" a year ago, or "program" before a program."""
    return tuple(change for change in release.changes if change.against == against)


def _about(change: Change) -> tuple[Measure, str, str, str]:
    return change.measure, change.subject, change.place, change.period


def detectable(change: Change) -> bool:
    """Whether a comparison is flagged; in releases without verdicts, whether its interval leaves out 0."""
    if change.verdict is not Verdict.UNTESTED:
        return change.verdict in (Verdict.UP, Verdict.DOWN)
    return change.low > 0 or change.high < 0


def word_cuts(release: Release, measure: Measure = Measure.THEME) -> tuple[Cut, ...]:
    """The citywide quarters, then years, in which anything of what people said is shown, newest first."""
    grids = (Grid.CITY_QUARTER, Grid.CITY_YEAR)
    cuts = {figure.cut for grid in grids for figure in release.select(measure, grid) if shown(figure)}
    return tuple(sorted(cuts, key=lambda cut: (cut.grid is Grid.CITY_QUARTER, cut.period), reverse=True))


def first_settled(release: Release, found: Sequence[str]) -> int:
    """The place in a list of periods of the first that will not change any more; 0 where all still will."""
    return next((place for place, period in enumerate(found) if period not in release.open_periods), 0)


def themes_by_share(release: Release, grid: Grid, period: str) -> tuple[tuple[Label, Figure], ...]:
    """Every theme citywide, the most spoken of first, those without a number last."""
    return _by_share(release, Measure.THEME, grid, period)


def session_themes(release: Release, grid: Grid, period: str) -> tuple[tuple[Label, Figure], ...]:
    """Every theme of listening sessions citywide, in the same order; () where no session has figures at all."""
    known = release.select(Measure.SESSION_THEME, grid, period=period)
    return _by_share(release, Measure.SESSION_THEME, grid, period) if known else ()


def quotes_on(release: Release, theme: str, year: str) -> tuple[Quote, ...]:
    """The remarks of a year, shown word for word, in which the theme was found."""
    return tuple(
        quote
        for quote in release.quotes
        if quote.year == year and any(evidence.theme == theme for evidence in quote.evidence)
    )


def themes_of(release: Release, recommendation: str) -> tuple[Label, ...]:
    """The themes that belong to one of the source paper's recommendations."""
    return tuple(theme for theme in release.themes if theme.recommendation == recommendation)


def value_class(value: float) -> int:
    """
    Which class of a map a value of 0-100 falls in, counted from 0.

    >>> value_class(39.9), value_class(40), value_class(70)
    (0, 1, 4)
    """
    return sum(value >= floor for floor in CLASS_FLOORS)


def _filled(release: Release, measure: Measure, of: Cut, subject: str, named: Iterable[Figure]) -> tuple[Figure, ...]:
    """The figures of one place, with hidden ones for the periods that have none."""
    found = {figure.cut.period: figure for figure in named if figure.cut.place == of.place}
    return tuple(
        found.get(period) or _hidden(measure, subject, Cut(of.grid, period, of.place))
        for period in periods(release, of.grid)
    )


def _standing(release: Release, label: Label) -> Standing:
    series = over_time(release, Measure.INDEX, Grid.CITY_QUARTER, label.id)
    closed = [figure for figure in series if figure.cut.period not in release.open_periods and shown(figure)]
    latest = newest(series)
    stands = closed[-1] if closed else latest
    so_far = latest if latest is not stands and shown(latest) else None
    return Standing(label, stands, so_far, change_at(release, stands), series)


def _by_share(release: Release, measure: Measure, grid: Grid, period: str) -> tuple[tuple[Label, Figure], ...]:
    found = {figure.subject: figure for figure in release.select(measure, grid, period=period, place="")}
    pairs = [(label, found.get(label.id) or _hidden(measure, label.id, Cut(grid, period))) for label in release.themes]
    return tuple(sorted(pairs, key=lambda pair: -(pair[1].value if pair[1].value is not None else -1)))


def _hidden(measure: Measure, subject: str, cut: Cut) -> Figure:
    return Figure(measure, subject, cut, State.HIDDEN)

"""The model of a Release: the only thing that pages, reports, exports and open data may show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from analysis.inferences import Association, Pooled, Reliability, Share, Weighted
from analysis.records import EventFacts, PlaceFacts


class Grid(StrEnum):
    """The fixed grid of cuts; no others are ever computed."""

    PLACE_QUARTER = "place_quarter"
    PLACE_YEAR = "place_year"
    CITY_MONTH = "city_month"
    CITY_QUARTER = "city_quarter"
    CITY_YEAR = "city_year"
    EVENT = "event"
    PROGRAM_YEAR = "program_year"
    CHANNEL_YEAR = "channel_year"  # one-time cards beside the open code; only where it costs no other cut


class Measure(StrEnum):
    """The families of figures; `Figure.subject` says which member."""

    INDEX = "index"  # subject: index id; a mean, 0-100
    DONT_KNOW = "dont_know"  # subject: question id; a percentage
    PREFER_NOT = "prefer_not"  # subject: question id; a percentage
    THEME = "theme"  # subject: theme id; percentage of people who wrote a comment and speak of it
    KIND = "kind"  # subject: "1".."4", the author's own label; a percentage
    POLARITY = "polarity"  # subject: negative, neutral, positive; percentage of people whose comment was scored
    SESSION_THEME = "session_theme"  # subject: theme id; percentage of people at session tables, counted once


class State(StrEnum):
    """How much of a figure is shown."""

    SHOWN = "shown"
    INTERVAL_ONLY = "interval_only"  # base 10-29: the interval, no point
    HIDDEN = "hidden"  # too few people, or hidden so that others cannot be worked out
    TOO_FEW_EVENTS = "too_few_events"  # enough people, but at too few events for an honest interval: the base only


EVENTS_NEEDED = 2
"""Events that a measure needs before any of its figures can have an interval."""


class Bound(StrEnum):
    """Words that stand in for a number that would say too much."""

    NONE = ""
    FEW = "few"  # a numerator of 1-4
    AT_MOST = "at_most"
    AT_LEAST = "at_least"


@dataclass(frozen=True)
class Cut:
    """Which people a figure is about. Unused parts are "". `period` is 2025, 2025-Q3 or 2025-07.

    `channel` is "card" for answers with a one-time card, "open" for those to an open code.
    """

    grid: Grid
    period: str = ""
    place: str = ""
    event: str = ""
    program: str = ""
    channel: str = ""


@dataclass(frozen=True)
class Figure:
    """One number with its base and range of uncertainty, already under the disclosure rules.

    `base` is the number of people it is about, rounded to the nearest 5 (0 when hidden); `value`, `low`
    and `high` are 0-100 (index points or per cent), None where not shown; `method` names the estimator;
    `release` is the one in which these very numbers were made: older than the release where too few came since.
    """

    measure: Measure
    subject: str
    cut: Cut
    state: State
    base: int = 0
    value: float | None = None
    low: float | None = None
    high: float | None = None
    bound: Bound = Bound.NONE
    method: str = ""
    release: int = 0


class Verdict(StrEnum):
    """What a declared comparison says."""

    UP = "up"
    DOWN = "down"
    NONE = "none"  # no detectable change
    TOO_SMALL = "too_small"  # a side has too few people
    MIX = "mix"  # other kinds of events on the two sides
    UNTESTED = ""


@dataclass(frozen=True)
class Change:
    """The difference of one measure between two periods of one place ("" is the city): points, 95 % interval.

    `against` is what it is compared with: "quarter" the one before, "year" a year ago, "program" the quarter before
    the first event of the kind `program`. Only UP and DOWN are changes; `detectable` is the smallest change, in
    points, that could have been seen. `reason` says why nothing was compared: "people", "events", "kinds" or
    "unknown"; `kinds` and `kinds_before` are per cent of people by kind of event.
    """

    subject: str
    place: str
    period: str
    previous: str
    difference: float
    low: float
    high: float
    method: str
    measure: Measure = Measure.INDEX
    against: str = "quarter"
    verdict: Verdict = Verdict.UNTESTED
    detectable: float | None = None
    release: int = 0
    program: str = ""
    reason: str = ""
    kinds: tuple[tuple[str, float], ...] = ()
    kinds_before: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Summary:
    """The distribution of one index over a year's answers to one instrument, on the native scale of its items.

    `missing` and `mean` are None for people's own answers: one person moves the first, and the second, beside
    figures of the same people, tells the rest of them.
    """

    instrument: str
    subject: str
    base: int
    missing: int | None
    mean: float | None
    lower_quartile: float
    median: float
    upper_quartile: float
    year: str = ""
    release: int = 0


@dataclass(frozen=True)
class BandTable:
    """A declared crosstab: row percentages (rows x columns; None = hidden), Pearson's chi-square with its p.

    Chi-square and p are None where a cell of people's own answers is hidden.
    """

    id: str
    instrument: str
    rows: str
    columns: str
    bands: tuple[tuple[float, float], ...]
    row_percent: tuple[tuple[float | None, ...], ...]
    chi_square: float | None
    degrees_of_freedom: int
    p_value: float | None
    base: int
    year: str = ""
    release: int = 0


@dataclass(frozen=True)
class Evidence:
    """Where in a quote a theme was found."""

    theme: str
    start: int
    end: int


@dataclass(frozen=True)
class Quote:
    """One remark shown word for word, as plain text. `place` is "" where the place would say too much."""

    source: str
    year: str
    place: str
    kind: int
    language: str
    text: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Label:
    """The name of an index or theme by language code; `recommendation` is the source paper's it belongs to, or ""."""

    id: str
    names: Mapping[str, str]
    recommendation: str = ""


@dataclass(frozen=True)
class Release:
    """Everything that may be shown, built once, stored, never changed.

    `counts` says what was read and what could not be scored, weighted or shown, by name;
    `methods` says which method and version made what; `open_periods` will still change.
    """

    version: int
    made_on: date
    synthetic: bool
    places: tuple[PlaceFacts, ...] = ()
    events: tuple[EventFacts, ...] = ()
    indices: tuple[Label, ...] = ()
    themes: tuple[Label, ...] = ()
    periods: tuple[str, ...] = ()
    open_periods: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    changes: tuple[Change, ...] = ()
    summaries: tuple[Summary, ...] = ()
    tables: tuple[BandTable, ...] = ()
    quotes: tuple[Quote, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    methods: Mapping[str, str] = field(default_factory=dict)
    yearly_counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    replaces: int = 0
    reason: str = ""
    pooled: tuple[Pooled, ...] = ()
    reliability: tuple[Reliability, ...] = ()
    weighted: tuple[Weighted, ...] = ()
    associations: tuple[Association, ...] = ()
    shares: tuple[Share, ...] = ()

    def select(
        self,
        measure: Measure,
        grid: Grid,
        *,
        subject: str | None = None,
        period: str | None = None,
        place: str | None = None,
    ) -> tuple[Figure, ...]:
        """The figures of one measure on one grid, narrowed by any of the rest."""
        return tuple(
            figure
            for figure in self._grouped.get((measure, grid, subject), ())
            if period in (None, figure.cut.period) and place in (None, figure.cut.place)
        )

    @cached_property
    def _grouped(self) -> Mapping[tuple[Measure, Grid, str | None], Sequence[Figure]]:
        """The figures of each measure, grid and subject, and under None of all subjects, each in the release's order.

        Made once for each release: of a million answers it has hundreds of thousands, nearly all of single events.
        """
        groups: dict[tuple[Measure, Grid, str | None], list[Figure]] = {}
        for figure in self.figures:
            for subject in (figure.subject, None):
                groups.setdefault((figure.measure, figure.cut.grid, subject), []).append(figure)
        return groups

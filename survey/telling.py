"""How a figure is said in a reader's language: its level, its range, how many people, and what is hidden."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.figures import EVENTS_NEEDED, Bound, Change, Figure, Label, Measure, Release, State
from analysis.readings import detectable, period_kind, shown, standings
from survey.changes import say_change
from survey.i18n import SOURCE_LANGUAGE, Texts, show_day, show_number

COUNTED_BY_NAME = ("unscored", "impossible", "between_bands")
"""Counts that are kept for each index or table by its name."""


@dataclass(frozen=True)
class Telling:
    """One release as it is told in one language."""

    texts: Texts
    language: str
    release: Release

    def say(self, text_id: str, /, **fields: object) -> str:
        return self.texts.get(self.language, text_id, **fields)

    def number(self, value: float | None) -> str:
        """A number with the language's separators, "" for none."""
        return "" if value is None else show_number(value, self.language)

    def name(self, label: Label) -> str:
        """The name of an index or a theme."""
        return label.names.get(self.language) or label.names.get(SOURCE_LANGUAGE, label.id)

    def period(self, period: str) -> str:
        """A quarter as its months, a year as itself."""
        year, _, part = period.partition("-")
        return self.say(f"figure.period.quarter.{part}" if part else "figure.period.year", year=year)

    def dated(self, period: str) -> str:
        """The same, and whether it is still open."""
        told = self.period(period)
        return self.say("figure.period.open", period=told) if period in self.release.open_periods else told

    def told(self, figure: Figure) -> str:
        """
        The whole figure in words: level, range and how many people, or why there is none.

        For example: 58 of 100 (range 54 to 62), about 240 people.
        """
        return self._worded("told", figure)

    def short(self, figure: Figure) -> str:
        """The figure as it is written beside a mark, such as 58 (54-62)."""
        return self._worded("short", figure)

    def level(self, figure: Figure) -> str:
        """The level alone, or the words that stand for it."""
        if figure.value is None or figure.bound is not Bound.NONE:
            return self.short(figure)
        return self.say(
            "figure.points" if _scale(figure) == "index" else "figure.percent", value=self.number(figure.value)
        )

    def span(self, figure: Figure) -> str:
        """The range alone, "" where there is none."""
        return self._filled(f"figure.span.{_scale(figure)}", figure) if figure.low is not None else ""

    def ranged(self, figure: Figure) -> str:
        """Range and how many people, as it stands below a level; all in words where there is no level or range."""
        if figure.state in (State.HIDDEN, State.TOO_FEW_EVENTS):
            return self._filled(f"figure.why.{figure.state}", figure)
        if figure.value is None or figure.low is None:
            return self.told(figure)
        return self._filled(f"figure.ranged.{_scale(figure)}", figure)

    def change(self, change: Change | None) -> str:
        """What a declared comparison says. It is called a change only if it is flagged."""
        return self.say("figure.change.unknown") if change is None else say_change(change, self)

    def moved(self) -> str:
        """Which scores moved since the quarter before, if any can be told from standing still; "" before the second."""
        found = [standing for standing in standings(self.release) if standing.change]
        moved = [item for item in found if item.change and detectable(item.change)]
        if not moved:
            return self.say("figure.moved.none", period=self.period(found[0].newest.cut.period)) if found else ""
        told = [
            self.say("figure.moved.one", score=self.name(item.label), change=_inside(self.change(item.change)))
            for item in moved
        ]
        rest = [] if len(moved) == len(found) else [self.say("figure.moved.rest")]
        period = self.period(moved[0].newest.cut.period)
        return " ".join([self.say("figure.moved.some", period=period), *told, *rest])

    def waiting(self) -> str:
        """Why no score of the city is shown yet and what it takes; "" once one is."""
        figures = [figure for standing in standings(self.release) for figure in standing.series]
        if any(shown(figure) for figure in figures):
            return ""
        most = max((figure.base for figure in figures if figure.base), default=None)
        events = self.number(EVENTS_NEEDED)
        return self.say(
            "figure.first.events" if most else "figure.first.people", people=self.number(most), events=events
        )

    def percent_sign(self, figures: Sequence[Figure]) -> str:
        """What stands behind the numbers of an axis of these figures: nothing for points."""
        return "" if all(figure.measure is Measure.INDEX for figure in figures) else self.say("figure.percent_sign")

    def bases(self, figures: Sequence[Figure]) -> str:
        """How many people stand behind each of these figures, from the fewest to the most; "" where all are hidden."""
        known = sorted(figure.base for figure in figures if figure.base)
        if not known:
            return ""
        if known[0] == known[-1]:
            return self.say("figure.people", people=self.number(known[0]))
        return self.say("figure.people_each", least=self.number(known[0]), most=self.number(known[-1]))

    def key(self, figures: Iterable[Figure], base: str = "figure.read_chart") -> str:
        """How to read a chart of these figures: only the marks that are in it."""
        states = {figure.state for figure in figures}
        crossed = not states <= {State.SHOWN, State.INTERVAL_ONLY} or any(one.bound is Bound.FEW for one in figures)
        parts = [base, *["figure.read_range"] * (State.INTERVAL_ONLY in states), *["figure.read_hidden"] * crossed]
        return " ".join(self.say(part) for part in parts)

    def counts(self, *prefixes: str) -> list[tuple[str, str]]:
        """What was read, and what could not be scored or shown: the counts of these names, save those of 0."""
        counts = self.release.counts
        names = [name for prefix in prefixes for name in counts if counts[name] and name.startswith(prefix)]
        return [(self._counted(name), self.number(counts[name])) for name in dict.fromkeys(names)]

    def published(self) -> str:
        """When this was published, and which periods will still change."""
        about = {
            "day": show_day(self.release.made_on, self.language),
            "version": self.number(self.release.version),
        }
        quarters = [period for period in self.release.open_periods if period_kind(period) == "quarter"]
        if not quarters:
            return self.say("figure.label.published", **about)
        return self.say("figure.label.open", **about, periods=", ".join(map(self.period, quarters)))

    def _counted(self, name: str) -> str:
        """What a count is of; counts by index name the index."""
        if self.texts.has(f"figure.count.{name}"):
            return self.say(f"figure.count.{name}")
        kind = next((kind for kind in COUNTED_BY_NAME if name.startswith(f"{kind}_")), "")
        rest = name.removeprefix(f"{kind}_")
        label = next((self.name(label) for label in self.release.indices if label.id == rest), rest.replace("_", " "))
        return self.say(f"figure.count.{kind}_any" if kind else "figure.count.other", name=label)

    def _worded(self, length: str, figure: Figure) -> str:
        return self._filled(f"figure.{length}.{_scale(figure)}.{_state(figure)}", figure)

    def _filled(self, text_id: str, figure: Figure) -> str:
        return self.say(
            text_id,
            value=self.number(figure.value),
            low=self.number(figure.low),
            high=self.number(figure.high),
            people=self.number(figure.base),
            events=self.number(EVENTS_NEEDED),
        )


def _inside(sentence: str) -> str:
    """A sentence as it stands inside another one."""
    return sentence[:1].lower() + sentence[1:]


def _scale(figure: Figure) -> str:
    return "index" if figure.measure is Measure.INDEX else "rate"


def _state(figure: Figure) -> str:
    return str(figure.bound) if figure.bound is not Bound.NONE else str(figure.state)

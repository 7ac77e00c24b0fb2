"""What a report is made of: tables whose rows are drawn, small charts, quotes and promises, all of it already words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from analysis import drawings
from analysis.drawings import Step
from analysis.figures import Figure, Quote, State
from survey.i18n import language_tag
from survey.telling import Telling


@dataclass(frozen=True)
class Row:
    """A named line of a table: its drawing, None where it has none, and its cells."""

    name: str
    drawing: Markup | None
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A caption, the heads of all columns and the rows; the second column is the drawing where rows have one."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def drawn(self) -> bool:
        return any(row.drawing is not None for row in self.rows)


@dataclass(frozen=True)
class Course:
    """A small chart of one subject over time, with its name."""

    name: str
    drawing: Markup


@dataclass(frozen=True)
class Said:
    """One remark word for word and what is told of where it comes from."""

    text: str
    about: str
    language: str


@dataclass(frozen=True)
class Topic:
    """A topic and the remarks that speak of it."""

    name: str
    quotes: tuple[Said, ...]


@dataclass(frozen=True)
class Promised:
    """A promise as the public page tells it."""

    topic: str
    place: str
    status: str
    heard: str
    promise: str
    outcome: str
    due: str


@dataclass(frozen=True)
class Section:
    """A part of a report. What a part does not have is empty; `break_before` starts a new sheet of paper."""

    id: str
    title: str
    note: str = ""
    lines: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    courses: tuple[Course, ...] = ()
    after: tuple[Table, ...] = ()
    topics_title: str = ""
    topics_note: str = ""
    topics: tuple[Topic, ...] = ()
    promises: tuple[Promised, ...] = ()
    break_before: bool = False


def drawn_table(telling: Telling, caption: str, head: str, found: Iterable[tuple[str, Figure]]) -> Table:
    """Figures one below the other: drawing, level, range and people."""
    rows = tuple(Row(name, row_drawing(telling, name, figure), cells(telling, figure)) for name, figure in found)
    heads = (telling.say(f"figure.head.{head}"), "", *(telling.say(f"figure.head.{one}") for one in ROW_HEADS))
    return Table(caption, heads, rows)


ROW_HEADS = ("level", "range", "people")


def cells(telling: Telling, figure: Figure) -> tuple[str, str, str]:
    """Level, range and people of a figure; the level stays empty where only the range is told."""
    level = "" if figure.state is State.INTERVAL_ONLY else telling.level(figure)
    return level, telling.span(figure), telling.number(figure.base) if figure.base else ""


def row_drawing(telling: Telling, name: str, figure: Figure) -> Markup:
    return Markup(drawings.row(figure, f"{name}: {telling.told(figure)}"))


def course(telling: Telling, name: str, title: str, series: Sequence[Figure], labels: Sequence[str]) -> Course:
    """One subject over time; the words of its points are its description."""
    steps = [
        Step(label, figure, figure.cut.period in telling.release.open_periods)
        for label, figure in zip(labels, series, strict=True)
    ]
    told = "; ".join(f"{telling.dated(figure.cut.period)}: {telling.short(figure)}" for figure in series)
    return Course(name, Markup(drawings.course(steps, title, told)))


def said(telling: Telling, quote: Quote) -> Said:
    """A remark with its neighborhood, year, kind and source, as the release tells them."""
    names = {place.id: place.name for place in telling.release.places}
    about = [
        names.get(quote.place, telling.say("themes.no_place")),
        quote.year,
        telling.say(f"themes.kind.{quote.kind}") if quote.kind else "",
        telling.say(f"themes.source.{quote.source}"),
    ]
    return Said(quote.text, " · ".join(part for part in about if part), language_tag(quote.language))

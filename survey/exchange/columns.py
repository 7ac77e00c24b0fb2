"""What a mapping file says, as records: the columns of a file, what they answer and what their values mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from questions.model import DONT_KNOW, PREFER_NOT, Instrument
from survey.records import Program

MISSING = "missing"
MEANINGS: Mapping[str, int | None] = {"dont_know": DONT_KNOW, "prefer_not": PREFER_NOT, MISSING: None}
"""What a value may be mapped to beside a choice's code."""


@dataclass(frozen=True)
class AnswerColumn:
    """The column that answers a question; `values` holds codes by the file's texts, None for no answer."""

    column: str
    values: Mapping[str, int | None] = field(default_factory=dict)
    separator: str = ";"  # between the answers to a question that takes several


@dataclass(frozen=True)
class TextColumn:
    """A column of texts; `values` replaces some of them."""

    column: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PlaceColumn(TextColumn):
    """The column of neighborhoods, by id or name or "missing".

    With `create`, the names in `values` become neighborhoods; without any such names, every name in the file does.
    """

    create: bool = False

    def creates(self, name: str) -> bool:
        """Whether an unknown name becomes a neighborhood."""
        named = set(self.values.values()) - {MISSING}
        return self.create and name != MISSING and (name in named or not named)


@dataclass(frozen=True)
class DayColumn:
    """The column of days; `format` as `time.strptime` takes it."""

    column: str
    format: str = "%Y-%m-%d"


@dataclass(frozen=True)
class ImportedEvent:
    """The event that is made for a source at its first import."""

    name: str
    program: Program
    place: str
    starts_on: date
    ends_on: date
    time_zone: str


@dataclass(frozen=True)
class AnswerMapping:
    """A whole mapping file. `source` names the rows for ever: a row of a source is added once."""

    file: str
    source: str
    instrument: Instrument
    day: date | DayColumn
    language: str | TextColumn
    questions: Mapping[str, AnswerColumn]
    place: PlaceColumn | None = None
    event: ImportedEvent | None = None
    row_id: tuple[str, ...] = ()
    weight: str = ""
    encoding: str = "utf-8"
    delimiter: str = ","

    def columns(self) -> dict[str, str]:
        """The key of the mapping file that needs it, by each column it reads."""
        found = dict.fromkeys(self.row_id, "row_id")
        found |= {answer.column: f"questions.{name}" for name, answer in self.questions.items()}
        parts = (("day", self.day), ("language", self.language), ("place", self.place))
        found |= {part.column: key for key, part in parts if isinstance(part, DayColumn | TextColumn)}
        return found | ({self.weight: "weight"} if self.weight else {})

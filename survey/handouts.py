"""Records of what is printed and handed out: one-time cards, and paper forms on their way back in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from analysis.records import Value


@dataclass(frozen=True)
class CardBatch:
    """One-time cards printed together, for an event or one of its tables; which cards they were is not kept."""

    id: UUID
    event: UUID
    table: str
    printed: int
    made_on: date
    withdrawn: bool = False


@dataclass(frozen=True)
class FormBatch:
    """Paper forms printed together: their numbers at an event, `first` to `last`."""

    id: UUID
    event: UUID
    first: int
    last: int
    made_on: date


@dataclass(frozen=True)
class KeyedForm:
    """A paper form being typed in, until its answers are sent on: then only its number and the comparison stay.

    `first` and `second` are what each of two people typed, redacted, None before and after; `compared` and `differing`
    count the fields of both.
    """

    event: UUID
    number: int
    language: str
    first_by: UUID | None
    first: Mapping[str, Value] | None
    second_by: UUID | None = None
    second: Mapping[str, Value] | None = None
    compared: int = 0
    differing: int = 0
    sent: bool = False

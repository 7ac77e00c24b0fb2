"""Records to rows and back: same names on both sides, enums as their values."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from survey.storage.tables import Row

Record = TypeVar("Record")
RowType = TypeVar("RowType", bound=Row)


def to_row(kind: type[RowType], record: object, **other: object) -> RowType:
    """A row with the record's fields; `other` renames, adds or replaces some of them."""
    names = {field.name for field in fields(record)} & set(kind.model_fields)  # type: ignore[arg-type]  # a dataclass
    values = {name: getattr(record, name) for name in names}
    return kind(**values | other)


def to_record(kind: type[Record], row: Row, converters: Mapping[str, Any], **other: object) -> Record:
    """A record from the row; `converters` turn stored values into enums, tuples and the like."""
    names = {field.name for field in fields(kind)} & set(type(row).model_fields)  # type: ignore[arg-type]  # a dataclass
    values = {name: getattr(row, name) for name in names if name not in other}
    for name, convert in converters.items():
        if name in values:
            values[name] = convert(values[name])
    return kind(**values | other)

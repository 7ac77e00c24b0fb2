"""Reading tables of content files field by field; what is wrong is noted, not raised, so that all of it is reported."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from questions.errors import Problem


@dataclass(frozen=True)
class Entry:
    """One table of a content file. `problems` is shared by all entries of one load."""

    file: str
    id: str
    table: Mapping[str, Any]
    problems: list[Problem] = field(repr=False)

    def note(self, reason: str) -> None:
        """Adds a problem of this entry."""
        self.problems.append(Problem(self.file, self.id, reason))

    def under(self, id: str, table: object) -> "Entry":
        """An entry of the same file; anything but a table is noted and read as an empty one."""
        inner = Entry(self.file, id, table if isinstance(table, dict) else {}, self.problems)
        if not isinstance(table, dict):
            inner.note("should be a table")
        return inner

    def inner(self, key: str) -> "Entry":
        """The table in a field, under this entry's id; empty when absent."""
        return self.under(self.id, self._field(key, dict, "a table", {}, {}))

    def text(self, key: str, default: str | None = None) -> str:
        """A text field; required and not blank unless there is a default."""
        value = self._field(key, str, "a text", default, "")
        if default is None and key in self.table and isinstance(value, str) and not value.strip():
            self.note(f"'{key}' is empty")
        return str(value)

    def number(self, key: str, default: int | None = None) -> int:
        """A whole number; required unless there is a default."""
        return int(self._field(key, int, "a whole number", default, 0))

    def flag(self, key: str) -> bool:
        """A true or false field, false when absent."""
        return bool(self._field(key, bool, "true or false", False, False))

    def texts(self, key: str) -> tuple[str, ...]:
        """A required list of texts, not empty."""
        values = self._field(key, list, "a list of texts", None, [])
        if key in self.table and (not values or not all(isinstance(value, str) for value in values)):
            self.note(f"'{key}' should be a list of texts")
            return ()
        return tuple(values)

    def numbers(self, key: str, default: tuple[int, ...] = ()) -> tuple[int, ...]:
        """A list of whole numbers, the default when absent."""
        values = self._field(key, list, "a list of whole numbers", list(default), [])
        if not all(type(value) is int for value in values):
            self.note(f"'{key}' should be a list of whole numbers")
            return default
        return tuple(values)

    def entries(self, key: str) -> Iterator["Entry"]:
        """The tables of an array of tables, each under its own id."""
        for position, table in enumerate(self._field(key, list, "a list of tables", [], []), start=1):
            named = table.get("id") if isinstance(table, dict) else None
            yield self.under(named if isinstance(named, str) else f"{key} {position}", table)

    def only(self, *known: str) -> None:
        """Notes every field that is not known, which is how a misspelt one shows."""
        for key in sorted(self.table.keys() - set(known)):
            self.note(f"unknown field '{key}'")

    def _field(self, key: str, wanted: type, described: str, default: Any, fallback: Any) -> Any:
        if key not in self.table:
            if default is None:
                self.note(f"missing field '{key}'")
                return fallback
            return default
        value = self.table[key]
        if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
            self.note(f"'{key}' should be {described}")
            return fallback
        return value


def read_file(path: Path, problems: list[Problem]) -> Entry:
    """The whole file as one entry, empty when it is not readable as TOML; the reason then gives the line."""
    try:
        table = tomllib.loads(path.read_text("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(str(path), "", f"not valid TOML: {error}"))
        table = {}
    except UnicodeDecodeError as error:
        problems.append(Problem(str(path), "", f"not UTF-8 text: {error}"))
        table = {}
    return Entry(str(path), "", table, problems)

"""Rows of a CSV file as texts, one at a time; what can't be read is a row with a problem, never an exception."""

import csv
import io
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, TextIO

from survey.errors import InvalidInput

ENCODINGS = {"utf-8": "utf-8-sig", "latin-1": "latin-1", "windows-1252": "cp1252"}
DELIMITERS = (",", ";", "\t", "|")
LONGEST_LINE = 200_000
MOST_LINES = 200  # of one row: a quote that never closes must not swallow the rows after it


@dataclass(frozen=True)
class Row:
    """One row: the line it begins on, its number among the rows from 1, and its texts by column or a problem code."""

    line: int
    number: int
    cells: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True)
class Table:
    """The columns of a file and its rows, which can be gone through once."""

    columns: tuple[str, ...]
    rows: Iterator[Row]


def read_table(file: BinaryIO, encoding: str = "utf-8", delimiter: str = ",") -> Table:
    """Begins to read a CSV file with a heading; a byte order mark is fine, blank lines are passed over.

    Only one row is held at a time; whoever opened the file closes it. Raises InvalidInput: `file` is "empty" or
    "bad_header".
    """
    text = io.TextIOWrapper(file, ENCODINGS[encoding], errors="surrogateescape", newline="")
    records = _records(text, delimiter)
    heading = next(records, None)
    if heading is None:
        raise InvalidInput({"file": "empty"})
    columns = tuple(name.strip() for name in heading[1] or ())
    if not all(columns) or len(set(columns)) < len(columns) or not columns or _undecoded(columns):
        raise InvalidInput({"file": "bad_header"})
    return Table(columns, _rows(columns, records))


def _rows(columns: tuple[str, ...], records: Iterator[tuple[int, list[str] | None]]) -> Iterator[Row]:
    for number, (line, cells) in enumerate(records, start=1):
        problem = _problem(columns, cells)
        yield Row(line, number, {} if problem else dict(zip(columns, cells or (), strict=True)), problem)


def _problem(columns: tuple[str, ...], cells: list[str] | None) -> str:
    if cells is None:
        return "bad_row"
    if len(cells) != len(columns):
        return "wrong_columns"
    return "bad_encoding" if _undecoded(cells) else ""


def _undecoded(texts: list[str] | tuple[str, ...]) -> bool:
    """Whether a byte did not fit the encoding: such bytes come out as halves of surrogate pairs."""
    return any("\ud800" <= letter <= "\udfff" for text in texts if not text.isascii() for letter in text)


def _records(text: io.TextIOWrapper, delimiter: str) -> Iterator[tuple[int, list[str] | None]]:
    """(line, cells) of each row that is not blank; None for cells that can't be told apart."""
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        while (found := _record(lines, reader)) is not None:
            if found[1] != []:
                yield found
    finally:
        if not text.closed:
            text.detach()  # else it would close a file that is not its own


def _record(lines: "_Lines", reader: Iterator[list[str]]) -> tuple[int, list[str] | None] | None:
    line = lines.begin()
    try:
        return line, next(reader)
    except StopIteration:
        return None
    except csv.Error:
        lines.give_back()
        return line, None


class _Lines:
    """Lines of a text. After an error all but the first of the row are given back, and read as rows of their own."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._returned: deque[str] = deque()
        self._taken: list[str] = []
        self._before = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self._taken) == MOST_LINES:
            raise csv.Error("a row of too many lines")
        line = self._returned.popleft() if self._returned else self._fresh()
        if not line:
            raise StopIteration
        self._taken.append(line)
        if len(line) == LONGEST_LINE:
            raise csv.Error("a line that is too long")
        return line

    def begin(self) -> int:
        """Starts a row and returns the number of its first line."""
        self._before += len(self._taken)
        self._taken = []
        return self._before + 1

    def give_back(self) -> None:
        self._returned.extendleft(reversed(self._taken[1:]))
        del self._taken[1:]

    def _fresh(self) -> str:
        line = part = self._text.readline(LONGEST_LINE)
        while len(part) == LONGEST_LINE and part[-1] not in "\r\n":
            part = self._text.readline(LONGEST_LINE)  # the rest of a line that is refused anyway
        return line

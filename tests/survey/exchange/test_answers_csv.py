"""Rows of CSV files: what is told of broken ones, and that nothing crashes or is swallowed."""

import contextlib
import csv
import io
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.errors import InvalidInput
from survey.exchange.answers_csv import ENCODINGS, LONGEST_LINE, MOST_LINES, Row, read_table


def rows(data: bytes | str, encoding: str = "utf-8", delimiter: str = ",") -> list[Row]:
    return list(read_table(io.BytesIO(data.encode() if isinstance(data, str) else data), encoding, delimiter).rows)


def test_rows_are_texts_by_column_with_their_lines() -> None:
    found = rows('\ufeffid, text \r\n1,"two\r\nlines"\r\n\r\n2,"=1+1"\r\n')
    assert found == [Row(2, 1, {"id": "1", "text": "two\r\nlines"}), Row(5, 2, {"id": "2", "text": "=1+1"})]


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx"])
def test_texts_that_look_like_formulas_stay_texts(text: str) -> None:
    assert [row.cells["a"] for row in rows(f'a,b\n"{text}",1')] == [text]


def test_encodings_and_delimiters_are_as_declared() -> None:
    data = "nom;barri\nNúria;Gràcia\n".encode("latin-1")
    assert rows(data, "latin-1", ";")[0].cells == {"nom": "Núria", "barri": "Gràcia"}
    assert rows(data, "utf-8", ";") == [Row(2, 1, problem="bad_encoding")]
    assert rows("a\tb\n1\t2\n", delimiter="\t")[0].cells == {"a": "1", "b": "2"}
    assert rows("a\nit’s\n".encode("cp1252"), "windows-1252")[0].cells == {"a": "it’s"}


def test_broken_rows_are_told_and_the_rest_is_kept() -> None:
    found = rows('a,b\n1,2\n3\n4,5,6\n"7"x,8\n9,10\n')
    assert [(row.line, row.problem) for row in found] == [
        (2, ""),
        (3, "wrong_columns"),
        (4, "wrong_columns"),
        (5, "bad_row"),
        (6, ""),
    ]
    assert [row.number for row in found] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("tail", [3, MOST_LINES + 50])
def test_a_quote_that_never_closes_costs_its_own_row_only(tail: int) -> None:
    found = rows('a,b\n1,"open\n' + "2,3\n" * tail)
    assert [row.problem for row in found] == ["bad_row"] + [""] * tail
    assert found[-1].line == tail + 2


@pytest.mark.parametrize("length", [140_000, LONGEST_LINE, LONGEST_LINE * 3])
def test_lines_that_are_too_long_are_refused_alone(length: int) -> None:
    found = rows("a\n1\n" + "x" * length + "\n2\n")
    assert [(row.line, row.problem) for row in found] == [(2, ""), (3, "bad_row"), (4, "")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("", "empty"),
        ("\n\n", "empty"),
        ("a,a\n", "bad_header"),
        ("a,\n", "bad_header"),
        ('"a\n', "bad_header"),
        (b"\xff,b\n", "bad_header"),
    ],
)
def test_files_without_a_usable_heading(data: bytes | str, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        rows(data)
    assert caught.value.problems == {"file": code}


@pytest.mark.parametrize("data", [b"a,b\n1,2\n", b"a,a\n", b""])
def test_the_file_stays_its_owners(data: bytes) -> None:
    file = io.BytesIO(data)
    with contextlib.suppress(InvalidInput):
        list(read_table(file).rows)
    assert not file.closed


@given(st.binary(max_size=400), st.sampled_from(sorted(ENCODINGS)), st.sampled_from([",", ";", "\t", "|"]))
def test_any_bytes_give_rows_or_problems(data: bytes, encoding: str, delimiter: str) -> None:
    for start in (b"", b"a%sb\n" % delimiter.encode()):
        try:
            found = rows(start + data, encoding, delimiter)
        except InvalidInput as error:
            assert error.problems["file"] in ("empty", "bad_header")
        else:
            assert all(bool(row.cells) is not bool(row.problem) for row in found)
            assert [row.number for row in found] == list(range(1, len(found) + 1))


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=20))
def test_what_a_csv_writer_wrote_comes_back(written: list[tuple[str, str]]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows([("a", "b"), *written])
    assert [(row.cells["a"], row.cells["b"]) for row in rows(file.getvalue())] == written


class Endless(io.RawIOBase):
    """A file of many rows that is made while it is read."""

    def __init__(self, count: int) -> None:
        self.parts: Iterator[bytes] = iter([b"a,b\n"] + [b"%d,%s\n" % (n, b"x" * 50) for n in range(count)])

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        part = next(self.parts, b"")
        buffer[: len(part)] = part
        return len(part)


def test_rows_are_read_one_at_a_time() -> None:
    table = read_table(io.BufferedReader(Endless(20_000)))
    next(table.rows)
    tracemalloc.start()
    assert sum(1 for _ in table.rows) == 19_999
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 200_000

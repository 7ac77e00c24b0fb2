"""Real public comments by file and id."""

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

Comments = Callable[[str], dict[int, str]]


@pytest.fixture(scope="session")
def comments(public_data: Path) -> Comments:
    """Reads the comments of one file; tests that use it carry the `data` mark."""

    @cache
    def read(file: str) -> dict[int, str]:
        with (public_data / file).open(encoding="utf-8", newline="") as lines:
            return {int(row["comment-id"]): row["comment-body"] for row in csv.DictReader(lines)}

    return read

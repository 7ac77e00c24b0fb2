"""The page about imports: its mapping works as printed, and its commands exist."""

import re
import shlex

import pytest

from questions.loader import load
from survey.__main__ import parser
from survey.exchange.mapping import read_mapping
from tests.conftest import PROJECT

PAGE = (PROJECT / "docs" / "IMPORT.md").read_text("utf-8")
BLOCKS = re.findall(r"```(toml)?\n(.*?)```", PAGE, re.DOTALL)
COMMANDS = [line for kind, block in BLOCKS if not kind for line in block.splitlines()]


def test_the_mapping_on_the_page_is_a_whole_mapping() -> None:
    (text,) = (block for kind, block in BLOCKS if kind)
    mapping = read_mapping(text, "page", load())
    assert set(mapping.questions) == {"c1", "c2", "comment"}
    assert mapping.event is not None and mapping.place is not None and mapping.weight


@pytest.mark.parametrize("line", COMMANDS)
def test_the_commands_on_the_page_exist(line: str) -> None:
    python, dash, survey, *arguments = shlex.split(line)
    assert (python, dash, survey) == ("python", "-m", "survey")
    assert parser().parse_args(arguments).command == arguments[0]

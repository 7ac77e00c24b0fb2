"""What is stored about you: complete, from the tables themselves."""

from collections.abc import Callable

import pytest

from survey import doubts, responses
from survey.context import Context
from survey.records import Account, Role, Side
from tests.survey.conftest import TEXTS
from tests.survey.pages.conftest import Open, shown

TABLES = responses.stored_fields() | responses.waiting_fields() | doubts.stored_fields()
FIELDS = [(table, field) for table, fields in TABLES.items() for field in fields]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("table", "field"), FIELDS)
def test_every_stored_field_is_explained(table: str, field: str, language: str) -> None:
    explained = TEXTS.languages[language]
    assert explained[f"storage.field.{table}.{field}.what"]
    assert explained[f"storage.field.{table}.{field}.example"]


def test_nothing_is_explained_that_is_not_stored() -> None:
    explained = {tuple(key.split(".")[2:4]) for key in TEXTS.languages["en"] if key.startswith("storage.field.")}
    assert explained == set(FIELDS)


def test_the_page_lists_every_field(open_page: Open) -> None:
    text = shown(open_page("check_storage").run())
    assert all(f">{field}</td>" in text for _, field in FIELDS)


def test_whether_there_is_a_steward_is_said(open_page: Open, account_for: Callable[..., Account]) -> None:
    assert "no independent steward yet" in shown(open_page("check_storage").run())
    account_for(Role.STEWARD, Side.INDEPENDENT)
    assert "has an independent steward" in shown(open_page("check_storage").run())


def test_drafts_are_named(open_page: Open, context: Context) -> None:
    assert "Español" in shown(open_page("check_storage").run())

"""Review sheets: out, corrected, back, read by residents at once, and never against a changed English."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from questions.model import SOURCE_LANGUAGE
from survey import events, wording
from survey.context import Context
from survey.errors import InvalidInput
from survey.records import Account, Role
from tests.survey.conftest import LIBRARY, TEXTS

Make = Callable[..., Account]


@pytest.fixture
def live(context: Context) -> Context:
    """The city as it is composed: corrections show."""
    return wording.with_corrections(context)


def lines(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def as_file(rows: list[dict[str, str]]) -> io.BytesIO:
    target = io.StringIO()
    writer = csv.DictWriter(target, wording.COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return io.BytesIO(target.getvalue().encode())


def corrected(context: Context, changes: dict[str, str], language: str = "es") -> io.BytesIO:
    return as_file(
        [row | {"corrected": changes.get(row["text"], "")} for row in lines(wording.sheet(context, language))]
    )


@pytest.mark.parametrize("language", sorted(set(TEXTS.languages) - {SOURCE_LANGUAGE}))
def test_a_sheet_has_every_text_and_comes_back_as_it_was(live: Context, language: str) -> None:
    data = wording.sheet(live, language)
    ids = [row["text"] for row in lines(data)]
    assert set(ids) == LIBRARY.translations[SOURCE_LANGUAGE].texts.keys() | TEXTS.resident
    reviewed = wording.read_sheet(live, language, io.BytesIO(data))
    assert (dict(reviewed.changed), reviewed.unchanged, reviewed.refused) == ({}, len(ids), ())


def test_corrections_reach_residents_at_once_and_void_the_acceptance(live: Context, account_for: Make) -> None:
    steward = account_for(Role.STEWARD)
    events.accept_language(live, steward, "es", "Elena Ruiz")
    changes = {"c1.text": "¿Cuánta confianza les tiene a los policías?", "phone.send.send": "Mandar mis respuestas"}
    reviewed = wording.take_sheet(live, steward, "es", corrected(live, changes), "Elena Ruiz")
    assert dict(reviewed.changed) == changes
    assert live.library.text("c1.text", "es") == changes["c1.text"]
    assert live.texts.get("es", "phone.send.send") == changes["phone.send.send"]
    assert live.texts.get("en", "phone.send.send") == TEXTS.get("en", "phone.send.send")
    assert not events.accepted(live, "es")
    assert live.texts.missing("es") == live.texts.stale("es") == ()


def test_corrections_are_there_after_a_restart(live: Context, context: Context, account_for: Make) -> None:
    wording.take_sheet(live, account_for(Role.STEWARD), "es", corrected(live, {"c1.text": "¿Confía?"}), "Elena Ruiz")
    assert wording.with_corrections(context).library.text("c1.text", "es") == "¿Confía?"


def test_a_correction_of_another_english_is_not_shown(live: Context, context: Context, account_for: Make) -> None:
    sheet = corrected(live, {"phone.send.send": "Mandar"})
    wording.take_sheet(live, account_for(Role.STEWARD), "es", sheet, "Elena Ruiz")
    english = {**TEXTS.languages["en"], "phone.send.send": "Send it all"}
    later = replace(context, texts=replace(TEXTS, languages={**TEXTS.languages, "en": english}))
    restarted = wording.with_corrections(later)
    assert restarted.texts.get("es", "phone.send.send") == TEXTS.get("es", "phone.send.send")
    assert [old.text_id for old in wording.outdated(restarted, "es")] == ["phone.send.send"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"text": "phone.nothing"}, "unknown_text"),
        ({"english": "Something older"}, "english_changed"),
        ({"corrected": "Sin el día"}, "fields_differ"),
        ({"corrected": "Abre el {day"}, "fields_differ"),
        ({"corrected": "x{day}" * 500}, "too_long"),
    ],
)
def test_what_cannot_be_taken_is_listed_with_its_line(live: Context, change: dict[str, str], problem: str) -> None:
    rows = [row for row in lines(wording.sheet(live, "es")) if row["text"] in ("phone.rehearsal", "phone.demo")]
    changed = [row | change if row["text"] == "phone.rehearsal" else row for row in rows]
    reviewed = wording.read_sheet(live, "es", as_file(changed))
    assert [(item.line, item.problem) for item in reviewed.refused] == [(2 + rows.index(rows[-1]), problem)]
    assert (dict(reviewed.changed), reviewed.unchanged) == ({}, 1)


def test_a_text_may_stand_in_one_line_only(live: Context) -> None:
    row = next(row for row in lines(wording.sheet(live, "es")) if row["text"] == "phone.demo")
    twice = as_file([row | {"corrected": "Ciudad inventada."}, row | {"corrected": "Otra."}])
    assert [item.problem for item in wording.read_sheet(live, "es", twice).refused] == ["text_twice"]


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"text,english\n"])
def test_other_files_are_refused(live: Context, data: bytes) -> None:
    with pytest.raises(InvalidInput):
        wording.read_sheet(live, "es", io.BytesIO(data))


def test_a_nameless_review_changes_nothing(live: Context, account_for: Make) -> None:
    with pytest.raises(InvalidInput, match="reviewed_by"):
        wording.take_sheet(live, account_for(Role.STEWARD), "es", corrected(live, {"c1.text": "¿Confía?"}), " ")
    assert live.store.city.corrections() == ()


@given(some.text(alphabet=some.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=80))
def test_any_wording_survives_the_sheet(wanted: str) -> None:
    row = {"text": "phone.demo", "english": "x", "translation": "y", "corrected": wanted}
    assert lines(as_file([row]).getvalue())[0]["corrected"] == wanted

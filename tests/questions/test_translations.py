"""Translations: completeness, acceptance, several folders, and the digest."""

from datetime import date
from pathlib import Path

import pytest

from questions.errors import ContentError
from questions.loader import SHIPPED, load
from questions.model import SOURCE_LANGUAGE, ReviewStatus
from questions.translations import content_digest, missing
from tests.questions.folders import SOUND, changed, write

COMPLETE = """
name = "Español"
direction = "ltr"
status = "accepted"
accepted_by = "Ana Ruiz"
accepted_on = 2026-11-02

[texts]
off_scale.-1 = "No sé"
off_scale.-2 = "Prefiero no contestar"
level.1 = "Bajo"
level.2 = "Medio"
level.3 = "Alto"
q1.text = "¿Cuánto?"
q2.text = "¿Lo hizo?"
q2.1 = "Sí"
q2.2 = "No"
short.title = "Corta"
view.label = "Opinión"
"""
MORE = """
version = "1"
title = "More"

[[questions]]
id = "q3"
kind = "rating"
range = [0, 10]
construct = "trust"
text = "More?"
source = "Own"
"""
MORE_IN_SPANISH = 'name = "Español"\ndirection = "ltr"\nstatus = "draft"\n[texts]\nq3.text = "¿Más?"\n'


@pytest.fixture
def accepted(tmp_path: Path) -> Path:
    return write(tmp_path / "first", SOUND | {"locales/es.toml": COMPLETE})


@pytest.mark.parametrize("language", sorted(load().translations.keys() - {SOURCE_LANGUAGE}))
def test_shipped_translations_are_complete(language: str) -> None:
    assert missing(load(), language) == ()


def test_shipped_spanish_is_an_honest_draft() -> None:
    spanish = load().translations["es"]
    assert (spanish.name, spanish.direction) == ("Español", "ltr")
    assert (spanish.status, spanish.accepted_by, spanish.accepted_on) == (ReviewStatus.DRAFT, "", None)


def test_shipped_spanish_differs_from_english() -> None:
    library = load()
    english = library.translations["en"].texts
    same = {text_id for text_id, text in library.translations["es"].texts.items() if english[text_id] == text}
    assert same == {"contact.4"}  # "No"


def test_an_accepted_language_says_by_whom_and_when(accepted: Path) -> None:
    spanish = load([accepted]).translations["es"]
    assert spanish.status is ReviewStatus.ACCEPTED
    assert (spanish.accepted_by, spanish.accepted_on) == ("Ana Ruiz", date(2026, 11, 2))


def test_missing_lists_what_a_draft_lacks(tmp_path: Path) -> None:
    library = load([write(tmp_path, SOUND)])
    assert "q2.text" in missing(library, "es")
    assert "q1.text" not in missing(library, "es")
    assert "q1.text" in missing(library, "fr")


def test_bare_numbers_need_no_translation(accepted: Path, tmp_path: Path) -> None:
    more = write(tmp_path / "more", {"modules/more.toml": MORE, "locales/es.toml": MORE_IN_SPANISH})
    library = load([accepted, more])
    assert missing(library, "es") == ()
    assert library.text("q3.7", "es") == "7"


def test_one_draft_file_makes_the_language_a_draft(accepted: Path, tmp_path: Path) -> None:
    more = write(tmp_path / "more", {"modules/more.toml": MORE, "locales/es.toml": MORE_IN_SPANISH})
    spanish = load([accepted, more]).translations["es"]
    assert (spanish.status, spanish.accepted_by, spanish.accepted_on) == (ReviewStatus.DRAFT, "", None)


def test_new_questions_without_translation_end_an_acceptance(accepted: Path, tmp_path: Path) -> None:
    more = write(tmp_path / "more", {"modules/more.toml": MORE})
    with pytest.raises(ContentError, match="q3.text: not translated, though the language is marked as accepted"):
        load([accepted, more])


def test_a_text_is_translated_once(accepted: Path, tmp_path: Path) -> None:
    text = MORE_IN_SPANISH + 'q1.text = "¿Qué tanto?"\n'
    more = write(tmp_path / "more", {"modules/more.toml": MORE, "locales/es.toml": text})
    with pytest.raises(ContentError, match="q1.text: translated twice"):
        load([accepted, more])


def test_a_folder_may_bring_a_language(accepted: Path, tmp_path: Path) -> None:
    french = COMPLETE.replace("Español", "Français").replace('"accepted"', '"draft"')
    library = load([accepted, write(tmp_path / "more", {"locales/fr.toml": french})])
    assert library.translations["fr"].name == "Français"


def test_digest_is_stable() -> None:
    assert content_digest(load(), "es") == content_digest(load([SHIPPED]), "es")
    assert len(content_digest(load(), "es")) == 64


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [("locales/es.toml", "¿Cuánto?", "¿Qué tanto?"), ("modules/views.toml", "How much?", "How very much?")],
)
def test_digest_changes_with_either_wording(tmp_path: Path, file: str, old: str, new: str) -> None:
    before = content_digest(load([write(tmp_path / "before", SOUND)]), "es")
    assert content_digest(load([changed(tmp_path / "after", file, old, new)]), "es") != before


def test_digest_of_an_unknown_language_is_refused() -> None:
    with pytest.raises(KeyError):
        content_digest(load(), "tlh")

"""Interface texts: complete, current, and with the same fields in every language."""

import shutil
import string
from dataclasses import replace
from pathlib import Path

import pytest

from questions.loader import SHIPPED as QUESTIONS
from questions.loader import load, missing
from survey.i18n import SHIPPED, direction, language_name, load_texts, show_day, show_number, wording_digest
from tests.survey.conftest import LIBRARY, NOON

TEXTS = load_texts()
OTHERS = sorted(set(TEXTS.languages) - {"en"})


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_is_missing_or_stale(language: str) -> None:
    assert TEXTS.missing(language) == ()
    assert TEXTS.stale(language) == ()


def fields_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", OTHERS)
def test_texts_name_the_same_fields(language: str) -> None:
    english, other = TEXTS.languages["en"], TEXTS.languages[language]
    assert {key for key in english.keys() & other.keys() if fields_of(english[key]) != fields_of(other[key])} == set()


def test_the_languages_that_residents_can_choose() -> None:
    assert set(TEXTS.languages) == {"en", "es", "zh", "vi", "ar", "ht", "pt", "so"} == set(LIBRARY.translations)
    assert TEXTS.staff == ("en", "es")


STALE = "English has changed since {language} was translated. Translate what changed, then set: made_from = {digest}"


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_of_an_older_english(language: str) -> None:
    asked = wording_digest(LIBRARY.translations["en"].texts)
    assert TEXTS.made_from[language] == TEXTS.digest, STALE.format(language=language, digest=TEXTS.digest)
    found = LIBRARY.translations[language].made_from
    assert found == asked, STALE.format(language=f"questions/locales/{language}", digest=asked)


def test_a_changed_english_is_noticed() -> None:
    changed = {**TEXTS.languages["en"], "phone.demo": "A made-up city."}
    assert replace(TEXTS, languages={**TEXTS.languages, "en": changed}).digest != TEXTS.digest


def test_a_language_is_two_files(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "texts")
    shutil.copytree(QUESTIONS, tmp_path / "asked")
    for copied in (tmp_path / "texts", tmp_path / "asked" / "locales"):
        (copied / "fr.toml").write_text((copied / "es.toml").read_text().replace("Español", "Français"))
    texts, library = load_texts(tmp_path / "texts"), load([tmp_path / "asked"])
    assert texts.missing("fr") == texts.stale("fr") == missing(library, "fr") == ()
    assert (language_name("fr"), library.translations["fr"].name) == ("Français", "Français")


def test_an_unknown_text_is_an_error_and_a_missing_one_falls_back() -> None:
    with pytest.raises(KeyError):
        TEXTS.get("en", "no.such_text")
    some = next(iter(TEXTS.languages["en"]))
    assert TEXTS.get("xx", some) == TEXTS.languages["en"][some]


def test_days_numbers_and_directions_are_the_languages_own() -> None:
    assert show_day(NOON.date(), "es") == "15 de junio de 2026"
    assert (show_day(NOON.date(), "ht"), show_day(NOON.date(), "zh")) == ("15 jen 2026", "2026年6月15日")
    assert show_number(1234.5, "es") != show_number(1234.5, "en") == "1,234.5"
    assert (direction("ar"), direction("es")) == ("rtl", "ltr")
    assert language_name("es") == "Español"

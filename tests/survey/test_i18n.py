"""Interface texts: complete, current, and with the same fields in every language."""

import string

import pytest

from survey.i18n import direction, language_name, load_texts, show_day, show_number
from tests.survey.conftest import NOON

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
    assert {key for key in english if fields_of(english[key]) != fields_of(other[key])} == set()


def test_spanish_is_there() -> None:
    assert "es" in OTHERS


def test_an_unknown_text_is_an_error_and_a_missing_one_falls_back() -> None:
    with pytest.raises(KeyError):
        TEXTS.get("en", "no.such_text")
    some = next(iter(TEXTS.languages["en"]))
    assert TEXTS.get("xx", some) == TEXTS.languages["en"][some]


def test_days_numbers_and_directions_are_the_languages_own() -> None:
    assert show_day(NOON.date(), "es") == "15 de junio de 2026"
    assert show_number(1234.5, "es") != show_number(1234.5, "en") == "1,234.5"
    assert (direction("ar"), direction("es")) == ("rtl", "ltr")
    assert language_name("es") == "Español"

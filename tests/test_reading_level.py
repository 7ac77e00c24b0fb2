"""What residents read asks for no more than six years of school, in English and in Spanish."""

import pytest

from questions.loader import load
from survey.i18n import load_texts
from tests.reading_level import END, english_syllables, grade, spanish_syllables

LIBRARY, TEXTS = load(), load_texts()
SIXTH = 6.0
HARDEST = 10.0
"""No single sentence of ten words and more may ask for more, however easy those around it are."""
ONLY_WORDS = "phrase"


def resident_texts(language: str) -> dict[str, list[str]]:
    """Every text that residents read, by area."""
    areas: dict[str, list[str]] = {}
    for text_id in sorted(TEXTS.resident):
        areas.setdefault(text_id.split(".")[0], []).append(TEXTS.get(language, text_id))
    del areas[ONLY_WORDS]
    asked = LIBRARY.translations[language].texts
    return {**areas, "questions": [text for text_id, text in asked.items() if text_id.endswith((".text", ".help"))]}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("area", [*TEXTS.resident_areas, "questions"])
def test_six_years_of_school_are_enough(language: str, area: str) -> None:
    if area != ONLY_WORDS:
        assert grade(resident_texts(language)[area], language) <= SIXTH


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_single_sentence_is_far_harder(language: str) -> None:
    sentences = [part for area in resident_texts(language).values() for text in area for part in END.split(text)]
    assert [part for part in sentences if len(part.split()) >= 10 and grade([part], language) > HARDEST] == []


@pytest.mark.parametrize(
    ("language", "hard"),
    [
        ("en", "Participation constitutes authorization to retain pseudonymized demographic characteristics."),
        ("es", "La participación constituye autorización para conservar características demográficas seudonimizadas."),
    ],
)
def test_officials_prose_is_noticed(language: str, hard: str) -> None:
    assert grade([hard], language) > HARDEST
    assert grade([*resident_texts(language)["kiosk"], *[hard] * 30], language) > SIXTH


@pytest.mark.parametrize(
    ("word", "count"),
    [("police", 2), ("table", 2), ("wanted", 2), ("closed", 1), ("boxes", 2), ("neighborhood", 3), ("people", 2)],
)
def test_syllables_of_english(word: str, count: int) -> None:
    assert english_syllables(word) == count


@pytest.mark.parametrize(
    ("word", "count"),
    [("policía", 4), ("guía", 2), ("ciudad", 2), ("siguiente", 3), ("país", 2), ("hoy", 1), ("cuando", 2), ("leer", 2)],
)
def test_syllables_of_spanish(word: str, count: int) -> None:
    assert spanish_syllables(word) == count

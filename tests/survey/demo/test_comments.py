"""Comments: many, in several languages, of known themes, and free of people's names."""

from collections import Counter

import pytest

from analysis.text.codebook import load_codebook
from analysis.text.redaction import redact
from survey.demo.comments import KINDS, SLOT, WORDS, load_words
from tests.survey.demo.conftest import Built

LANGUAGES = sorted(path.stem for path in WORDS.glob("*.toml"))


def test_comments_come_in_seven_languages_with_english_and_spanish_ahead(built: Built) -> None:
    spoken = Counter(one.written.language for one in built.generated.answers if one.written)
    assert set(spoken) == {"en", "es", "zh", "vi", "ar", "ht", "pt"} == set(LANGUAGES)
    assert [language for language, _ in spoken.most_common(2)] == ["en", "es"]
    assert 0.12 < spoken["es"] / spoken.total() < 0.28
    assert min(spoken.values()) > 20


def test_sentences_are_not_repeated(built: Built) -> None:
    for language in ("en", "es"):
        said = [one.written.text for one in built.generated.answers if one.written and one.written.language == language]
        assert len(set(said)) > 400
        assert Counter(said).most_common(1)[0][1] < len(said) * 0.02


def test_about_half_of_those_asked_comment(built: Built) -> None:
    asked = [one for one in built.generated.answers if one.event.instrument == "pulse"]
    assert 0.45 < sum(one.written is not None for one in asked) / len(asked) < 0.55


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_can_be_said_and_every_slot_filled(language: str) -> None:
    words = load_words(language)
    known = {theme.id for theme in load_codebook().themes}
    assert set(words["theme"]) <= known
    for kind in KINDS:
        assert any(theme.get(kind) for theme in words["theme"].values())
    sentences = [text for theme in words["theme"].values() for said in theme.values() for text in said]
    assert {slot for text in [*sentences, *words["contact"]] for slot in SLOT.findall(text)} <= set(words["slot"])


def test_only_planted_contacts_are_there_to_be_masked(built: Built) -> None:
    stored = [remark.text for remark in built.context.store.responses.remarks()]
    masked = [text for text in stored if "[" in text]
    assert 15 < len(masked) < len(stored) * 0.05
    assert not any("555" in text or "@" in text for text in stored)
    said = [one.written for one in built.generated.answers if one.written]
    planted = [one for one in said if "555" in one.text or "@" in one.text or "Beacon" in one.text]
    assert len(masked) == len(planted)
    assert "[name]" not in "".join(redact(one.text, one.language).text for one in said[:1500])

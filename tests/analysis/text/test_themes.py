"""Themes and their evidence."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text.codebook import load_codebook
from analysis.text.model import Unscored
from analysis.text.themes import find_themes, labels
from tests.analysis.text.conftest import Comments
from tests.analysis.text.public_files import BOWLING_GREEN, LONDON_YOUTH

LABELS = tomllib.loads(Path(__file__).with_name("labels.toml").read_text(encoding="utf-8"))
FILES = {"bowling_green": BOWLING_GREEN, "london_youth": LONDON_YOUTH}

CASES = [
    ("en", "The department has an ugly history with Black residents", {"history"}),
    ("en", "Officers threw him to the ground and pulled a gun", {"use_of_force"}),
    ("en", "The other officers just stood there", {"duty_to_intervene"}),
    ("en", "Release the body cam video", {"transparency"}),
    ("en", "I filed a complaint and they investigate themselves", {"complaints"}),
    ("en", "They profiled me because I’m brown", {"bias"}),
    ("en", "I keep getting pulled over", {"stops"}),
    ("en", "They stopped my nephew and searched him", {"stops"}),
    ("en", "I never see officers walking around here", {"visibility"}),
    ("en", "More programs for teens", {"youth"}),
    ("en", "They took two hours and never followed up", {"response"}),
    ("en", "Break-ins and gunshots every week", {"safety"}),
    ("en", "Cars speeding through the stop sign", {"traffic"}),
    ("en", "Send a social worker, not a gun, to a mental health call", {"crisis"}),
    ("en", "Hire bilingual officers who look like us", {"recruiting"}),
    ("en", "Morale is low and the overtime is brutal", {"inside"}),
    ("es", "Que reconozcan el pasado y pidan disculpas", {"history"}),
    ("es", "Lo tiraron al suelo y lo golpearon", {"use_of_force"}),
    ("es", "Los otros policías se quedaron mirando", {"duty_to_intervene"}),
    ("es", "Queremos ver los videos de la policia", {"transparency"}),
    ("es", "Puse una queja y nadie rinde cuentas", {"complaints"}),
    ("es", "Nos tratan mal por ser latinos", {"bias"}),
    ("es", "Me pararon sin razón y revisaron mi carro", {"stops"}),
    ("es", "Mas patrullas en el parque", {"visibility"}),
    ("es", "programas para los jóvenes", {"youth"}),
    ("es", "Llamé y nunca llegaron", {"response"}),
    ("es", "Hay muchos robos y no me siento segura", {"safety"}),
    ("es", "Manejan con exceso de velocidad", {"traffic"}),
    ("es", "Ayuda para salud mental", {"crisis"}),
    ("es", "Que haya oficiales que hablen español", {"recruiting"}),
    ("es", "Los supervisores toman represalias", {"inside"}),
    ("pt", "A polícia demora e não faz nada", {"response"}),
    ("fr", "Les contrôles d'identité visent les jeunes", {"stops", "youth"}),
    ("zh", "希望有更多巡逻，治安不好", {"visibility", "safety"}),
]


def ids(text: str, language: str) -> set[str]:
    """The themes found."""
    hits = find_themes(text, language)
    assert not isinstance(hits, Unscored)
    return {hit.theme for hit in hits}


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_each_theme_is_heard(language: str, text: str, expected: set[str]) -> None:
    assert expected <= ids(text, language)


@pytest.mark.parametrize("text", ["I like the new library", "Trains block the crossing", "Thanks for asking!"])
def test_other_subjects_have_no_theme(text: str) -> None:
    assert find_themes(text, "en") == ()


@pytest.mark.parametrize("language", ["vi", "ar", "ht", "so", "xx"])
def test_a_language_without_patterns_is_counted_not_guessed(language: str) -> None:
    assert find_themes("police police police", language) == Unscored("no_codebook")


@pytest.mark.parametrize("text", ["", "👍", "[name]", "--"])
def test_nothing_in_words(text: str) -> None:
    assert find_themes(text, "en") == Unscored("no_words")


def test_evidence_points_at_the_words() -> None:
    text = "ÉL dijo: Puse una QUEJA. It’s about body cams"
    hits = find_themes(text, "es")
    assert not isinstance(hits, Unscored)
    assert [text[hit.start : hit.end] for hit in hits] == ["Puse una QUEJA"]
    assert hits[0].version == load_codebook().version


def test_masks_are_no_evidence() -> None:
    assert find_themes("ask [badge] or [name]", "en") == ()


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.sampled_from(["en", "es", "fr", "pt", "zh"]))
def test_any_text_gets_spans_inside_it(text: str, language: str) -> None:
    hits = find_themes(text, language)
    if not isinstance(hits, Unscored):
        assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)


@pytest.mark.data
@pytest.mark.parametrize(("name", "floor"), [("bowling_green", 0.80), ("london_youth", 0.85)])
def test_real_comments_against_hand_labels(name: str, floor: float, comments: Comments) -> None:
    """Micro F1 over all themes; patterns were corrected on these, so this guards against getting worse."""
    texts = comments(FILES[name])
    pairs = [(ids(texts[int(number)], "en"), set(themes)) for number, themes in LABELS[name].items()]
    both = sum(len(found & true) for found, true in pairs)
    f1 = 2 * both / sum(len(found) + len(true) for found, true in pairs)
    assert f1 >= floor


def test_labels_have_names_in_english_and_spanish() -> None:
    assert len(labels()) == 15
    assert all(label.names["en"] and label.names["es"] for label in labels())

"""Polarity of English comments, and silence about the rest."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text.model import Unscored
from analysis.text.overlay import load_overlay
from analysis.text.sentiment import Sentiment, score

CASES = [
    ("neutral", "There was an arrest on Maple Street"),
    ("neutral", "Robbery suspect charged"),
    ("neutral", "Emergency stop, complaint, crime, justice, safety"),
    ("negative", "I was thrown on the ground over a parking ticket"),
    ("negative", "nothing changes"),
    ("negative", "I feel less safe than before"),
    ("positive", "No complaints"),
    ("negative", "I would not call them again"),
    ("negative", "I am afraid of them"),
    ("negative", "He was disrespectful"),
    ("negative", "They don’t listen to us"),
    ("negative", "Racial profiling all day"),
    ("negative", "We were treated unfairly"),
    ("positive", "The officer was polite and listened"),
    ("positive", "Very respectful, I feel safe here"),
    ("positive", "I trust them"),
    ("negative", "I don't trust the police"),
    ("neutral", "Please put more patrols by the park"),
    ("neutral", "There should be more good training"),
    ("neutral", "I would like better crosswalks"),
    ("negative", "They should stop harassing kids"),
    ("neutral", "I live near the library"),
]


@pytest.mark.parametrize(("polarity", "text"), CASES)
def test_polarity(polarity: str, text: str) -> None:
    result = score(text, "en")
    assert isinstance(result, Sentiment)
    assert result.polarity == polarity, result


@pytest.mark.xfail(reason="sarcasm defeats every method measured", strict=True)
@pytest.mark.parametrize("text", ["Great job, they came three hours after", "Wonderful service if you like waiting"])
def test_sarcasm(text: str) -> None:
    result = score(text, "en")
    assert isinstance(result, Sentiment)
    assert result.polarity == "negative"


@pytest.mark.parametrize("language", ["es", "zh", "vi", "ar", "ht", "pt", "so", "fr", "xx"])
def test_other_languages_are_never_scored(language: str) -> None:
    assert score("Muy bueno, no problem, terrible", language) == Unscored("no_measured_method")


@pytest.mark.parametrize("text", ["", "   ", "👍", ":)", "123", "?!", "[name] [phone]"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_in_words_is_not_scored(text: str, language: str) -> None:
    assert score(text, language) == Unscored("no_words")


def test_a_request_says_so_and_keeps_its_score() -> None:
    request, complaint = score("Please be friendly", "en"), score("They are friendly", "en")
    assert isinstance(request, Sentiment)
    assert isinstance(complaint, Sentiment)
    assert (request.method, request.polarity) == ("vader+request", "neutral")
    assert request.compound > 0
    assert complaint.method == "vader"


def test_evidence_is_the_words_that_count() -> None:
    text = "The officer wasn’t polite; no longer safe."
    result = score(text, "en")
    assert isinstance(result, Sentiment)
    assert [text[span.start : span.end] for span in result.evidence] == ["polite", "no longer safe"]


def test_the_version_names_lexicon_and_overlay() -> None:
    result = score("fine words", "en")
    assert isinstance(result, Sentiment)
    assert "vaderSentiment" in result.version
    assert f"overlay {load_overlay().version}" in result.version


def test_no_word_is_both_topic_and_opinion() -> None:
    overlay = load_overlay()
    assert not overlay.topics & set(overlay.words)
    assert all(-4 <= value <= 4 for value in (*overlay.words.values(), *overlay.phrases.values()))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_any_text_gets_an_answer_within_bounds(text: str) -> None:
    result = score(text, "en")
    if isinstance(result, Sentiment):
        assert -1 <= result.compound <= 1
        assert all(text[span.start : span.end].strip() for span in result.evidence)

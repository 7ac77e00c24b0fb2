"""Which themes a comment speaks of, each with the words that say so."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from nltk.stem.snowball import SnowballStemmer

from analysis.figures import Label
from analysis.text.codebook import Codebook, Theme, is_exact, is_regex, load_codebook
from analysis.text.fold import fold
from analysis.text.masks import MASK
from analysis.text.model import Unscored
from analysis.text.tokens import has_words, words

STEMMERS = {"en": "english", "es": "spanish", "pt": "portuguese", "fr": "french"}


@dataclass(frozen=True)
class ThemeHit:
    """Evidence of one theme: `text[start:end]` was found by `pattern` of the codebook `version`."""

    theme: str
    pattern: str
    start: int
    end: int
    version: str


@dataclass(frozen=True)
class _Phrase:
    theme: str
    pattern: str
    forms: tuple[str, ...]


@dataclass(frozen=True)
class _Matcher:
    """The patterns of one language: phrases by their first stem or exact word, and regular expressions."""

    stemmed: dict[str, tuple[_Phrase, ...]]
    exact: dict[str, tuple[_Phrase, ...]]
    expressions: tuple[tuple[str, str, re.Pattern[str]], ...]


def find_themes(text: str, language: str) -> tuple[ThemeHit, ...] | Unscored:
    """Every hit of the shipped codebook in order of place; empty if it speaks of none of the themes.

    Unscored: no_words, or no_codebook where the language has no patterns.

    >>> [hit.theme for hit in find_themes("They came two hours later.", "en")]
    ['response']
    """
    codebook = load_codebook()
    if not has_words(text):
        return Unscored("no_words")
    if language not in codebook.languages:
        return Unscored("no_codebook")
    folded = MASK.sub(lambda match: "\n" * len(match.group()), fold(text))
    matcher = _matcher(language)
    found = [*_phrase_hits(folded, matcher, language, codebook), *_expression_hits(folded, matcher, codebook)]
    return _without_nested(found)


def labels() -> tuple[Label, ...]:
    """The themes' names by language, in the order of the codebook."""
    return tuple(Label(theme.id, theme.names, theme.recommendation) for theme in load_codebook().themes)


def _phrase_hits(folded: str, matcher: _Matcher, language: str, codebook: Codebook) -> Iterator[ThemeHit]:
    tokens = words(folded)
    exact = [token.text for token in tokens]
    stems = [_stem(word, language) for word in exact]
    for forms, phrases in ((stems, matcher.stemmed), (exact, matcher.exact)):
        for start, end, phrase in _phrases_in(forms, phrases):
            yield ThemeHit(phrase.theme, phrase.pattern, tokens[start].start, tokens[end - 1].end, codebook.version)


def _phrases_in(forms: list[str], phrases: dict[str, tuple[_Phrase, ...]]) -> Iterator[tuple[int, int, _Phrase]]:
    """Where each phrase stands in a row of words: first word, the one after the last, phrase."""
    for start, form in enumerate(forms):
        for phrase in phrases.get(form, ()):
            end = start + len(phrase.forms)
            if tuple(forms[start:end]) == phrase.forms:
                yield start, end, phrase


def _expression_hits(folded: str, matcher: _Matcher, codebook: Codebook) -> Iterator[ThemeHit]:
    for theme, pattern, expression in matcher.expressions:
        for match in expression.finditer(folded):
            yield ThemeHit(theme, pattern, match.start(), match.end(), codebook.version)


def _without_nested(hits: list[ThemeHit]) -> tuple[ThemeHit, ...]:
    """Hits in order, without those that lie inside another of the same theme."""
    kept: list[ThemeHit] = []
    reach: dict[str, int] = {}
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.theme, hit.pattern)):
        if hit.end > reach.get(hit.theme, -1):
            kept.append(hit)
            reach[hit.theme] = hit.end
    return tuple(kept)


@cache
def _matcher(language: str) -> _Matcher:
    stemmed: dict[str, tuple[_Phrase, ...]] = {}
    exact: dict[str, tuple[_Phrase, ...]] = {}
    expressions: list[tuple[str, str, re.Pattern[str]]] = []
    for theme in load_codebook().themes:
        for pattern in theme.patterns[language]:
            if is_regex(pattern) or language not in STEMMERS:
                expressions.append((theme.id, pattern, _expression(pattern)))
            else:
                phrase = _phrase(theme, pattern, language)
                kept = exact if is_exact(pattern) else stemmed
                kept[phrase.forms[0]] = (*kept.get(phrase.forms[0], ()), phrase)
    return _Matcher(stemmed, exact, tuple(expressions))


def _expression(pattern: str) -> re.Pattern[str]:
    """A regular expression as written; a phrase of a language without stems as it stands."""
    return re.compile(pattern[1:-1] if is_regex(pattern) else re.escape(fold(pattern)))


def _phrase(theme: Theme, pattern: str, language: str) -> _Phrase:
    forms = (word.text for word in words(fold(pattern)))
    return _Phrase(theme.id, pattern, tuple(form if is_exact(pattern) else _stem(form, language) for form in forms))


@lru_cache(maxsize=20_000)
def _stem(word: str, language: str) -> str:
    return _stemmer(language)(word) if language in STEMMERS else word


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    stem: Callable[[str], str] = SnowballStemmer(STEMMERS[language]).stem
    return stem

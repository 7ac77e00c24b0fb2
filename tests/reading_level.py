"""School grades that texts ask for: Flesch-Kincaid for English, Crawford for Spanish.

Kincaid and others 1975, "Derivation of new readability formulas": 0.39 words per sentence + 11.8 syllables per word
- 15.59. Crawford 1984, "A Spanish language Fry-type readability procedure": -0.205 sentences + 0.049 syllables, both
per 100 words, - 3.407. Syllables are counted by their vowels, which is exact for Spanish but for a few names, and in
English errs on the side of too many. Labels and buttons would make everything look easy: sentences of fewer than five
words don't count.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
END = re.compile(r"[.?!:;…]+(?=\s|$)")
SPANISH = re.compile(
    "[íú]|[iuüy]?[aeoáéó](?:[iuy](?![aeoáéóíú]))?|[iuü]+|(?<![aeoáéóiu])y(?![aeoáéíóú])", re.IGNORECASE
)
SHORTEST = 5
ENGLISH = re.compile("[aeiouy]+", re.IGNORECASE)
SILENT = re.compile(r"(?<![aeiouy])(?:e|es|ed)$", re.IGNORECASE)


@dataclass(frozen=True)
class Measured:
    """How many sentences, words and syllables a text has."""

    sentences: int
    words: int
    syllables: int


def grade(texts: Iterable[str], language: str) -> float:
    """The school grade of several texts taken together. Raises KeyError for a language without a formula."""
    return FORMULAS[language](measure(texts, SYLLABLES[language]))


def measure(texts: Iterable[str], syllables: Callable[[str], int]) -> Measured:
    """Counts; each text ends a sentence, whether or not it has a full stop. Raises ZeroDivisionError on no sentence."""
    sentences = [WORD.findall(part) for text in texts for part in END.split(text)]
    sentences = [sentence for sentence in sentences if len(sentence) >= SHORTEST]
    words = [word for sentence in sentences for word in sentence]
    return Measured(len(sentences), len(words), sum(map(syllables, words)))


def english_syllables(word: str) -> int:
    """Groups of vowels, less a silent ending; "table" and "wanted" keep theirs."""
    heard = re.search(r"(?:[^aeiouy]le|[td]ed|[cgszx]es|[cs]hes)s?$", word, re.IGNORECASE)
    stem = word if heard else SILENT.sub("", word)
    return max(1, len(ENGLISH.findall(stem)))


def spanish_syllables(word: str) -> int:
    """Vowels, two of them together only where one is an unaccented i or u."""
    return max(1, len(SPANISH.findall(re.sub("(?i)(?<=[gq])u(?=[eéií])", "", word))))


def _kincaid(text: Measured) -> float:
    return 0.39 * text.words / text.sentences + 11.8 * text.syllables / text.words - 15.59


def _crawford(text: Measured) -> float:
    return -0.205 * 100 * text.sentences / text.words + 0.049 * 100 * text.syllables / text.words - 3.407


SYLLABLES: Mapping[str, Callable[[str], int]] = {"en": english_syllables, "es": spanish_syllables}
FORMULAS: Mapping[str, Callable[[Measured], float]] = {"en": _kincaid, "es": _crawford}

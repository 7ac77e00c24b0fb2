"""Words of a text with their places in it."""

from dataclasses import dataclass

from nltk.tokenize import RegexpTokenizer

from analysis.text.masks import MASK

_WORD = RegexpTokenizer(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True)
class Word:
    """One word or number: `text[start:end]`."""

    text: str
    start: int
    end: int


def words(text: str) -> tuple[Word, ...]:
    """The words and numbers of a text in order; what redaction put in is none.

    >>> [word.text for word in words("It's 3 o'clock, [name] :)")]
    ["It's", '3', "o'clock"]
    """
    return tuple(Word(text[start:end], start, end) for start, end in _WORD.span_tokenize(_unmasked(text)))


def has_words(text: str) -> bool:
    """Whether a text says anything in letters."""
    return any(map(str.isalpha, _unmasked(text)))


def _unmasked(text: str) -> str:
    """The text with spaces in place of what redaction put in."""
    return MASK.sub(lambda match: " " * len(match.group()), text)

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
    plain = MASK.sub(lambda match: " " * len(match.group()), text)
    return tuple(Word(text[start:end], start, end) for start, end in _WORD.span_tokenize(plain))


def has_words(text: str) -> bool:
    """Whether a text says anything in letters."""
    return any(any(map(str.isalpha, word.text)) for word in words(text))

"""Words of a text with their places in it."""

from dataclasses import dataclass

from nltk.tokenize import RegexpTokenizer

from analysis.text.masks import MASK

# A letter first, so that numbers and signs alone are no words; inner apostrophes stay inside.
_WORD = RegexpTokenizer(r"[^\W\d_][^\W_]*(?:['’][^\W_]+)*")


@dataclass(frozen=True)
class Word:
    """One word: `text[start:end]`."""

    text: str
    start: int
    end: int


def words(text: str) -> tuple[Word, ...]:
    """The words of a text in order; what redaction put in is none.

    >>> [word.text for word in words("It's 3 o'clock, [name] :)")]
    ["It's", "o'clock"]
    """
    plain = MASK.sub(lambda match: " " * len(match.group()), text)
    return tuple(Word(text[start:end], start, end) for start, end in _WORD.span_tokenize(plain))

"""The values that every reader of text shares."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """A stretch of a text: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True)
class Unscored:
    """Why a text has no result; counted and shown, never guessed.

    Reasons in use: no_words, no_measured_method, no_codebook.
    """

    reason: str

"""A text made comparable, character by character, so that positions stay true."""

import unicodedata
from functools import lru_cache

_APOSTROPHES = {"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\uff07": "'"}


def fold(text: str) -> str:
    """Lower case without accents, and of the same length.

    >>> fold("Policía didn’t")
    "policia didn't"
    """
    return "".join(map(_fold_character, text))


def straighten(text: str) -> str:
    """Typographic apostrophes made plain; the same length."""
    return "".join(_APOSTROPHES.get(character, character) for character in text)


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    plain = _APOSTROPHES.get(character, character)
    base = unicodedata.normalize("NFD", plain)[0]
    lowered = (base if base.isalpha() and base.isascii() else plain).lower()
    return lowered if len(lowered) == 1 else plain

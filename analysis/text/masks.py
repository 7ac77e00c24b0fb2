"""The signs that stand for what was taken out of a comment."""

import re

KINDS = ("phone", "email", "url", "address", "plate", "handle", "badge", "birthdate", "id", "name")
MASK = re.compile(r"\[(?:" + "|".join(KINDS) + r")\]")


def mask(kind: str) -> str:
    """The sign for one kind.

    >>> mask("phone")
    '[phone]'
    """
    return f"[{kind}]"


def unmask(text: str, number: int, words: str) -> str:
    """The text with its sign of that number, from 0, replaced by the words it stood for.

    Raises ValueError where there is no such sign, or where the words would make or break another one.

    >>> unmask("Officer [name] and [name]", 0, "Friendly")
    'Officer Friendly and [name]'
    """
    signs = list(MASK.finditer(text))
    if not 0 <= number < len(signs):
        raise ValueError(f"no sign number {number}")
    start, end = signs[number].span()
    given = text[:start] + words + text[end:]
    if len(MASK.findall(given)) != len(signs) - 1:
        raise ValueError("these words would change another sign")
    return given

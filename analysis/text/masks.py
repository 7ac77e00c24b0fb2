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

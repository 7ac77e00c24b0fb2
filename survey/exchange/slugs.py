"""Permanent ids made of names."""

import hashlib
import re
import unicodedata

LONGEST = 64


def slug(name: str) -> str:
    """Lower-case ASCII letters, digits and hyphens; the same name always gives the same id.

    A name that ASCII can't spell, or that is too long, ends in eight digits of its digest.

    >>> slug("St. John's Wood"), slug("Sants-Montjuïc")
    ('st-john-s-wood', 'sants-montjuic')
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    spelled = "-".join(re.findall(r"[a-z0-9]+", _without_marks(folded)))
    lost = any(letter.isalnum() and not letter.isascii() for letter in folded)
    if spelled and not lost and len(spelled) <= LONGEST:
        return spelled
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{spelled[: LONGEST - 9].strip('-') or 'place'}-{digest}"


def _without_marks(text: str) -> str:
    return "".join(letter for letter in text if not unicodedata.combining(letter))

"""Names that no cue announces: full names by a common first name, signatures, people who tell. All doubtful."""

import re
from collections.abc import Iterator

from analysis.text.fold import fold
from analysis.text.names import (
    WORD,
    Cues,
    bare,
    capitals_mean_nothing,
    end_of_name,
    is_public,
    load_cues,
    may_be_name,
    word_before,
)
from analysis.text.patterned import Found

_NAME = r"([^\W\d_][\w'’-]{1,20}(?: [^\W\d_]\.?[\w'’-]{0,20}){1,3})"
_SIGNED = re.compile(
    r"(?:(?P<word>signed|sincerely|regards|yours|atentamente|saludos|att|atte|cordialmente|firma|firmado)[.,:]?|^|[\n.!?—–]|-|"
    rf"(?:thanks|thank you|gracias),?)\s{{0,3}}{_NAME}(?:, [^\n,.]{{1,40}})?[.!]?\s{{0,3}}$"
)
_FOLLOWING = re.compile(r"[ \t]?([^\W\d_]{1,24})")
_TELLS = re.compile(r"\s(?:told|said|says|saw|lives|heard|dijo|dice|vio|vive|llamo|me conto)\b")
SIGNED_WITHIN = 120
"""How many of the last letters of a comment a signature is looked for in."""


def find_full_names(text: str) -> Iterator[Found]:
    """Stretches that look like a person's full name, one who speaks, or a signature."""
    cues, folded = load_cues(), fold(text)
    if not capitals_mean_nothing(text):
        for word in WORD.finditer(text):
            if bare(word.group()) in cues.given and word.group()[0].isupper() and not word.group().isupper():
                yield from _full_name(text, folded, word, cues)
    yield from _signature(text, folded, cues)


def _full_name(text: str, folded: str, first: re.Match[str], cues: Cues) -> Iterator[Found]:
    """The name that begins with a common first name, unless it names a place or someone of public memory."""
    end = end_of_name(text, first, known_only=False)
    words = text[first.start() : end].split()
    following = _FOLLOWING.match(folded, end)
    is_place = word_before(folded, first.start()) in cues.places or bare(words[-1]) in cues.after_place
    if is_place or is_public(text, first.start()) or following and following[1] in cues.after_place:
        return
    if len(words) > 1 or _TELLS.match(folded, end):
        yield Found("name", first.start(), end, doubtful=True)


def _signature(text: str, folded: str, cues: Cues) -> Iterator[Found]:
    """A full name as the last words of a comment: after "signed" and the like any, else one with a known first name."""
    before = max(0, len(text) - SIGNED_WITHIN)
    match = _SIGNED.search(folded[before:])
    if match:
        start, end = (place + before for place in match.span(2))
        parts = text[start:end].split()
        announced = match["word"] and not capitals_mean_nothing(text)
        likely = all(part[0].isupper() and may_be_name(part, cues) for part in parts)
        if likely and (announced or bare(parts[0]) in cues.known):
            yield Found("name", start, end - text[start:end].endswith("."), doubtful=True)

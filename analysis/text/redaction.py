"""The first redaction of a comment, before anything is stored: what could name a person is masked."""

import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version

from analysis.text.fullnames import find_full_names
from analysis.text.masks import MASK, mask
from analysis.text.names import find_names, load_cues
from analysis.text.patterned import Found, find_patterned, rules_version


@dataclass(frozen=True)
class RedactedSpan:
    """One mask: its place in the redacted text, so that not even the length of what it hides is kept."""

    kind: str
    start: int
    end: int
    doubtful: bool


@dataclass(frozen=True)
class Redaction:
    """A comment that may be stored. It holds nothing of what was masked."""

    text: str
    spans: tuple[RedactedSpan, ...]
    version: str


@dataclass(frozen=True)
class Hidden:
    """What one mask hides, for whoever seals or measures it and never to be stored as it is.

    `mask` is which of the signs in the redacted text it is, from 0, signs that people typed themselves included.
    """

    mask: int
    kind: str
    words: str
    doubtful: bool


@dataclass(frozen=True)
class _Masked:
    """A stretch under its mask on the way: its place in the text so far, and the words."""

    start: int
    end: int
    kind: str
    doubtful: bool
    words: str


def redact(text: str, language: str) -> Redaction:
    """`text` in Unicode's composed form with `[phone]`, `[name]` and so on in place of what names people.

    Doubtful finds are masked too. Redacting the result again changes nothing.

    >>> redact("Sgt. Miller called 270-555-0123", "en").text
    'Sgt. [name] called [phone]'
    """
    return redact_and_tell(text, language)[0]


def redact_and_tell(text: str, language: str) -> tuple[Redaction, tuple[Hidden, ...]]:
    """The same, and beside it what each mask hides.

    >>> [(one.mask, one.words) for one in redact_and_tell("[name] met Sgt. Miller", "en")[1]]
    [(1, 'Miller')]
    """
    redacted, masked = _mask_all(text, language)
    places = {match.start(): number for number, match in enumerate(MASK.finditer(redacted))}
    spans = tuple(RedactedSpan(one.kind, one.start, one.end, one.doubtful) for one in masked)
    hidden = tuple(Hidden(places[one.start], one.kind, one.words, one.doubtful) for one in masked)
    return Redaction(redacted, spans, redaction_version()), hidden


@cache
def redaction_version() -> str:
    """Everything that can change what is masked, in at most 32 letters: rules, names, phonenumbers."""
    return f"{rules_version()} {load_cues().version} {version('phonenumbers')}"


def _mask_all(text: str, language: str) -> tuple[str, tuple[_Masked, ...]]:
    """Mask until nothing is found, since one mask can uncover another find."""
    current = unicodedata.normalize("NFC", text)
    masked: tuple[_Masked, ...] = ()
    while found := _find(current, language):
        current, masked = _apply(current, masked, found)
    return current, masked


def _find(text: str, language: str) -> tuple[Found, ...]:
    """All finds outside existing masks, overlapping ones merged."""
    hidden = MASK.sub(lambda match: "\n" * len(match.group()), text)
    places = [match.span() for match in MASK.finditer(text)]
    finds = [*find_patterned(hidden), *find_names(hidden, language), *find_full_names(hidden)]
    free = [find for find in finds if not any(find.start < end and start < find.end for start, end in places)]
    return _merge(sorted(free, key=lambda find: (find.start, -find.end, find.doubtful)))


def _merge(finds: list[Found]) -> tuple[Found, ...]:
    merged: list[Found] = []
    for find in finds:
        last = merged[-1] if merged else None
        if last and find.start < last.end:
            merged[-1] = Found(last.kind, last.start, max(last.end, find.end), last.doubtful and find.doubtful)
        else:
            merged.append(find)
    return tuple(merged)


def _apply(text: str, masked: tuple[_Masked, ...], found: tuple[Found, ...]) -> tuple[str, tuple[_Masked, ...]]:
    """Put masks over the finds, and move the masks of earlier rounds along."""
    new = (_Masked(find.start, find.end, find.kind, find.doubtful, text[find.start : find.end]) for find in found)
    pieces, done, cursor, shift = [], [], 0, 0
    for one in sorted([*masked, *new], key=lambda one: one.start):
        sign = mask(one.kind)
        pieces += [text[cursor : one.start], sign]
        done.append(replace(one, start=one.start + shift, end=one.start + shift + len(sign)))
        cursor, shift = one.end, shift + len(sign) - (one.end - one.start)
    return "".join([*pieces, text[cursor:]]), tuple(done)

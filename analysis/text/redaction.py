"""The first redaction of a comment, before anything is stored: what could name a person is masked."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

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


def redact(text: str, language: str) -> Redaction:
    """`text` in Unicode's composed form with `[phone]`, `[name]` and so on in place of what names people.

    Doubtful finds are masked too. Redacting the result again changes nothing.

    >>> redact("Sgt. Miller called 270-555-0123", "en").text
    'Sgt. [name] called [phone]'
    """
    redacted, masked = _mask_all(text, language)
    return Redaction(redacted, masked, redaction_version())


@cache
def redaction_version() -> str:
    """Everything that can change what is masked."""
    return f"rules {rules_version()}, names {load_cues().version}, phonenumbers {version('phonenumbers')}"


def _mask_all(text: str, language: str) -> tuple[str, tuple[RedactedSpan, ...]]:
    """Mask until nothing is found, since one mask can uncover another find."""
    current = unicodedata.normalize("NFC", text)
    masked: tuple[RedactedSpan, ...] = ()
    while found := _find(current, language):
        current, masked = _apply(current, masked, found)
    return current, masked


def _find(text: str, language: str) -> tuple[Found, ...]:
    """All finds outside existing masks, overlapping ones merged."""
    hidden = MASK.sub(lambda match: "\n" * len(match.group()), text)
    places = [match.span() for match in MASK.finditer(text)]
    finds = [*find_patterned(hidden), *find_names(hidden, language)]
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


def _apply(
    text: str, masked: tuple[RedactedSpan, ...], found: tuple[Found, ...]
) -> tuple[str, tuple[RedactedSpan, ...]]:
    """Put masks over the finds, and move the masks of earlier rounds along."""
    pieces, done, cursor, shift = [], [], 0, 0
    old = [(span.start, span.end, span.kind, span.doubtful) for span in masked]
    new = [(find.start, find.end, find.kind, find.doubtful) for find in found]
    for start, end, kind, doubtful in sorted(old + new):
        sign = mask(kind)
        pieces += [text[cursor:start], sign]
        done.append(RedactedSpan(kind, start + shift, start + shift + len(sign), doubtful))
        cursor, shift = end, shift + len(sign) - (end - start)
    return "".join([*pieces, text[cursor:]]), tuple(done)

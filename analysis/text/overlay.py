"""Our additions to the sentiment lexicon, as a file that anyone can edit."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Overlay:
    """Values from -4 to 4 by word and by phrase, topics that count for nothing, and the cues of the request rule."""

    version: str
    words: Mapping[str, float]
    phrases: Mapping[str, float]
    topics: frozenset[str]
    phrase: re.Pattern[str]
    request: re.Pattern[str]
    complaint: re.Pattern[str]

    def value(self, phrase: str) -> float:
        """The value of a phrase as it was found in a text."""
        return self.phrases[" ".join(phrase.lower().split())]


@cache
def load_overlay() -> Overlay:
    """The overlay that ships with this package."""
    raw = tomllib.loads(files(__package__).joinpath("sentiment.toml").read_text(encoding="utf-8"))
    return Overlay(
        version=raw["version"],
        words=raw["words"],
        phrases=raw["phrases"],
        topics=frozenset(raw["topics"].split()),
        phrase=any_of(raw["phrases"]),
        request=any_of(cue.strip() for cue in raw["request"]["cues"].split("|")),
        complaint=any_of(cue.strip() for cue in raw["request"]["complaints"].split("|")),
    )


def any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """One pattern that finds any of the phrases as whole words, the longest first."""
    ordered = sorted(phrases, key=len, reverse=True)
    spaced = (r"\s{1,3}".join(map(re.escape, phrase.split())) for phrase in ordered)
    return re.compile(rf"(?<![\w'])(?:{'|'.join(spaced)})(?![\w'])", re.IGNORECASE)


def join_phrases(text: str, overlay: Overlay) -> str:
    """The text with each phrase as one word, so that the lexicon can hold it."""
    return overlay.phrase.sub(lambda match: joined(match.group()), text)


def joined(phrase: str) -> str:
    """The one word that stands for a phrase in the lexicon.

    >>> joined("Less  safe")
    'zzlesssafe'
    """
    return "zz" + re.sub(r"[^\w]", "", phrase.lower())

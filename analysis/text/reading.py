"""One comment read: its language, how it feels and what it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from analysis.text import language as languages
from analysis.text.codebook import load_codebook
from analysis.text.language import Language, identify
from analysis.text.model import Unscored
from analysis.text.redaction import redaction_version
from analysis.text.sentiment import Sentiment, score, sentiment_version
from analysis.text.themes import ThemeHit, find_themes

# What made a reading, for a release to cite.
METHODS: Mapping[str, str] = MappingProxyType(
    {
        "redaction": redaction_version(),
        "language": f"{languages.METHOD} {languages.VERSION}",
        "sentiment": sentiment_version(),
        "themes": f"codebook {load_codebook().version}",
    }
)


@dataclass(frozen=True)
class CommentReading:
    """What was read in one redacted comment; places refer to that comment's text."""

    language: Language
    sentiment: Sentiment | Unscored
    themes: tuple[ThemeHit, ...] | Unscored

    @property
    def theme_ids(self) -> frozenset[str]:
        """The themes spoken of; none where they could not be read."""
        return frozenset() if isinstance(self.themes, Unscored) else frozenset(hit.theme for hit in self.themes)


def read_comment(text: str, hint: str) -> CommentReading:
    """Read one redacted comment; `hint` is the language of the form it was written in.

    >>> reading = read_comment("The officers were polite to my son.", "en")
    >>> reading.sentiment.polarity, sorted(reading.theme_ids)
    ('positive', ['bias', 'youth'])
    """
    language = identify(text, hint)
    return CommentReading(language, score(text, language.code), find_themes(text, language.code))

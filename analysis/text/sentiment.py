"""Polarity of English comments: NLTK's rule-based reader with its lexicon and our overlay for this subject.

Measured on real civic comments it is right for 60 to 70 % of them: fit for shares with intervals, never for
judging one comment or one person. No other language is scored, since no method for one was good enough.
Source: Hutto and Gilbert (2014), VADER; request rule and overlay are our own.
"""

from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files

from nltk.sentiment.vader import SentimentIntensityAnalyzer, VaderConstants

from analysis.text.fold import straighten
from analysis.text.model import Span, Unscored
from analysis.text.overlay import Overlay, join_phrases, joined, load_overlay
from analysis.text.tokens import has_words, words

CUT = 0.05
LEXICON_METHOD = "vader"
REQUEST_METHOD = "vader+request"


@dataclass(frozen=True)
class Sentiment:
    """How a comment feels: `compound` is -1 to 1, `evidence` the words that moved it, in the text as given.

    `method` is "vader", or "vader+request" where a request without a complaint was taken as neutral.
    """

    polarity: str
    compound: float
    method: str
    version: str
    evidence: tuple[Span, ...]


class OfflineVader(SentimentIntensityAnalyzer):  # type: ignore[misc]  # nltk has no types
    """NLTK's analyzer with a lexicon read from an installed package, so that nothing is fetched."""

    def __init__(self, overlay: Overlay) -> None:
        self.lexicon = {**_lexicon(), **overlay.words, **{joined(p): v for p, v in overlay.phrases.items()}}
        for topic in overlay.topics:
            self.lexicon.pop(topic, None)
        self.constants = VaderConstants()


def score(text: str, language: str) -> Sentiment | Unscored:
    """The polarity of an English comment; anything else is Unscored with its reason.

    >>> score("The officer was polite and listened.", "en").polarity
    'positive'
    >>> score("Me trataron mal.", "es")
    Unscored(reason='no_measured_method')
    """
    if not has_words(text):
        return Unscored("no_words")
    if language != "en":
        return Unscored("no_measured_method")
    overlay = load_overlay()
    plain = straighten(text)
    compound = float(_analyzer().polarity_scores(join_phrases(plain, overlay))["compound"])
    request = bool(overlay.request.search(plain)) and not overlay.complaint.search(plain)
    return Sentiment(
        polarity="neutral" if request else _polarity(compound),
        compound=compound,
        method=REQUEST_METHOD if request else LEXICON_METHOD,
        version=sentiment_version(),
        evidence=_evidence(plain, overlay),
    )


@cache
def sentiment_version() -> str:
    """Everything that can change a score: code, lexicon and overlay."""
    return f"nltk {version('nltk')}, vaderSentiment {version('vaderSentiment')}, overlay {load_overlay().version}"


def _polarity(compound: float) -> str:
    if abs(compound) < CUT:
        return "neutral"
    return "positive" if compound > 0 else "negative"


def _evidence(plain: str, overlay: Overlay) -> tuple[Span, ...]:
    found = [Span(m.start(), m.end()) for m in overlay.phrase.finditer(plain) if overlay.value(m.group())]
    covered = [(m.start(), m.end()) for m in overlay.phrase.finditer(plain)]
    lexicon = _analyzer().lexicon
    for word in words(plain):
        inside = any(start <= word.start < end for start, end in covered)
        if not inside and lexicon.get(word.text.lower()):
            found.append(Span(word.start, word.end))
    return tuple(sorted(found, key=lambda span: span.start))


@cache
def _analyzer() -> OfflineVader:
    return OfflineVader(load_overlay())


@cache
def _lexicon() -> dict[str, float]:
    """The published lexicon: word, mean rating (-4 to 4), and columns that are not needed."""
    raw = files("vaderSentiment").joinpath("vader_lexicon.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in raw.splitlines() if line.strip())
    return {word: float(mean) for word, mean, *_ in rows}

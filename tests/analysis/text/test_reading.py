"""Whole readings on real comments, and without a network."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from analysis.text.model import Unscored
from analysis.text.reading import METHODS, read_comment
from analysis.text.redaction import redact
from analysis.text.sentiment import Sentiment
from tests.analysis.text.conftest import Comments
from tests.analysis.text.public_files import BOWLING_GREEN, PROJECT, VTAIWAN

OFFLINE = """
import socket
def refuse(*args, **kwargs):
    raise OSError("no network here")
socket.socket.__init__ = socket.create_connection = socket.getaddrinfo = refuse
from analysis.text.reading import read_comment
from analysis.text.redaction import redact
redaction = redact("Officer Hargrove was polite, 270-555-0142", "en")
reading = read_comment(redaction.text, "en")
print(redaction.text, reading.sentiment.polarity, *sorted(reading.theme_ids))
"""


def test_it_works_without_a_network_and_without_any_downloaded_data(tmp_path: Path) -> None:
    environment = {
        **{"HOME": str(tmp_path), "NLTK_DATA": str(tmp_path), "PYTHONPATH": str(PROJECT)},
        **{"PATH": os.environ.get("PATH", ""), "PYTHONWARNINGS": "error"},
    }
    done = subprocess.run([sys.executable, "-c", OFFLINE], env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "Officer [name] was polite, [phone] positive bias"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.data
def test_every_real_comment_is_read_or_counted(comments: Comments) -> None:
    texts = comments(BOWLING_GREEN)
    readings = {number: read_comment(redact(text, "en").text, "en") for number, text in texts.items()}
    scored = Counter(
        reading.sentiment.reason if isinstance(reading.sentiment, Unscored) else "scored"
        for reading in readings.values()
    )
    assert scored.total() == len(texts) == 896
    assert set(scored) <= {"scored", "no_words"}
    assert scored["no_words"] < 5
    assert sum(reading.language.code == "en" for reading in readings.values()) >= 0.95 * len(texts)


@pytest.mark.data
def test_evidence_points_into_the_redacted_text(comments: Comments) -> None:
    for raw in comments(BOWLING_GREEN).values():
        text = redact(raw, "en").text
        reading = read_comment(text, "en")
        spans = [] if isinstance(reading.themes, Unscored) else list(reading.themes)
        words = list(reading.sentiment.evidence) if isinstance(reading.sentiment, Sentiment) else []
        assert all(text[span.start : span.end].strip() for span in (*spans, *words))


@pytest.mark.data
@pytest.mark.parametrize(
    ("number", "themes"),
    [
        (824, {"visibility", "recruiting"}),
        (647, {"visibility", "safety"}),
        (632, {"visibility", "safety"}),
        (22, {"safety"}),
        (413, {"complaints"}),
        (377, {"bias"}),
        (96, {"recruiting"}),
        (585, {"transparency", "traffic"}),
        (566, {"traffic"}),
        (752, {"crisis"}),
    ],
)
def test_known_comments_show_their_themes(number: int, themes: set[str], comments: Comments) -> None:
    assert themes <= read_comment(comments(BOWLING_GREEN)[number], "en").theme_ids


@pytest.mark.data
def test_chinese_comments_get_no_english_sentiment(comments: Comments) -> None:
    readings = [read_comment(text, "zh") for text in comments(VTAIWAN).values()]
    assert all(isinstance(reading.sentiment, Unscored) for reading in readings)
    on_english_form = [read_comment(text, "en") for text in comments(VTAIWAN).values()]
    assert sum(isinstance(reading.sentiment, Sentiment) for reading in on_english_form) <= 2


def test_methods_can_be_cited() -> None:
    assert set(METHODS) == {"redaction", "language", "sentiment", "themes"}
    assert all(any(map(str.isdigit, version)) for version in METHODS.values())

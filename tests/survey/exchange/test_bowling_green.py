"""896 public comments of residents: every one is stored, read and counted."""

from pathlib import Path

import pytest

from analysis.disclosure import K
from analysis.remarks import ReadRemark, read_all
from analysis.rounding import shown_count
from analysis.text.model import Unscored
from analysis.text.reading import read_comment
from survey import releases
from survey.context import Context
from survey.imports import ImportReport
from tests.survey.exchange.conftest import Import

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def report(public_data: Path, import_file: Import) -> ImportReport:
    return import_file(public_data / "polis_bowling_green_en_comments.csv", "bowling_green")


@pytest.fixture(scope="module")
def heard(report: ImportReport, city: Context) -> tuple[ReadRemark, ...]:
    return read_all(tuple(city.store.responses.remarks()), read_comment)


def test_every_comment_is_added(report: ImportReport, city: Context) -> None:
    assert (report.read, report.added, report.refused) == (896, 896, ())
    assert report.unanswered == {"comment": 0}
    assert city.store.responses.count(report.event.id) == 896


def test_every_comment_is_scored_or_says_why_not(heard: tuple[ReadRemark, ...]) -> None:
    assert len(heard) == 896
    reasons = [item.reading.sentiment.reason for item in heard if isinstance(item.reading.sentiment, Unscored)]
    assert all(reasons) and len(reasons) < 90
    assert all(item.reading.language.code for item in heard)
    assert sum(item.reading.language.code == "en" for item in heard) > 850


def test_themes_are_found(heard: tuple[ReadRemark, ...]) -> None:
    themes = {hit.theme for item in heard for hit in item.hits}
    spoken = sum(bool(item.hits) for item in heard)
    assert {"traffic", "safety", "youth"} <= themes and spoken > 100


def test_the_release_counts_them_all(heard: tuple[ReadRemark, ...], city: Context) -> None:
    releases.publish_nightly(city)
    release = city.store.releases.latest()
    assert release is not None
    unscored = sum(isinstance(item.reading.sentiment, Unscored) for item in heard)
    found = [count for name, count in release.counts.items() if name.startswith("remarks_unscored_sentiment")]
    assert release.counts["remarks_read"] == shown_count(896)
    assert abs(sum(found) - unscored) <= 5 * len(found) or (not found and unscored < K), "few are not counted out"
    assert release.quotes and all(quote.evidence for quote in release.quotes)

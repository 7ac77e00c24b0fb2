"""Marked words are sent through both doors, also while the store is broken: none may be left on the server's disk."""

import sqlite3
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from survey import responses
from survey.records import Event
from tests.browser.conftest import Town

pytestmark = pytest.mark.browser

KEY = str(uuid4())
TRACES = {
    "X-Forwarded-For": "203.0.113.77",
    "Forwarded": "for=203.0.113.77",
    "User-Agent": "CanaryAgent Mobile",
    "Referer": "https://canary-referer.example/",
    "Cookie": "seen=canarycookie",
    "Accept-Language": "en, canarylanguage",
}
SAID = "My name is Canarimund, 617-555-0142, canary.mail@example.org. Plain words about the canal path"
KEPT = "Plain words about the canal path"
NEVER = (
    "203.0.113.77",
    "canaryagent",
    "canary-referer",
    "canarycookie",
    "canarylanguage",
    "canaryquery",
    "canarycode",
    "canarimund",
    "555-0142",
    "canary.mail",
    "canaryrefused",
    KEY,
    KEY.replace("-", ""),
)
"""What no file of the server may hold afterwards, in small letters."""


def post(town: Town, code: str, fields: dict[str, str], **other: str) -> int:
    """The status of a form sent to the phone page with every trace a phone leaves."""
    body = urllib.parse.urlencode({"key": str(uuid4()), "language": "en", "send": "1", **fields}).encode()
    request = urllib.request.Request(f"{town.address}/s/{code}?utm=canaryquery", body, {**TRACES, **other})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


@contextmanager
def broken(town: Town, breaks: str, mends: str) -> Iterator[None]:
    """The town's database, spoiled by one statement and mended by another."""
    with closing(sqlite3.connect(database(town), isolation_level=None, timeout=10)) as connection:
        connection.execute(breaks)
        try:
            yield
        finally:
            connection.execute(mends)


REFUSING = "CREATE TRIGGER refuse BEFORE INSERT ON comment BEGIN SELECT RAISE(ABORT, 'no space left'); END"
NO_PLACES = ("ALTER TABLE place RENAME TO gone", "ALTER TABLE gone RENAME TO place")


def database(town: Town) -> Path:
    return town.context.settings.home / "fair-hearing.sqlite3"


def found(folder: Path, word: str) -> list[str]:
    """Names of the files in which a word stands, whatever its capitals."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if word.lower().encode() in path.read_bytes().lower()]


def to_the_review(page: Page, town: Town, event: Event, said: str) -> None:
    """Through the Streamlit survey up to its last step, with a comment."""
    page.goto(f"{town.address}/survey?code={event.code}&utm=canaryquery")
    page.locator(".st-key-start button").click(timeout=30_000)
    send, progress = page.locator(".st-key-send button"), page.locator(".fh-progress p")
    while not send.is_visible():
        at = progress.inner_text(timeout=30_000)
        on = page.locator(f".st-key-next-{at.split()[1]} button")  # the last piece of its step: its questions are there
        on.wait_for(timeout=30_000)
        for asked in page.locator("[class*=st-key-ask-comment-]").all():  # the box itself comes when its script has
            asked.locator("textarea").fill(said, timeout=30_000)
        on.click()
        expect(progress.filter(has_text=at)).to_have_count(0, timeout=30_000)
        expect(progress.or_(send)).to_be_visible(timeout=30_000)
    expect(page.get_by_text(said)).to_be_visible(timeout=30_000)


@pytest.fixture
def marked(browser: Browser) -> Iterator[Page]:
    """A page whose browser sends the same traces."""
    headers = {name: text for name, text in TRACES.items() if name not in ("User-Agent", "Cookie", "Accept-Language")}
    context = browser.new_context(user_agent=TRACES["User-Agent"], extra_http_headers=headers)
    yield context.new_page()
    context.close()


def test_nothing_that_could_name_a_resident_is_left_on_disk(town: Town, marked: Page) -> None:
    home = town.context.settings.home
    before = responses.received(town.context, town.phone)
    assert post(town, "CDF479", {"key": KEY, "c1": "4", "comment": SAID}) == 200
    for _ in range(10):
        assert post(town, "CDF479", {"c1": "2", "comment": SAID}) == 200
    assert post(town, "CDF479", {"c1": "77", "comment": "canaryrefused"}) == 422
    assert post(town, "CDF479", {"c1": "4", "comment": "canaryrefused", "preview": "1"}) == 200
    assert post(town, "CDF479", {"c1": "4", "comment": "canaryrefused", "card": "canaryrefused"}) == 422
    assert post(town, "CDF479", {"c1": "3", "neighborhood": "canaryrefused", "comment": SAID}) == 422
    assert post(town, "CDF479", {"key": "canaryrefused", "comment": "canaryrefused"}) == 422
    assert post(town, "CDF479", {"comment": "canaryrefused " * 10_000}) == 413
    assert post(town, "CDF479", {"comment": "canaryrefused"}, **{"Content-Type": "text/canaryrefused"}) == 415
    assert post(town, "CANARYCODE", {"comment": "canaryrefused"}) == 404
    to_the_review(marked, town, town.desk, SAID)
    with broken(town, REFUSING, "DROP TRIGGER refuse"):
        assert post(town, "CDF479", {"c1": "1", "comment": f"canaryrefused {SAID}"}) == 503
        marked.locator(".st-key-send button").click()
        expect(marked.locator("[data-testid=stAlert]")).to_be_visible(timeout=30_000)
    with broken(town, *NO_PLACES):
        assert post(town, "CDF479", {"c1": "1", "comment": f"canaryrefused {SAID}"}) == 500
    marked.goto(f"{town.address}/survey?code=CANARYCODE")
    expect(marked.locator("[role=alert]")).to_be_visible(timeout=30_000)
    to_the_review(marked, town, town.desk, SAID)
    marked.locator(".st-key-send button").click()
    expect(marked.locator(".fh-phrase")).to_be_visible(timeout=30_000)
    assert responses.received(town.context, town.phone) == before + 11
    assert (KEPT, [database(town).name]) == (KEPT, found(home, KEPT)), "the search finds nothing: it proves nothing"
    assert {word: files for word in NEVER if (files := found(home, word))} == {}

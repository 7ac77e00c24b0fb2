"""Pages carry all they need, name their language and direction, and allow only what is their own."""

import base64
import gzip
import hashlib
import re
from datetime import date
from pathlib import Path

import pytest

from survey import events
from survey.context import Context
from survey.i18n import language_tag
from survey.records import Event, LanguageAcceptance
from survey.web.views import INLINE, TEMPLATES, open_views
from tests.survey.conftest import TEXTS, stored_event
from tests.survey.web.conftest import Client


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("he", "rtl"), ("es", "ltr")])
def test_pages_are_written_the_way_their_language_is(language: str, direction: str) -> None:
    page = open_views(TEXTS).page("notice.html", language, message="cross_site")
    assert f'<html lang="{language}" dir="{direction}">' in bytes(page.body).decode()
    assert page.headers["content-language"] == language


def test_the_policy_allows_exactly_the_styles_and_the_scripts_of_the_page(client: Client, event: Event) -> None:
    page = client.get(f"/s/{event.code}")
    inline = re.findall(r"<(?:style|script)>(.*?)</(?:style|script)>", page.text, re.S)
    assert len(inline) == 5
    for text in inline:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in page.headers["content-security-policy"]


@pytest.mark.parametrize("language", TEXTS.languages)
def test_the_whole_pulse_is_one_file_of_at_most_20_kilobytes(client: Client, context: Context, language: str) -> None:
    offered = tuple(TEXTS.languages)
    for each in offered:
        digest = events.wording_digest(context, each)
        context.store.city.accept_language(LanguageAcceptance(each, digest, "A speaker", date(2026, 6, 1)))
    stored_event(context, languages=offered)
    page = client.get(f"/s/CDF479?lang={language}")
    assert f'<html lang="{language_tag(language)}"' in page.text
    assert len(gzip.compress(page.content)) + len(str(page.headers)) < 20_000
    assert re.findall(r'<(?:script|img|iframe|source)[^>]* src=|<link rel="stylesheet|@import|url\(', page.text) == []


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.js")), ids=lambda path: path.name)
def test_scripts_can_be_read_by_the_next_person(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) < 250
    assert [(number, len(line)) for number, line in enumerate(lines, 1) if len(line) > 160] == []


def test_every_script_is_used() -> None:
    workers = {"kiosk-worker.js", "worker.js"}
    assert {path.name for path in TEMPLATES.glob("*.js")} == {name for name in INLINE if name.endswith(".js")} | workers

"""Pages carry all they need, name their language and direction, and allow only what is their own."""

import base64
import gzip
import hashlib
import re

import pytest

from survey.records import Event
from survey.web.views import open_views
from tests.survey.conftest import TEXTS
from tests.survey.web.conftest import Client


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("he", "rtl"), ("es", "ltr")])
def test_pages_are_written_the_way_their_language_is(language: str, direction: str) -> None:
    page = open_views(TEXTS).page("notice.html", language, message="cross_site")
    assert f'<html lang="{language}" dir="{direction}">' in bytes(page.body).decode()
    assert page.headers["content-language"] == language


def test_the_policy_allows_exactly_the_styles_and_the_scripts_of_the_page(client: Client, event: Event) -> None:
    page = client.get(f"/s/{event.code}")
    inline = re.findall(r"<(?:style|script)>(.*?)</(?:style|script)>", page.text, re.S)
    assert len(inline) == 4
    for text in inline:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in page.headers["content-security-policy"]


def test_the_pulse_stays_small(client: Client, event: Event) -> None:
    assert len(gzip.compress(client.get(f"/s/{event.code}").content)) < 12_000

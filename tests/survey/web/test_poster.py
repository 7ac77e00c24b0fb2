"""Posters: only for staff, marked when they must not hang, and readable by a camera."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from survey import access
from survey.context import Context
from survey.records import Event, Side
from tests.survey.conftest import PASSWORD, stored_event
from tests.survey.web.conftest import Client, accept_spanish


@pytest.fixture
def staff(client: Client, context: Context) -> Client:
    """A browser of someone who signed in."""
    access.sign_up_first(replace(context, setup_code="x"), "x", "boss", PASSWORD, Side.POLICE)
    client.post("/staff/sign-in", {"name": "boss", "password": PASSWORD})
    return client


PATHS = ["/poster/CDF479", "/poster/CDF479/qr.svg", "/poster/CDF479/qr.png", "/poster/NOPE34"]


@pytest.mark.parametrize("path", PATHS)
def test_strangers_get_no_poster_and_learn_no_code(client: Client, event: Event, path: str) -> None:
    refused = client.get(path)
    assert refused.status_code == 403 and "/staff/sign-in" in refused.text
    assert "bridge moon" not in refused.text


@pytest.mark.parametrize(("language", "phrase"), [("en", "bridge moon 42"), ("es", "puente luna 42")])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_poster_says_what_who_and_how(
    staff: Client, context: Context, spanish_event: Event, language: str, phrase: str, paper: str
) -> None:
    page = staff.get(f"/poster/{spanish_event.code}?lang={language}&paper={paper}")
    assert page.status_code == 200
    assert f'<html lang="{language}" dir="ltr" class="{paper}">' in page.text
    for words in ("Larkton University", "Larkton Police", "hear.larkton.example/s", "GHJ K34", phrase, "Español"):
        assert words in page.text
    assert context.texts.get(language, "poster.never_list") in page.text
    assert {"a4": "size:A4", "letter": "size:letter"}[paper] in page.text
    assert context.texts.get(language, "poster.test_only") not in page.text
    assert "SYNTHETIC" not in page.text


@pytest.mark.parametrize(
    ("address", "tested", "marked"),
    [
        ("https://hear.larkton.example", True, False),
        ("https://hear.larkton.example", False, True),
        ("http://hear.larkton.example", True, True),
        ("https://192.168.0.7", True, True),
        ("https://localhost", True, True),
        ("", True, True),
    ],
)
def test_addresses_that_cannot_be_relied_on_print_test_only(
    staff: Client, context: Context, event: Event, address: str, tested: bool, marked: bool
) -> None:
    profile = context.store.city.profile()
    context.store.city.set_profile(replace(profile, public_url=address, public_url_tested=tested))
    assert ("TEST ONLY" in staff.get(f"/poster/{event.code}").text) is marked


def test_the_demo_poster_is_open_and_marked(client: Client) -> None:
    page = client.get("/poster/demo")
    assert page.status_code == 200 and "SYNTHETIC DEMO" in page.text and "TEST ONLY" in page.text


def test_the_demo_opens_no_real_poster(client: Client, event: Event) -> None:
    client.get("/demo")
    assert client.get(f"/poster/{event.code}").status_code == 403


def test_the_pictures_say_the_address(staff: Client, event: Event) -> None:
    png = staff.get(f"/poster/{event.code}/qr.png")
    [found] = zxingcpp.read_barcodes(Image.open(BytesIO(png.content)))
    assert found.text == "https://hear.larkton.example/s/CDF479"
    assert png.headers["content-disposition"] == 'attachment; filename="qr-CDF479.png"'
    svg = staff.get(f"/poster/{event.code}/qr.svg")
    assert svg.headers["content-type"] == "image/svg+xml" and "<svg" in svg.text
    assert svg.headers["content-disposition"] == 'attachment; filename="qr-CDF479.svg"'


def test_a_name_with_markup_is_only_text(staff: Client, context: Context) -> None:
    stored_event(context, name="<img src=x onerror=alert(1)>")
    for path in ("/poster/CDF479", "/s/CDF479"):
        page = staff.get(path).text
        assert "<img" not in page and "&lt;img src=x" in page


def test_the_source_language_stands_in_for_one_not_accepted(staff: Client, context: Context) -> None:
    stored_event(context, languages=("en", "es"))
    assert '<html lang="en"' in staff.get("/poster/CDF479?lang=es").text
    accept_spanish(context)
    assert re.search(r'<html lang="es"', staff.get("/poster/CDF479?lang=es").text)

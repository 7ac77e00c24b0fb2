"""Paper forms as Chromium prints them: sizes, pages, no question split, readable by a camera and from right to left."""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page

from questions.loader import load
from survey import access, events
from survey.context import Context
from survey.records import Event, LanguageAcceptance, Role, Side
from tests.survey.conftest import NOON, PASSWORD, stored_event

pytestmark = pytest.mark.browser

SIZES = {"a4": (594.96, 841.92), "letter": (612.0, 792.0)}
LANGUAGES = [language for language in ("en", "es", "ar") if language in load().translations]
PRINTS = [("en", "letter", 0), ("en", "a4", 1)] + [
    (language, paper, large) for language in LANGUAGES for paper, large in (("a4", 0), ("letter", 1))
]
MARK_ENDS = """() => document.querySelectorAll('.question').forEach((question, index) => {
  for (const [end, where] of [['first', 'afterbegin'], ['last', 'beforeend']])
    question.insertAdjacentHTML(where, `<a href="https://mark.example/${index}/${end}">.</a>`);
  for (const link of question.querySelectorAll('a[href*=mark]')) link.style = 'display:block;font-size:2px;height:1px';
})"""
"""A link at both ends of each question: a PDF lists links by page, so it says where the ends came to lie."""


@pytest.fixture
def printable(context: Context) -> dict[str, Event]:
    """Three questionnaires in languages that named speakers accepted."""
    for language in LANGUAGES[1:]:
        digest = events.wording_digest(context, language)
        context.store.city.accept_language(LanguageAcceptance(language, digest, "Ana Test", NOON.date()))
    codes = {"pulse": "CDF479", "full": "FGHJ34", "encounter": "GHJK67"}
    spoken = tuple(LANGUAGES)
    return {name: stored_event(context, code=code, instrument=name, languages=spoken) for name, code in codes.items()}


@pytest.fixture
def printer(browser: Browser, context: Context, served: str) -> Iterator[Page]:
    """A signed-in browser of someone who plans events."""
    boss = access.sign_up_first(replace(context, setup_code="x"), "x", "boss", PASSWORD, Side.POLICE)
    access.add_account(context, boss, "sam", PASSWORD, Role.STEWARD, Side.INDEPENDENT)
    opened = browser.new_context()
    page = opened.new_page()
    page.goto(f"{served}/staff/sign-in")
    page.fill("#name", "boss")
    page.fill("#password", PASSWORD)
    page.click("button.send")
    yield page
    opened.close()


def pages_of(pdf: bytes) -> list[bytes]:
    """The page objects of a PDF."""
    return re.findall(rb"<</Type /Page\n.*?endobj", pdf, re.DOTALL)


def where_questions_lie(pdf: bytes) -> dict[str, dict[str, int]]:
    """By question, the pages of its two ends."""
    links = {
        number: (index.decode(), end.decode())
        for number, index, end in re.findall(
            rb"(\d+) 0 obj\n<</Type /Annot\n(?:(?!endobj).)*?mark\.example/(\d+)/(\w+)", pdf, re.DOTALL
        )
    }
    found: dict[str, dict[str, int]] = {}
    for place, page in enumerate(pages_of(pdf), start=1):
        listed = re.search(rb"/Annots \[([^\]]*)\]", page)
        for number in re.findall(rb"(\d+) 0 R", listed[1] if listed else b""):
            if number in links:
                index, end = links[number]
                found.setdefault(index, {})[end] = place
    return found


@pytest.mark.parametrize(("language", "paper", "large"), PRINTS)
def test_no_question_is_split_and_pages_have_the_papers_size(
    printer: Page, served: str, printable: dict[str, Event], language: str, paper: str, large: int
) -> None:
    most = {"pulse": 2, "encounter": 3, "full": 4} if not large else {"pulse": 6, "encounter": 8, "full": 11}
    for name, event in printable.items():
        printer.goto(f"{served}/paper/{event.code}?lang={language}&paper={paper}&large={large}")
        asked = printer.locator(".question").count()
        printer.evaluate(MARK_ENDS)
        pdf = printer.pdf(prefer_css_page_size=True)
        pages, lie = pages_of(pdf), where_questions_lie(pdf)
        assert len(pages) <= most[name], name
        for page in pages:
            size = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page)
            assert size and (float(size[1]), float(size[2])) == pytest.approx(SIZES[paper], abs=0.1)
        assert len(lie) == asked
        assert all(set(ends) == {"first", "last"} for ends in lie.values())
        assert {index: ends for index, ends in lie.items() if ends["first"] != ends["last"]} == {}


@pytest.mark.parametrize(("language", "paper", "large"), PRINTS)
def test_nothing_is_wider_than_the_paper_and_large_print_is_large(
    printer: Page, served: str, printable: dict[str, Event], language: str, paper: str, large: int
) -> None:
    """A wider page would be printed smaller than it says."""
    width = {"a4": 210, "letter": 215.9}[paper] - 2 * 14
    printer.emulate_media(media="print")
    printer.set_viewport_size({"width": int(width / 25.4 * 96), "height": 1000})
    for event in printable.values():
        printer.goto(f"{served}/paper/{event.code}?lang={language}&paper={paper}&large={large}")
        assert printer.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if large:
            small = "[...document.querySelectorAll('.text, .box span, .help, .last p, .phone p, .kept p')]"
            sizes = printer.evaluate(f"{small}.map(one => parseFloat(getComputedStyle(one).fontSize))")
            assert min(sizes) >= 24  # 18 pt


def test_arabic_runs_from_right_to_left(printer: Page, served: str, printable: dict[str, Event]) -> None:
    if "ar" not in LANGUAGES:
        pytest.skip("Arabic is not there yet")
    printer.goto(f"{served}/paper/{printable['pulse'].code}?lang=ar")
    assert printer.locator("html").get_attribute("dir") == "rtl"
    boxes = printer.locator(".scale").first.locator(".box i")
    first, second = boxes.nth(0).bounding_box(), boxes.nth(1).bounding_box()
    words = printer.locator(".scale .box span").first.bounding_box()
    assert first and second and words and first["x"] > second["x"] and first["x"] > words["x"]


def test_every_form_of_a_batch_starts_a_page_and_its_number_stands_on_each(
    printer: Page, served: str, printable: dict[str, Event]
) -> None:
    printer.goto(f"{served}/staff/paper/{printable['pulse'].code}")
    printer.fill("#count", "3")
    printer.select_option("#paper", "a4")
    printer.click("button.send")
    assert printer.locator(".form .number").count() == 3
    assert printer.evaluate("getComputedStyle(document.querySelector('.running')).display") == "table-header-group"
    assert len(pages_of(printer.pdf(prefer_css_page_size=True))) == 6


def test_the_code_on_the_form_opens_the_phone_page(
    printer: Page, served: str, context: Context, printable: dict[str, Event]
) -> None:
    event = printable["pulse"]
    printer.goto(f"{served}/paper/{event.code}?lang=en&paper=a4")
    (found,) = zxingcpp.read_barcodes(Image.open(BytesIO(printer.screenshot(full_page=True))))
    assert found.text == events.address(context, event)

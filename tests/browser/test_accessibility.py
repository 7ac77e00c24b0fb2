"""axe-core finds nothing that breaks WCAG 2.2 A or AA, on every page of every door, in its languages and sizes."""

import threading
from collections.abc import Callable, Iterator
from itertools import product

import pytest
import uvicorn
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette

from survey.context import Cities, Context
from survey.settings import Settings
from survey.storage.store import Store
from survey.web.routes import routes
from tests.browser.axe import scan
from tests.browser.conftest import DESK, PHONE, SPOKEN, Town
from tests.browser.walks import RESIDENTS, settle, sign_in
from tests.survey.conftest import LIBRARY, SECRET, TEXTS

pytestmark = pytest.mark.browser

LIGHT = ("light",)
BOTH = ("light", "dark")
STAFF = ("en", "es")
SURVEYS = ("survey", "survey, no way in")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A browser of nobody in particular, whose pages stand still."""
    opened = browser.new_context(viewport=DESK, reduced_motion="reduce")
    yield opened.new_page()
    opened.close()


@pytest.fixture(scope="module")
def signed_in(browser: Browser, spoken: Town) -> Iterator[Page]:
    """The administrator's browser."""
    opened = browser.new_context(viewport=DESK, reduced_motion="reduce")
    page = opened.new_page()
    sign_in(page, spoken)
    yield page
    opened.close()


@pytest.fixture(scope="module")
def visitor(browser: Browser, spoken: Town) -> Iterator[Page]:
    """A browser in the demo city."""
    opened = browser.new_context(viewport=DESK, reduced_motion="reduce")
    opened.add_cookies([{"name": "fair_hearing_city", "value": "demo", "url": spoken.address}])
    yield opened.new_page()
    opened.close()


@pytest.fixture(scope="module")
def unset(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The plain pages of a city at its first start, whose demo city is never ready."""
    settings = Settings.from_environment({"FAIR_HEARING_HOME": str(tmp_path_factory.mktemp("unset"))})
    store = Store.open(settings.database_url, "real")
    context = Context(settings, store, LIBRARY, TEXTS, setup_code="start", secret=SECRET)
    cities = Cities(context, open_demo=lambda: context, demo_within=lambda _seconds: False)
    config = uvicorn.Config(Starlette(routes=routes(cities)), port=0, log_level="error", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
        assert thread.is_alive(), "the server did not start"
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()
    store.close()


def in_all_looks(page: Page, state: str, schemes: tuple[str, ...] = BOTH) -> list[str]:
    """What breaks WCAG on the page, in each color scheme on a phone and on a desk, with where it did."""
    found = []
    for scheme, size in product(schemes, (PHONE, DESK)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of BOTH
        page.set_viewport_size(size)
        found += [f"{state}, {scheme}, {size['width']} wide: {one}" for one in scan(page)]
    return found


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("door", RESIDENTS)
def test_the_doors_of_residents(spoken: Town, page: Page, door: str, language: str) -> None:
    schemes, found = LIGHT if door in SURVEYS else BOTH, list[str]()
    for state in RESIDENTS[door](page, spoken, language):
        found += in_all_looks(page, state, schemes)
    assert "\n".join(found) == ""


def check(
    page: Page,
    address: str,
    languages: tuple[str, ...],
    act: Callable[[Page], object] | None = None,
    schemes: tuple[str, ...] = BOTH,
) -> None:
    """One plain page in its languages; `act` brings it into the state that is meant."""
    found = []
    for language in languages:
        page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
        if act:
            act(page)
        page.wait_for_selector("main")
        assert page.evaluate("() => document.documentElement.lang") == language
        found += in_all_looks(page, language, schemes)
    assert "\n".join(found) == ""


def press(page: Page) -> None:
    """Sends the form as it is."""
    page.locator("main form .send").first.click()
    page.wait_for_selector("[role=alert]")


def ask_for_none(page: Page) -> None:
    """Asks for no sheets at all."""
    page.fill("#count", "0")
    press(page)


def printed(page: Page) -> None:
    """Has one sheet printed."""
    page.fill("#count", "2")
    page.locator("main form .send").first.click()
    page.wait_for_load_state()


OFFICE = {
    "sign-in": ("staff/sign-in", None),
    "poster": ("poster/JKM346?paper=a4", None),
    "cards": ("staff/cards/JKM346", None),
    "cards with problems": ("staff/cards/JKM346", ask_for_none),
    "cards on paper": ("staff/cards/JKM346", printed),
    "paper": ("paper/JKM347", None),
    "paper, large": ("paper/JKM347?large=1", None),
    "forms": ("staff/paper/JKM346", None),
    "forms with problems": ("staff/paper/JKM346", ask_for_none),
    "forms on paper": ("staff/paper/JKM346", printed),
}
"""Plain pages that staff open, and how to bring them into the state that is meant."""


@pytest.mark.parametrize("name", OFFICE)
def test_the_plain_pages_of_staff(spoken: Town, signed_in: Page, name: str) -> None:
    path, act = OFFICE[name]
    paper = path.startswith(("poster", "paper")) or "on paper" in name  # light whatever the screen is
    languages = SPOKEN if path.startswith(("poster", "paper")) else STAFF
    if name == "forms on paper":
        languages = ("en",)  # what was ordered, whatever staff speak; `paper` is the same form in the other languages
    check(signed_in, f"{spoken.address}/{path}", languages, act, LIGHT if paper else BOTH)


def test_the_desk_where_paper_is_typed_in(spoken: Town, signed_in: Page, page: Page) -> None:
    signed_in.goto(f"{spoken.address}/staff/paper/JKM346")
    printed(signed_in)
    sign_in(page, spoken, "stella")
    for query in ("", "?again=1"):
        check(page, f"{spoken.address}/paper/JKM346/key{query}", STAFF)


@pytest.mark.parametrize("path", ["poster/JKM346", "staff/cards/JKM346", "paper/JKM346/key"])
def test_pages_that_turn_strangers_away(spoken: Town, page: Page, path: str) -> None:
    check(page, f"{spoken.address}/{path}", STAFF)


def test_a_sign_in_that_failed(spoken: Town, page: Page) -> None:
    def fail(page: Page) -> None:
        page.fill("#name", "nobody")
        page.fill("#password", "wrong")
        press(page)

    check(page, f"{spoken.address}/staff/sign-in", STAFF, fail)


def test_the_notice_that_something_is_not_from_a_form_of_ours(spoken: Town, page: Page) -> None:
    page.goto("about:blank")
    page.set_content(f'<form method="post" enctype="text/plain" action="{spoken.address}/s/JKM346"><button>')
    page.click("button")
    page.wait_for_selector("[role=alert]")
    assert "\n".join(in_all_looks(page, "")) == ""


@pytest.mark.parametrize("path", ["setup", "setup with problems", "demo"])
def test_the_pages_of_the_first_start(unset: str, page: Page, path: str) -> None:
    check(page, f"{unset}/{path.split()[0]}", STAFF, press if "problems" in path else None)


PUBLIC = ("", "results", "methods", "promises", "storage", "standing", "incidents")
RESULTS = ("", "results", "methods", "promises", "standing", "neighborhoods", "themes", "recommendations")
WORK = ("", "events", "listen", "promise", "publish", "city", "languages", "youth", "staff", "keeping", "incidents")


@pytest.mark.parametrize("path", PUBLIC)
def test_the_public_pages(spoken: Town, page: Page, path: str) -> None:
    check_streamlit(page, f"{spoken.address}/{path}")


@pytest.mark.parametrize("path", RESULTS)
def test_the_pages_of_results(spoken: Town, visitor: Page, path: str) -> None:
    check_streamlit(visitor, f"{spoken.address}/{path}")


@pytest.mark.parametrize("path", WORK)
def test_the_pages_of_staff(spoken: Town, signed_in: Page, path: str) -> None:
    check_streamlit(signed_in, f"{spoken.address}/{path}")


def check_streamlit(page: Page, address: str) -> None:
    """One page of Streamlit's in each language of staff pages, with all its parts opened; it has no dark look."""
    found = []
    for language in STAFF:
        page.goto(f"{address}?lang={language}")
        settle(page)
        page.locator("details:not([open]) > summary").evaluate_all("all => all.forEach(one => one.click())")
        settle(page)
        assert page.evaluate("() => document.documentElement.lang") == language
        found += in_all_looks(page, language, LIGHT)
    assert "\n".join(found) == ""


def test_pages_without_the_persons_language_are_in_english_and_say_so(spoken: Town, page: Page) -> None:
    for path in PUBLIC:
        page.goto(f"{spoken.address}/{path}?lang=ar")
        settle(page)
        said = page.evaluate("() => [document.documentElement.lang, document.documentElement.dir]")
        assert (path, said) == (path, ["en", "ltr"])

"""axe-core finds nothing that breaks WCAG 2.2 A or AA, on every page of every door, in its languages and sizes."""

import threading
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette

from survey import access
from survey.context import Cities, Context
from survey.settings import Settings
from survey.storage.store import Store
from survey.web.routes import routes
from tests.browser.axe import scan
from tests.browser.conftest import CLOSED, DESK, PHONE, REHEARSAL, SPOKEN, YOUTH, Town
from tests.browser.stays import begin, go_on, settle
from tests.survey.conftest import LIBRARY, PASSWORD, SECRET, TEXTS

pytestmark = pytest.mark.browser

SCHEMES = ("light", "dark")
STAFF = ("en", "es")
Visit = Callable[[Page, str, str], object]


def at(path: str) -> Visit:
    """Goes to an address of a plain page, in a language."""
    joined = "&" if "?" in path else "?"
    return lambda page, address, language: page.goto(f"{address}/{path}{joined}lang={language}")


def wrongly_sent(page: Page, address: str, language: str) -> None:
    """The form again, with a problem beside two answers."""
    at("s/JKM347?door=phone")(page, address, language)
    page.fill("textarea", "x" * 3000)
    page.evaluate("() => { document.querySelector('input[name=c1]').value = '77'; }")
    page.locator("input[name=c1]").first.check()
    page.click("button[name=send]")
    page.wait_for_selector("#problems")


def sent(page: Page, address: str, language: str) -> None:
    """The receipt."""
    at("s/JKM346?door=phone")(page, address, language)
    page.check("input[name=c1][value='4']")
    page.click("button[name=send]")
    page.wait_for_selector(".receipt")


def refused(page: Page, address: str, language: str) -> None:
    """The notice that something was sent which no form of ours sends."""
    page.goto("about:blank")
    form = f'<form method="post" enctype="text/plain" action="{address}/s/JKM346?lang={language}"><button>'
    page.set_content(form)
    page.click("button")
    page.wait_for_selector("main")


def shut_out(page: Page, address: str, language: str) -> None:
    """The sign-in form after a wrong password."""
    at("staff/sign-in")(page, address, language)
    page.fill("#name", "nobody")
    page.fill("#password", "wrong")
    page.click("button.send")
    page.wait_for_selector("#problem")


RESIDENTS: dict[str, Visit] = {
    "form": at("s/JKM346?door=phone"),
    "long form": at("s/JKM347?door=phone"),
    "form with problems": wrongly_sent,
    "thanks": sent,
    "closed": at(f"s/{CLOSED}?door=phone"),
    "rehearsal": at(f"s/{REHEARSAL}?door=phone"),
    "youth": at(f"s/{YOUTH}?door=phone"),
    "demo": at("s/DEMO?door=phone"),
    "code form": at("s"),
    "wrong code": at("s/ZZZZZZ"),
}
"""Plain pages that residents meet, in every language, light and dark."""

OFFICE: dict[str, Visit] = {
    "poster, not signed in": at("poster/JKM346"),
    "sign-in": at("staff/sign-in"),
    "sign-in refused": shut_out,
    "notice": refused,
}
"""Plain pages for staff, in the languages of staff pages."""

PUBLIC = ("", "results", "promises", "storage", "standing", "survey")
DEMO = ("results", "promises", "storage", "standing", "neighborhoods", "themes", "recommendations")
SIGNED_IN = ("", "standing", "events", "listen", "promise", "publish", "city", "languages", "youth", "staff")


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A browser of nobody in particular, whose pages stand still."""
    opened = browser.new_context(viewport=DESK, reduced_motion="reduce")
    yield opened.new_page()
    opened.close()


@pytest.fixture(scope="module")
def signed_in(browser: Browser, spoken: Town) -> Iterator[Page]:
    """The administrator's browser."""
    opened = browser.new_context(viewport=DESK, reduced_motion="reduce")
    token = access.sign_in(spoken.context, "ana", PASSWORD)
    opened.add_cookies([{"name": "fair_hearing", "value": token, "url": spoken.address}])
    yield opened.new_page()
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


def in_all_looks(page: Page, schemes: tuple[str, ...] = SCHEMES) -> list[str]:
    """What breaks WCAG on the page, in each color scheme on a phone and on a desk, with where it did."""
    found = []
    for scheme, size in product(schemes, (DESK, PHONE)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of SCHEMES
        page.set_viewport_size(size)
        found += [f"{scheme}, {size['width']} wide: {one}" for one in scan(page)]
    return found


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("name", RESIDENTS)
def test_the_plain_pages_of_residents(spoken: Town, page: Page, name: str, language: str) -> None:
    RESIDENTS[name](page, spoken.address, language)
    assert page.evaluate("() => document.documentElement.lang") == language
    assert in_all_looks(page) == []


@pytest.mark.parametrize("name", OFFICE)
def test_the_plain_pages_of_staff(spoken: Town, page: Page, name: str) -> None:
    for language in STAFF:
        OFFICE[name](page, spoken.address, language)
        assert (in_all_looks(page), language) == ([], language)


@pytest.mark.parametrize("language", SPOKEN)
def test_the_poster(spoken: Town, signed_in: Page, language: str) -> None:
    at("poster/JKM346?paper=a4")(signed_in, spoken.address, language)
    assert in_all_looks(signed_in, ("light",)) == []


@pytest.mark.parametrize("path", ["setup", "setup with problems", "demo"])
def test_the_pages_of_the_first_start(unset: str, page: Page, path: str) -> None:
    for language in STAFF:
        at(path.split()[0])(page, unset, language)
        if "problems" in path:
            page.click("button.send")
            page.wait_for_selector("[role=alert]")
        assert (in_all_looks(page), language) == ([], language)


@pytest.mark.parametrize("path", PUBLIC)
def test_the_public_pages(spoken: Town, page: Page, path: str) -> None:
    check_streamlit(page, f"{spoken.address}/{path}")


@pytest.mark.parametrize("path", DEMO)
def test_the_pages_of_results(spoken: Town, visitor: Page, path: str) -> None:
    check_streamlit(visitor, f"{spoken.address}/{path}")


@pytest.mark.parametrize("path", SIGNED_IN)
def test_the_pages_of_staff(spoken: Town, signed_in: Page, path: str) -> None:
    check_streamlit(signed_in, f"{spoken.address}/{path}")


def check_streamlit(page: Page, address: str) -> None:
    """One page of Streamlit's in each language of staff pages, light only: it has no dark look."""
    for language in STAFF:
        page.goto(f"{address}?lang={language}")
        settle(page)
        page.locator("details:not([open]) > summary").evaluate_all("all => all.forEach(one => one.click())")
        settle(page)
        assert page.evaluate("() => document.documentElement.lang") == language
        assert (in_all_looks(page, ("light",)), language) == ([], language)


@pytest.mark.parametrize("path", ["", "results", "promises", "storage"])
def test_a_page_without_the_persons_language_is_in_english_and_says_so(spoken: Town, page: Page, path: str) -> None:
    page.goto(f"{spoken.address}/{path}?lang=ar")
    settle(page)
    assert page.evaluate("() => [document.documentElement.lang, document.documentElement.dir]") == ["en", "ltr"]


@pytest.mark.parametrize("language", SPOKEN)
def test_the_streamlit_survey(spoken: Town, page: Page, language: str) -> None:
    """Its welcome, each kind of step, the review and the receipt."""
    page.goto(f"{spoken.address}/survey?code=JKM349&lang={language}")
    settle(page)
    found, seen, more = in_all_looks(page, ("light",)), set[str](), True
    page.set_viewport_size(DESK)
    begin(page)
    while more:
        for option in page.locator("[class*=ask-rating] [data-testid=stRadioOption]").all()[:1]:
            option.click()  # a survey without an answer is not received
        kinds = page.locator("[class*=st-key-ask-]").evaluate_all(KINDS)
        if not set(kinds) <= seen:
            found += in_all_looks(page, ("light",))
        seen |= set(kinds)
        more = go_on(page)
    found += in_all_looks(page, ("light",))
    page.locator(".st-key-send button").click()
    page.locator(".st-key-another").wait_for()
    settle(page)
    found += in_all_looks(page, ("light",))
    assert page.evaluate("() => document.documentElement.lang") == language
    assert seen == {"rating", "place", "choice", "choices", "comment"}
    assert found == []


@pytest.mark.parametrize("path", ["survey?code=ZZZZZZ", f"survey?code={CLOSED}", f"survey?code={REHEARSAL}"])
def test_the_streamlit_survey_that_cannot_begin(spoken: Town, page: Page, path: str) -> None:
    page.goto(f"{spoken.address}/{path}")
    settle(page)
    assert in_all_looks(page, ("light",)) == []


KINDS = "all => all.map(one => one.className.match(/ask-([a-z]+)/)[1])"
FAULTS = {
    "label": "document.querySelector('#code').labels[0].remove()",
    "color-contrast": "document.querySelector('#code-help').style.color = '#b0b0b0'",
    "target-size": """document.querySelector('main').insertAdjacentHTML('beforeend',
      '<p><a href="/a" style="display:inline-block;width:9px;height:9px;overflow:hidden">a</a>' +
      '<a href="/b" style="display:inline-block;width:9px;height:9px;overflow:hidden">b</a></p>')""",
    "html-has-lang": "document.documentElement.removeAttribute('lang')",
    "aria-valid-attr-value": "document.querySelector('#code').setAttribute('aria-invalid', 'perhaps')",
}


@pytest.mark.parametrize("rule", FAULTS)
def test_a_planted_fault_is_noticed(spoken: Town, page: Page, rule: str) -> None:
    at("s")(page, spoken.address, "en")
    page.evaluate(f"() => {{ {FAULTS[rule]} }}")
    assert {one.rule for one in scan(page)} == {rule}


@pytest.mark.parametrize(("color", "wrong"), [("#1d2733", False), ("#8d9aa8", True)])
def test_contrast_that_axe_leaves_open_is_measured(spoken: Town, page: Page, color: str, wrong: bool) -> None:
    at("s")(page, spoken.address, "en")
    page.emulate_media(color_scheme="light")
    page.evaluate(
        """color => { const line = document.querySelector('#code-help'); line.style.color = color;
        line.style.background = 'linear-gradient(#fbfaf7, #fff)'; }""",
        color,
    )
    assert bool(scan(page)) is wrong

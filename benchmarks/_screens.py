"""Ways through Streamlit's pages: by its own test runner, which has no network, and in a real browser."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright
from streamlit.testing.v1 import AppTest

from benchmarks._marks import Marked
from benchmarks._town import Town
from benchmarks._visits import Way
from survey.pages.viewer import Viewer
from survey.records import Account
from tests.browser.walks import settle
from tests.conftest import FLAGS, chromium

LONG = 30_000
SHOWN = ("results", "promises", "storage", "trends", "themes", "events")
"""Pages that hold what a release says. Not the steward's page of doubtful words, which is there to show them."""


def script_of_page(name, context, viewer):  # type: ignore[no-untyped-def]  # its source runs alone
    """What Streamlit's own test runner runs for a page."""
    from importlib import import_module

    import_module(f"survey.pages.{name}").render(context, viewer)


def _opened(town: Town, name: str, account: Account | None = None) -> AppTest:
    kwargs = {"name": name, "context": town.context, "viewer": Viewer(account, "en")}
    return AppTest.from_function(script_of_page, kwargs=kwargs, default_timeout=60)


def _button(page: AppTest, begin: str) -> AppTest:
    key = next(button.key for button in page.button if button.key and button.key.startswith(begin))
    return page.button(key=key).click().run()


def streamlit(town: Town, person: Marked) -> bool:
    """The Streamlit survey by Streamlit's own test runner: all of the page's code, but no network."""
    page = _opened(town, "answer")
    page.query_params["code"] = town.desk.code
    page.query_params["utm"] = person.device
    page.run()
    _button(page, "start")
    while not any(button.key == "send" for button in page.button):
        for area in page.text_area:
            area.set_value(person.said)
        _button(page, "next-")
    return not _button(page, "send").exception


def browsed(town: Town, people: Iterable[Marked]) -> int:
    """The Streamlit survey in a real browser, one after another; how many receipts were shown."""
    seen = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for person in people:
            own = {name: text for name, text in person.headers.items() if name.startswith(("X-", "Forw", "Referer"))}
            context = browser.new_context(user_agent=person.headers["User-Agent"], extra_http_headers=own)
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{town.port}/survey?code={town.desk.code}&utm={person.device}")
            _answer(page, person)
            seen += 1
            context.close()
        browser.close()
    return seen


def _answer(page: Page, person: Marked) -> None:
    """From the welcome to the receipt."""
    page.locator(".st-key-start button").click(timeout=LONG)
    send, progress = page.locator(".st-key-send button"), page.locator(".fh-progress p")
    progress.wait_for(timeout=LONG)
    while not send.is_visible():
        at = progress.inner_text(timeout=LONG)
        on = page.locator(f".st-key-next-{at.split()[1]} button")  # the last piece of its step: all else is there
        on.wait_for(timeout=LONG)
        settle(page)  # a machine's typing is quicker than any page that is still being drawn
        for box in page.locator("textarea").all():
            box.fill(person.said)
        on.click()
        expect(progress.filter(has_text=at)).to_have_count(0, timeout=LONG)
        expect(progress.or_(send)).to_be_visible(timeout=LONG)
    expect(page.get_by_text(person.said)).to_be_visible(timeout=LONG)
    send.click()
    page.locator(".fh-phrase").wait_for(timeout=LONG)


def note(town: Town, person: Marked) -> bool:
    """A note of a listening session, written on the liaison's page by Streamlit's own test runner."""
    page = _opened(town, "listen", town.staff["lee"]).run()
    page.text_input(key="note.table").set_value("3")
    page.text_area(key="note.text").set_value(person.said)
    return not _button(page, "FormSubmitter:note-").exception


def look_around(town: Town, folder: Path) -> None:
    """Keeps what the public pages and those of staff show once a release is out."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        context = browser.new_context()
        token = town.cookies["stella"].partition("=")[2]
        context.add_cookies([{"name": "fair_hearing", "value": token, "url": f"http://127.0.0.1:{town.port}"}])
        page = context.new_page()
        for name in SHOWN:
            page.goto(f"http://127.0.0.1:{town.port}/{name}")
            page.wait_for_load_state("networkidle")
            (folder / f"{name}.html").write_text(page.content())
        browser.close()


SCREENS: Mapping[str, Way] = {"Streamlit, test runner": streamlit, "listening session": note}
"""One person at a time; the browser takes several, `browsed`."""

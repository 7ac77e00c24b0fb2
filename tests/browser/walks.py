"""Ways through every door: each walk brings a page from state to state and says the name of each."""

from collections.abc import Callable, Iterator

from playwright.sync_api import Page, expect

from survey import access
from tests.browser.conftest import CLOSED, REHEARSAL, YOUTH, Town
from tests.survey.conftest import PASSWORD

LONG = 30_000
STILL = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  const charts = [...document.querySelectorAll('[data-testid=stVegaLiteChart]')];
  return !!app && app.dataset.testScriptState === 'notRunning' && !!document.querySelector('.st-key-footer')
    && !document.querySelector('[data-testid=stSkeleton], [data-stale=true]')
    && charts.every(one => one.querySelector('svg'));
}"""
KINDS = "all => all.map(one => one.className.match(/ask-([a-z]+)/)[1])"
PIN = "2468"

Walk = Callable[[Page, Town, str], Iterator[str]]
"""A page, the town and a language in; the name of each state out, while the page is in it."""


def settle(page: Page) -> None:
    """Waits until a page of Streamlit's is whole."""
    page.wait_for_function(STILL, timeout=LONG)


def sign_in(page: Page, town: Town, name: str = "ana") -> None:
    """Signs in without the form."""
    token = access.sign_in(town.context, name, PASSWORD)
    page.context.add_cookies([{"name": "fair_hearing", "value": token, "url": town.address}])


def at(*paths: str) -> Walk:
    """Addresses of plain pages, one after another."""

    def walk(page: Page, town: Town, language: str) -> Iterator[str]:
        for path in paths:
            page.goto(f"{town.address}/{path}{'&' if '?' in path else '?'}lang={language}")
            page.wait_for_selector("main")
            yield path

    return walk


def phone(page: Page, town: Town, language: str) -> Iterator[str]:
    """The phone page from the form to the receipt, by way of a problem, a last look and a lost connection."""
    page.goto(f"{town.address}/s/JKM347?door=phone&lang={language}")
    page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
    yield "form, all opened"
    page.locator("input[name=c1][value='4']").check()
    page.fill("textarea >> nth=0", "x" * 3000)
    page.reload()
    expect(page.locator("#found")).to_be_visible()
    yield "answers of before"
    page.click("button[name=send]")
    expect(page.locator("#problems")).to_be_focused()
    yield "problems"
    page.fill("textarea >> nth=0", "Ring 617-555-0142 about the lights")
    page.click("button[name=preview]")
    expect(page.locator(".record h1")).to_be_focused()
    yield "what would be stored"
    page.context.set_offline(True)
    page.click("button[name=send]")
    expect(page.locator("#waiting")).to_be_visible()
    yield "waiting to be sent"
    page.context.set_offline(False)
    expect(page.locator("main .receipt")).to_be_visible(timeout=LONG)  # sent by itself
    yield "receipt"


def survey(page: Page, town: Town, language: str) -> Iterator[str]:
    """The Streamlit survey: its welcome, each kind of step, the review and the receipt."""
    page.goto(f"{town.address}/survey?code=JKM349&lang={language}")
    settle(page)
    yield "welcome"
    page.locator(".st-key-start button").click()
    expect(page.locator(".fh-progress")).to_be_visible(timeout=LONG)
    seen: set[str] = set()
    while page.locator(".fh-progress").is_visible():
        settle(page)
        kinds = set(page.locator("[class*=st-key-ask-]").evaluate_all(KINDS))
        if not kinds <= seen:
            yield f"step with {', '.join(kinds)}"
        if "rating" in kinds - seen:
            page.locator("[data-testid=stRadioOption]").first.click()
            go_on(page)
            go_back(page)  # only then is nothing on its way any more that would fade the page under whoever looks
            expect(page.locator("[data-testid=stRadioOption] input").first).to_be_checked()
            yield "step with an answer"
        seen |= kinds
        go_on(page)
    assert seen == {"rating", "place", "choice", "choices", "comment"}
    yield "review"
    page.locator(".st-key-send button").click()
    page.locator(".st-key-another").wait_for()
    settle(page)
    yield "receipt"


def go_on(page: Page) -> None:
    """To the next step of the Streamlit survey, or to its review."""
    _go(page, "[class*='st-key-next-'] button")


def go_back(page: Page) -> None:
    """To the step before."""
    _go(page, "[class*='st-key-back-'] button")


def _go(page: Page, button: str) -> None:
    progress, send = page.locator(".fh-progress p"), page.locator(".st-key-send button")
    at = progress.inner_text(timeout=LONG)
    page.locator(button).click()
    expect(progress.filter(has_text=at)).to_have_count(0, timeout=LONG)
    expect(progress.or_(send)).to_be_visible(timeout=LONG)
    settle(page)


def survey_ends(page: Page, town: Town, language: str) -> Iterator[str]:
    """What stands where no survey can begin."""
    for query in ("", f"code={CLOSED}&", f"code={REHEARSAL}&", "code=ZZZZZZ&"):
        page.goto(f"{town.address}/survey?{query}lang={language}")
        settle(page)
        yield query or "no code"


def kiosk(page: Page, town: Town, language: str) -> Iterator[str]:
    """A tablet from its start by staff to the question whether anybody is there."""
    page.clock.install()
    sign_in(page, town)
    page.goto(f"{town.address}/staff/kiosk/JKM346?lang={language}")
    page.locator("details").evaluate("one => { one.open = true; }")
    yield "start by staff"
    for field, typed in (("#pin", PIN), ("#again", PIN), ("#idle", "20")):
        page.fill(field, typed)
    page.click("button.send")
    expect(page.locator("[data-screen=begin]")).to_be_visible()
    yield "begin"
    page.locator(f"[data-begin={language}]").click()
    page.locator("form .send").click()
    expect(page.locator("[data-wrong=nothing_answered]")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")  # what lies half under the bar that stays on top depends on where one stops
    yield "problem"
    page.locator("input[name=c1][value='4']").check()
    page.locator("form .send").click()
    expect(page.locator("[data-screen=thanks]")).to_be_visible()
    yield "thanks"
    page.locator("[data-done]").first.click()
    page.locator("[data-screen=begin] [data-staff]").click()
    yield "PIN"
    page.fill("#pin", PIN)
    page.locator("[data-open]").click()
    expect(page.locator("[data-screen=staff]")).to_be_visible()
    yield "staff"
    page.locator("[data-screen=staff] [data-back]").click()
    page.locator(f"[data-begin={language}]").click()
    yield "questionnaire"
    page.clock.fast_forward(21_000)
    expect(page.locator("[data-dialog=still]")).to_be_visible()
    yield "still there?"
    page.locator("[data-here]").click()


RESIDENTS: dict[str, Walk] = {
    "phone": phone,
    "phone, other ways in": at(f"s/{REHEARSAL}?door=phone", f"s/{YOUTH}?door=phone", "s/DEMO?door=phone"),
    "phone, no way in": at(f"s/{CLOSED}?door=phone", "s", "s/ZZZZZZ"),
    "kiosk": kiosk,
    "survey": survey,
    "survey, no way in": survey_ends,
}
"""Every door of residents on a screen, in each language."""

"""Waiting until a page stands still, and bringing pages into the states that residents and staff meet."""

from playwright.sync_api import Page, expect

LONG = 30_000
STILL = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  const charts = [...document.querySelectorAll('[data-testid=stVegaLiteChart]')];
  return !!app && app.dataset.testScriptState === 'notRunning' && !!document.querySelector('.st-key-footer')
    && !document.querySelector('[data-testid=stSkeleton], [data-stale=true]') && charts.every(one => one.querySelector('svg'));
}"""


def settle(page: Page) -> None:
    """Waits until a page of Streamlit's is whole."""
    page.wait_for_function(STILL, timeout=LONG)


def begin(page: Page) -> None:
    """From the welcome of the Streamlit survey to its first step."""
    page.locator(".st-key-start button").click(timeout=LONG)
    expect(page.locator(".fh-progress")).to_be_visible(timeout=LONG)
    settle(page)


def go_on(page: Page) -> bool:
    """To the next step of the Streamlit survey; False once the review is there."""
    progress, send = page.locator(".fh-progress p"), page.locator(".st-key-send button")
    at = progress.inner_text(timeout=LONG)
    page.locator("[class*='st-key-next-'] button").click()
    expect(progress.filter(has_text=at)).to_have_count(0, timeout=LONG)
    expect(progress.or_(send)).to_be_visible(timeout=LONG)
    settle(page)
    return not send.is_visible()

"""A tablet at an event, as kiosk tests use it: start, answer, look for what stayed, kill."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from survey import access
from survey.context import Context
from survey.records import Event, Role, Side
from tests.conftest import FLAGS, chromium
from tests.survey.conftest import PASSWORD

TABLET = {"width": 1024, "height": 768}
PIN = "2468"

STAYS = """async () => {
  const found = [document.documentElement.outerHTML, location.href, document.cookie, window.name, document.title,
    JSON.stringify(history.state), JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
  for (const field of document.querySelectorAll("input, textarea, select")) found.push(field.name, field.value);
  for (const box of document.querySelectorAll("template")) found.push(box.innerHTML);
  for (const {name} of await indexedDB.databases()) {
    const asked = indexedDB.open(name);
    const base = await new Promise(done => { asked.onsuccess = () => done(asked.result); });
    for (const table of base.objectStoreNames) {
      const all = base.transaction(table).objectStore(table).getAll();
      found.push(JSON.stringify(await new Promise(done => { all.onsuccess = () => done(all.result); })));
    }
    base.close();
  }
  for (const name of await caches.keys()) for (const asked of await (await caches.open(name)).keys())
    found.push(asked.url, await (await caches.match(asked)).text());
  return found.join("\\n");
}"""
"""Everything that the next person, or a script of the page, could find in it."""


@dataclass(frozen=True)
class Stand:
    """Where the server is, its store, and the event."""

    address: str
    context: Context
    event: Event

    @property
    def kiosk(self) -> str:
        return f"{self.address}/s/{self.event.code}/kiosk"

    def received(self) -> int:
        return self.context.store.responses.count(self.event.id)


def sign_in(browser: BrowserContext, stand: Stand) -> None:
    """Signs a liaison in, without the form."""
    context = stand.context
    if not context.store.accounts.count():
        access.sign_up_first(replace(context, setup_code="x"), "x", "boss", PASSWORD, Side.POLICE)
        access.add_account(context, context.store.accounts.by_name("boss"), "lee", PASSWORD, Role.LIAISON, Side.POLICE)
    token = access.sign_in(context, "lee", PASSWORD)
    browser.add_cookies([{"name": "fair_hearing", "value": token, "url": stand.address}])


def start(page: Page, stand: Stand, idle: int = 60) -> None:
    """Starts the kiosk as a liaison, and waits until it could do without a connection."""
    sign_in(page.context, stand)
    page.goto(f"{stand.address}/staff/kiosk/{stand.event.code}")
    page.fill("#pin", PIN)
    page.fill("#again", PIN)
    page.fill("#idle", str(idle))
    page.locator("button.send").click()
    expect(page.locator("[data-screen=begin]")).to_be_visible()
    expect(page.locator("[data-screen=begin] [data-if=unable]")).to_be_hidden()


def begin(page: Page, language: str = "en") -> None:
    """The next person taps the screen."""
    page.locator(f"[data-begin={language}]").click()
    expect(page.locator("form .bar")).to_be_visible()


def answer(page: Page, comment: str = "") -> None:
    """Gives a few answers."""
    page.locator("select[name=neighborhood]").select_option("river")
    page.locator("input[name=c1][value='4']").check()
    if comment:
        page.locator("textarea").fill(comment)


def send(page: Page, ends_as: str) -> None:
    """Sends, and waits for "received" or "sealed"."""
    page.locator("form .send").click()
    expect(page.locator(f"[data-screen=thanks] h1 [data-if={ends_as}]")).to_be_visible(timeout=15_000)


def done(page: Page) -> None:
    """Clears the screen for the next person."""
    page.locator("[data-screen=thanks] [data-done]").click()
    expect(page.locator("[data-screen=begin]")).to_be_visible()


def open_panel(page: Page, pin: str = PIN) -> None:
    """Types the PIN."""
    page.locator("[data-screen=begin] [data-staff]").click()
    page.locator("#pin").fill(pin)
    page.locator("[data-open]").click()


@contextmanager
def kept_tablet(browser: Browser, profile: Path) -> Iterator[Page]:
    """A page of a browser that keeps its profile in a folder, until it is closed or killed."""
    opened = browser.browser_type.launch_persistent_context(
        str(profile), executable_path=chromium(), args=FLAGS, viewport=TABLET
    )
    try:
        yield opened.pages[0]
    finally:
        with suppress(Error):
            opened.close()


def kill(profile: Path) -> None:
    """Kills the browser of this profile at once, as an empty battery would."""
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            words = place.read_bytes().split(b"\0")
            if f"--user-data-dir={profile}".encode() in words and not any(
                word.startswith(b"--type=") for word in words
            ):
                os.kill(int(place.parent.name), signal.SIGKILL)


def on_disk(folder: Path, words: bytes) -> list[str]:
    """The files of a profile that hold these words, as bytes or as UTF-16."""
    shapes = (words, b"".join(bytes([byte, 0]) for byte in words))
    found = []
    for path in folder.rglob("*"):
        with suppress(OSError):
            if path.is_file() and not path.is_symlink() and any(shape in path.read_bytes() for shape in shapes):
                found.append(str(path.relative_to(folder)))
    return found

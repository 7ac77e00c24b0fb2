"""The README's pictures, taken from the demo city in a headless Chromium.

Needs what the tests need: playwright and the system's Chromium.
"""

import argparse
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import PROJECT, chromium
from tests.running import free_port, running

PHONE, TABLET, DESK = (360, 740), (1024, 768), (1280, 800)
FIRST = ("first-start", "/", DESK)
SHOTS = (
    ("phone", "/s/DEMO?door=phone", PHONE),
    ("phone-es", "/s/DEMO?door=phone&lang=es", PHONE),
    ("phone-ar", "/s/DEMO?door=phone&lang=ar", PHONE),
    ("questions-es", "/s/DEMO?door=phone&lang=es#c1-first", PHONE),
    ("questions-ar", "/s/DEMO?door=phone&lang=ar#c1-first", PHONE),
    ("questions-zh", "/s/DEMO?door=phone&lang=zh#c1-first", PHONE),
    ("record-ar", "/s/DEMO?door=phone&lang=ar", PHONE),
    ("waiting", "/s/DEMO?door=phone", PHONE),
    ("receipt-es", "/s/DEMO?door=phone&lang=es", PHONE),
    ("kiosk", "/staff/kiosk/DEMO", TABLET),
    ("survey-ar", "/survey?code=DEMO&lang=ar", DESK),
    ("paper-ar", "/paper/DEMO?lang=ar&paper=a4", (794, 1123)),
    ("poster", "/poster/DEMO?lang=en&paper=a4", (794, 1123)),
    ("start", "/", DESK),
    ("survey", "/survey?code=DEMO", DESK),
    ("standing", "/standing", DESK),
    ("neighborhoods", "/neighborhoods", DESK),
    ("themes", "/themes", DESK),
    ("recommendations", "/recommendations", DESK),
    ("results", "/results", DESK),
    ("promises", "/promises", DESK),
    ("storage", "/storage", PHONE),
    ("standing-phone", "/standing", PHONE),
    ("standing-es-phone", "/standing?lang=es", PHONE),
    ("neighborhoods-phone", "/neighborhoods", PHONE),
    ("themes-phone", "/themes", PHONE),
    ("recommendations-phone", "/recommendations", PHONE),
    ("results-phone", "/results", PHONE),
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def answer(page: Page) -> None:
    """Answers three questions as somebody might."""
    for question, value in (("c1", "4"), ("c2", "3"), ("c4", "5")):
        page.check(f"input[name={question}][value='{value}']")


def see_record(page: Page) -> None:
    """Looks at what would be stored."""
    answer(page)
    page.click("button[name=preview]")
    page.wait_for_selector("body[data-state=preview]")


def send_without_connection(page: Page) -> None:
    """Sends in a dead spot."""
    answer(page)
    page.context.set_offline(True)
    page.click("button[name=send]")
    page.wait_for_selector("#waiting:visible")


def send(page: Page) -> None:
    """Sends, and gets a receipt."""
    answer(page)
    page.click("button[name=send]")
    page.wait_for_selector(".receipt")


def start_kiosk(page: Page) -> None:
    """Makes this browser a kiosk."""
    page.fill("input[name=pin]", "4711")
    page.fill("input[name=again]", "4711")
    page.click("button.send")
    page.wait_for_url("**/s/DEMO/kiosk*")
    page.wait_for_selector("[data-screen=begin]:visible")


ACTS: Mapping[str, Callable[[Page], None]] = {
    "record-ar": see_record,
    "waiting": send_without_connection,
    "receipt-es": send,
    "kiosk": start_kiosk,
}
"""What is done on a page before its picture is taken."""


def take(browser: Browser, address: str, folder: Path, only: set[str]) -> None:
    """Takes each picture: the first start as it is, all others as a visitor of the demo city."""
    for name, path, (width, height) in (FIRST, *SHOTS):
        if only and name not in only:
            continue
        context = browser.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        if (name, path) != FIRST[:2]:
            page.goto(f"{address}/demo")
            page.wait_for_url(f"{address}/", timeout=120_000)
        _open(page, address + path)
        if name in ACTS:
            ACTS[name](page)
        page.screenshot(path=folder / f"{name}.png")
        context.close()
        print(folder / f"{name}.png")


def _open(page: Page, address: str) -> None:
    """Opens the page and waits until it is whole; posters and forms are shown as they print."""
    page.emulate_media(media="print" if "/poster/" in address or "/paper/" in address else "screen")
    page.goto(address)
    page.wait_for_load_state("networkidle")
    if page.locator("[data-testid=stApp]").count():
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000)
        page.wait_for_selector("[data-testid=stSkeleton]", state="detached", timeout=60_000)


def main() -> None:
    """Builds a demo city in a folder that is thrown away, serves it, and takes the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=PROJECT / "docs" / "screenshots")
    parser.add_argument("--only", nargs="*", default=[])
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        running(Path(home), free_port()) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        take(browser, address, chosen.folder, set(chosen.only))
        browser.close()


if __name__ == "__main__":
    main()

"""The README's pictures, taken from the demo city in a headless Chromium.

Needs what the tests need: playwright and the system's Chromium.
"""

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import PROJECT, chromium
from tests.running import free_port, running

PHONE, DESK = (360, 740), (1280, 800)
FIRST = ("first-start", "/", DESK)
SHOTS = (
    ("phone", "/s/DEMO?door=phone", PHONE),
    ("phone-es", "/s/DEMO?door=phone&lang=es", PHONE),
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
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


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
        page.screenshot(path=folder / f"{name}.png")
        context.close()
        print(folder / f"{name}.png")


def _open(page: Page, address: str) -> None:
    """Opens the page and waits until it is whole; posters are shown as they print."""
    page.emulate_media(media="print" if "/poster/" in address else "screen")
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

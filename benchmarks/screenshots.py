"""The README's pictures, taken from the demo city in a headless Chromium.

Needs what the tests need: playwright and the system's Chromium.
"""

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.conftest import PROJECT, chromium
from tests.running import free_port, running

PHONE, DESK = (360, 740), (1280, 800)
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
    """Takes each picture as a visitor of the demo city."""
    for name, path, (width, height) in SHOTS:
        if only and name not in only:
            continue
        context = browser.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        page.goto(f"{address}/demo")
        page.wait_for_url(f"{address}/", timeout=120_000)
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        if page.locator("[data-testid=stApp]").count():
            page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000)
            page.wait_for_selector("[data-testid=stSkeleton]", state="detached", timeout=60_000)
        page.screenshot(path=folder / f"{name}.png")
        context.close()
        print(folder / f"{name}.png")


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

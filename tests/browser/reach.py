"""What axe doesn't look at: room, targets, focus, motion, spacing and languages, each as a list of what is wrong."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SCRIPT = Path(__file__).with_suffix(".js").read_text("utf-8")
NARROW = {"width": 320, "height": 740}
ZOOMED = {"width": 320, "height": 256}
"""1280 x 1024 at 400 %."""


def ask(page: Page, question: str) -> Any:
    """The answer of one of the functions in reach.js."""
    if not page.evaluate("() => !!window.fhReach"):
        page.evaluate(SCRIPT)
    return page.evaluate(f"() => window.fhReach.{question}")


def too_narrow(page: Page) -> Iterator[str]:
    """What scrolls sideways or is cut off on 320 px, at 400 % zoom and with the spacing of WCAG 1.4.12."""
    for size in (NARROW, ZOOMED):
        page.set_viewport_size(size)
        yield from (f"{size['width']} x {size['height']}: {told}" for told in ask(page, "cut()"))
    ask(page, "spaced(true)")
    yield from (f"with text spacing: {told}" for told in ask(page, "cut()"))
    ask(page, "spaced(false)")


def too_small(page: Page) -> Iterator[str]:
    """Targets under 44 x 44 px, but for links inside a sentence."""
    yield from (f"target of {told}" for told in ask(page, "small()"))


def moving(page: Page) -> Iterator[str]:
    """What still moves although the person asked for less motion."""
    page.emulate_media(reduced_motion="reduce")
    yield from (f"moves: {told}" for told in ask(page, "moving()"))


def unsaid(page: Page, language: str, direction: str) -> Iterator[str]:
    """Whether the page says its language and runs in its direction."""
    said = page.evaluate("() => [document.documentElement.lang, getComputedStyle(document.body).direction]")
    if said != [language, direction]:
        yield f"the page says {said}"


def passages(page: Page) -> list[tuple[str, str, str]]:
    """Every text that is shown, as (language that it stands under, direction, text)."""
    return [(language, direction, text) for language, direction, text in ask(page, "passages()")]


def stops(page: Page, most: int = 200) -> tuple[list[str], list[str]]:
    """Where Tab leads from the top of the page, and what is wrong: no visible focus, out of sight, or no way on."""
    ask(page, "forget()")
    seen, wrong, last = [], [], -1
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = ask(page, "stop()")
        if stop is None or stop["id"] < last:  # the end of the page, or its top again
            return seen, wrong
        if stop["id"] == last:
            return seen, [*wrong, f"trap: {stop['told']}"]
        last = stop["id"]
        seen.append(stop["told"])
        wrong += [] if stop["ring"] else [f"no visible focus: {stop['told']}"]
        wrong += [] if stop["inside"] else [f"focus out of sight: {stop['told']}"]
    return seen, [*wrong, "Tab came to no end"]

"""Opening a page as a phone on weak signal does, and what that took."""

import json
from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.sync_api import Browser, BrowserContext, TimeoutError

from benchmarks._wire import Wire

SLOWER = 4
PATIENCE = 150_000
"""Milliseconds; the slowest opening takes about a third of it."""
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
WATCH = """window.readable = new Promise(function (tell) { (function look() {
const part = document.querySelector(SELECTOR);
if (part && part.innerText.trim() && part.checkVisibility({opacityProperty: true, visibilityProperty: true})) {
requestAnimationFrame(() => tell(performance.now() / 1000)); } else { requestAnimationFrame(look); } })(); });"""


ARRIVED = "performance.getEntriesByType('navigation')[0].responseEnd"


@dataclass(frozen=True)
class Network:
    """A network: bits per second each way, and seconds for one round trip."""

    name: str
    bits: int
    trip: float


@dataclass(frozen=True)
class Door:
    """A page and the selector of what makes it readable: its first question, or the button that leads there.

    A `slow` one is opened once on the slowest network.
    """

    name: str
    address: str
    first: str
    slow: bool = False


@dataclass(frozen=True)
class Load:
    """One opening of a page: seconds as the browser saw them, bytes and requests that crossed the network.

    `arrived` is when the page itself had arrived.
    """

    seconds: float
    wire: int
    requests: int
    arrived: float = 0


def open_page(context: BrowserContext, door: Door, network: Network) -> Load:
    """Opens a page as this visitor on this network, and waits until it is readable and complete."""
    page, counted = context.new_page(), Wire()
    session = context.new_cdp_session(page)
    counted.listen(session)
    session.send("Network.enable")
    slow = {"downloadThroughput": network.bits / 8, "uploadThroughput": network.bits / 8}
    session.send("Network.emulateNetworkConditions", {"offline": False, "latency": 1000 * network.trip, **slow})
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(WATCH.replace("SELECTOR", json.dumps(door.first)))
    page.goto(door.address, timeout=PATIENCE)
    page.wait_for_selector(door.first, timeout=PATIENCE)
    seconds = page.evaluate("readable")
    arrived = page.evaluate(ARRIVED) / 1000
    page.close()
    return Load(seconds, counted.wire, len(counted.asked), arrived)


def rouse(browser: Browser, door: Door) -> None:
    """Opens a page once on a fast network, so that no visitor pays for what the server does only once."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(door.address, timeout=PATIENCE)
    page.wait_for_selector(door.first, timeout=PATIENCE)
    context.close()


def visits(browser: Browser, door: Door, network: Network, runs: int) -> tuple[Load, Load]:
    """The median cold and warm opening of so many visitors."""
    cold, warm = [], []
    for _ in range(runs):
        try:
            first, next_time = visit(browser, door, network)
        except TimeoutError:
            print(f"{door.name}: an opening was given up after {PATIENCE / 1000:.0f} s and is repeated")
            first, next_time = visit(browser, door, network)
        cold.append(first)
        warm.append(next_time)
    return middle(cold), middle(warm)


def visit(browser: Browser, door: Door, network: Network) -> tuple[Load, Load]:
    """One visitor's first opening of a page and the next."""
    context = browser.new_context(**PHONE)
    try:
        return open_page(context, door, network), open_page(context, door, network)
    finally:
        context.close()


def middle(loads: list[Load]) -> Load:
    """The median of each figure."""
    return Load(
        median(load.seconds for load in loads),
        round(median(load.wire for load in loads)),
        round(median(load.requests for load in loads)),
        median(load.arrived for load in loads),
    )


def complete(load: Load, network: Network) -> float:
    """Seconds with the two round trips of TCP and TLS 1.3, which the browser's slow network does not slow."""
    return load.seconds + 2 * network.trip


def floor(load: Load, network: Network) -> Load:
    """What the same bytes would take if nothing but the network took time."""
    return Load(network.trip + load.wire * 8 / network.bits, load.wire, load.requests)

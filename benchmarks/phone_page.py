"""How soon a phone on weak signal can read the first question: our two doors, what physics allows, and the peers.

A headless Chromium with a processor slowed four times, over HTTPS, on two networks that the browser itself makes slow.
Cold is a new visitor, warm the same visitor's next visit: files kept, a new connection. The bare floor is three round
trips (TCP, TLS 1.3, request) and the bytes of the phone page over the bandwidth; looking up the name comes on top for
everybody. Stock is our Streamlit survey as Streamlit serves it by itself. SurveyJS has the same questions; its two
packages are fetched by `npm pack` into a folder that is thrown away. Needs playwright, Chromium and openssl; npm and
nginx are left out where they are not installed.
"""

import argparse
import json
import os
import platform
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, BrowserContext, TimeoutError, sync_playwright

from benchmarks._encrypted import certificate, encrypted, pin
from benchmarks._nginx import in_front, installed
from benchmarks._stock import stock
from benchmarks._surveyjs import surveyjs
from benchmarks._wire import Wire
from benchmarks.doors import build_demo
from benchmarks.screenshots import FLAGS
from tests.conftest import chromium
from tests.running import free_port, running

SLOWER = 4
RUNS = 3
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
PHONE_PAGE, OURS, STOCK, SURVEYJS, FLOOR = "phone page", "Streamlit ours", "Streamlit stock", "SurveyJS", "bare floor"


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


NETWORKS = (Network("Slow 3G", 400_000, 0.4), Network("Slow 4G", 1_600_000, 0.15))


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


def measure(
    browser: Browser, doors: list[Door], networks: tuple[Network, ...], runs: int
) -> dict[Network, dict[str, Load]]:
    """Prints a row for each network, page and cache; the cold openings by network and page."""
    print("network   page                 cache  runs   measured   with TCP+TLS        KB   requests")
    print("                                                    s              s")
    cold: dict[Network, dict[str, Load]] = {}
    for network in networks:
        found = cold.setdefault(network, {})
        for door in doors:
            times = 1 if door.slow and network is NETWORKS[0] else runs
            both = visits(browser, door, network, times)
            found[door.name] = both[0]
            for cache, load in zip(("cold", "warm"), both, strict=True):
                show(network, door.name, cache, str(times), load)
            if door.name == PHONE_PAGE:
                found[FLOOR] = floor(both[0], network)
                for cache, load in zip(("cold", "warm"), both, strict=True):
                    show(network, FLOOR, cache, "-", floor(load, network))
    return cold


def show(network: Network, name: str, cache: str, runs: str, load: Load) -> None:
    """Prints one row of the table."""
    times = f"{load.seconds:>10.2f} {complete(load, network):>14.2f}"
    print(f"{network.name:<9} {name:<20} {cache:<5} {runs:>5} {times} {load.wire / 1000:>9.1f} {load.requests:>10}")


def doors(stack: ExitStack, folder: Path, keys: tuple[Path, Path], quick: bool) -> Iterator[Door]:
    """The pages to be measured, each behind HTTPS."""
    plain = stack.enter_context(running(folder, free_port()))
    build_demo(plain)
    ours = stack.enter_context(encrypted(plain, *keys))
    question, begin = ".question .legend", ".st-key-start button"
    yield Door(PHONE_PAGE, f"{ours}/s/DEMO?door=phone", question)
    if quick:
        return
    yield Door(OURS, f"{ours}/survey?code=DEMO", begin, slow=True)
    theirs = stack.enter_context(encrypted(stack.enter_context(stock(folder)), *keys))
    yield Door(STOCK, f"{theirs}/survey?code=DEMO", begin, slow=True)
    if installed():
        fast = stack.enter_context(in_front(plain, folder / "nginx", keys))
        yield Door("phone page, HTTP/2", f"{fast}/s/DEMO?door=phone", question)
        yield Door("Streamlit, HTTP/2", f"{fast}/survey?code=DEMO", begin, slow=True)
    else:
        print("HTTP/2 is left out: nginx is not installed (Debian: apt-get install nginx)")
    try:
        peer = stack.enter_context(surveyjs(folder))
        yield Door(SURVEYJS, stack.enter_context(encrypted(peer, *keys)), ".sd-question__title")
    except (OSError, subprocess.SubprocessError) as error:
        print(f"SurveyJS is left out, its packages could not be had: {type(error).__name__}")


def settle(folder: Path) -> None:
    """Waits until the server has made its files as small as can be, which it does after the first visitor."""
    count = -1
    while count != (count := len(list(folder.glob("*")))):
        time.sleep(5)


def explain(cold: Mapping[Network, Mapping[str, Load]]) -> None:
    """Where the time of the phone page goes, and the ratios that count, by network."""
    for network, found in cold.items():
        page = found[PHONE_PAGE]
        print(
            f"{network.name}, phone page, without TCP and TLS: network alone {found[FLOOR].seconds:.2f} s, "
            f"arrived after {page.arrived:.2f} s (server and this machine), readable after {page.seconds:.2f} s (layout)"
        )
        pairs = ((PHONE_PAGE, FLOOR), (OURS, PHONE_PAGE), (SURVEYJS, PHONE_PAGE))
        seconds = {name: complete(load, network) for name, load in found.items()}
        said = [
            f"{one} : {two} {seconds[one] / seconds[two]:.2f}" for one, two in pairs if {one, two} <= seconds.keys()
        ]
        if {OURS, STOCK} <= found.keys():
            said.append(f"bytes of {OURS} : {STOCK} {found[OURS].wire / found[STOCK].wire:.2f}")
        print(f"First question readable on a new phone, {network.name}, connection included: {', '.join(said)}")


def main() -> None:
    """Serves a demo city from a folder that is thrown away and opens its survey as phones would."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the phone page once on Slow 4G")
    quick = parser.parse_args().quick
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores, ", end="")
    print(f"load {os.getloadavg()[0]:.1f} before, processor slowed {SLOWER} times, medians of the runs")
    for network in NETWORKS:
        print(f"{network.name}: {network.bits // 1000} kbit/s, {1000 * network.trip:.0f} ms for a round trip")
    print("The browser delays requests, websockets and bytes, but not TCP and TLS: one connection's two round trips")
    print("are added in the column beside. Bytes are headers and bodies, without the handshake.")
    with tempfile.TemporaryDirectory() as home, ExitStack() as stack:
        keys = certificate(Path(home))
        pages = list(doors(stack, Path(home), keys, quick))
        playwright = stack.enter_context(sync_playwright())
        pinned = f"--ignore-certificate-errors-spki-list={pin(keys[0])}"
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, pinned])
        for page in pages:
            rouse(browser, page)
        settle(Path(home) / "assets")
        cold = measure(browser, pages, NETWORKS[-1:] if quick else NETWORKS, 1 if quick else RUNS)
        browser.close()
    print(f"Load {os.getloadavg()[0]:.1f} after: on a busy machine times are its own as much as the pages'.")
    explain(cold)


if __name__ == "__main__":
    main()

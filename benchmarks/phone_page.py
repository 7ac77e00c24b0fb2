"""How soon a phone on weak signal can read the first question: our two doors, what physics allows, and the peers.

A headless Chromium with a processor slowed four times, over HTTPS, on two networks that the browser itself makes slow.
Cold is a new visitor, warm the same visitor's next visit: files kept, a new connection. The bare floor is three round
trips (TCP, TLS 1.3, request) and the bytes of the phone page over the bandwidth; looking up the name comes on top for
everybody. Stock is our Streamlit survey as Streamlit serves it by itself. SurveyJS has the same questions; its two
packages are fetched by `npm pack` into a folder that is thrown away. Needs playwright, Chromium and openssl; npm and
nginx are left out where they are not installed.
"""

import argparse
import os
import platform
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks._encrypted import certificate, encrypted, pin
from benchmarks._nginx import in_front, installed
from benchmarks._openings import SLOWER, Door, Load, Network, complete, floor, rouse, visits
from benchmarks._stock import stock
from benchmarks._surveyjs import surveyjs
from benchmarks.doors import build_demo
from benchmarks.screenshots import FLAGS
from tests.conftest import chromium
from tests.running import free_port, running

PHONE_PAGE, OURS, STOCK, SURVEYJS, FLOOR = "phone page", "Streamlit ours", "Streamlit stock", "SurveyJS", "bare floor"
RUNS = 3
NETWORKS = (Network("Slow 3G", 400_000, 0.4), Network("Slow 4G", 1_600_000, 0.15))


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
            f"arrived after {page.arrived:.2f} s (with server), readable after {page.seconds:.2f} s (with layout)"
        )
        pairs = ((PHONE_PAGE, FLOOR), (STOCK, PHONE_PAGE), (OURS, PHONE_PAGE), (SURVEYJS, PHONE_PAGE))
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

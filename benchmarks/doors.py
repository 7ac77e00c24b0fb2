"""How both resident doors hold when many people open the survey at once, on this machine.

Phone page: GET and POST over HTTP. Streamlit door: real websocket sessions that run the page, then one click's rerun.
Only addresses on this machine are asked, and every run is bounded.
"""

import argparse
import asyncio
import contextlib
import platform
import re
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.running import free_port, running

SECONDS = 120


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` of the values lie (nearest rank)."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def phone_visit(address: str) -> tuple[float, float]:
    """Seconds to get the form, and to send an answer and have it acknowledged."""
    began = time.perf_counter()
    with urllib.request.urlopen(f"{address}/s/DEMO?door=phone", timeout=SECONDS) as answer:
        page = answer.read().decode()
    got = time.perf_counter()
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    sent = urllib.parse.urlencode({**hidden, "c1": "4", "c2": "3"}).encode()
    request = urllib.request.Request(f"{address}/s/DEMO", data=sent)
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:
        assert answer.status == 200
    return got - began, time.perf_counter() - got


async def streamlit_visit(address: str) -> tuple[float, float]:
    """Seconds until a fresh session has run the survey page, and for one rerun of it."""
    began = time.perf_counter()
    url = address.replace("http", "ws") + "/_stcore/stream"
    async with websockets.connect(url, subprotocols=["streamlit"], max_size=None, open_timeout=SECONDS) as socket:
        await _run(socket)
        opened = time.perf_counter()
        await _run(socket)
        return opened - began, time.perf_counter() - opened


async def _run(socket: "websockets.ClientConnection") -> None:
    message = BackMsg()
    message.rerun_script.query_string = "code=DEMO"
    message.rerun_script.page_name = "survey"
    await socket.send(message.SerializeToString())
    async with asyncio.timeout(SECONDS):
        while True:
            arrived = ForwardMsg()
            arrived.ParseFromString(await socket.recv())
            if arrived.WhichOneof("type") == "script_finished":
                return


def memory(home: Path) -> float:
    """The server's resident memory in MB."""
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            if str(home) in (status.parent / "environ").read_text(errors="replace") and "streamlit" in (
                status.parent / "cmdline"
            ).read_text(errors="replace"):
                return int(re.search(r"VmRSS:\s+(\d+)", status.read_text()).group(1)) / 1024  # type: ignore[union-attr]  # always there
        except OSError:
            continue
    return float("nan")


def show(name: str, count: int, seconds: float, opened: list[float], acted: list[float], megabytes: float) -> None:
    """Prints one row of the table."""
    figures = [1000 * percentile(values, share) for values in (opened, acted) for share in (0.5, 0.95)]
    cells = " ".join(f"{figure:>9.0f}" for figure in figures)
    print(f"{name:<16} {count:>5} {seconds:>9.2f} {cells} {megabytes:>8.0f}")


def measure(address: str, home: Path, counts: list[int]) -> None:
    """Runs both doors at each number of people at once."""
    build_demo(address)
    phone_visit(address)
    asyncio.run(streamlit_visit(address))
    print("door             people  all done   open p50  open p95   act p50   act p95   server")
    print("                               s         ms        ms        ms        ms       MB")
    for count in counts:
        began = time.perf_counter()
        with ThreadPoolExecutor(count) as crowd:
            visits = list(crowd.map(lambda _: phone_visit(address), range(count)))
        opened, acted = map(list, zip(*visits, strict=True))
        show("phone page", count, time.perf_counter() - began, opened, acted, memory(home))
    for count in counts:
        began = time.perf_counter()
        visits = asyncio.run(_crowd(address, count))
        opened, acted = map(list, zip(*visits, strict=True))
        show("Streamlit page", count, time.perf_counter() - began, opened, acted, memory(home))


def build_demo(address: str) -> None:
    """Asks for the demo survey until it is built; the server says 503 while it is not, after a moment's wait."""
    for _ in range(SECONDS):
        with contextlib.suppress(urllib.error.HTTPError):
            urllib.request.urlopen(f"{address}/s/DEMO?door=phone", timeout=SECONDS).close()
            return


async def _crowd(address: str, count: int) -> list[tuple[float, float]]:
    return list(await asyncio.gather(*(streamlit_visit(address) for _ in range(count))))


def main() -> None:
    """Serves a demo city from a folder that is thrown away and measures it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="10 people only")
    quick = parser.parse_args().quick
    print(f"{platform.platform()}, Python {platform.python_version()}")
    print("On the phone page people act by sending an answer, on the Streamlit page by one rerun.")
    with tempfile.TemporaryDirectory() as home, running(Path(home), free_port()) as address:
        measure(address, Path(home), [10] if quick else [10, 100, 300])


if __name__ == "__main__":
    main()

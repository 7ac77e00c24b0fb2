"""What residents who close the Streamlit survey leave behind: memory for each session that waits for its return.

Streamlit keeps a disconnected session for 10 minutes (`server.disconnectedSessionTTL`), so that a locked screen or a
dead spot loses no answers. Real websocket sessions open the demo survey and hang up; the server's memory is read before
and after, and again when as many more have come.
"""

import argparse
import asyncio
import platform
import tempfile
from pathlib import Path

import websockets

from benchmarks.doors import SECONDS, _run, build_demo, memory, streamlit_visit
from tests.running import free_port, running

AT_ONCE = 20


async def abandon(address: str, count: int) -> None:
    """Opens so many sessions, some at a time, and hangs up on each once its page is whole."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one() -> None:
        url = address.replace("http", "ws") + "/_stcore/stream"
        async with (
            gate,
            websockets.connect(url, subprotocols=["streamlit"], max_size=None, open_timeout=SECONDS) as line,
        ):
            await _run(line)

    await asyncio.gather(*(one() for _ in range(count)))


def main() -> None:
    """Serves a demo city from a folder that is thrown away, and measures it while people come and go."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="40 people instead of 600")
    count = 20 if parser.parse_args().quick else 300
    print(f"{platform.platform()}, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as home:
        with running(Path(home), free_port()) as address:
            build_demo(address)
        measure(Path(home), count)


def measure(home: Path, count: int) -> None:
    """A server that finds its demo city built: what building leaves free would hide what sessions take."""
    with running(home, free_port()) as address:
        build_demo(address)
        asyncio.run(abandon(address, AT_ONCE))  # what the server loads only once
        asyncio.run(streamlit_visit(address))
        figures = [memory(home)]
        print(f"abandoned      server MB\n{0:>9} {figures[0]:>14.0f}")
        for times in (1, 2):
            asyncio.run(abandon(address, count))
            figures.append(memory(home))
            print(f"{times * count:>9} {figures[-1]:>14.0f}", flush=True)
    each = 1000 * (figures[-1] - figures[0]) / (2 * count)
    print(f"An abandoned session costs {each:.0f} KB for 10 minutes; 300 of them {0.3 * each:.0f} MB")


if __name__ == "__main__":
    main()

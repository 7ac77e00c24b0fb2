"""A line to a server that can be cut and mended, websockets and all: nothing of what passes is understood."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

PIECE = 65_536


class Line:
    """One TCP line to a port of this machine; `cut` breaks what is open and refuses what comes, until `mend`."""

    def __init__(self, address: str) -> None:
        self._upstream = urlsplit(address).port or 80
        self._whole = True
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        self.address = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._forward, "127.0.0.1", 0)

    def cut(self) -> None:
        """Breaks the line at once."""
        asyncio.run_coroutine_threadsafe(self._break(), self._loop).result(10)

    def mend(self) -> None:
        """Lets new connections through again."""
        self._whole = True

    def close(self) -> None:
        """Ends it."""
        self.cut()
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _break(self) -> None:
        self._whole = False
        for writer in list(self._open):
            writer.transport.abort()

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._whole:
            writer.transport.abort()
            return
        answers, asks = await asyncio.open_connection("127.0.0.1", self._upstream)
        both = {writer, asks}
        self._open |= both
        try:
            await asyncio.gather(_pipe(reader, asks), _pipe(answers, writer))
        finally:
            self._open -= both


async def _pipe(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    try:
        while piece := await source.read(PIECE):
            sink.write(piece)
            await sink.drain()
    except OSError:  # either side may hang up, or the line be cut, at any time
        return
    finally:
        sink.close()


@contextmanager
def line_to(address: str) -> Iterator[Line]:
    """A line to this server for as long as it is needed."""
    line = Line(address)
    try:
        yield line
    finally:
        line.close()

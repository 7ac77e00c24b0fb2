"""A network that can be cut at a chosen step: a small TCP proxy between a browser and a server of this machine."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from urllib.parse import urlsplit

PIECE = 16_384


class Cut(StrEnum):
    """Where the network breaks. Requests that are not posts only notice `OFFLINE`."""

    NONE = "none"
    OFFLINE = "offline"  # every connection is refused as soon as it is made
    UPLOAD = "upload"  # a post's connection breaks before all of it has arrived
    REPLY = "reply"  # the server has the whole post and answers it, and nothing of the answer comes through
    HALF = "half"  # the answer to a post breaks off in the middle


@dataclass
class Network:
    """The way to one server. Set `cut` at any time; what is open is broken at once when it becomes OFFLINE."""

    upstream: int
    port: int = 0
    cut: Cut = Cut.NONE
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)
    _tasks: set["asyncio.Task[object] | None"] = field(default_factory=set)
    _loop: asyncio.AbstractEventLoop | None = None

    @property
    def address(self) -> str:
        """Where a browser reaches the server."""
        return f"http://127.0.0.1:{self.port}"

    def set(self, cut: Cut) -> None:
        """Cuts the network here, or mends it; returns when that holds, with every open connection closed."""
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(self._set(cut), self._loop).result(10)

    async def _set(self, cut: Cut) -> None:
        self.cut = cut
        for writer in list(self._writers):
            writer.transport.abort()

    async def serve(self, ready: threading.Event, stop: asyncio.Event) -> None:
        """Listens until told to stop."""
        self._loop = asyncio.get_running_loop()
        server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await stop.wait()
        await self._set(Cut.OFFLINE)
        server.close()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        self._tasks.add(task)  # the loop itself holds its tasks but weakly
        self._writers.add(writer)
        try:
            if self.cut is not Cut.OFFLINE:
                await self._exchange(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # either side may hang up at any time
        finally:
            self._writers.discard(writer)
            self._tasks.discard(task)
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request and its answer, on a connection of its own, as far as the cut lets them through."""
        head = await reader.readuntil(b"\r\n\r\n")
        cut = self.cut if head.startswith(b"POST ") else Cut.NONE
        body = await reader.readexactly(_length(head))
        if cut is Cut.UPLOAD:
            await self._ask(head, body[: len(body) // 2])
            return
        answer = await self._ask(_closing(head), body, wait=True)
        through = {Cut.REPLY: 0, Cut.HALF: len(answer) // 2}.get(cut, len(answer))
        writer.write(answer[:through])
        await writer.drain()
        writer.close()

    async def _ask(self, head: bytes, body: bytes, wait: bool = False) -> bytes:
        """What the server answers; without `wait`, the connection breaks before anything is answered."""
        back, there = await asyncio.open_connection("127.0.0.1", self.upstream)
        try:
            there.write(head + body)
            await there.drain()
            answer = b""
            while wait and (piece := await back.read(PIECE)):
                answer += piece
            return answer
        finally:
            there.close()


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def _closing(head: bytes) -> bytes:
    """The same head, asking the server to close after its answer."""
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([lines[0], b"Connection: close", *lines[1:]])


@contextmanager
def cutting(address: str) -> Iterator[Network]:
    """A network before a server's address."""
    network, ready, stop = Network(urlsplit(address).port or 80), threading.Event(), asyncio.Event()
    thread = threading.Thread(target=partial(asyncio.run, network.serve(ready, stop)), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield network
    finally:
        assert network._loop is not None
        network._loop.call_soon_threadsafe(stop.set)
        thread.join(10)

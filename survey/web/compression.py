"""Makes every answer small for the network, Streamlit's own files too, which it serves as they are.

Files with a hash in their name are compressed once and kept (`survey.web.assets`); pages are compressed as they go.
What is compressed already, a part of a file, and websockets pass untouched.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from survey.web.assets import Asset, Assets
from survey.web.encodings import Encoding, Stream, choose

LASTING = re.compile(r"/static/(?:[\w-]+/)?[\w.-]+\.(?:js|css|svg|json|map)")
SMALL_TYPES = re.compile(
    r"text/(?!event-stream)|image/svg\+xml|application/(?:[\w.+-]*\+)?(?:json|xml)\b|application/(?:x-)?javascript"
)
LEAST = 500
"""Bytes below which compressing saves less than its header costs."""
MOST_AT_ONCE = 32_768
"""Bytes up to which a quick compression takes about a millisecond; more is done beside the server's loop."""


@dataclass
class Answer:
    """A whole answer of the app behind."""

    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""

    async def take(self, message: Message) -> None:
        """One message of it."""
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message["headers"])
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")


class Compression:
    """The app behind, with small answers. `folder` keeps compressed files for the next start."""

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self.app = app
        self.assets = Assets(folder)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        encoding = choose(headers.get("accept-encoding", ""))
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif encoding is None or "range" in headers or scope["method"] not in ("GET", "HEAD", "POST"):
            await self.app(scope, receive, Varied(send))
        elif LASTING.fullmatch(scope["path"]) and scope["method"] != "POST":
            await self._lasting(scope, receive, send, encoding)
        elif scope["method"] == "HEAD":  # without the body nobody knows its length
            await self.app(without(scope, b"accept-encoding"), receive, Varied(send))
        else:
            await self.app(without(scope, b"accept-encoding"), receive, Squeezed(send, encoding))

    async def _lasting(self, scope: Scope, receive: Receive, send: Send, encoding: Encoding) -> None:
        asset = self.assets.find(scope["path"], encoding)
        if asset is None:
            answer = await ask(self.app, scope, receive)
            headers = MutableHeaders(raw=answer.headers)
            if answer.status != 200 or "immutable" not in headers.get("cache-control", "") or not _can_shrink(headers):
                await self.app(scope, receive, Varied(send))
                return
            kept = [
                headers.raw[at] for at, name in enumerate(headers.keys()) if name in ("content-type", "cache-control")
            ]
            make = self.assets.make
            asset = await to_thread.run_sync(make, scope["path"], encoding, kept, answer.body)
        await _reply(asset, encoding, scope, send)


async def ask(app: ASGIApp, scope: Scope, receive: Receive) -> Answer:
    """The app's whole answer to a plain GET of the same address: neither compressed nor "not modified"."""
    answer = Answer()
    asked = without(scope, b"accept-encoding", b"if-none-match", b"if-modified-since")
    await app({**asked, "method": "GET", "extensions": {}}, receive, answer.take)
    return answer


def without(scope: Scope, *names: bytes) -> Scope:
    """The same request without these headers."""
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in names]}


def known(scope: Scope, etag: bytes) -> bool:
    """Whether the browser says that it has this version."""
    said = Headers(scope=scope).get("if-none-match", "")
    tags = [tag.strip().removeprefix("W/") for tag in said.split(",")]
    return "*" in tags or etag.decode().removeprefix("W/") in tags


async def _reply(asset: Asset, encoding: Encoding, scope: Scope, send: Send) -> None:
    fixed = [(b"etag", asset.etag), (b"vary", b"Accept-Encoding")]
    if known(scope, asset.etag):
        cached = [pair for pair in asset.headers if pair[0] == b"cache-control"]
        await deliver(Answer(304, [*cached, *fixed]), scope, send)
        return
    length = (b"content-length", str(len(asset.body)).encode())
    packed = (b"content-encoding", encoding.name.encode())
    await deliver(Answer(200, [*asset.headers, *fixed, packed, length], asset.body), scope, send)


async def deliver(answer: Answer, scope: Scope, send: Send) -> None:
    """Sends a whole answer; only its head where only that was asked for."""
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else answer.body})


def _can_shrink(headers: Headers) -> bool:
    return "content-encoding" not in headers and SMALL_TYPES.match(headers.get("content-type", "")) is not None


def _vary(headers: MutableHeaders) -> None:
    if "accept-encoding" not in headers.get("vary", "").lower():
        headers.add_vary_header("Accept-Encoding")


class Varied:
    """Sends on, and says of what could have come compressed that it depends on what the browser accepts."""

    def __init__(self, send: Send) -> None:
        self.send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _can_shrink(Headers(raw=message["headers"])):
            message = {**message, "headers": list(message["headers"])}
            _vary(MutableHeaders(raw=message["headers"]))
        await self.send(message)


class Squeezed:
    """Compresses one answer on its way, whole or piece by piece as it comes."""

    def __init__(self, send: Send, encoding: Encoding) -> None:
        self.send = send
        self.encoding = encoding
        self.start: Message | None = None
        self.stream: Stream | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = {**message, "headers": list(message["headers"])}
        elif message["type"] != "http.response.body":  # a file that the server is to send by itself
            if self.start is not None:
                await self.send(self.start)
                self.start = None
            await self.send(message)
        elif self.start is not None:
            await self._begin(self.start, message.get("body", b""), message.get("more_body", False))
            self.start = None
        else:
            await self._continue(message.get("body", b""), message.get("more_body", False))

    async def _begin(self, start: Message, body: bytes, more: bool) -> None:
        """The first piece decides: the head can still be changed."""
        headers = MutableHeaders(raw=start["headers"])
        can = _can_shrink(headers)
        if can:
            _vary(headers)
        if can and start["status"] not in (204, 206, 304) and (more or len(body) >= LEAST):
            _declare(headers, self.encoding)
            if more:
                self.stream = self.encoding.stream()
                del headers["content-length"]
            else:
                body = await self._whole(body)
                headers["content-length"] = str(len(body))
        await self.send(start)
        await self._continue(body, more)

    async def _whole(self, body: bytes) -> bytes:
        if len(body) <= MOST_AT_ONCE:
            return self.encoding.quick(body)
        return await to_thread.run_sync(self.encoding.quick, body)

    async def _continue(self, body: bytes, more: bool) -> None:
        if self.stream is not None:
            feed, end = self.stream
            body = feed(body) + (b"" if more else end())
        await self.send({"type": "http.response.body", "body": body, "more_body": more})


def _declare(headers: MutableHeaders, encoding: Encoding) -> None:
    """Says how the body is packed; parts of it can't be asked for, and it is the same only in meaning."""
    headers["content-encoding"] = encoding.name
    del headers["accept-ranges"]
    etag = headers.get("etag", "")
    if etag and not etag.startswith("W/"):
        headers["etag"] = f"W/{etag}"

"""HTTPS in front of a running server, with a certificate made for this run: the part that a city's own proxy plays."""

import asyncio
import base64
import hashlib
import shutil
import ssl
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

SUBJECT = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
PIECE = 65_536

Opened = tuple[int, Callable[[], object]]


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 and its key, good for two days. Ends the run where openssl is missing."""
    if shutil.which("openssl") is None:
        raise SystemExit("This measurement needs the openssl program, to make a certificate for itself.")
    shown, key = folder / "certificate.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-days", "2", "-out", str(shown), "-keyout", str(key), *KEY, *SUBJECT]
    subprocess.run(command, check=True, capture_output=True)
    return shown, key


def pin(shown: Path) -> str:
    """The hash of a certificate's public key: a browser that merely ignores the certificate's errors caches nothing."""
    read = ["openssl", "x509", "-in", str(shown), "-pubkey", "-noout"]
    lines = subprocess.run(read, check=True, capture_output=True, text=True).stdout.splitlines()
    public = base64.b64decode("".join(line for line in lines if not line.startswith("-----")))
    return base64.b64encode(hashlib.sha256(public).digest()).decode()


@contextmanager
def encrypted(address: str, shown: Path, key: Path) -> Iterator[str]:
    """The https address through which a plain http address is reached."""
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(shown, key)
    opened: Future[Opened] = Future()
    upstream = urlsplit(address).port or 80
    thread = Thread(target=lambda: asyncio.run(_serve(upstream, tls, opened)), daemon=True)
    thread.start()
    port, stop = opened.result(timeout=10)
    try:
        yield f"https://127.0.0.1:{port}"
    finally:
        stop()
        thread.join(timeout=10)


async def _serve(upstream: int, tls: ssl.SSLContext, opened: "Future[Opened]") -> None:
    stop = asyncio.Event()
    server = await asyncio.start_server(partial(_forward, upstream), "127.0.0.1", 0, ssl=tls)
    loop = asyncio.get_running_loop()
    opened.set_result((server.sockets[0].getsockname()[1], partial(loop.call_soon_threadsafe, stop.set)))
    await stop.wait()
    server.close()


async def _forward(upstream: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        answers, asks = await asyncio.open_connection("127.0.0.1", upstream)
        await asyncio.gather(_pipe(reader, asks), _pipe(answers, writer))
    finally:
        writer.close()


async def _pipe(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    try:
        while piece := await source.read(PIECE):
            sink.write(piece)
            await sink.drain()
    except OSError:  # either side may hang up at any time
        return
    finally:
        sink.close()

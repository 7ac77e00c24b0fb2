"""Files that never change under their name, compressed once: quickly for the first visitor, then as small as can be."""

import hashlib
import os
import queue
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from survey.web.encodings import Encoding

Headers = Sequence[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Asset:
    """A compressed file as it is sent. `etag` is weak: the same file made smaller later is still the same."""

    headers: Headers
    etag: bytes
    body: bytes


@dataclass(frozen=True)
class Work:
    """A file that waits to be made as small as can be."""

    place: tuple[str, str]
    encoding: Encoding
    content: bytes
    target: Path


class Assets:
    """Compressed files by address and encoding: in memory, and in a folder by the hash of what was compressed.

    The folder makes a restart fast. It can be deleted at any time.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[tuple[str, str], Asset] = {}
        self._waiting: queue.SimpleQueue[Work] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def find(self, path: str, encoding: Encoding) -> Asset | None:
        """The file when it was asked for before."""
        return self._kept.get((path, encoding.name))

    def make(self, path: str, encoding: Encoding, headers: Headers, content: bytes) -> Asset:
        """The file compressed as well as is quick; the best that there is takes its place by itself."""
        digest = hashlib.sha256(content).hexdigest()[:32]
        target, place = self._folder / f"{digest}.{encoding.name}", (path, encoding.name)
        done = _read(target)
        asset = Asset(headers, f'W/"{digest}"'.encode(), encoding.quick(content) if done is None else done)
        self._kept[place] = asset
        if done is None:
            self._waiting.put(Work(place, encoding, content, target))
            self._wake()
        return asset

    def _wake(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._improve, daemon=True)
                self._thread.start()

    def _improve(self) -> None:
        """Works off what waits, at the lowest priority that the system knows; one file at a time."""
        if hasattr(os, "setpriority"):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)
        while True:
            work = self._waiting.get()
            body = _read(work.target)
            if body is None:
                body = work.encoding.best(work.content)
                _write(work.target, body)
            self._kept[work.place] = replace(self._kept[work.place], body=body)


def _read(target: Path) -> bytes | None:
    """What was kept. An empty file is none: a power cut left it, and browsers would keep it for a year."""
    try:
        return target.read_bytes() or None
    except OSError:
        return None


def _write(target: Path, body: bytes) -> None:
    """Puts the whole file in place at once. A folder that can't be written makes the next start slower."""
    unfinished = target.with_suffix(f"{target.suffix}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with open(unfinished, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())  # a name without its content would be served after a power cut
        unfinished.replace(target)
    except OSError:
        with suppress(OSError):
            unfinished.unlink()

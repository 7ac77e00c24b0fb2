"""Finding marks in bytes: as they are, in other encodings, and in what was packed."""

import base64
import binascii
import gzip
import io
import re
import sqlite3
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import brotli
import numpy as np

STEP = 8
MIXER = np.uint64(0x9E3779B97F4A7C15)
BITS = 23
CHUNK = 1 << 22
LONGEST_UNPACKED = 64 << 20
IN_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{11,}")
IN_HEX = re.compile(rb"[0-9a-fA-F]{16,}")
IN_PERCENT = re.compile(rb"%([0-9a-fA-F]{2})")
PACKED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")


@dataclass(frozen=True)
class Hit:
    """A mark that was found: its kind, where, and how it was written there."""

    kind: str
    place: str
    view: str


@dataclass
class Tally:
    """What was searched in one place."""

    files: int = 0
    size: int = 0
    hits: list[Hit] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        self.files, self.size = self.files + other.files, self.size + other.size
        self.hits += other.hits


class Search:
    """Looks for many marks at once, whatever their capitals."""

    def __init__(self, marks: Iterable[tuple[str, bytes]]) -> None:
        self._marks: dict[bytes, list[tuple[bytes, str]]] = {}
        for kind, mark in set(marks):
            assert len(mark) >= STEP, f"{mark!r} is too short to be found for sure"
            self._marks.setdefault(mark.lower()[:STEP], []).append((mark.lower(), kind))
        starts = np.frombuffer(b"".join(self._marks), dtype="<u8")
        self._may_start = np.zeros(1 << BITS, dtype=bool)
        self._may_start[_mixed(starts)] = True
        self.count = sum(map(len, self._marks.values()))

    def file(self, path: Path) -> Tally:
        """One file, in every way of writing that `views` knows; a database also value by value."""
        try:
            data = path.read_bytes()
        except FileNotFoundError:  # a journal, gone meanwhile
            return Tally()
        found = self.raw(data, str(path), brotli.decompress(data) if path.suffix == ".br" else b"")
        if data.startswith(b"SQLite format 3"):
            found.hits += self.raw(values(path), f"{path} by SQL").hits
        return found

    def folder(self, folder: Path, *, without: Callable[[Path], bool] = lambda path: False) -> Tally:
        """Every file under a folder."""
        found = Tally()
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink() and not without(path):
                found.add(self.file(path))
        return found

    def raw(self, data: bytes, place: str, *more: bytes) -> Tally:
        """Bytes that stand for one file."""
        found = Tally(1, len(data))
        for name, view in (shown for piece in (data, *filter(None, more)) for shown in views(piece)):
            found.hits += [Hit(kind, place, name) for kind in self._kinds(view.lower())]
        return found

    def _kinds(self, view: bytes) -> Iterator[str]:
        """The kind of each mark in bytes without capitals."""
        for begin in range(0, len(view), CHUNK):
            piece = view[begin : begin + CHUNK + STEP - 1]
            if len(piece) < STEP:
                return
            windows = np.ndarray((len(piece) - STEP + 1,), dtype="<u8", buffer=piece, strides=(1,))
            for at in np.flatnonzero(self._may_start[_mixed(windows)]) + begin:
                for mark, kind in self._marks.get(view[at : at + STEP], ()):
                    if view.startswith(mark, at):
                        yield kind


def _mixed(windows: "np.ndarray[tuple[int], np.dtype[np.uint64]]") -> "np.ndarray[tuple[int], np.dtype[np.uint64]]":
    return (windows * MIXER) >> np.uint64(64 - BITS)


def views(data: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """The bytes as they are and as what they may stand for, each with the name of the way of writing."""
    yield "plain", data
    if b"\0" in data:
        yield "UTF-16", data.replace(b"\0", b"")
    if IN_PERCENT.search(data):
        yield "percent", IN_PERCENT.sub(lambda found: bytes([int(found[1], 16)]), data)
    if depth > 1:
        return
    decoded = {"base64": b"\n".join(_from_base64(data)), "hex": b"\n".join(_from_hex(data))}
    for name, inner in [*decoded.items(), *(("packed", piece) for piece in _unpacked(data))]:
        for inside, view in views(inner, depth + (2 if name in decoded else 1)):
            yield name if inside == "plain" else f"{name}, {inside}", view


def _from_base64(data: bytes) -> Iterator[bytes]:
    """Each run of its letters, begun at each of four places: nobody knows where the text before it ended."""
    for found in IN_BASE64.finditer(data):
        run = found[0].replace(b"-", b"+").replace(b"_", b"/")
        for skipped in range(4):
            part = run[skipped:]
            with suppress(binascii.Error):
                yield base64.b64decode(part[: len(part) // 4 * 4] + _filled(part[len(part) // 4 * 4 :]))


def _filled(rest: bytes) -> bytes:
    return rest + b"=" * (4 - len(rest)) if len(rest) > 1 else b""


def _from_hex(data: bytes) -> Iterator[bytes]:
    for found in IN_HEX.finditer(data):
        for skipped in range(2):
            run = found[0][skipped:]
            yield bytes.fromhex(run[: len(run) // 2 * 2].decode())


def _unpacked(data: bytes) -> Iterator[bytes]:
    """What gzip and zlib streams hold, wherever they begin, and the files of a ZIP."""
    for found in PACKED.finditer(data):
        window = 31 if found[0].startswith(b"\x1f") else 15
        with suppress(zlib.error):
            piece = zlib.decompressobj(window).decompress(data[found.start() :], LONGEST_UNPACKED)
            if piece:
                yield piece
    if data.startswith(b"PK"):
        with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def values(file: Path) -> bytes:
    """Every value of every table of a SQLite file, since long ones lie in pieces on its pages."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = (row for table in tables for row in connection.execute(f'SELECT * FROM "{table}"'))
        return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row)


def told(hits: Iterable[Hit]) -> str:
    """The kinds of hits with how often, the most frequent first."""
    return ", ".join(f"{kind} ({view}) x {count}" for (kind, view), count in _counted(hits).most_common())


def _counted(hits: Iterable[Hit]) -> "Counter[tuple[str, str]]":
    return Counter((hit.kind, hit.view) for hit in hits)


def plants(mark: bytes) -> dict[str, bytes]:
    """The mark as each way of writing would leave it, for showing that the search finds it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside.txt", b"some words " + mark)
    return {
        "plain": b"x" + mark.upper() + b"y",
        "UTF-16 little": b"\x00" + mark.decode().encode("utf-16-le"),
        "UTF-16 big": mark.decode().encode("utf-16-be"),
        "base64": b"ab" + base64.b64encode(b"z" + mark + b"zz"),
        "base64 for addresses": base64.urlsafe_b64encode(b"??>" + mark + b">>?"),
        "hex": b"a" + (b"!" + mark).hex().upper().encode(),
        "percent": "".join(f"%{letter:02X}" for letter in mark).encode(),
        "gzip": b"junk" + gzip.compress(b"some words " + mark),
        "zlib": b"x\x9cjunk" + zlib.compress(mark * 3),
        "base64 in gzip": gzip.compress(base64.b64encode(mark)),
        "ZIP": packed.getvalue(),
    }

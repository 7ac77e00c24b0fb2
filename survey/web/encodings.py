"""The two ways in which answers are made small for the network: brotli, and gzip for browsers without it."""

import gzip
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import brotli  # type: ignore[import-untyped]  # it has no types

Feed = Callable[[bytes], bytes]
Stream = tuple[Feed, Callable[[], bytes]]
"""What takes the next piece, and what ends it; both give the bytes that are ready."""


@dataclass(frozen=True)
class Encoding:
    """One way: `quick` costs milliseconds, `best` up to a second for a large file, `stream` works piece by piece."""

    name: str
    quick: Feed
    best: Feed
    stream: Callable[[], Stream]


def _brotli_stream() -> Stream:
    compressor = brotli.Compressor(quality=5)
    return compressor.process, compressor.finish


def _gzip_stream() -> Stream:
    compressor = zlib.compressobj(6, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return compressor.compress, compressor.flush


ENCODINGS = (
    Encoding("br", partial(brotli.compress, quality=5), partial(brotli.compress, quality=11), _brotli_stream),
    Encoding(
        "gzip",
        partial(gzip.compress, compresslevel=6, mtime=0),
        partial(gzip.compress, compresslevel=9, mtime=0),
        _gzip_stream,
    ),
)
"""The better one first."""


def choose(accepted: str) -> Encoding | None:
    """The better encoding of those that an Accept-Encoding header allows; None when it allows neither."""
    allowed = {}
    for part in accepted.lower()[:500].split(","):
        name, _, weight = part.strip().partition(";")
        allowed[name.strip()] = _weight(weight) > 0
    return next((one for one in ENCODINGS if allowed.get(one.name, allowed.get("*", False))), None)


def _weight(text: str) -> float:
    name, _, number = text.replace(" ", "").partition("=")
    try:
        return float(number) if name == "q" else 1.0
    except ValueError:
        return 0.0

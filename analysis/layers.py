"""What one release added to a year, as text to store beside the release: exact, private, never shown."""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from analysis.tallies import Counts, Spot, Tally

FORMAT = 1


@dataclass(frozen=True)
class Layer:
    """What one release added to a year's book, to be stored beside it and never shown.

    `until` is the release that took it back by a correction, else 0. `payload` holds exact counts by spot, and which
    cuts of which table were shown anew.
    """

    since: int
    until: int
    year: str
    payload: bytes


@dataclass(frozen=True)
class Page:
    """A layer, read: what came, and by table the names of the cuts that were shown anew.

    `means` are between what the means of those cuts were told, in points, by table and by name.
    """

    since: int
    until: int
    tally: Tally
    updated: Mapping[str, Sequence[str]] = field(default_factory=dict)
    means: Mapping[str, Mapping[str, Sequence[float]]] = field(default_factory=dict)


def write(page: Page, year: str) -> Layer:
    """The page as a layer to store."""
    counts = {
        name: [one.spots.tolist(), one.values.tolist(), one.people.tolist()] for name, one in page.tally.counts.items()
    }
    content = {
        "format": FORMAT,
        "spots": page.tally.spots,
        "counts": counts,
        "updated": {table: sorted(names) for table, names in page.updated.items()},
        "means": {table: dict(told) for table, told in page.means.items()},
    }
    packed = zlib.compress(json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())
    return Layer(page.since, page.until, year, packed)


def read(layer: Layer) -> Page:
    """The layer as a page. Raises ValueError for another format."""
    content = json.loads(zlib.decompress(layer.payload))
    if content.get("format") != FORMAT:
        raise ValueError(f"not a layer of format {FORMAT}")
    counts = {
        name: Counts(
            np.array(spots, dtype=np.int64), np.array(values, dtype=np.float64), np.array(people, dtype=np.int64)
        )
        for name, (spots, values, people) in content["counts"].items()
    }
    spots = tuple(Spot(*spot) for spot in content["spots"])
    return Page(layer.since, layer.until, Tally(spots, counts), content["updated"], content.get("means", {}))

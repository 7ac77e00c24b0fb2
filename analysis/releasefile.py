"""A release as text and back: canonical JSON, so that the same release always has the same digest."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from analysis.figures import Release

FORMAT = 1


def to_json(release: Release) -> str:
    """The release as JSON: sorted keys, no spaces, days as 2025-07-04. Raises ValueError on NaN or infinity."""
    content = {"format": FORMAT, "release": release}
    return json.dumps(
        content, default=_write, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def from_json(text: str) -> Release:
    """The release that `to_json` wrote. Raises ValueError for text of another format."""
    content = json.loads(text)
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ValueError(f"not a release of format {FORMAT}")
    release = _reader(Release)(content["release"])
    assert isinstance(release, Release)
    return release


def digest(text: str) -> str:
    """The SHA-256 of a release's text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _write(value: Any) -> Any:
    """What JSON can say of a value that it does not know: records and mappings as objects, days as text."""
    if isinstance(value, Release):  # which also keeps what it has worked out once
        return {item.name: getattr(value, item.name) for item in fields(value)}
    if is_dataclass(value):
        return vars(value)
    return value.isoformat() if isinstance(value, date) else dict(value)


Read = Callable[[Any], Any]


@cache
def _reader(hint: Any) -> Read:
    """What turns JSON's values into those of a type; made once for each type, as releases hold many records."""
    origin = get_origin(hint)
    if origin is UnionType:
        inner = _reader(next(part for part in get_args(hint) if part is not type(None)))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        return _tuple_reader(get_args(hint))
    if origin is Mapping:
        each = _reader(get_args(hint)[1])
        return lambda value: {key: each(item) for key, item in value.items()}
    if is_dataclass(hint):
        return _record_reader(hint)
    return _plain_reader(hint)


def _tuple_reader(parts: tuple[Any, ...]) -> Read:
    if parts[-1] is Ellipsis:
        each = _reader(parts[0])
        return lambda value: tuple(map(each, value))
    own = tuple(_reader(part) for part in parts)
    return lambda value: tuple(read(item) for read, item in zip(own, value, strict=True))


def _record_reader(kind: Any) -> Read:
    """A record; what it got since it was written, and has a usual value for, need not be there."""
    hints = get_type_hints(kind)
    readers = {item.name: _reader(hints[item.name]) for item in fields(kind)}
    plain = (item for item in fields(kind) if item.default is MISSING and item.default_factory is MISSING)
    needed = tuple(item.name for item in plain)

    def read(value: Mapping[str, Any]) -> Any:
        if any(name not in value for name in needed):
            raise KeyError(next(name for name in needed if name not in value))
        return kind(**{name: readers[name](item) for name, item in value.items() if name in readers})

    return read


def _plain_reader(kind: Any) -> Read:
    if kind is date:
        return date.fromisoformat
    if issubclass(kind, Enum):
        known = {item.value: item for item in kind}
        return lambda value: known[value] if value in known else kind(value)
    return float if kind is float else _same


def _same(value: Any) -> Any:
    return value

"""A release as text and back: canonical JSON, so that the same release always has the same digest."""

import hashlib
import json
from collections.abc import Mapping
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
    release = _read(Release, content["release"])
    assert isinstance(release, Release)
    return release


def digest(text: str) -> str:
    """The SHA-256 of a release's text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _write(value: Any) -> Any:
    """What JSON can say of a value that it does not know: records and mappings as objects, days as text."""
    if is_dataclass(value):
        return vars(value)
    return value.isoformat() if isinstance(value, date) else dict(value)


def _read(hint: Any, value: Any) -> Any:
    """The value that JSON's `value` stands for, given the type it had."""
    origin = get_origin(hint)
    if origin is UnionType:
        inner = next(part for part in get_args(hint) if part is not type(None))
        return None if value is None else _read(inner, value)
    if origin is tuple:
        return _read_tuple(get_args(hint), value)
    if origin is Mapping:
        return {key: _read(get_args(hint)[1], item) for key, item in value.items()}
    if is_dataclass(hint):
        return _read_record(hint, value)
    return _read_plain(hint, value)


def _read_tuple(parts: tuple[Any, ...], value: list[Any]) -> tuple[Any, ...]:
    if parts[-1] is Ellipsis:
        return tuple(_read(parts[0], item) for item in value)
    return tuple(_read(part, item) for part, item in zip(parts, value, strict=True))


def _read_record(kind: Any, value: Mapping[str, Any]) -> Any:
    """A record; what it got since it was written, and has a usual value for, need not be there."""
    hints = _hints(kind)
    written = (item for item in fields(kind) if item.name in value or item.default is MISSING)
    return kind(**{item.name: _read(hints[item.name], value[item.name]) for item in written})


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _read_plain(kind: Any, value: Any) -> Any:
    if kind is date:
        return date.fromisoformat(value)
    return kind(value) if kind is float or issubclass(kind, Enum) else value

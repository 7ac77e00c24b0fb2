"""GeoJSON geometries as neighborhoods use them: polygons in degrees, checked and kept as short text."""

import json
import math
from collections.abc import Mapping

MOST_POINTS = 200_000
DIGITS = 6  # a tenth of a meter: finer is noise, and pages carry these texts

Position = tuple[float, float]
Ring = tuple[Position, ...]
Polygon = tuple[Ring, ...]


def read_outline(geometry: object) -> str:
    """A Polygon or MultiPolygon in longitude and latitude as compact JSON text, "" for no geometry (null).

    Coordinates are rounded to 6 decimals and heights left out. Raises ValueError on anything else.
    """
    if geometry is None:
        return ""
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    if not isinstance(geometry, Mapping) or not isinstance(kind, str) or kind not in _READERS:
        raise ValueError("not a polygon")
    return json.dumps({"type": kind, "coordinates": _READERS[kind](geometry.get("coordinates"))}, separators=(",", ":"))


def _polygons(value: object) -> tuple[Polygon, ...]:
    return tuple(_polygon(part) for part in _filled(value))


def _polygon(value: object) -> Polygon:
    return tuple(_ring(part) for part in _filled(value))


def _ring(value: object) -> Ring:
    positions = tuple(_position(part) for part in _filled(value))
    if len(positions) < 4 or positions[0] != positions[-1]:
        raise ValueError("a ring that does not close")
    return positions


def _position(value: object) -> Position:
    parts = _filled(value)
    if len(parts) < 2:
        raise ValueError("not a position")
    return _degrees(parts[0], 180), _degrees(parts[1], 90)


def _degrees(value: object, limit: int) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise ValueError("not a number")
    if not -limit <= value <= limit or not math.isfinite(value):
        raise ValueError("not in degrees")
    return round(float(value), DIGITS)


def _filled(value: object) -> list[object]:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_POINTS:
        raise ValueError("not a filled list")
    return value


_READERS = {"Polygon": _polygon, "MultiPolygon": _polygons}

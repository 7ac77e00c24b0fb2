"""A map of neighborhoods from their own outlines; no tiles and nothing else is fetched."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import altair as alt

from analysis.charts.look import BODY, GROUND, INK, MUTED, TEAL, Chart, Point, Words, fill, pattern
from analysis.figures import State
from analysis.readings import value_class
from analysis.records import PlaceFacts

COLORS = ("#e3f0ee", "#b7d8d4", "#7fb9b3", "#3d938c", "#0b5f5a", "#ffffff", "#d5d1c8")
"""One hue from light to dark for the classes, then range only, then hidden."""

Ring = list[list[float]]


@dataclass(frozen=True)
class Shape:
    """One neighborhood on the map; `people` is written below its level and range."""

    place: PlaceFacts
    point: Point
    people: str = ""


def neighborhoods(shapes: Sequence[Shape], words: Words, classes: Mapping[str, str], *, height: int = 460) -> Chart:
    """The map. `classes` names "0".."4" (see `value_class`), "range" and "hidden", in that order.

    Places without an outline are left out. Values are classed by color and also written on the map.
    """
    drawn = [shape for shape in shapes if shape.place.outline]
    squeeze = _squeeze(drawn)
    rows = [_feature(shape, classes, squeeze) for shape in drawn]
    # A flat local grid, already squeezed, cannot be turned inside out by rings that run the other way.
    flat = {"type": "identity", "reflectY": True}
    return fill(_pattern(tuple(classes.values())), rows, words, height, projection=flat)


@lru_cache(maxsize=8)
def _pattern(classes: tuple[str, ...]) -> Chart:
    return pattern([_areas(classes), _dashes(), *_names()])


def _base() -> alt.Chart:
    told = [alt.Tooltip(f"properties.{name}:N", title=" ") for name in ("name", "told")]
    return alt.Chart().encode(tooltip=told)


def _areas(classes: tuple[str, ...]) -> alt.Chart:
    legend = alt.Legend(title=None, orient="bottom", columns=3, symbolType="square", symbolStrokeColor=MUTED)
    scale = alt.Scale(domain=list(classes), range=list(COLORS))
    fill = alt.Fill("properties.class:N", scale=scale, legend=legend)
    areas: alt.Chart = _base().mark_geoshape(stroke=GROUND, strokeWidth=1.5).encode(fill=fill)
    return areas


def _dashes() -> alt.Chart:
    range_only = _base().transform_filter("datum.properties.state == 'interval_only'")
    dashes: alt.Chart = range_only.mark_geoshape(filled=False, stroke=TEAL, strokeWidth=1.5, strokeDash=[4, 3])
    return dashes


def _names() -> list[alt.Chart]:
    """Name, level with its range and people of each place, first as a white halo so that they read on any color."""
    spot = alt.Chart().encode(longitude="properties.east:Q", latitude="properties.north:Q")
    lines = ((-14, 400, "properties.name:N"), (0, 700, "properties.short:N"), (14, 400, "properties.people:N"))
    halo = {"color": "#ffffff", "stroke": "#ffffff", "strokeWidth": 3.5, "strokeJoin": "round"}
    return [
        spot.mark_text(font=BODY, fontSize=11, dy=dy, fontWeight=weight, **paint).encode(text=text)  # type: ignore[arg-type]  # a weight
        for paint in (halo, {"color": INK})
        for dy, weight, text in lines
    ]


def _feature(shape: Shape, classes: Mapping[str, str], squeeze: float) -> dict[str, object]:
    """A GeoJSON feature on the local grid, with what is written on it and where."""
    figure, point = shape.point.figure, shape.point
    parts = [[[[x * squeeze, y] for x, y, *_ in ring] for ring in part] for part in _parts(shape.place.outline)]
    east, north = _middle(max((part[0] for part in parts), key=_area))
    kind = "range" if figure.state is State.INTERVAL_ONLY else "hidden"
    name = kind if figure.value is None else str(value_class(figure.value))
    properties = {"name": point.label, "short": point.short, "told": point.told, "state": str(figure.state)}
    properties |= {"people": shape.people}
    spot = {"class": classes[name], "east": east, "north": north}
    geometry = {"type": "MultiPolygon", "coordinates": parts}
    return {"type": "Feature", "geometry": geometry, "properties": properties | spot}


def _parts(outline: str) -> list[list[Ring]]:
    """The polygons of a GeoJSON Polygon or MultiPolygon. Raises KeyError on another geometry."""
    geometry = json.loads(outline)
    coordinates = geometry["coordinates"]
    parts: dict[str, list[list[Ring]]] = {"Polygon": [coordinates], "MultiPolygon": coordinates}
    return parts[geometry["type"]]


def _squeeze(shapes: Sequence[Shape]) -> float:
    """How much narrower a degree of longitude is than one of latitude in the middle of these places."""
    heights = [point[1] for shape in shapes for part in _parts(shape.place.outline) for point in part[0]]
    return math.cos(math.radians((min(heights) + max(heights)) / 2)) if heights else 1.0


def _area(ring: Ring) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:], strict=False))) / 2


def _middle(ring: Ring) -> tuple[float, float]:
    """The middle of a ring's extent, where its name is written."""
    across, up = [point[0] for point in ring], [point[1] for point in ring]
    return (min(across) + max(across)) / 2, (min(up) + max(up)) / 2

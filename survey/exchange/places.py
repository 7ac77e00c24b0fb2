"""A city's neighborhoods from a GeoJSON file or a plain list."""

import csv
import json
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from survey.errors import InvalidInput
from survey.exchange.outlines import read_outline
from survey.exchange.slugs import slug
from survey.records import Place

MOST_CHARACTERS = 5_000_000
MOST_PLACES = 500
LONGEST_NAME = 120
MOST_PROBLEMS = 20
JOINERS = "\u200c\u200d"  # invisible, but Persian, Hindi and others spell with them

_FIELD = "places"


@dataclass(frozen=True)
class _Found:
    """One place as the file has it; `position` is its line or the number of its feature."""

    position: int
    name: object
    id: object = None
    geometry: object = None


def read_places(text: str, name_property: str = "name", id_property: str = "") -> tuple[Place, ...]:
    """The neighborhoods of a GeoJSON FeatureCollection, a list with one name a line, or a CSV file headed `id,name`.

    Ids are slugs of `id_property` where it is given, else of the name. Raises InvalidInput: `places` has the
    first problem's code, and `places.N` the problem of line or feature N.
    """
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise InvalidInput({_FIELD: "empty"})
    if len(text) > MOST_CHARACTERS:
        raise InvalidInput({_FIELD: "file_too_big"})
    looks_like_json = text.lstrip()[0] in "{["
    read = _features(text, name_property, id_property) if looks_like_json else _listed(text)
    found = list(islice(read, MOST_PLACES + 1))
    if len(found) > MOST_PLACES:
        raise InvalidInput({_FIELD: "too_many_places"})
    return _checked(found)


def named_place(name: str) -> Place:
    """A neighborhood that only has a name. Raises InvalidInput for one that can't be shown."""
    return _place(_Found(1, name))


def _checked(found: list[_Found]) -> tuple[Place, ...]:
    if not found:
        raise InvalidInput({_FIELD: "empty"})
    places: list[Place] = []
    problems: dict[str, str] = {}
    for one in found:
        try:
            places.append(_place(one))
        except InvalidInput as error:
            problems[f"{_FIELD}.{one.position}"] = error.problems[_FIELD]
    if not problems:
        problems = _repeated(found, places)
    if problems:
        shown = list(problems.items())[:MOST_PROBLEMS]
        raise InvalidInput({_FIELD: shown[0][1], **dict(shown)})
    return tuple(places)


def _repeated(found: list[_Found], places: list[Place]) -> dict[str, str]:
    ids = Counter(place.id for place in places)
    names = Counter(place.name.casefold() for place in places)
    return {
        f"{_FIELD}.{one.position}": "duplicate_place"
        for one, place in zip(found, places, strict=True)
        if ids[place.id] > 1 or names[place.name.casefold()] > 1
    }


def _place(found: _Found) -> Place:
    name = _name(found.name)
    try:
        outline = read_outline(found.geometry)
    except ValueError as error:
        raise InvalidInput({_FIELD: "bad_outline"}) from error
    return Place(slug(name if found.id is None else _name(found.id)), name, outline)


def _name(value: object) -> str:
    """A name on one line. Numbers will do: districts are often numbered."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise InvalidInput({_FIELD: "no_names"})
    name = unicodedata.normalize("NFC", " ".join(str(value).split()))
    if not name:
        raise InvalidInput({_FIELD: "no_names"})
    hidden = any(unicodedata.category(letter)[0] == "C" and letter not in JOINERS for letter in name)
    if hidden or len(name) > LONGEST_NAME:
        raise InvalidInput({_FIELD: "bad_place_name"})
    return name


def _features(text: str, name_property: str, id_property: str) -> Iterator[_Found]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidInput({_FIELD: "not_geojson"}) from error
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise InvalidInput({_FIELD: "not_geojson"})
    features = document.get("features")
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise InvalidInput({_FIELD: "not_geojson"})
    for position, feature in enumerate(features, start=1):
        held = feature.get("properties")
        properties: Mapping[str, Any] = held if isinstance(held, dict) else {}
        own_id = properties.get(id_property, "") if id_property else None
        yield _Found(position, properties.get(name_property), own_id, feature.get("geometry"))


def _listed(text: str) -> Iterator[_Found]:
    lines = text.splitlines()
    header = tuple(part.strip().lower() for part in lines[0].split(","))
    if sorted(header) not in (["name"], ["id", "name"]):
        yield from (_Found(number, line) for number, line in enumerate(lines, start=1) if line.strip())
        return
    rows = csv.DictReader(lines[1:], fieldnames=header, strict=True)
    try:
        for row in rows:
            if None in row:  # more columns than the header names
                raise InvalidInput({_FIELD: "bad_list"})
            yield _Found(rows.line_num + 1, row["name"], row["id"] if "id" in header else None)
    except csv.Error as error:
        raise InvalidInput({_FIELD: "bad_list"}) from error

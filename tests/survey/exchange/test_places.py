"""Lists of neighborhoods: GeoJSON, plain lists, and everything else that people may hand in."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.errors import InvalidInput
from survey.exchange.places import MOST_PLACES, read_places
from survey.exchange.slugs import slug
from survey.i18n import load_texts
from survey.records import Place

SQUARE = [[[2.1, 41.3, 5], [2.2, 41.3], [2.2, 41.40000004], [2.1, 41.3]]]


def collection(*features: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


def feature(name: object = "Sants-Montjuïc", geometry: object = None, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": {"name": name, **properties}, "geometry": geometry}


def polygon(coordinates: object, kind: str = "Polygon") -> dict[str, object]:
    return {"type": kind, "coordinates": coordinates}


def problems_of(text: str, **properties: str) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        read_places(text, **properties)
    return caught.value.problems


def test_geojson_gives_places_with_outlines_in_six_decimals() -> None:
    text = collection(feature(geometry=polygon(SQUARE)), feature("Gràcia", polygon([SQUARE], "MultiPolygon")))
    sants, gracia = read_places("\ufeff" + text)
    assert (sants.id, sants.name) == ("sants-montjuic", "Sants-Montjuïc")
    assert sants.outline == '{"type":"Polygon","coordinates":[[[2.1,41.3],[2.2,41.3],[2.2,41.4],[2.1,41.3]]]}'
    assert json.loads(gracia.outline)["type"] == "MultiPolygon"


def test_other_properties_may_hold_name_and_id() -> None:
    text = collection(feature("no", NOM="Les Corts", codi=4))
    assert read_places(text, "NOM", "codi") == (Place("4", "Les Corts"),)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("North Hill\n\n  Old   Town \n", (Place("north-hill", "North Hill"), Place("old-town", "Old Town"))),
        ("Springfield, North", (Place("springfield-north", "Springfield, North"),)),
        (
            'ID , Name\r\nd1,Ciutat Vella\r\nd2,"Eixample, right"\r\n',
            (Place("d1", "Ciutat Vella"), Place("d2", "Eixample, right")),
        ),
        ("name\nRiverside", (Place("riverside", "Riverside"),)),
    ],
)
def test_plain_lists(text: str, places: tuple[Place, ...]) -> None:
    assert read_places(text) == places


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (" \n", {"places": "empty"}),
        (collection(), {"places": "empty"}),
        ("id,name\n", {"places": "empty"}),
        ("{", {"places": "not_geojson"}),
        ("[1]", {"places": "not_geojson"}),
        ("[" * 100_000, {"places": "not_geojson"}),
        ('{"type": "FeatureCollection", "features": [3]}', {"places": "not_geojson"}),
        ('{"type": "FeatureCollection"}', {"places": "not_geojson"}),
        (collection(feature(), feature(name=None)), {"places": "no_names", "places.2": "no_names"}),
        (collection(feature(name=True)), {"places": "no_names", "places.1": "no_names"}),
        ("id,name\nd1", {"places": "no_names", "places.2": "no_names"}),
        ("id,name\nd1,North,Hill", {"places": "bad_list"}),
        ('id,name\nd1,"North"Hill', {"places": "bad_list"}),
        ("North\nSouth\nnorth", {f"places{part}": "duplicate_place" for part in ("", ".1", ".3")}),
        ("x" * 121, {"places": "bad_place_name", "places.1": "bad_place_name"}),
        ("North\u202eHill", {"places": "bad_place_name", "places.1": "bad_place_name"}),
        (collection(feature("\ud800")), {"places": "bad_place_name", "places.1": "bad_place_name"}),
        ("x" * 5_000_001, {"places": "file_too_big"}),
    ],
)
def test_problems_are_told_with_their_line_or_feature(text: str, problems: dict[str, str]) -> None:
    assert problems_of(text) == problems


@pytest.mark.parametrize(
    "geometry",
    [
        polygon([2.1, 41.3], "Point"),
        polygon([]),
        polygon([SQUARE[0][:3]]),
        polygon([[*SQUARE[0][:3], [0, 0]]]),
        polygon([[[431_000, 4_583_000]] * 4]),
        polygon([[["2.1", 41.3]] * 4]),
        polygon([[[2.1]] * 4]),
        polygon([[[float("nan"), 41.3]] * 4]),
        polygon(None),
        "POLYGON",
    ],
)
def test_outlines_must_be_closed_polygons_in_degrees(geometry: object) -> None:
    assert problems_of(collection(feature(geometry=geometry)))["places.1"] == "bad_outline"


def test_there_may_be_500_places_and_no_more() -> None:
    lines = [f"District {number}" for number in range(MOST_PLACES + 1)]
    assert len(read_places("\n".join(lines[:-1]))) == MOST_PLACES
    assert problems_of("\n".join(lines)) == {"places": "too_many_places"}


@pytest.mark.parametrize("name", ["Łódź", "ódź", "第一区", "第二区", "x" * 200, "!!", "Straße"])
def test_slugs_are_stable_short_and_apart(name: str) -> None:
    made = slug(name)
    assert made == slug(name) and 0 < len(made) <= 64 and made.isascii()
    assert made != slug(name + " 2")


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_problem_has_a_text(language: str) -> None:
    codes = (
        "empty file_too_big not_geojson no_names bad_place_name duplicate_place too_many_places bad_outline bad_list"
    )
    for code in codes.split():
        assert load_texts().get(language, f"error.{code}")


def check(text: str) -> None:
    try:
        places = read_places(text)
    except InvalidInput as error:
        assert set(error.problems.values()) and "places" in error.problems
    else:
        assert places and len({place.id for place in places}) == len(places)
        assert all(0 < len(place.name) <= 120 and place.name.encode() for place in places)


@given(st.text())
def test_any_text_gives_places_or_problems(text: str) -> None:
    check(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["type", "name", "x"]), inner),
    max_leaves=12,
)


@given(JSON, JSON, JSON)
def test_any_geojson_gives_places_or_problems(name: object, properties: object, coordinates: object) -> None:
    check(collection(feature(name, polygon(coordinates)), {"properties": properties, "geometry": properties}))

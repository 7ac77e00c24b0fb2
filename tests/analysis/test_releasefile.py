"""A release as text and back."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import releasefile
from analysis.figures import Grid, Measure, Release
from analysis.release import build_release
from tests.analysis.makings import LATER, comments, material, notes, people

TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


def built() -> Release:
    answers = [*people(60), *people(60, "river"), *people(3, "old-town")]
    return build_release(material(answers, [*comments(40, "respect good"), *notes(9, "speed", 5)]), LATER, 3)


def test_a_built_release_comes_back_the_same() -> None:
    release = built()
    assert release.figures and release.quotes and release.summaries
    text = releasefile.to_json(release)
    assert releasefile.from_json(text) == release
    assert releasefile.to_json(releasefile.from_json(text)) == text


st.register_type_strategy(str, TEXT)
st.register_type_strategy(float, NUMBERS)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.from_type(Release))
def test_any_release_comes_back_the_same(release: Release) -> None:
    text = releasefile.to_json(release)
    assert releasefile.from_json(text) == release
    assert releasefile.to_json(releasefile.from_json(text)) == text


def test_the_text_is_canonical() -> None:
    release = replace(built(), counts={"b": 2, "a": 1})
    turned = replace(release, counts={"a": 1, "b": 2})
    assert releasefile.to_json(release) == releasefile.to_json(turned)
    assert ": " not in releasefile.to_json(Release(1, date(2025, 1, 1), False))


def test_the_digest_is_sha_256() -> None:
    assert releasefile.digest("é") == "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"


def test_numbers_that_json_has_not_are_refused() -> None:
    first = replace(built().figures[0], value=float("nan"))
    with pytest.raises(ValueError, match="JSON"):
        releasefile.to_json(replace(built(), figures=(first,)))


@pytest.mark.parametrize("text", ['{"format":2,"release":{}}', "[]", "{}"])
def test_another_format_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="format 1"):
        releasefile.from_json(text)


def test_what_a_release_worked_out_once_is_not_written() -> None:
    release = built()
    before, kept = releasefile.to_json(release), set(vars(release))
    assert release.select(Measure.INDEX, Grid.CITY_QUARTER)
    assert set(vars(release)) - kept  # it does keep something
    assert releasefile.to_json(release) == before


def test_figures_are_found_by_any_of_their_marks_and_in_their_order() -> None:
    release = built()
    for wanted in ({}, {"subject": "trust"}, {"period": "2025-Q3"}, {"subject": "trust", "place": "river"}):
        for measure, grid in product(Measure, Grid):
            found = [one for one in release.figures if (one.measure, one.cut.grid) == (measure, grid)]
            for name, value in wanted.items():
                found = [
                    one for one in found if (one.subject if name == "subject" else getattr(one.cut, name)) == value
                ]
            assert list(release.select(measure, grid, **wanted)) == found

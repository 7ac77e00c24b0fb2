"""What is planted: the truth file says what the places, quarters and themes are."""

import json
from itertools import combinations

import pytest

from analysis.text.codebook import load_codebook
from questions.loader import load
from questions.model import QuestionKind
from survey.demo.truth import load_truth

TRUTH = load_truth()


def test_twelve_neighborhoods_tile_the_city() -> None:
    rings = [tuple(map(tuple, json.loads(place.outline)["coordinates"][0])) for place in TRUTH.neighborhoods]
    assert len(rings) == 12
    assert {place.id for place in TRUTH.neighborhoods} == set(TRUTH.places)
    assert all(ring[0] == ring[-1] and len(ring) > 12 for ring in rings)
    shared = [len(set(one) & set(other)) for one, other in combinations(rings, 2)]
    assert sum(count > 2 for count in shared) == 17  # the inner edges of a grid of four by three


def test_planted_points_arrive_where_they_were_planted() -> None:
    drift = TRUTH.drift["trust"] / 4
    risen = TRUTH.level("trust", "foundry-row", 8) - TRUTH.level("trust", "foundry-row", 3)
    fallen = TRUTH.level("trust", "switchyard", 7) - TRUTH.level("trust", "switchyard", 6)
    recovered = TRUTH.level("trust", "switchyard", 12) - TRUTH.level("trust", "switchyard", 7)
    assert risen == pytest.approx(8 + 5 * drift)
    assert fallen == pytest.approx(-12 + drift)
    assert recovered == pytest.approx(6 + 5 * drift)
    assert TRUTH.level("trust", "old-quay", 3) - TRUTH.level("trust", "old-quay", 2) == pytest.approx(drift)


def test_theme_shares_add_up_and_follow_what_happened() -> None:
    before, after = (TRUTH.theme_weights("switchyard", quarter) for quarter in (6, 7))
    assert sum(after.values()) == pytest.approx(1)
    assert after["use_of_force"] > 2 * before["use_of_force"]


def test_every_theme_index_and_item_is_one_that_the_program_knows() -> None:
    library = load()
    assert set(TRUTH.themes) == {theme.id for theme in load_codebook().themes}
    assert {index.id: index.items for index in library.indices.values()} == dict(TRUTH.questionnaire.items)
    for name, asked in TRUTH.questionnaire.instruments.items():
        apart = (QuestionKind.PLACE, QuestionKind.COMMENT)
        questions = [question for question in library.instruments[name].questions if question.kind not in apart]
        assert [question.id for question in questions if question.id != "comment_kind"] == list(asked)

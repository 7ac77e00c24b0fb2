"""The shipped content: what each instrument asks, how it is cited, and how plainly it is written."""

import re
from statistics import mean

import pytest

from questions.loader import load
from questions.model import DONT_KNOW, PREFER_NOT, Index, Question, QuestionKind

LIBRARY = load()
QUESTIONS = [question for module in LIBRARY.modules for question in module.questions]
MODULES = {module.id: module for module in LIBRARY.modules}
DEMOGRAPHICS = {question.id for question in MODULES["demographics"].questions}
CORE = [f"c{number}" for number in range(1, 10)]


def ids(instrument: str) -> list[str]:
    return [question.id for question in LIBRARY.instruments[instrument].questions]


def test_pulse_is_place_nine_ratings_and_a_comment() -> None:
    assert ids("pulse") == ["neighborhood", *CORE, "comment", "comment_kind"]
    assert LIBRARY.instruments["pulse"].minutes == 2


def test_full_ends_with_demographics() -> None:
    full = ids("full")
    assert full[:10] == ["neighborhood", *CORE]
    assert set(full[-len(DEMOGRAPHICS) :]) == DEMOGRAPHICS


@pytest.mark.parametrize("instrument", sorted(LIBRARY.instruments.keys() - {"full"}))
def test_only_full_asks_demographics(instrument: str) -> None:
    assert not DEMOGRAPHICS & set(ids(instrument))


@pytest.mark.parametrize(("instrument", "audience"), [("staff", "staff"), ("youth", "youth"), ("pulse", "resident")])
def test_audiences(instrument: str, audience: str) -> None:
    assert LIBRARY.instruments[instrument].audience == audience


@pytest.mark.parametrize("instrument", ["staff", "youth"])
def test_staff_and_youth_are_not_asked_where_they_live(instrument: str) -> None:
    assert "neighborhood" not in ids(instrument)


def test_youth_without_comments_asks_ratings_only() -> None:
    youth = LIBRARY.instruments["youth"]
    assert youth.question("comment")
    assert [question.id for question in youth.without_comments().questions] == ["y1", "y2", "y3", "y4", "y5", "y6"]
    assert youth.without_comments().version == youth.version


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_every_question_says_what_it_measures_and_where_that_comes_from(question: Question) -> None:
    assert question.construct
    assert question.source


@pytest.mark.parametrize(
    "question", [item for item in QUESTIONS if item.kind is QuestionKind.RATING], ids=lambda q: q.id
)
def test_ratings_have_five_points_and_both_ways_out(question: Question) -> None:
    assert [choice.value for choice in question.choices] == [1, 2, 3, 4, 5, DONT_KNOW, PREFER_NOT]
    assert not question.reverse_keyed


def test_one_question_and_one_index_for_each_recommendation() -> None:
    marked = {question.recommendation: question.id for question in QUESTIONS if question.recommendation}
    assert marked == {"history": "r1", "openness": "r2", "bias": "r3", "visibility": "r4", "inside": "r5"}
    for name, item in marked.items():
        assert LIBRARY.indices[f"rec_{name}"].items == (item,)


def test_trust_justice_and_fairness_are_told_apart() -> None:
    items = {name: LIBRARY.indices[name].items for name in ("trust", "procedural_justice", "fairness")}
    assert items == {"trust": ("c1",), "procedural_justice": ("c2", "c3", "c4", "c5"), "fairness": ("c6",)}


def test_every_rating_counts_in_exactly_one_index() -> None:
    used = sorted(item for index in LIBRARY.indices.values() for item in index.items)
    assert used == sorted(question.id for question in QUESTIONS if question.kind is QuestionKind.RATING)


@pytest.mark.parametrize("index", LIBRARY.indices.values(), ids=lambda index: index.id)
def test_an_index_can_be_scored_in_some_instrument(index: Index) -> None:
    assert any(set(index.items) <= set(ids(instrument)) for instrument in LIBRARY.instruments)


def test_no_question_is_left_unasked() -> None:
    assert {question.id for question in QUESTIONS} == {
        name for instrument in LIBRARY.instruments for name in ids(instrument)
    }


def test_race_and_ethnicity_is_one_question_with_seven_categories() -> None:
    race = LIBRARY.instruments["full"].question("race")
    assert race
    assert (race.kind, len(race.scale)) == (QuestionKind.CHOICES, 7)


def grade(text: str) -> float:
    """Flesch-Kincaid grade (Kincaid et al. 1975), with syllables counted as groups of vowels."""
    sentences = max(1, len(re.findall(r"[.?!]", text)))
    words = re.findall(r"[A-Za-z'-]+", text)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e\b", "", word.lower())))) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


@pytest.mark.parametrize("module", MODULES)
def test_a_module_reads_at_sixth_grade_level(module: str) -> None:
    assert mean(grade(question.text) for question in MODULES[module].questions) <= 6.9


@pytest.mark.parametrize("question", MODULES["youth"].questions, ids=lambda question: question.id)
def test_youth_sentences_are_short(question: Question) -> None:
    assert len(question.text.split()) <= 18

"""Reading answers: by kind, all problems at once, and never an exception whatever is typed."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.answers import READERS, RULES, Raw, is_asked, read_answers, restored, stored, validate_values
from questions.loader import load
from questions.model import Condition, Instrument, Question, QuestionKind

LIBRARY = load()
FULL = LIBRARY.instruments["full"]
PULSE = LIBRARY.instruments["pulse"]
PLACES = ("north", "old-town")
CODES = {
    "not_a_choice",
    "too_long",
    "unknown_place",
    "unknown_question",
    "one_answer_only",
    "off_scale_with_others",
    "bad_text",
}


@pytest.mark.parametrize(
    ("question", "raw", "value"),
    [
        ("c1", ["4"], 4),
        ("c1", ["-1"], -1),
        ("c1", "-2", -2),
        ("c1", 5, 5),
        ("c1", ["3", "3"], 3),
        ("c1", ["", " 3 "], 3),
        ("contact", ["4"], 4),
        ("race", ["7", "2", "7"], (2, 7)),
        ("race", "-2", (-2,)),
        ("neighborhood", ["old-town"], "old-town"),
        ("comment", ["  Thank you\r\nall  "], "Thank you\nall"),
        ("comment", ["ß" * 1000], "ß" * 1000),
        ("comment", ["<b>*Hi*</b>\t👮🏽‍♀️"], "<b>*Hi*</b>\t👮🏽‍♀️"),
    ],
)
def test_reads_valid_input(question: str, raw: Raw, value: object) -> None:
    reading = read_answers(FULL, {question: raw}, PLACES)
    assert (reading.values, reading.problems, reading.ignored) == ({question: value}, {}, ())


@pytest.mark.parametrize(
    ("question", "raw", "code"),
    [
        ("c1", ["6"], "not_a_choice"),
        ("c1", ["0"], "not_a_choice"),
        ("c1", ["03"], "not_a_choice"),
        ("c1", ["٣"], "not_a_choice"),
        ("c1", ["1_0"], "not_a_choice"),
        ("c1", ["3.0"], "not_a_choice"),
        ("c1", ["9" * 5000], "not_a_choice"),
        ("c1", ["3\x00"], "not_a_choice"),
        ("c1", ["1", "2"], "one_answer_only"),
        ("contact", ["1", "x"], "one_answer_only"),
        ("race", ["8"], "not_a_choice"),
        ("race", ["2", "x"], "not_a_choice"),
        ("race", ["2", "-2"], "off_scale_with_others"),
        ("race", ["-1"], "not_a_choice"),
        ("neighborhood", ["south"], "unknown_place"),
        ("neighborhood", ["north", "old-town"], "one_answer_only"),
        ("comment", ["x" * 1001], "too_long"),
        ("comment", ["a\x00b"], "bad_text"),
        ("comment", ["a\x1bb"], "bad_text"),
        ("comment", ["a\ud800b"], "bad_text"),
        ("comment", ["one", "two"], "one_answer_only"),
        ("c99", ["1"], "unknown_question"),
        ("c99", [""], "unknown_question"),
    ],
)
def test_names_the_problem_of_invalid_input(question: str, raw: Raw, code: str) -> None:
    reading = read_answers(FULL, {question: raw}, PLACES)
    assert (reading.values, reading.problems) == ({}, {question: code})


@pytest.mark.parametrize("raw", [{}, {"c1": []}, {"c1": [""]}, {"c1": None}, {"comment": [" \r\n "]}])
def test_an_empty_form_is_a_problem_of_its_own(raw: dict[str, Raw]) -> None:
    reading = read_answers(PULSE, raw, PLACES)
    assert (reading.values, reading.problems) == ({}, {"": "nothing_answered"})


def test_everything_can_be_skipped() -> None:
    reading = read_answers(PULSE, {"c5": ["2"], "c6": [""]}, PLACES)
    assert (reading.values, reading.problems) == ({"c5": 2}, {})


def test_all_problems_are_found_at_once() -> None:
    raw = {"c1": ["9"], "c2": ["3"], "neighborhood": ["?"], "comment": ["\x00"], "x": ["1"]}
    reading = read_answers(PULSE, raw, PLACES)
    assert reading.values == {"c2": 3}
    assert reading.problems == {
        "x": "unknown_question",
        "neighborhood": "unknown_place",
        "c1": "not_a_choice",
        "comment": "bad_text",
    }


@pytest.mark.parametrize("kind", ["2", "99"])
def test_the_kind_of_no_comment_is_ignored(kind: str) -> None:
    reading = read_answers(PULSE, {"c1": ["3"], "comment": [" "], "comment_kind": [kind]}, PLACES)
    assert (reading.values, reading.problems, reading.ignored) == ({"c1": 3}, {}, ("comment_kind",))


def test_only_ignored_answers_are_no_answers() -> None:
    reading = read_answers(PULSE, {"comment_kind": ["2"]}, PLACES)
    assert (reading.problems, reading.ignored) == ({"": "nothing_answered"}, ("comment_kind",))


def test_the_kind_of_a_comment_is_kept() -> None:
    reading = read_answers(PULSE, {"comment": ["More lights"], "comment_kind": ["3"]}, PLACES)
    assert reading.values == {"comment": "More lights", "comment_kind": 3}


def test_the_kind_of_a_comment_that_has_to_be_mended_is_kept() -> None:
    reading = read_answers(PULSE, {"comment": ["x" * 2000], "comment_kind": ["3"]}, PLACES)
    assert (reading.problems, reading.ignored) == ({"comment": "too_long"}, ())
    assert validate_values(PULSE, {"comment": "x" * 2000, "comment_kind": 3}, PLACES) == {"comment": "too_long"}


@pytest.mark.parametrize(
    ("values", "answer", "asked"),
    [((), "text", True), ((), None, False), ((1, 2), 2, True), ((1, 2), 3, False), ((2,), (1, 2), True), ((), 0, True)],
)
def test_conditions(values: tuple[int, ...], answer: object, asked: bool) -> None:
    question = Question("b", QuestionKind.CHOICE, "x", "B?", "Own", condition=Condition("a", values))
    assert is_asked(question, {} if answer is None else {"a": answer}) is asked


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        ({"c1": 3, "race": (2, 7), "neighborhood": "north", "comment": "Hi", "comment_kind": 1}, {}),
        ({}, {"": "nothing_answered"}),
        ({"c1": "3"}, {"c1": "not_a_choice"}),
        ({"c1": True}, {"c1": "not_a_choice"}),
        ({"c1": 3.0}, {"c1": "not_a_choice"}),
        ({"c1": (3,)}, {"c1": "one_answer_only"}),
        ({"c1": None}, {"c1": "not_a_choice"}),
        ({"race": [2, 7]}, {"race": "not_a_choice"}),
        ({"race": (7, 2)}, {"race": "not_a_choice"}),
        ({"race": ()}, {"race": "not_a_choice"}),
        ({"race": 2}, {"race": "not_a_choice"}),
        ({"neighborhood": 3}, {"neighborhood": "unknown_place"}),
        ({"comment": ""}, {"comment": "bad_text"}),
        ({"comment": 3}, {"comment": "bad_text"}),
        ({"comment_kind": 1}, {"comment_kind": "not_asked"}),
        ({"nope": 1, "c2": 8}, {"nope": "unknown_question", "c2": "not_a_choice"}),
    ],
)
def test_typed_values_meet_the_same_rules(values: dict[str, object], problems: dict[str, str]) -> None:
    assert validate_values(FULL, values, PLACES) == problems


def test_every_kind_has_a_reader_and_a_rule() -> None:
    assert set(READERS) == set(RULES) == set(QuestionKind)


def typed(instrument: Instrument) -> st.SearchStrategy[dict[str, Any]]:
    """Forms as people, browsers and worse may send them."""
    likely = st.sampled_from([str(code) for code in range(-3, 9)] + list(PLACES))
    anything = st.text(st.characters(), max_size=30)
    field = st.one_of(st.none(), st.integers(), anything, st.lists(st.one_of(likely, anything), max_size=4))
    names = st.sampled_from([*(question.id for question in instrument.questions), "stranger"])
    return st.dictionaries(names, field, max_size=12)


@settings(deadline=None)
@given(typed(FULL))
def test_any_input_yields_a_value_or_a_problem_and_never_raises(raw: dict[str, Raw]) -> None:
    reading = read_answers(FULL, raw, PLACES)
    assert not reading.values.keys() & reading.problems.keys()
    assert set(reading.problems.values()) <= CODES | {"nothing_answered"}
    accounted = {*reading.values, *reading.problems, *reading.ignored}
    for name, given_ in raw.items():
        pieces = [] if given_ is None else [str(given_)] if isinstance(given_, str | int) else given_
        if any(str(piece).strip() for piece in pieces):
            assert name in accounted


@settings(deadline=None)
@given(typed(FULL))
def test_what_was_read_is_valid_and_survives_json(raw: dict[str, Raw]) -> None:
    values = read_answers(FULL, raw, PLACES).values
    assert restored(json.loads(json.dumps(stored(values)))) == values
    problems = validate_values(FULL, values, PLACES)
    assert problems == ({} if values else {"": "nothing_answered"}) or set(problems.values()) == {"not_asked"}


@pytest.mark.parametrize("question", FULL.questions, ids=lambda question: question.id)
@settings(deadline=None)
@given(text=st.text(st.characters(), max_size=1200))
def test_any_text_in_any_field_is_a_value_or_a_problem(question: Question, text: str) -> None:
    raw = {"comment": "x", question.id: text}
    reading = read_answers(FULL, raw, PLACES)
    answered, wrong = question.id in reading.values, question.id in reading.problems
    assert answered + wrong == (1 if text.strip() else 0)

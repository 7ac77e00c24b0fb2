"""Remarks as samples: who is in the base, and what could not be read."""

from collections import Counter
from dataclasses import replace

import numpy as np

from analysis import remarks
from analysis.figures import Measure
from analysis.records import Remark
from analysis.remarks import Person, Reading, ReadRemark
from tests.analysis.makings import THEMES, comments, notes, read


def heard(*parts: list[Remark]) -> tuple[ReadRemark, ...]:
    return remarks.read_all([item for part in parts for item in part], read)


def persons(*parts: list[Remark]) -> tuple[Person, ...]:
    return remarks.per_person(heard(*parts))


def test_the_same_text_of_the_same_form_is_read_once() -> None:
    calls: Counter[tuple[str, str]] = Counter()

    def counting(text: str, hint: str) -> Reading:
        calls[text, hint] += 1
        return read(text, hint)

    twice = comments(3, "respect") * 2
    assert len(remarks.read_all(twice, counting)) == 6
    assert set(calls.values()) == {1} and len(calls) == 3


def test_what_cannot_be_coded_is_in_no_base() -> None:
    somali = [replace(item, language="so") for item in comments(2, "ixtiraam")]
    people = persons(comments(2, "respect"), comments(1, "other"), somali)
    column = remarks.COLUMNS[Measure.THEME](people, THEMES)["respect"]
    assert np.array_equal(column, [1, 1, 0, np.nan, np.nan], equal_nan=True)
    polarity = remarks.COLUMNS[Measure.POLARITY](people, THEMES)["neutral"]
    assert np.isnan(polarity[3:]).all()


def test_kinds_are_shares_of_who_named_one() -> None:
    unnamed = [replace(item, kind=0) for item in comments(1, "a")]
    people = persons(comments(2, "b"), unnamed)
    columns = remarks.COLUMNS[Measure.KIND](people, THEMES)
    assert np.array_equal(columns["2"], [1, 1, np.nan], equal_nan=True)
    assert np.array_equal(columns["1"], [0, 0, np.nan], equal_nan=True)


def test_a_note_counts_for_each_person_behind_it() -> None:
    assert len(persons(notes(2, "respect", 7), notes(1, "other", 0))) == 14


def test_several_comments_of_one_person_are_one_person_s() -> None:
    mine = [replace(item, voice=3) for item in (*comments(1, "respect"), *comments(1, "speed good"))]
    people = persons(mine, comments(3, "other"))
    assert len(people) == 4
    themes = remarks.COLUMNS[Measure.THEME](people, THEMES)
    assert (themes["respect"].sum(), themes["speed"].sum()) == (1, 1)
    assert remarks.COLUMNS[Measure.KIND](people, THEMES)["2"].tolist() == [1, 1, 1, 1]
    assert remarks.COLUMNS[Measure.POLARITY](people, THEMES)["positive"].tolist() == [1, 0, 0, 0]


def test_a_table_has_as_many_people_as_its_best_agreed_note() -> None:
    """Three people who agree to ten notes are three, not thirty."""
    table = [replace(item, event="s1", voice=1) for item in (*notes(9, "respect", 3), *notes(1, "speed", 2))]
    people = persons(table, [replace(item, event="s2", voice=1) for item in notes(1, "other", 4)])
    assert len(people) == 7
    themes = remarks.COLUMNS[Measure.SESSION_THEME](people, THEMES)
    assert (themes["respect"].sum(), themes["speed"].sum()) == (3, 2)


def test_what_was_not_read_is_counted() -> None:
    somali = [replace(item, language="so") for item in comments(12, "ixtiraam")]
    counts = remarks.count(heard(comments(21, "respect"), somali, notes(1, "a", 0)))
    assert counts == {
        "notes_read": 1,
        "notes_without_people": 1,
        "remarks_language_unclear": 0,
        "remarks_read": 33,
        "remarks_unscored_sentiment_no_measured_method": 12,
        "remarks_unscored_themes_no_codebook": 12,
    }


def test_methods_are_named_with_their_versions() -> None:
    assert remarks.methods(heard(comments(1, "respect"))) == {
        "language": "form 1",
        "sentiment": "fixed 1",
        "themes": "codebook 7",
    }

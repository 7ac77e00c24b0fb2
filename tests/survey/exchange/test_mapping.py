"""Mapping files: what they say, and that each mistake is told with file, key and reason."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.errors import ContentError
from questions.loader import load
from questions.model import DONT_KNOW, PREFER_NOT
from survey.exchange.columns import AnswerColumn, AnswerMapping, DayColumn, ImportedEvent, PlaceColumn, TextColumn
from survey.exchange.mapping import read_mapping
from survey.records import Program

LIBRARY = load()
FULL = """
source = "paper-2026"
instrument = "pulse"
encoding = "latin-1"
delimiter = ";"
row_id = ["form", "page"]
weight = "w"

[event]
name = "Paper forms"
program = "town_hall"
starts_on = 2026-01-01
ends_on = 2026-01-31
time_zone = "America/New_York"

[day]
column = "date"
format = "%d/%m/%Y"

[language]
column = "lang"
values = { 1 = "en", 2 = "es" }

[place]
column = "district"
values = { 9 = "missing" }
create = true

[questions]
c1 = { column = "trust", values = { 8 = "dont_know", 9 = "prefer_not", 7 = "missing", low = 1 } }
comment = { column = "words" }
"""


def read(text: str) -> AnswerMapping:
    return read_mapping(text, "m.toml", LIBRARY)


def problems_of(text: str) -> list[str]:
    with pytest.raises(ContentError) as caught:
        read(text)
    return [str(problem) for problem in caught.value.problems]


def test_a_whole_mapping() -> None:
    mapping = read(FULL)
    assert (mapping.source, mapping.instrument.id, mapping.row_id) == ("paper-2026", "pulse", ("form", "page"))
    assert (mapping.encoding, mapping.delimiter, mapping.weight) == ("latin-1", ";", "w")
    assert mapping.event == ImportedEvent(
        "Paper forms", Program.TOWN_HALL, "", date(2026, 1, 1), date(2026, 1, 31), "America/New_York"
    )
    assert mapping.day == DayColumn("date", "%d/%m/%Y")
    assert mapping.language == TextColumn("lang", {"1": "en", "2": "es"})
    assert mapping.place == PlaceColumn("district", {"9": "missing"}, create=True)
    trust = AnswerColumn("trust", {"8": DONT_KNOW, "9": PREFER_NOT, "7": None, "low": 1})
    assert mapping.questions == {"c1": trust, "comment": AnswerColumn("words")}
    assert set(mapping.columns()) == {"form", "page", "trust", "words", "date", "lang", "district", "w"}


SHORT = 'source = "s"\ninstrument = "pulse"\nlanguage = "en"\nday = 2026-01-02\n[questions.c1]\ncolumn = "t"\n'


def test_the_least_that_a_mapping_says() -> None:
    mapping = read(SHORT)
    assert (mapping.day, mapping.language, mapping.event, mapping.place) == (date(2026, 1, 2), "en", None, None)
    assert (mapping.encoding, mapping.delimiter, mapping.row_id) == ("utf-8", ",", ())


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('source = "s"', "", "m.toml: missing field 'source'"),
        ('"pulse"', '"pulsee"', "m.toml: instrument: no such questionnaire"),
        ('language = "en"', "", "m.toml: missing field 'language'"),
        ('"en"', '"English"', "m.toml: language: 'English' is not a language code such as en or es"),
        ("2026-01-02", '"2026-01-02"', "m.toml: day: should be a day, such as 2020-06-30 without quotes"),
        (
            "2026-01-02",
            '{ column = "d", format = "%d/%m" }',
            "m.toml: day: 'format' should hold day, month and year, such as %d/%m/%Y",
        ),
        ("[questions.c1]", "[questions.c99]", "m.toml: questions.c99: 'pulse' has no such question"),
        (
            "[questions.c1]",
            "[questions.neighborhood]",
            "m.toml: questions.neighborhood: neighborhoods go under [place]",
        ),
        ('column = "t"', 'colum = "t"', "m.toml: questions.c1: unknown field 'colum'"),
        (
            'column = "t"',
            'column = "t"\nvalues = { 9 = "dunno" }',
            "m.toml: questions.c1.values: '9' should be a whole number or one of dont_know, prefer_not, missing",
        ),
        (
            'column = "t"',
            'column = "t"\nvalues = { 9 = 6 }',
            "m.toml: questions.c1.values: '9' becomes 6, which the question does not offer",
        ),
        ('"s"', '"s"\ndelimiter = "x"', "m.toml: 'delimiter' should be one of ',', ';', '\\t', '|'"),
        ('"s"', '"s"\nencoding = "ebcdic"', "m.toml: 'encoding' should be one of 'utf-8', 'latin-1', 'windows-1252'"),
        ("[questions.c1]", "[event]\nname = 'x'\n[questions.c1]", "m.toml: ends_on: should be a day"),
        ("source", "sauce = 1\nsource", "m.toml: unknown field 'sauce'"),
    ],
)
def test_mistakes_name_file_key_and_reason(old: str, new: str, problem: str) -> None:
    assert old in SHORT
    assert any(told.startswith(problem) for told in problems_of(SHORT.replace(old, new)))


def test_all_mistakes_are_told_at_once() -> None:
    assert len(problems_of(SHORT.replace('"en"', '"English"').replace('"s"', '""').replace("c1", "c99"))) == 3


def test_a_day_apart_from_the_event_is_a_mistake() -> None:
    event = '[event]\nname = "Forms"\nstarts_on = 2026-02-01\nends_on = 2026-02-02\n'
    assert problems_of(SHORT + event) == ["m.toml: day: is not a day of the event"]


def test_a_questionnaire_without_neighborhoods_takes_none() -> None:
    told = problems_of(SHORT.replace("pulse", "staff").replace("c1", "s1") + '[place]\ncolumn = "p"\n')
    assert told == ["m.toml: place: 'staff' does not ask for a neighborhood"]


@given(st.text())
def test_any_text_gives_a_mapping_or_problems(text: str) -> None:
    for tried in (text, SHORT + text):
        try:
            read(tried)
        except ContentError as error:
            assert error.problems


VALUES = st.recursive(
    st.sampled_from(["1", '"x"', "true", "2026-01-02", "1.5", "07:30:00", '"dont_know"', '""']),
    lambda inner: inner.map(lambda one: f"[{one}]") | inner.map(lambda one: f"{{ column = {one}, values = {one} }}"),
    max_leaves=4,
)
KEYS = ["source", "instrument", "event", "day", "language", "questions", "place", "row_id", "weight", "encoding"]


@given(st.dictionaries(st.sampled_from(KEYS), VALUES))
def test_any_table_gives_a_mapping_or_problems(table: dict[str, str]) -> None:
    text = "\n".join(f"{key} = {value}" for key, value in ({"instrument": '"pulse"'} | table).items())
    try:
        read(text)
    except ContentError as error:
        assert error.problems

"""Importing answers through the only door: once each, all listed, nothing dropped."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from questions.errors import ContentError
from questions.model import DONT_KNOW, PREFER_NOT
from survey import imports, responses
from survey.context import Context
from survey.errors import SurveyError
from survey.exchange.answers_csv import read_table
from survey.exchange.mapping import read_mapping
from survey.imports import ImportReport, RefusedRow, import_answers
from survey.permissions import GRANTED, Permission, operator
from survey.records import STAFF_ROLES, Account, Event, Place, Role, Side
from tests.survey.conftest import stored_event

MAPPING = """
source = "paper-2026"
instrument = "pulse"
row_id = ["form"]
weight = "w"

[event]
name = "Paper forms"
program = "town_hall"
starts_on = 2026-01-01
ends_on = 2026-01-31

[day]
column = "day"

[language]
column = "lang"
values = { S = "es" }

[place]
column = "place"
values = { 99 = "missing" }

[questions]
c1 = { column = "trust", values = { 8 = "dont_know", 9 = "prefer_not", 7 = "missing" } }
c2 = { column = "voice" }
comment = { column = "words" }
"""
HEADING = "form,day,lang,place,trust,voice,words,w,extra\n"
GOOD = "1,2026-01-05,S,Old Town,8,5,=1+1,1.5,x\n2,2026-01-31,en,north,9,4.0,,,y\n3,2026-01-01,en,99,7,1,Hello,2,z\n"


def run(
    context: Context, rows: str, mapping: str = MAPPING, actor: Account | None = None, event: Event | None = None
) -> ImportReport:
    read = read_mapping(mapping, "m.toml", context.library)
    return import_answers(
        context, actor or operator(), read, read_table(io.BytesIO((HEADING + rows).encode())), event=event
    )


def test_rows_become_answers(context: Context) -> None:
    report = run(context, GOOD)
    found = {answer.day: answer for answer in context.store.responses.answered()}
    assert (report.read, report.added, report.repeated, report.refused) == (3, 3, 0, ())
    first, last, blank = found[date(2026, 1, 5)], found[date(2026, 1, 31)], found[date(2026, 1, 1)]
    assert (first.place, first.language, first.channel) == ("old-town", "es", "import")
    assert first.values == {"c1": DONT_KNOW, "c2": 5}
    assert (last.place, last.values) == ("north", {"c1": PREFER_NOT, "c2": 4})
    assert (blank.place, blank.values) == ("", {"c2": 1})
    assert {remark.text for remark in context.store.responses.remarks()} == {"=1+1", "Hello"}


def test_what_is_left_out_is_counted(context: Context) -> None:
    report = run(context, GOOD)
    assert report.unused == ("extra",)
    assert report.weights_ignored == 2
    assert report.unanswered == {"c1": 1, "c2": 0, "comment": 1}


def test_the_event_is_made_once_and_a_second_import_adds_nothing(context: Context) -> None:
    first = run(context, GOOD)
    again = run(context, GOOD + "4,2026-01-06,en,river,5,5,,,\n")
    assert (again.added, again.repeated, again.event) == (1, 3, first.event)
    assert [event.name for event in context.store.events.all()] == ["Paper forms"]
    assert responses.received(context, first.event) == 4


def test_a_second_import_adds_nothing_long_after_the_event_closed(context: Context) -> None:
    run(context, GOOD)
    assert responses.forget_old_receipts(context) == 0
    assert run(context, GOOD).added == 0


def test_without_row_ids_the_number_of_a_row_tells_it_apart(context: Context) -> None:
    numbered = MAPPING.replace('row_id = ["form"]\n', "")
    same = "1,2026-01-05,en,north,5,5,,,\n"
    assert run(context, same * 2, numbered).added == 2
    assert (run(context, same * 3, numbered).added, run(context, same * 3, numbered).added) == (1, 0)


def test_sources_are_kept_apart(context: Context) -> None:
    run(context, GOOD)
    assert run(context, GOOD, MAPPING.replace("paper-2026", "paper-2027")).added == 3


PLANTED = {
    3: ("2,2026-01-05,en,north,6,5,,,", {"c1": "not_a_choice"}),
    4: ("3,2026-01-05,en,north,-1,x,,,", {"c1": "value_not_mapped", "c2": "value_not_mapped"}),
    5: ("4,2026-01-05,en,Atlantis,5,5,,,", {"neighborhood": "unknown_place"}),
    6: ("5,2026-02-01,en,north,5,5,,,", {"day": "day_outside_event"}),
    7: ("6,05/01/2026,en,north,5,5,,,", {"day": "bad_day"}),
    8: ("7,2026-01-05,English,north,5,5,,,", {"language": "unknown_language"}),
    9: (",2026-01-05,en,north,5,5,,,", {"row_id": "row_id_missing"}),
    10: ("1,2026-01-05,en,north,5,5,,,", {"row_id": "duplicate_row"}),
    11: ("8,2026-01-05,en,,,,,,", {"": "nothing_answered"}),
    12: ("9,2026-01-05,en,north,5,5,,", {"": "wrong_columns"}),
    13: ('10,2026-01-05,en,north,5,5,"a"b,,', {"": "bad_row"}),
    14: (f"11,2026-01-05,en,north,5,5,{'x' * 1001},,", {"comment": "too_long"}),
    15: ("12,2026-01-05,en,north,5,5,a\x07b,,", {"comment": "bad_text"}),
}


def test_bad_rows_are_listed_with_line_and_reasons_and_the_rest_is_kept(context: Context) -> None:
    good = "1,2026-01-05,en,north,5,5,,,"
    last = "13,2026-01-05,en,north,5,5,,,"
    report = run(context, "\n".join([good, *(row for row, _ in PLANTED.values()), last]) + "\n")
    assert report.refused == tuple(RefusedRow(line, problems) for line, (_, problems) in PLANTED.items())
    assert (report.read, report.added) == (len(PLANTED) + 2, 2)


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_reason_has_words(context: Context, language: str) -> None:
    codes = {code for _, problems in PLANTED.values() for code in problems.values()} | {"bad_encoding"}
    assert all(len(imports.reason(context, language, code)) > 10 for code in codes)


def test_answers_may_go_to_an_event_that_is_there(context: Context) -> None:
    event = stored_event(context, starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 5))
    report = run(context, GOOD, event=event)
    assert (report.added, report.event) == (2, event)
    assert [row.problems for row in report.refused] == [{"day": "day_outside_event"}]
    other = stored_event(context, id=context.new_id(), code="CDF47X", instrument="full")
    with pytest.raises(SurveyError, match="wrong_instrument"):
        run(context, GOOD, event=other)


def test_a_mapping_without_an_event_needs_one(context: Context) -> None:
    start, end = MAPPING.index("[event]"), MAPPING.index("[day]")
    with pytest.raises(SurveyError, match="event_needed"):
        run(context, GOOD, MAPPING[:start] + MAPPING[end:])


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"words"', '"wards"', "m.toml: questions.comment: the file has no column 'wards'"),
        ('weight = "w"', 'weight = "W"', "m.toml: weight: the file has no column 'W'"),
        ("2026-01-31", "2025-01-31", "m.toml: event.ends_on: The last day is before the first day."),
        ("[day]", 'place = "atlantis"\n[day]', "m.toml: event.place: Please choose a neighborhood from the list."),
    ],
)
def test_a_mapping_that_fits_neither_file_nor_city_adds_nothing(
    context: Context, old: str, new: str, problem: str
) -> None:
    with pytest.raises(ContentError) as caught:
        run(context, GOOD, MAPPING.replace(old, new))
    assert str(caught.value) == problem
    assert context.store.events.all() == () and list(context.store.responses.answered()) == []


CREATE = MAPPING.replace(
    'values = { 99 = "missing" }', 'create = true\nvalues = { 1 = "South", 2 = "Old Town", 3 = "X", 99 = "missing" }'
)


def rows_at(*named: tuple[str, int]) -> str:
    """A row for each neighborhood as the file names it, with a rating."""
    return "".join(f"{number},2026-01-05,en,{place},{trust},5,,,\n" for number, (place, trust) in enumerate(named))


def test_neighborhoods_that_the_mapping_names_are_made_for_rows_that_are_added(context: Context) -> None:
    report = run(context, rows_at(("1", 5), ("2", 5), ("3", 6), ("SOUTH", 5), ("Lakeside", 5), ("99", 5)), CREATE)
    assert report.places_added == ("South",)
    assert context.store.places.all()[3:] == (Place("south", "South"),)
    assert sorted(one.place for one in context.store.responses.answered()) == ["", "old-town", "south", "south"]
    assert [row.problems for row in report.refused] == [{"c1": "not_a_choice"}, {"neighborhood": "unknown_place"}]


def test_without_names_in_the_mapping_each_name_in_the_file_becomes_a_neighborhood(context: Context) -> None:
    mapping = MAPPING.replace("values = { 99 =", "create = true\nvalues = { 99 =")
    report = run(context, rows_at(("Lakeside", 5), ("lakeside", 5), ("north", 5), ("Bad\u202e", 5), ("99", 5)), mapping)
    assert (report.places_added, report.added) == (("Lakeside",), 4)
    assert [row.problems for row in report.refused] == [{"neighborhood": "unknown_place"}]


@pytest.mark.parametrize("role", sorted(set(Role)))
def test_only_those_with_the_permission_import(context: Context, role: Role) -> None:
    actor = Account(context.new_id(), "x", role, Side.INDEPENDENT)
    if Permission.IMPORT_ANSWERS in GRANTED[role]:
        assert run(context, GOOD, actor=actor).added == 3
        assert ("imported_answers", f"{context.store.events.all()[0].code}: 3") in {
            entry[2:] for entry in context.store.audit.all()
        }
    else:
        with pytest.raises(SurveyError, match="not_allowed"):
            run(context, GOOD, actor=actor)
        assert list(context.store.responses.answered()) == []


def test_making_neighborhoods_takes_the_permission_for_settings(context: Context) -> None:
    analyst = Account(context.new_id(), "x", Role.ANALYST, Side.INDEPENDENT)
    with pytest.raises(SurveyError, match="not_allowed"):
        run(context, GOOD, CREATE, actor=analyst)
    assert context.store.events.all() == ()


def test_the_operator_is_never_stored(context: Context, account_for: Callable[..., Account]) -> None:
    account_for(Role.ANALYST)
    with pytest.raises(SurveyError):
        context.store.accounts.add(replace(operator(), id=context.new_id()))
    assert [account.role for account in context.store.accounts.all()] == [Role.ANALYST]


def test_names_in_comments_are_redacted_like_those_of_any_door(context: Context) -> None:
    run(context, "1,2026-01-05,en,north,5,5,Call me at 555-867-5309,,\n")
    assert [("867" in remark.text, "Call me" in remark.text) for remark in context.store.responses.remarks()] == [
        (False, True)
    ]


def test_commands_may_import_publish_and_set_neighborhoods_and_no_more() -> None:
    assert GRANTED[Role.OPERATOR] == {
        Permission.SEE_RELEASE,
        Permission.SEE_EVENTS,
        Permission.IMPORT_ANSWERS,
        Permission.PUBLISH_RELEASE,
        Permission.CHANGE_SETTINGS,
    }
    assert operator().role is Role.OPERATOR and Role.OPERATOR not in STAFF_ROLES

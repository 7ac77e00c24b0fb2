"""Paper forms: numbers, keys, typing in twice, and sending on, whatever breaks in between."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.records import Value
from questions.model import OFF_SCALE, Choice, Instrument, Question, QuestionKind
from survey import access, events, responses
from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.paper import comparing, keying, numbers, printing
from survey.paper.fields import ROW, keys_of, read_typed, typed_as, width
from survey.records import Account, Channel, Event, Place, Role, Side, Submission
from survey.storage.paper import form_key
from tests.survey.conftest import LIBRARY, NOON, PASSWORD, PLACES, stored_event

Make = Callable[..., Account]
CODES = st.text(events.ALPHABET, min_size=6, max_size=6)
ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@given(CODES, st.integers(1, 9_999_999))
def test_a_number_reads_back(code: str, number: int) -> None:
    written = numbers.written(code, number)
    assert numbers.read(code, f" {written.lower()} ") == numbers.read(code, f"00{written}") == number


def is_noticed(code: str, typed: str) -> bool:
    try:
        numbers.read(code, typed)
    except SurveyError as error:
        return error.code in ("form_number_shape", "form_number_letter")
    return False


@given(CODES, st.integers(1, 999_999))
def test_every_wrong_character_is_noticed(code: str, number: int) -> None:
    written = numbers.written(code, number)
    for place, right in enumerate(written):
        for wrong in set(ALPHANUMERIC + " -.") - {right}:
            assert is_noticed(code, written[:place] + wrong + written[place + 1 :]), (written, place, wrong)


@given(CODES, st.integers(1, 999_999))
def test_every_swap_of_neighbors_is_noticed(code: str, number: int) -> None:
    written = numbers.written(code, number)
    for place in range(len(written) - 1):
        if written[place] != written[place + 1]:
            swapped = written[:place] + written[place + 1] + written[place] + written[place + 2 :]
            assert is_noticed(code, swapped), (written, swapped)


def test_forms_of_other_events_are_mostly_noticed() -> None:
    chance = random.Random(3)
    codes = ["".join(chance.choices(events.ALPHABET, k=6)) for _ in range(2000)]
    noticed = sum(is_noticed("CDF479", numbers.written(code, 12)) for code in codes)
    assert noticed > 0.9 * len(codes)


def city_places(count: int) -> list[Place]:
    return [Place(f"place-{number}", f"Place {number}") for number in range(1, count + 1)]


@st.composite
def filled(draw: st.DrawFn) -> tuple[Instrument, dict[str, Value], list[Place]]:
    """An instrument and valid answers to it."""
    instrument = LIBRARY.instruments[draw(st.sampled_from(sorted(LIBRARY.instruments)))]
    places = city_places(draw(st.sampled_from([1, 3, 9, 10, 120])))
    values: dict[str, Value] = {}
    for question in instrument.questions:
        if draw(st.booleans()):
            values[question.id] = draw(VALUES[question.kind](question, places))
    values = {name: value for name, value in values.items() if name != "comment_kind" or "comment" in values}
    return instrument, values, places


def several(question: Question) -> st.SearchStrategy[tuple[int, ...]]:
    on_scale = [choice.value for choice in question.scale]
    alone = [choice.value for choice in question.choices if choice.off_scale]
    some = st.sets(st.sampled_from(on_scale), min_size=1).map(lambda chosen: tuple(sorted(chosen)))
    return st.one_of(some, st.sampled_from(alone).map(lambda one: (one,))) if alone else some


def one_of(question: Question, _places: list[Place]) -> st.SearchStrategy[int]:
    return st.sampled_from([choice.value for choice in question.choices])


VALUES = {
    QuestionKind.RATING: one_of,
    QuestionKind.CHOICE: one_of,
    QuestionKind.CHOICES: lambda question, _: several(question),
    QuestionKind.PLACE: lambda _, places: st.sampled_from([place.id for place in places]),
    QuestionKind.COMMENT: lambda *_: (
        st.text("abc de,.\n", min_size=1, max_size=50).map(str.strip).filter(lambda text: bool(text))
    ),
}


@given(filled())
def test_typed_keys_read_back_as_the_values_they_stand_for(
    made: tuple[Instrument, dict[str, Value], list[Place]],
) -> None:
    instrument, values, places = made
    typed = {name: typed_as(_question(instrument, name), value, places) for name, value in values.items()}
    reading = read_typed(instrument, typed, places)
    assert reading.values == values
    assert reading.problems == ({} if values else {"": "nothing_answered"})
    assert read_typed(instrument, {name: text.lower() for name, text in typed.items()}, places).values == values


def _question(instrument: Instrument, name: str) -> Question:
    found = instrument.question(name)
    assert found is not None
    return found


@pytest.mark.parametrize("count", [2, 9, 12, len(ROW), len(ROW) + 1, 150])
def test_all_keys_of_a_question_are_different_and_as_long(count: int) -> None:
    choices = tuple(Choice(value, "x", "x") for value in [*range(count), *sorted(OFF_SCALE)])
    question = Question("q", QuestionKind.CHOICE, "c", "?", "s", choices=choices)
    keys = keys_of(question, ())
    assert sorted(keys.values(), key=str) == sorted((choice.value for choice in choices), key=str)
    assert {len(key) for key in keys} <= {1, width(keys)}


def test_what_is_no_key_is_a_problem_and_never_another_answer() -> None:
    instrument = LIBRARY.instruments["full"]
    typed = {"neighborhood": "north", "c1": "6", "c2": "45", "race": "19", "c3": "-1", "comment_kind": "1"}
    reading = read_typed(instrument, typed, PLACES)
    assert reading.values == {}
    assert set(reading.problems) == typed.keys()


@pytest.fixture
def steward(account_for: Make) -> Account:
    return account_for(Role.STEWARD)


@pytest.fixture
def helper(context: Context, steward: Account) -> Account:
    return access.add_helper(context, steward, "hana", PASSWORD)


@pytest.fixture
def liaison(account_for: Make) -> Account:
    return account_for(Role.LIAISON, Side.POLICE)


@pytest.fixture
def printed(context: Context, event: Event, liaison: Account, steward: Account) -> Event:
    """The event with 60 printed forms."""
    printing.print_forms(context, liaison, event, 60, "en")
    return event


def key(context: Context, by: Account, event: Event, number: int, **typed: str) -> None:
    keying.key_form(context, by, event, numbers.written(event.code, number), typed or {"c1": "4"})


def check_all(context: Context, by: Account, event: Event, **typed: str) -> int:
    """Types the whole sample in again; how many fields differed."""
    sample = keying.desk(context, by, event).sample
    return sum(keying.key_again(context, by, event, number, typed or {"c1": "4"}) for number in sample)


def test_numbers_go_on_from_the_last_batch(context: Context, event: Event, liaison: Account, steward: Account) -> None:
    first = printing.print_forms(context, liaison, event, 3, "en")
    second = printing.print_forms(context, liaison, event, 200, "en")
    assert [(batch.first, batch.last) for batch in (first, second)] == [(1, 3), (4, 203)]
    assert printing.batches(context, liaison, event) == (first, second)
    assert printing.forms_of(context, liaison, event, 1)[2] == tuple(
        numbers.written(event.code, number) for number in (1, 2, 3)
    )
    assert printing.standing(context, liaison, event).printed == 203


@pytest.mark.parametrize(
    ("count", "language", "problem"), [(0, "en", "count"), (201, "en", "count"), (5, "es", "language")]
)
def test_a_batch_is_one_to_two_hundred_forms_in_a_language_of_the_event(
    context: Context, event: Event, liaison: Account, steward: Account, count: int, language: str, problem: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        printing.print_forms(context, liaison, event, count, language)
    assert set(caught.value.problems) == {problem}


def test_without_a_steward_paper_is_off(context: Context, event: Event, liaison: Account, steward: Account) -> None:
    helper = access.add_helper(context, steward, "hana", PASSWORD)
    printing.print_forms(context, liaison, event, 3, "en")
    context.store.accounts.change(replace(steward, active=False))
    number = numbers.written(event.code, 1)
    for act in (
        lambda: printing.print_forms(context, liaison, event, 3, "en"),
        lambda: keying.desk(context, helper, event),
        lambda: keying.key_form(context, helper, event, number, {"c1": "4"}),
        lambda: keying.key_again(context, helper, event, number, {"c1": "4"}),
        lambda: keying.differences(context, helper, event, number),
        lambda: keying.send(context, helper, event),
    ):
        with pytest.raises(SurveyError, match="no_steward"):
            act()


def test_a_helper_is_independent_and_may_only_type_forms_in(
    context: Context, helper: Account, steward: Account
) -> None:
    assert (helper.role, helper.side) == (Role.HELPER, Side.INDEPENDENT)
    assert access.helpers(context, steward) == (helper,)
    access.set_helper_active(context, steward, helper.id, False)
    assert not access.helpers(context, steward)[0].active
    with pytest.raises(SurveyError, match="not_allowed"):
        access.set_helper_active(context, steward, steward.id, False)


def decided(context: Context, event: Event, helper: Account, steward: Account, comment: str) -> None:
    """Form 1 was typed in twice, and the steward decides that the paper says something else."""
    number = numbers.written(event.code, 1)
    key(context, helper, event, 1, c1="4", comment="one")
    keying.key_again(context, steward, event, number, {"c1": "4", "comment": "two"})
    keying.decide(context, steward, event, number, {"comment": "other"}, {"comment": comment})


def test_a_decided_comment_that_grows_by_its_masks_is_too_long_there_and_then(
    context: Context, printed: Event, helper: Account, steward: Account
) -> None:
    with pytest.raises(InvalidInput) as caught:
        decided(context, printed, helper, steward, ("Mr. Li saw it. " * 70)[:1000])
    assert caught.value.problems == {"comment": "too_long"}
    chosen, number = {"comment": "other"}, numbers.written(printed.code, 1)
    keying.decide(context, steward, printed, number, chosen, {"comment": "Mr. Li walks"})
    assert keying.send(context, steward, printed) == 1


def test_one_form_that_no_longer_fits_holds_up_no_other_and_is_typed_in_anew(
    context: Context, printed: Event, helper: Account, steward: Account
) -> None:
    """What is kept of form 1 fits no more: a neighborhood that is gone, and a comment from before the limit held."""
    old = {"c1": 4, "neighborhood": "gone", "comment": "x" * 1001}
    context.store.paper.keep_first(printed.id, 1, helper.id, old)
    key(context, helper, printed, 2)
    key(context, helper, printed, 3)
    check_all(context, steward, printed)
    number = numbers.written(printed.code, 1)
    desk = keying.desk(context, steward, printed)
    assert desk.aside == {number: {"neighborhood": "unknown_place", "comment": "too_long"}}
    assert (desk.ready, next(iter(desk.waiting)), number in desk.done) == (2, number, False)
    assert keying.send(context, steward, printed) == 2
    with pytest.raises(SurveyError, match="nothing_to_send"):
        keying.send(context, steward, printed)
    form = context.store.paper.form(printed.id, 1)
    assert form is not None and form.first == old and not form.sent
    key(context, helper, printed, 1, c1="4", neighborhood="2")
    assert keying.desk(context, steward, printed).aside == {}
    check_all(context, steward, printed, c1="4", neighborhood="2")
    assert keying.send(context, steward, printed) == 1
    assert responses.received(context, printed) == 3


def test_a_second_typing_that_no_longer_fits_puts_the_form_aside_too(
    context: Context, printed: Event, helper: Account, steward: Account
) -> None:
    key(context, helper, printed, 1)
    key(context, helper, printed, 2)
    number = numbers.written(printed.code, 1)
    context.store.paper.keep_second(printed.id, 1, steward.id, {"c1": 4, "c2": 77}, 2, 1)
    keying.key_again(context, steward, printed, numbers.written(printed.code, 2), {"c1": "4"})
    with pytest.raises(SurveyError, match="form_keyed"):
        keying.differences(context, steward, printed, number)
    assert keying.desk(context, steward, printed).aside == {number: {"c2": "not_a_choice"}}
    assert keying.send(context, steward, printed) == 1
    key(context, helper, printed, 1)
    form = context.store.paper.form(printed.id, 1)
    assert form is not None and (form.first, form.second, form.second_by) == ({"c1": 4}, None, None)


def test_only_the_typing_that_was_judged_is_forgotten(context: Context, printed: Event, helper: Account) -> None:
    """Two people type a form anew at once: the second must not erase what the first just typed."""
    key(context, helper, printed, 1, c1="5")
    with pytest.raises(SurveyError, match="form_keyed"):
        context.store.paper.reopen(printed.id, 1, {"c1": 4})
    form = context.store.paper.form(printed.id, 1)
    assert form is not None and form.first == {"c1": 5}


def test_a_difference_that_is_no_longer_asked_for_needs_no_decision(
    context: Context, steward: Account, liaison: Account, helper: Account
) -> None:
    event = stored_event(context, code="GHJ346", instrument="youth")
    allowed = replace(context.store.city.profile(), youth_comments=True)
    context.store.city.set_profile(allowed)
    printing.print_forms(context, liaison, event, 1, "en")
    key(context, helper, event, 1, y1="3", comment="Words")
    check_all(context, steward, event, y1="2", comment="Other words")
    context.store.city.set_profile(replace(allowed, youth_comments=False))
    found = keying.differences(context, steward, event, numbers.written(event.code, 1))
    assert [item.question for item in found] == ["y1"]


def test_every_problem_is_said_at_once_and_nothing_is_kept(context: Context, printed: Event, helper: Account) -> None:
    key(context, helper, printed, 2)
    wrong = {
        "": "form_number_shape",
        "2": "form_number_shape",
        "2Z": "form_number_letter",
        numbers.written(printed.code, 61): "form_not_printed",
        numbers.written(printed.code, 2): "form_keyed",
    }
    for number, code in wrong.items():
        with pytest.raises(InvalidInput) as caught:
            keying.key_form(context, helper, printed, number, {"c1": "9", "c2": "3"})
        assert caught.value.problems == {"number": code, "c1": "not_a_key"}
    assert printing.standing(context, helper, printed).keyed == 1


def test_names_in_comments_never_reach_the_store(context: Context, printed: Event, helper: Account) -> None:
    key(context, helper, printed, 1, comment="Officer Smith, call 270-555-0123", comment_kind="2")
    form = context.store.paper.form(printed.id, 1)
    assert form is not None and form.first == {"comment": "Officer [name], call [phone]", "comment_kind": 2}


@pytest.mark.parametrize(("keyed", "expected"), [(1, 1), (4, 4), (5, 5), (41, 5), (51, 6), (60, 6)])
def test_one_form_in_ten_is_checked_at_least_five_or_all(
    context: Context, printed: Event, helper: Account, steward: Account, keyed: int, expected: int
) -> None:
    for number in range(1, keyed + 1):
        key(context, helper, printed, number)
    desk = keying.desk(context, steward, printed)
    assert (len(desk.sample), desk.ready) == (expected, 0)
    assert keying.desk(context, helper, printed).mine == expected
    assert keying.desk(context, helper, printed).sample == {}


def test_the_sample_is_drawn_by_chance_and_by_the_secret(
    context: Context, printed: Event, helper: Account, steward: Account
) -> None:
    for number in range(1, 61):
        key(context, helper, printed, number)
    drawn = {
        secret: tuple(keying.desk(replace(context, secret=secret * 32), steward, printed).sample)
        for secret in (b"a", b"b", b"c")
    }
    assert len(set(drawn.values())) == 3
    assert drawn[b"a"] == tuple(keying.desk(replace(context, secret=b"a" * 32), steward, printed).sample)


def test_nobody_checks_what_they_typed_in_themselves(context: Context, printed: Event, helper: Account) -> None:
    key(context, helper, printed, 1)
    with pytest.raises(InvalidInput) as caught:
        keying.key_again(context, helper, printed, numbers.written(printed.code, 1), {"c1": "4"})
    assert caught.value.problems == {"number": "form_own"}


def test_only_the_sample_is_checked(context: Context, printed: Event, helper: Account, steward: Account) -> None:
    for number in range(1, 21):
        key(context, helper, printed, number)
    sample = keying.desk(context, steward, printed).sample
    other = next(
        written for written in (numbers.written(printed.code, n) for n in range(1, 21)) if written not in sample
    )
    with pytest.raises(InvalidInput) as caught:
        keying.key_again(context, steward, printed, other, {"c1": "4"})
    assert caught.value.problems == {"number": "form_not_in_sample"}


def test_what_differs_is_counted_and_decided_by_the_paper(
    context: Context, printed: Event, helper: Account, steward: Account
) -> None:
    number = numbers.written(printed.code, 1)
    key(context, helper, printed, 1, c1="4", c2="5", c3="1", comment="More walks, please")
    again = {"c1": "4", "c2": "3", "c4": "2", "c3": "2", "comment": "more walks please"}
    assert keying.key_again(context, steward, printed, number, again) == 3
    found = {item.question: (item.first, item.second) for item in keying.differences(context, steward, printed, number)}
    assert found == {"c2": (5, 3), "c4": (None, 2), "c3": (1, 2)}
    with pytest.raises(SurveyError, match="sample_open"):
        keying.send(context, steward, printed)
    with pytest.raises(InvalidInput) as caught:
        keying.decide(context, steward, printed, number, {"c2": "first", "c4": "other", "c3": "x"}, {"c4": "9"})
    assert caught.value.problems == {"c3": "needed"}
    with pytest.raises(InvalidInput) as caught:
        keying.decide(context, steward, printed, number, {"c2": "first", "c4": "other", "c3": "second"}, {"c4": "9"})
    assert caught.value.problems == {"c4": "not_a_key"}
    chosen = {"c2": "first", "c4": "other", "c3": "second"}
    keying.decide(context, steward, printed, number, chosen, {"c4": "5"})
    form = context.store.paper.form(printed.id, 1)
    assert form is not None
    assert form.first == {"c1": 4, "c2": 5, "c3": 2, "c4": 5, "comment": "More walks, please"}
    assert (form.second, form.compared, form.differing) == (None, 5, 3)
    actions = [(action, subject) for _, _, action, subject in context.store.audit.all()]
    assert ("decided_form", printed.code) in actions
    standing = printing.standing(context, steward, printed)
    assert standing.rate is not None
    assert (round(standing.rate.percent, 1), round(standing.rate.low, 1), round(standing.rate.high, 1)) == (
        60.0,
        23.1,
        88.2,
    )


def test_a_rate_has_wilsons_interval() -> None:
    """10 of 100: 5.5 to 17.4 percent (Newcombe 1998, Statistics in Medicine 17, 857-872, method 3)."""
    found = comparing.rate(10, 100)
    assert found is not None
    assert (found.percent, round(found.low, 1), round(found.high, 1)) == (10.0, 5.5, 17.4)
    assert comparing.rate(0, 0) is None


def test_a_batch_is_sent_once_and_nothing_of_it_stays(
    context: Context, printed: Event, helper: Account, steward: Account
) -> None:
    for number in range(1, 13):
        key(context, helper, printed, number, c1="4", neighborhood="2", comment="Walk more")
    check_all(context, steward, printed, c1="4", neighborhood="2", comment="Walk more")
    assert keying.send(context, steward, printed) == 12
    assert responses.received(context, printed) == 12
    found = list(context.store.responses.answered())
    assert {item.channel for item in found} == {Channel.PAPER}
    assert {item.place for item in found} == {"old-town"}
    assert {item.day for item in found} == {NOON.date()}
    for form in context.store.paper.forms(printed.id)[:12]:
        assert (form.language, form.first_by, form.first, form.second_by, form.second) == ("", None, None, None, None)
        assert form.sent
    assert printing.standing(context, steward, printed) == printing.Standing(60, 12, 5, 12, 15, 0)
    with pytest.raises(SurveyError, match="nothing_to_send"):
        keying.send(context, steward, printed)
    with pytest.raises(InvalidInput) as caught:
        key(context, helper, printed, 1)
    assert caught.value.problems == {"number": "form_keyed"}
    assert responses.received(context, printed) == 12


def test_paper_comes_in_after_the_event_closed_on_its_last_day(
    context: Context, printed: Event, helper: Account, steward: Account
) -> None:
    later = replace(context, clock=lambda: NOON.replace(year=2027))
    key(later, helper, printed, 1)
    check_all(later, steward, printed)
    assert keying.send(later, steward, printed) == 1
    (found,) = context.store.responses.answered()
    assert found.day == date(2026, 6, 30)


class Broken(Exception):
    pass


@pytest.mark.parametrize("receipts_forgotten", [False, True])
def test_a_break_between_sending_and_erasing_doubles_nothing(
    context: Context, printed: Event, helper: Account, steward: Account, receipts_forgotten: bool
) -> None:
    """What `send` does first is done, and the process ends there; then it is sent again, perhaps a year later."""
    key(context, helper, printed, 1)
    key(context, helper, printed, 2)
    check_all(context, steward, printed)
    arriving = [
        Submission(form_key(printed.id, number), {"c1": 4}, "en", Channel.PAPER, NOON.date()) for number in (1, 2)
    ]
    responses.submit_many(context, printed, arriving)
    assert not any(form.sent for form in context.store.paper.forms(printed.id))
    later = replace(context, clock=lambda: NOON.replace(year=2027))
    if receipts_forgotten:
        assert responses.forget_old_receipts(later) == 2
        with pytest.raises(SurveyError, match="nothing_to_send"):
            keying.send(later, steward, printed)
    else:
        assert keying.send(context, steward, printed) == 2
    assert responses.received(context, printed) == 2
    assert [form.sent for form in context.store.paper.forms(printed.id)[:3]] == [True, True, False]


def test_a_failed_send_keeps_everything(
    context: Context, printed: Event, helper: Account, steward: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    key(context, helper, printed, 1)
    check_all(context, steward, printed)

    def break_off(*_: object) -> None:
        raise Broken

    with monkeypatch.context() as patched:
        patched.setattr(context.store.responses, "save", break_off)
        with pytest.raises(Broken):
            keying.send(context, steward, printed)
    form = context.store.paper.form(printed.id, 1)
    assert form is not None and form.first == {"c1": 4} and not form.sent
    assert keying.send(context, steward, printed) == 1
    assert responses.received(context, printed) == 1


def test_a_comment_that_is_no_longer_asked_for_is_left_out(
    context: Context, steward: Account, liaison: Account, helper: Account
) -> None:
    event = stored_event(context, code="GHJ346", instrument="youth")
    allowed = replace(context.store.city.profile(), youth_comments=True)
    context.store.city.set_profile(allowed)
    printing.print_forms(context, liaison, event, 2, "en")
    key(context, helper, event, 1, comment="Only words")
    key(context, helper, event, 2, y1="3", comment="Words")
    check_all(context, steward, event, comment="Only words")
    for written in keying.desk(context, steward, event).undecided:
        found = keying.differences(context, steward, event, written)
        keying.decide(context, steward, event, written, {item.question: "first" for item in found}, {})
    context.store.city.set_profile(replace(allowed, youth_comments=False))
    assert keying.send(context, steward, event) == 2
    assert responses.received(context, event) == 1
    assert list(context.store.responses.remarks()) == []
    assert printing.standing(context, steward, event).sent == 2


def test_a_printed_questionnaire_cannot_change(context: Context, printed: Event, liaison: Account) -> None:
    facts = {name: getattr(printed, name) for name in events.EventDraft.__dataclass_fields__}
    with pytest.raises(InvalidInput) as caught:
        events.change(context, liaison, printed, events.EventDraft(**{**facts, "instrument": "full"}))
    assert caught.value.problems == {"instrument": "already_printed"}


def test_a_batch_prints_again_until_it_was_sent(
    context: Context, printed: Event, liaison: Account, helper: Account, steward: Account
) -> None:
    key(context, helper, printed, 1)
    check_all(context, steward, printed)
    keying.send(context, steward, printed)
    _, language, left = printing.forms_of(context, liaison, printed, 1)
    assert (language, len(left)) == ("en", 59)
    with pytest.raises(SurveyError, match="form_not_printed"):
        printing.forms_of(context, liaison, printed, 2)


def test_two_people_at_once_type_a_form_in_once(context: Context, printed: Event, helper: Account) -> None:
    context.store.paper.keep_first(printed.id, 1, uuid4(), {"c1": 1})
    with pytest.raises(SurveyError, match="form_keyed"):
        context.store.paper.keep_first(printed.id, 1, helper.id, {"c1": 2})
    form = context.store.paper.form(printed.id, 1)
    assert form is not None and form.first == {"c1": 1}

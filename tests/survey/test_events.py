"""Planning events."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from survey import city, events, releases, responses
from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.events import EventDraft
from survey.records import Account, Event, EventState, Program, Role
from tests.survey.conftest import stored_event
from tests.survey.test_responses import submission

DRAFT = EventDraft(
    name="Saturday cookout",
    program=Program.COMMUNITY_EVENT,
    place="north",
    starts_on=date(2026, 7, 1),
    ends_on=date(2026, 7, 2),
    time_zone="America/Chicago",
    instrument="pulse",
    languages=("en",),
)


def test_an_event_gets_a_code_nobody_can_misread(context: Context, account_for: Callable[..., Account]) -> None:
    planned = events.plan(context, account_for(Role.LIAISON), DRAFT)
    assert len(planned.code) == events.CODE_LENGTH
    assert not set(planned.code) & set("AEIOU01LZ2S5B8")
    assert events.find(context, f" {planned.code[:3].lower()}-{planned.code[3:]} ") == planned
    assert events.address(context, planned) == f"https://hear.larkton.example/s/{planned.code}"


def test_codes_of_real_events_never_lead_into_the_demo() -> None:
    assert not set("DEMO") <= set(events.ALPHABET)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"name": "x"}, {"name": "name_length"}),
        ({"place": "atlantis"}, {"place": "unknown_place"}),
        ({"ends_on": date(2026, 6, 1)}, {"ends_on": "ends_before_start"}),
        ({"time_zone": "Mars/Olympus"}, {"time_zone": "unknown_time_zone"}),
        ({"instrument": "census"}, {"instrument": "unknown_instrument"}),
        ({"languages": ()}, {"languages": "language_needed"}),
        ({"languages": ("en", "es")}, {"languages": "language_not_accepted"}),
        ({"name": "", "instrument": ""}, {"name": "name_length", "instrument": "unknown_instrument"}),
    ],
)
def test_every_problem_is_named(
    context: Context, account_for: Callable[..., Account], change: dict[str, object], problem: dict[str, str]
) -> None:
    with pytest.raises(InvalidInput) as caught:
        events.plan(context, account_for(Role.LIAISON), replace(DRAFT, **change))  # type: ignore[arg-type]  # the test knows the fields
    assert caught.value.problems == problem
    assert context.store.events.all() == ()


@pytest.mark.parametrize("role", [Role.LEADER, Role.ANALYST, Role.STEWARD])
def test_only_liaisons_and_administrators_plan(
    context: Context, account_for: Callable[..., Account], role: Role
) -> None:
    with pytest.raises(SurveyError, match="not_allowed"):
        events.plan(context, account_for(role), DRAFT)
    with pytest.raises(SurveyError, match="not_allowed"):
        events.plan(context, None, DRAFT)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 5, 31), EventState.REHEARSAL),
        (date(2026, 6, 1), EventState.OPEN),
        (date(2026, 6, 30), EventState.OPEN),
        (date(2026, 7, 1), EventState.CLOSED),
    ],
)
def test_an_event_opens_and_closes_by_the_day(event: Event, today: date, state: EventState) -> None:
    assert events.state(event, today) is state


def test_a_draft_language_reaches_residents_only_after_a_named_speaker_accepted_it(
    context: Context, account_for: Callable[..., Account]
) -> None:
    event = stored_event(context, languages=("en", "es"))
    assert events.languages_of(context, event) == ("en",)
    events.accept_language(context, account_for(Role.STEWARD), "es", "Rosa Ibarra")
    assert events.languages_of(context, event) == ("en", "es")
    changed = {**context.texts.languages, "es": {**context.texts.languages["es"], "phrase.noun_0": "otra palabra"}}
    assert events.languages_of(replace(context, texts=replace(context.texts, languages=changed)), event) == ("en",)


def test_the_demo_city_shows_drafts(context: Context) -> None:
    assert "es" in events.languages_on_offer(replace(context, synthetic=True))


def test_an_answered_event_keeps_its_questionnaire(context: Context, account_for: Callable[..., Account]) -> None:
    liaison = account_for(Role.LIAISON)
    today = replace(DRAFT, starts_on=date(2026, 6, 1))
    event = events.plan(context, liaison, today)
    changed = events.change(context, liaison, event, replace(today, name="Sunday cookout", instrument="full"))
    assert (changed.code, changed.name, changed.instrument) == (event.code, "Sunday cookout", "full")
    responses.submit(context, changed, submission())
    with pytest.raises(InvalidInput) as caught:
        events.change(context, liaison, changed, today)
    assert caught.value.problems == {"instrument": "already_answered"}


def test_the_phrase_is_the_same_two_things_in_each_language(context: Context, event: Event) -> None:
    english, spanish = (events.phrase(context, event, language) for language in ("en", "es"))
    assert english.endswith(" 42")
    assert spanish.endswith(" 42")
    assert english != spanish


def test_an_unknown_code_is_said_to_be_unknown(context: Context) -> None:
    with pytest.raises(SurveyError, match="unknown_code"):
        events.find(context, "NOPE")


def test_young_people_are_asked_for_comments_only_if_the_steward_allows(
    context: Context, account_for: Callable[..., Account]
) -> None:
    event = stored_event(context, instrument="youth")
    assert "comment" not in {question.id for question in events.instrument_of(context, event).questions}
    with pytest.raises(SurveyError, match="not_allowed"):
        city.allow_youth_comments(context, account_for(Role.ADMINISTRATOR), True)
    city.allow_youth_comments(context, account_for(Role.STEWARD), True)
    assert "comment" in {question.id for question in events.instrument_of(context, event).questions}


MONTH = replace(DRAFT, program=Program.AFTER_SERVICE, starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 31))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({}, {}),
        ({"starts_on": date(2026, 2, 1), "ends_on": date(2026, 2, 28)}, {}),
        ({"place": ""}, {"place": "district_needed"}),
        ({"ends_on": date(2026, 7, 1)}, {"ends_on": "whole_month"}),
        ({"ends_on": date(2026, 8, 31)}, {"ends_on": "whole_month"}),
        ({"starts_on": date(2026, 7, 2)}, {"starts_on": "whole_month"}),
    ],
)
def test_after_service_calls_a_code_covers_a_district_and_a_month(
    context: Context, change: dict[str, object], problem: dict[str, str]
) -> None:
    assert events.check(context, replace(MONTH, **change)) == problem  # type: ignore[arg-type]  # the test knows the fields


def test_after_service_calls_there_is_one_code_for_a_district_and_month(
    context: Context, account_for: Callable[..., Account]
) -> None:
    liaison = account_for(Role.LIAISON)
    planned = events.plan(context, liaison, MONTH)
    assert events.check(context, MONTH) == {"place": "month_taken"}
    assert events.check(context, replace(MONTH, place="river")) == {}
    assert events.change(context, liaison, planned, replace(MONTH, name="Calls in July")).name == "Calls in July"


def test_published_events_keep_their_kind_and_last_day(context: Context, account_for: Callable[..., Account]) -> None:
    """With the figures of other days beside those that are out, the few in between could be found."""
    liaison = account_for(Role.LIAISON)
    event = events.plan(context, liaison, replace(DRAFT, starts_on=date(2026, 6, 1), ends_on=date(2026, 6, 14)))
    as_planned = {field: getattr(event, field) for field in vars(DRAFT)}
    moved = replace(DRAFT, **{**as_planned, "program": Program.AFTER_SERVICE, "ends_on": date(2026, 6, 30)})
    moved_back = replace(DRAFT, **{**as_planned, "program": Program.TOWN_HALL, "ends_on": date(2026, 6, 13)})
    events.change(context, liaison, event, moved)
    event = events.change(context, liaison, event, EventDraft(**as_planned))
    releases.publish_nightly(context)
    for draft in (moved, moved_back):
        with pytest.raises(InvalidInput) as caught:
            events.change(context, liaison, event, draft)
        assert caught.value.problems == {"program": "results_out", "ends_on": "results_out"}
    renamed = replace(DRAFT, **{**as_planned, "name": "Renamed", "place": "river"})
    assert events.change(context, liaison, event, renamed).place == "river"


def test_an_event_that_was_open_in_every_release_can_still_move(
    context: Context, event: Event, account_for: Callable[..., Account]
) -> None:
    releases.publish_nightly(context)
    draft = replace(DRAFT, starts_on=event.starts_on, program=Program.COMMUNITY_EVENT)
    assert events.change(context, account_for(Role.LIAISON), event, draft).ends_on == DRAFT.ends_on

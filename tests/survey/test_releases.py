"""Releases: what is new enters the next one, once; a wrong one is corrected in the open."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from analysis.figures import Release
from survey import releases, responses, retention
from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.records import Account, Channel, Event, Role, Submission
from survey.retention import Periods
from tests.conftest import PROJECT
from tests.survey.conftest import NOON, stored_event

Make = Callable[..., Account]
REASON = "The picnic was entered under the wrong place."
HOLDS = """
import sys
from survey.storage.store import Store
with Store.open(sys.argv[1], "real").releases.alone():
    print("held", flush=True)
    sys.stdin.read()
"""


def answer(context: Context, event: Event, people: int = 10, **given: object) -> None:
    """So many people answer."""
    for number in range(people):
        values = {"c1": 1 + number % 5, "comment": f"Lights {number}"}
        facts = Submission(uuid4(), values, "en", Channel.PHONE, event.starts_on)
        responses.submit(context, event, replace(facts, **given))  # type: ignore[arg-type]  # the test knows the fields


def stages(context: Context) -> dict[int, int]:
    """How many answers are at each stage."""
    with context.store.engine.connect() as connection:
        found = connection.execute(text("SELECT stage, count(*) FROM response GROUP BY stage")).all()
    return dict(found)  # type: ignore[arg-type]  # rows of two


def test_late_answers_enter_the_next_release_and_rehearsals_none(context: Context, event: Event) -> None:
    answer(context, event)
    assert releases.publish_nightly(context).counts["answers_read"] == 10
    answer(context, event, channel=Channel.PAPER)
    answer(context, event, 15, day=event.starts_on - timedelta(days=1))
    before = releases.latest(context)
    assert before is not None and before.counts["answers_read"] == 10, "a release never changes"
    assert releases.publish_nightly(context).counts["answers_read"] == 20
    assert stages(context) == {0: 15, 2: 20}
    assert releases.publish_nightly(context).counts["answers_read"] == 20


def test_a_few_new_answers_wait_until_they_are_many(context: Context, event: Event, account_for: Make) -> None:
    boss = account_for(Role.ADMINISTRATOR)
    answer(context, event, 9)
    assert releases.publish_nightly(context).counts == {}, "not in the first release either"
    assert (stages(context), responses.waiting(context, boss)) == ({0: 9}, 9)
    answer(context, event, 1)
    first = releases.publish_nightly(context)
    assert (first.counts["answers_read"], stages(context)) == (10, {2: 10})
    answer(context, event, 9)
    for made in (releases.publish_nightly(context), releases.correct(context, boss, REASON)):
        assert (made.counts, made.quotes, len(made.figures)) == (first.counts, first.quotes, len(first.figures))
    assert stages(context) == {0: 9, 2: 10}
    answer(context, event, 1)
    assert releases.publish_nightly(context).counts["answers_read"] == 20
    assert responses.waiting(context, boss) == 0


def test_a_release_is_made_on_a_day(context: Context, event: Event) -> None:
    answer(context, event)
    made = releases.publish_nightly(context)
    assert made.made_on == NOON.date()
    assert releases.history(context)[0].made_on == NOON.date()


def test_what_a_broken_run_had_taken_is_in_the_next_release(
    context: Context, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(context, event)
    with monkeypatch.context() as patch:
        patch.setattr(releases, "build", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            releases.publish_nightly(context)
    assert (stages(context), releases.history(context)) == ({1: 10}, ())
    answer(context, event)
    assert releases.publish_nightly(context).counts["answers_read"] == 20
    assert stages(context) == {2: 20}


def test_a_broken_correction_doubles_nothing(
    context: Context, event: Event, account_for: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(context, event)
    releases.publish_nightly(context)
    with monkeypatch.context() as patch:
        patch.setattr(releases, "build", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            releases.correct(context, account_for(Role.LEADER), REASON)
    assert releases.publish_nightly(context).counts["answers_read"] == 10


def test_a_wrong_release_is_replaced_and_stays(context: Context, event: Event, account_for: Make) -> None:
    answer(context, event, 15)
    wrong = releases.publish_nightly(context)
    boss = account_for(Role.ADMINISTRATOR)
    context.store.events.change(replace(event, place="river"))
    made = releases.correct(context, boss, f"  {REASON}\n\u202e ")
    assert (made.version, made.replaces, made.reason) == (2, 1, REASON)
    assert made.counts["answers_read"] == wrong.counts["answers_read"] == 15
    assert releases.version(context, 1) == wrong
    assert releases.latest(context) == releases.version(context, 2) == made
    assert releases.version(context, 3) is None
    assert [(one.version, one.replaces, one.reason) for one in releases.history(context)] == [
        (2, 1, REASON),
        (1, 0, ""),
    ]
    assert {(layer.since, layer.until) for layer in context.store.releases.layers()} == {(1, 2), (2, 0)}
    assert (NOON.date(), boss.id, "corrected_release", "2 corrects 1") in context.store.audit.all()
    answer(context, event)
    assert releases.publish_nightly(context).counts["answers_read"] == 25, "goes on from the correction"


@pytest.mark.parametrize("reason", ["", "too short", "x" * 301, " \n " * 20, "short\u200b\u200b\u200b\u200b"])
def test_a_correction_says_why(context: Context, event: Event, account_for: Make, reason: str) -> None:
    releases.publish_nightly(context)
    with pytest.raises(InvalidInput) as refused:
        releases.correct(context, account_for(Role.LEADER), reason)
    assert refused.value.problems == {"reason": "reason_length"}
    assert len(releases.history(context)) == 1


def test_there_must_be_something_to_correct(context: Context, account_for: Make) -> None:
    with pytest.raises(SurveyError, match="nothing_to_correct"):
        releases.correct(context, account_for(Role.LEADER), REASON)


def test_a_correction_is_told_for_a_month(context: Context, account_for: Make) -> None:
    def on(days: int) -> Context:
        return replace(context, clock=lambda: NOON + timedelta(days=days))

    releases.publish_nightly(context)
    assert releases.newest_correction(context) is None
    releases.correct(context, account_for(Role.LEADER), REASON)
    releases.publish_nightly(on(30))
    found = releases.newest_correction(context)
    assert found is not None and (found.version, found.reason) == (2, REASON)
    releases.publish_nightly(on(31))
    assert releases.newest_correction(context) is None


def test_of_two_that_publish_at_once_one_is_told_to_wait(context: Context, event: Event) -> None:
    answer(context, event)
    command = [sys.executable, "-c", HOLDS, context.settings.database_url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT) as other:
        assert other.stdout is not None and other.stdout.readline() == "held\n"
        with pytest.raises(SurveyError, match="release_under_way"):
            releases.publish_nightly(context)
        answer(context, event)
        other.kill()
    assert releases.publish_nightly(context).counts["answers_read"] == 20, "whoever is killed keeps nobody waiting"


def on(context: Context, day: date) -> Context:
    """The same city at noon of another day."""
    return replace(context, clock=lambda: datetime(day.year, day.month, day.day, 12, tzinfo=NOON.tzinfo))


@pytest.fixture
def two_releases(context: Context, account_for: Make) -> Context:
    """A city in December; the first of its two releases is of answers that by then must not name their event."""
    event = stored_event(context, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    answer(on(context, date(2026, 1, 5)), event, 40, day=date(2026, 1, 5))
    releases.publish_nightly(on(context, date(2026, 1, 20)))
    late = on(context, date(2026, 12, 20))
    answer(late, event, 40, day=date(2026, 12, 10))
    releases.publish_nightly(late)
    retention.change(late, account_for(Role.ADMINISTRATOR), Periods(events=6))
    return late


def test_what_comes_while_a_correction_is_made_is_in_the_next_release(
    two_releases: Context, account_for: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A correction that leaves a year as it was must not put answers of that year into a release that has none."""
    (event,) = two_releases.store.events.all()
    made_by, made = releases._make, []

    def meanwhile(context: Context, correction: releases.Correction) -> Release:
        made.append(made_by(context, correction))
        if len(made) == 1:
            answer(context, event, 12, day=date(2026, 12, 12))
        return made[-1]

    with monkeypatch.context() as patch:
        patch.setattr(releases, "_make", meanwhile)
        releases.correct(two_releases, account_for(Role.LEADER), REASON)
    assert [one.counts["answers_read"] for one in made] == [80, 80]
    assert stages(two_releases) == {0: 12, 2: 80}
    assert releases.publish_nightly(two_releases).counts["answers_read"] == 90, "92, to the nearest 5"


def test_a_correction_replaces_the_release_that_was_seen_to_be_wrong(two_releases: Context, account_for: Make) -> None:
    number = releases.next_correction(two_releases)
    made = releases.correct(two_releases, account_for(Role.LEADER), REASON)
    assert (made.version, made.replaces, number) == (4, 2, 4)
    history = releases.history(two_releases)
    assert [(one.version, one.replaces) for one in history] == [(4, 2), (3, 0), (2, 0), (1, 0)]
    assert releases.corrected_by(history) == {2: 4, 3: 4}
    assert (two_releases.today(), "4 corrects 2") in {(day, said) for day, _, _, said in two_releases.store.audit.all()}


def test_the_number_of_a_correction_is_known_before(context: Context, event: Event, account_for: Make) -> None:
    answer(context, event)
    releases.publish_nightly(context)
    number = releases.next_correction(context)
    made = releases.correct(context, account_for(Role.LEADER), REASON)
    assert (made.version, made.replaces, number) == (2, 1, 2)

"""How long things are kept: a setting within limits, a job that carries it out, and its proof down to the bytes."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from analysis.records import Value
from survey import doubts, releases, responses, retention
from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.records import Account, Channel, Event, Role, Side, Submission
from survey.retention import LIMITS, Outcome, Periods
from survey.storage.tables import PAST
from tests.survey.conftest import stored_event

DEFAULTS = asdict(Periods())
WORDS = "The purple lantern by the bakery"


def at(context: Context, day: date) -> Context:
    """The same city on another day."""
    return replace(context, clock=lambda: datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


def answer(context: Context, event: Event, words: str = "", day: date | None = None) -> None:
    values: dict[str, Value] = {"neighborhood": "north", "c1": 4, **({"comment": words} if words else {})}
    responses.submit(context, event, Submission(uuid4(), values, "en", Channel.PHONE, day))


def released(context: Context, stage: int = 2) -> None:
    """Marks every answer as one that a release counts."""
    with context.store.engine.begin() as connection:
        connection.execute(text(f"UPDATE response SET stage = {stage} WHERE NOT rehearsal"))


def by_rule(outcomes: tuple[Outcome, ...]) -> dict[str, tuple[int, int, int]]:
    return {outcome.rule: (outcome.due, outcome.removed, outcome.left) for outcome in outcomes}


def stored_bytes(context: Context) -> bytes:
    """Every file of the city, as whoever carries the machine away would have it."""
    return b"".join(path.read_bytes() for path in sorted(context.settings.home.rglob("*")) if path.is_file())


@pytest.mark.parametrize("rule", LIMITS)
def test_no_length_leaves_its_limits(context: Context, account_for: Callable[..., Account], rule: str) -> None:
    boss = account_for(Role.ADMINISTRATOR)
    least, most = LIMITS[rule]
    for wrong in (least - 1, most + 1):
        with pytest.raises(InvalidInput) as caught:
            retention.change(context, boss, replace(Periods(), **{rule: wrong}))
        assert caught.value.problems == {rule: "kept_range"}
    for right in (least, most):
        assert retention.change(context, boss, replace(Periods(), **{rule: right})) == retention.periods(context)


@pytest.mark.parametrize("rule", ["receipts", "events", "doubtful"])
def test_what_is_about_answers_is_never_kept_longer_than_promised(rule: str) -> None:
    assert LIMITS[rule][1] == DEFAULTS[rule]


def test_receipts_last_longer_than_answers_may_be_late() -> None:
    from survey.events import LATE

    assert timedelta(days=LIMITS["receipts"][0]) > LATE


def test_a_change_is_noted_and_others_may_not(context: Context, account_for: Callable[..., Account]) -> None:
    retention.change(context, account_for(Role.ADMINISTRATOR), Periods(receipts=20))
    assert [entry[2:] for entry in context.store.audit.all()] == [
        ("changed_retention", "receipts 20, events 12, doubtful 14, audit 36")
    ]
    with pytest.raises(SurveyError, match="not_allowed"):
        retention.change(context, account_for(Role.STEWARD), Periods())


@pytest.mark.parametrize(
    ("today", "given", "moved"),
    [
        (date(2026, 6, 15), date(2025, 6, 30), True),
        (date(2026, 6, 15), date(2025, 7, 1), False),
        (date(2026, 6, 30), date(2025, 7, 1), False),
        (date(2026, 7, 1), date(2025, 7, 1), True),
    ],
)
def test_whole_months_go_before_any_answer_is_twelve_months_old(
    context: Context, today: date, given: date, moved: bool
) -> None:
    event = stored_event(context, starts_on=date(2025, 1, 1), ends_on=date(2026, 12, 31))
    answer(at(context, given), event)
    released(context)
    outcome = by_rule(retention.carry_out(at(context, today)))["events"]
    assert outcome == (int(moved), int(moved), 0)
    (found,) = context.store.responses.answered()
    assert (found.event != str(event.id)) is moved
    assert found.day == (given.replace(day=1) if moved else given)


def test_a_shorter_length_is_carried_out(context: Context, event: Event, account_for: Callable[..., Account]) -> None:
    answer(context, event)
    later = at(context, event.ends_on + timedelta(days=21))
    assert by_rule(retention.carry_out(later))["receipts"] == (0, 0, 0)
    retention.change(context, account_for(Role.ADMINISTRATOR), Periods(receipts=20))
    assert by_rule(retention.carry_out(later))["receipts"] == (1, 1, 0)


def test_doubtful_words_go_in_time_or_sooner(
    context: Context, event: Event, account_for: Callable[..., Account]
) -> None:
    boss, _ = account_for(Role.ADMINISTRATOR), account_for(Role.STEWARD, Side.INDEPENDENT)
    answer(context, event, "It was late. Josefina Larralde saw it.")
    waiting = context.store.doubts.count()
    assert waiting, "no doubtful word in this comment: this test would prove nothing"
    later = at(context, context.today() + timedelta(days=7))
    assert by_rule(retention.carry_out(later))["doubtful"] == (0, 0, 0)
    retention.change(context, boss, Periods(doubtful=7))
    assert by_rule(retention.carry_out(later))["doubtful"] == (waiting, waiting, 0)
    assert context.store.doubts.count() == 0
    assert timedelta(days=DEFAULTS["doubtful"]) == doubts.WAIT


def test_everything_that_is_due_goes_once_and_is_counted_again(context: Context, event: Event) -> None:
    answer(context, event)
    later = stored_event(context, code="MN4679", starts_on=date(2026, 6, 20))
    answer(context, later, WORDS)
    released(context)
    context.store.audit.note(uuid4(), date(2026, 6, 1), None, "planned_event")
    much_later = at(context, date(2029, 7, 1))
    first = by_rule(retention.carry_out(much_later))
    assert {rule: found[:2] for rule, found in first.items() if rule != "file"} == {
        "receipts": (2, 2),
        "rehearsals": (1, 1),
        "events": (1, 1),
        "doubtful": (0, 0),
        "sessions": (0, 0),
        "audit": (1, 1),
    }
    assert all(left == 0 for _, _, left in first.values())
    again = retention.carry_out(much_later)
    assert {(outcome.due, outcome.removed, outcome.left) for outcome in again} == {(0, 0, 0)}
    assert retention.last_run(context) == (date(2029, 7, 1), 0)


def test_no_byte_of_a_comment_is_left_once_it_went(context: Context) -> None:
    event = stored_event(context, starts_on=date(2026, 6, 20))
    for number in range(40):
        answer(context, event, f"{WORDS} {number}")
    assert stored_bytes(context).count(WORDS.encode()) >= 40
    outcomes = retention.carry_out(at(context, date(2026, 9, 1)))
    assert by_rule(outcomes)["rehearsals"] == (40, 40, 0)
    assert stored_bytes(context).count(WORDS.encode()) == 0


def test_no_byte_of_the_event_is_left_beside_an_old_answer(context: Context, event: Event) -> None:
    """Only the event's own row, the index of events and the receipts name it; those of answers are gone."""
    for _ in range(30):
        answer(context, event)
    released(context)
    named = event.id.hex.encode()
    before = stored_bytes(context).count(named)
    retention.carry_out(at(context, date(2027, 7, 1)))
    assert before > 60
    assert stored_bytes(context).count(named) <= 2


def test_what_could_not_go_is_said(context: Context, event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that removes nothing is found out by counting again."""
    answer(context, event)
    idle = replace(retention.RULES["receipts"], remove=lambda _context, _kept: 1)
    monkeypatch.setattr(retention, "RULES", {**retention.RULES, "receipts": idle})
    outcomes = by_rule(retention.carry_out(at(context, date(2026, 9, 1))))
    assert outcomes["receipts"] == (1, 1, 1)
    assert retention.last_run(context) == (date(2026, 9, 1), 1)


def test_released_figures_do_not_change(context: Context, event: Event) -> None:
    """Published, forgotten, published again: what the first release showed is shown as it was."""
    for number in range(24):
        answer(context, event, f"More lights in the park {number}" if number % 2 else "")
    other = stored_event(context, code="MN4679", name="Picnic", ends_on=date(2026, 6, 16))
    for _ in range(24):
        answer(context, other)
    first = releases.publish_nightly(at(context, date(2026, 7, 1)))
    assert first.figures, "nothing is shown: this test would prove nothing"
    later = at(context, date(2027, 7, 1))
    assert by_rule(retention.carry_out(later))["events"] == (48, 48, 0)
    second = releases.publish_nightly(later)
    assert set(first.figures) <= set(second.figures)


def test_each_release_carries_it_out(context: Context, event: Event) -> None:
    for _ in range(12):
        answer(context, event)
    releases.publish_nightly(at(context, date(2026, 7, 1)))
    assert retention.last_run(context) == (date(2026, 7, 1), 0)
    releases.publish_nightly(at(context, date(2027, 7, 1)))
    assert retention.last_run(context) == (date(2027, 7, 1), 0)
    assert {found.event for found in context.store.responses.answered()} == {str(PAST)}
    assert context.store.holdings.rows()["receipt"] == 0


def test_a_correction_years_later_shows_nothing_false(
    context: Context, event: Event, account_for: Callable[..., Account]
) -> None:
    """It may show less, since old answers no longer name their event; what it shows is what was shown."""
    for _ in range(24):
        answer(context, event)
    other = stored_event(context, code="MN4679", name="Picnic", ends_on=date(2026, 6, 16))
    for _ in range(24):
        answer(context, other)
    first = releases.publish_nightly(at(context, date(2026, 7, 1)))
    second = releases.correct(at(context, date(2027, 7, 1)), account_for(Role.ADMINISTRATOR), "Counted anew to see")
    numbers = {(figure.measure, figure.subject, figure.cut): figure.value for figure in first.figures}
    again = [figure for figure in second.figures if figure.value is not None]
    assert all(numbers[figure.measure, figure.subject, figure.cut] == figure.value for figure in again)


def test_staff_see_the_same_counts_as_before(
    context: Context, event: Event, account_for: Callable[..., Account]
) -> None:
    answer(context, event)
    released(context)
    staff = account_for(Role.LIAISON)
    before = responses.counts(context, staff)
    retention.carry_out(at(context, date(2027, 7, 1)))
    assert responses.counts(context, staff) == before == {event.id: 1}


def test_the_folder_is_the_whole_city(context: Context) -> None:
    """The tests above read files; they have to find the database among them."""
    assert any(Path(path).suffix == ".sqlite3" for path in context.settings.home.iterdir())


def test_a_correction_leaves_years_alone_whose_answers_name_no_event(
    context: Context, account_for: Callable[..., Account]
) -> None:
    """Counted anew they would all be of one event: figures of their events would vanish, and ranges be wrong."""
    boss = account_for(Role.ADMINISTRATOR)
    long_ago, lately = context.today() - timedelta(days=800), context.today()
    for number, day in enumerate([long_ago] * 3 + [lately] * 3):
        held = stored_event(context, id=uuid4(), code=f"HJK4{number}7", starts_on=day, ends_on=day, time_zone="UTC")
        for _ in range(14):
            answer(at(context, day), held)
    first = releases.publish(at(context, long_ago + timedelta(days=30)), boss)
    second = releases.correct(context, boss, "A reason of ten letters and more.")
    year = str(long_ago.year)
    old, now = ({one for one in made.figures if one.cut.period.startswith(year)} for made in (first, second))
    assert old and old == now and (first.version, second.version, second.replaces) == (1, 3, 1)
    assert context.store.retention.years_without_events() == {year}


def test_a_few_old_answers_that_wait_lose_their_event_and_are_counted_later(context: Context) -> None:
    """They could wait for years until ten have come: a release takes ten or none."""
    old = stored_event(context, starts_on=date(2025, 1, 1), ends_on=date(2025, 1, 31))
    for _ in range(9):
        answer(at(context, date(2025, 1, 5)), old)
    later = at(context, date(2028, 1, 1))
    assert by_rule(retention.carry_out(later))["events"] == (9, 9, 0)
    found = {(one.event, one.day) for one in context.store.responses.answered()}
    assert found == {(str(PAST), date(2025, 1, 1))}
    fair = stored_event(context, id=uuid4(), code="MN4679", starts_on=date(2028, 1, 1), ends_on=date(2028, 1, 1))
    for day, event in ((date(2025, 1, 5), old), *[(date(2028, 1, 1), fair)] * 11):
        answer(at(context, day), event)
    made = releases.publish_nightly(at(context, date(2028, 1, 5)))
    read = {year: counts["answers_read"] for year, counts in made.yearly_counts.items()}
    assert (read, context.store.responses.waiting()) == ({"2025": 10, "2028": 10}, 0), "the nine and one more"
    told = {(figure.cut.period, figure.cut.event, figure.cut.program) for figure in made.figures if figure.value}
    assert not {one for one in told if str(PAST) in one or (one[0].startswith("2025") and any(one[1:]))}


def test_old_answers_that_were_just_imported_are_counted_with_their_events_first(context: Context) -> None:
    """They say that they are left as long as they wait, and lose their events right after the release."""
    today = at(context, date(2028, 1, 1))
    for number in range(3):
        old = stored_event(
            context, id=uuid4(), code=f"MN467{number}", starts_on=date(2025, 1, 5), ends_on=date(2025, 1, 5)
        )
        for _ in range(12):
            answer(at(context, old.starts_on), old)
    assert by_rule(retention.carry_out(today))["events"] == (36, 0, 36)
    assert retention.last_run(context) == (date(2028, 1, 1), 36)
    made = releases.publish_nightly(today)
    assert {figure.cut.event for figure in made.figures} >= {str(event.id) for event in context.store.events.all()}
    assert {found.event for found in context.store.responses.answered()} == {str(PAST)}
    assert retention.last_run(context) == (date(2028, 1, 1), 0)


def test_old_answers_of_a_release_that_was_broken_off_are_said_to_be_left(context: Context, event: Event) -> None:
    answer(context, event)
    released(context, stage=1)
    later = at(context, date(2028, 1, 1))
    assert by_rule(retention.carry_out(later))["events"] == (1, 0, 1)
    assert releases.publish_nightly(later).yearly_counts.keys() == {"2026"}
    assert retention.last_run(context) == (date(2028, 1, 1), 0)

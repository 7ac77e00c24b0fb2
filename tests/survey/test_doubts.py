"""Doubtful words: sealed with the answer, decided by the independent steward alone, and gone for good afterwards."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from threading import Event as Stop
from uuid import uuid4

import pytest
from sqlalchemy import text

from survey import compose, doubts, releases, responses
from survey.context import Context
from survey.errors import SurveyError
from survey.records import Account, Channel, Event, Role, Side, Submission
from survey.seals import FILLED_TO, seal, unseal
from tests.survey.conftest import NOON, SECRET, stored_event

Make = Callable[..., Account]
DOUBTFUL = "It was late. Josefina Larralde saw it, and an officer named Friendlyson helped. Call 270-555-0142."
MASKED = "It was late. [name] saw it, and an officer named [name] helped. Call [phone]."
CANARIES = ("Josefina", "Larralde", "Friendlyson", "270-555-0142")


@pytest.fixture
def steward(account_for: Make) -> Account:
    return account_for(Role.STEWARD, Side.INDEPENDENT)


def send(context: Context, event: Event, comment: str = DOUBTFUL, **changes: object) -> None:
    made = Submission(uuid4(), {"c1": 4, "comment": comment}, "en", Channel.PHONE)
    responses.submit(context, event, replace(made, **changes))  # type: ignore[arg-type]  # the test knows the fields


def comments(context: Context) -> list[str]:
    return sorted(remark.text for remark in context.store.responses.remarks())


def files(context: Context) -> bytes:
    return b"".join(path.read_bytes() for path in context.settings.home.rglob("*") if path.is_file())


def later(context: Context, days: int) -> Context:
    return replace(context, clock=lambda: NOON + timedelta(days=days))


def test_doubtful_words_wait_and_certain_ones_do_not(context: Context, event: Event, steward: Account) -> None:
    send(context, event)
    assert comments(context) == [MASKED]
    found = {one.words: one for one in doubts.waiting(context, steward)}
    assert found.keys() == {"Josefina Larralde", "Friendlyson"}
    one = found["Friendlyson"]
    assert (one.before, one.after) == ("It was late. [name] saw it, and an officer named ", " helped. Call [phone].")
    assert (one.kind, one.goes_on) == ("name", date(2026, 6, 29))


def test_names_are_found_nowhere_but_sealed(context: Context, event: Event, steward: Account) -> None:
    """Canaries: no file, no table, no audit line and no printed record holds a word in the clear."""
    send(context, event)
    assert len(doubts.waiting(context, steward)) == 2
    releases.publish_nightly(context)
    kept = files(context)
    with context.store.engine.connect() as connection:
        tables = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        rows = {name: connection.execute(text(f'SELECT * FROM "{name}"')).all() for name in tables}
    printed = repr([*context.store.doubts.waiting(context.today()), *context.store.audit.all(), rows])
    for word in CANARIES:
        assert word.encode() not in kept and word.lower().encode() not in kept
        assert word.encode("utf-16-le") not in kept and word not in printed
    assert {len(row.sealed) for row in rows["doubt"]} == {12 + FILLED_TO + 16}  # not even their length shows


def test_without_an_independent_steward_words_are_dropped(context: Context, event: Event, account_for: Make) -> None:
    account_for(Role.STEWARD, Side.POLICE)
    account_for(Role.ADMINISTRATOR, Side.INDEPENDENT)
    send(context, event)
    assert comments(context) == [MASKED]
    assert context.store.doubts.count() == 0


def test_a_word_that_names_nobody_goes_back_into_the_comment(context: Context, event: Event, steward: Account) -> None:
    send(context, event)
    ids = {one.words: one.id for one in doubts.waiting(context, steward)}
    sealed_copies = [doubt.sealed for doubt, _ in context.store.doubts.waiting(context.today())]
    doubts.give_back(context, steward, ids["Josefina Larralde"])
    assert comments(context) == [MASKED.replace("[name]", "Josefina Larralde", 1)]
    (left,) = doubts.waiting(context, steward)  # still finds its own mask, which is the first one now
    assert left.words == "Friendlyson" and left.before.endswith("named ")
    doubts.give_back(context, steward, left.id)
    assert comments(context) == [DOUBTFUL.replace("270-555-0142", "[phone]")]
    assert not any(sealed in files(context) for sealed in sealed_copies)
    assert [action for _, _, action, _ in context.store.audit.all()] == ["gave_word_back"] * 2
    assert not any(word in repr(context.store.audit.all()) for word in CANARIES)


def test_a_name_stays_hidden_and_its_sealed_copy_is_gone(context: Context, event: Event, steward: Account) -> None:
    send(context, event)
    for one in doubts.waiting(context, steward):
        sealed = next(doubt.sealed for doubt, _ in context.store.doubts.waiting(context.today()) if doubt.id == one.id)
        assert sealed in files(context)
        doubts.keep_hidden(context, steward, one.id)
        assert sealed not in files(context)
        assert one.id.bytes not in files(context) and one.id.hex.encode() not in files(context)
    assert comments(context) == [MASKED]
    assert doubts.waiting(context, steward) == ()


@pytest.mark.parametrize("act", [doubts.keep_hidden, doubts.give_back])
def test_who_comes_second_decides_nothing(
    context: Context, event: Event, steward: Account, act: Callable[..., None]
) -> None:
    send(context, event)
    first = doubts.waiting(context, steward)[0]
    doubts.keep_hidden(context, steward, first.id)
    with pytest.raises(SurveyError, match="doubt_decided"):
        act(context, steward, first.id)
    assert comments(context) == [MASKED]


def test_after_14_days_publishing_deletes_the_words(context: Context, event: Event, steward: Account) -> None:
    send(context, event)
    sealed = [doubt.sealed for doubt, _ in context.store.doubts.waiting(context.today())]
    releases.publish_nightly(later(context, 13))
    assert context.store.doubts.count() == 2
    releases.publish_nightly(later(context, 14))
    assert context.store.doubts.count() == 0
    assert len(sealed) == 2 and not any(one in files(context) for one in sealed)


def test_after_14_days_nobody_opens_them_even_if_nothing_was_published(
    context: Context, event: Event, steward: Account
) -> None:
    send(context, event)
    (one, _) = doubts.waiting(context, steward)
    with pytest.raises(SurveyError, match="doubt_decided"):
        doubts.give_back(later(context, 14), steward, one.id)
    assert doubts.waiting(later(context, 14), steward) == ()
    assert context.store.doubts.count() == 0


def test_beside_the_server_old_words_go_without_anybody(context: Context, event: Event, steward: Account) -> None:
    send(context, event)
    stop = Stop()
    thread = compose.forget_order_in_time(later(context, 14), every=0.01, stop=stop)
    while context.store.doubts.count():
        thread.join(0.05)
    stop.set()
    thread.join()


def test_an_answer_that_came_too_late_leaves_nothing_waiting(context: Context, steward: Account) -> None:
    """Its words would wait past the day that its own day allows."""
    event = stored_event(context, starts_on=date(2026, 5, 1))
    send(context, event, day=date(2026, 6, 1))
    send(context, event, day=date(2026, 6, 2))
    (first, second) = doubts.waiting(context, steward)
    assert {first.goes_on, second.goes_on} == {date(2026, 6, 16)}


def test_another_secret_opens_nothing(context: Context, event: Event, steward: Account) -> None:
    send(context, event)
    stolen = replace(context, secret=bytes(reversed(SECRET)))
    assert [one.words for one in doubts.waiting(stolen, steward)] == ["", ""]
    (doubt, _), *_ = context.store.doubts.waiting(context.today())
    with pytest.raises(SurveyError, match="doubt_unreadable"):
        doubts.give_back(stolen, steward, doubt.id)
    assert comments(context) == [MASKED]


def test_a_preview_stores_no_words(context: Context, event: Event, steward: Account) -> None:
    made = Submission(uuid4(), {"c1": 4, "comment": DOUBTFUL}, "en", Channel.PHONE)
    assert responses.preview(context, event, made).comments[0].text == MASKED
    assert doubts.waiting(context, steward) == ()


def test_a_repeated_answer_leaves_no_second_copy(context: Context, event: Event, steward: Account) -> None:
    key = uuid4()
    send(context, event, key=key)
    send(context, event, key=key)
    assert len(doubts.waiting(context, steward)) == 2


def test_long_surroundings_are_cut_at_words(context: Context, event: Event, steward: Account) -> None:
    send(context, event, f"{'before ' * 20}and Josefina Larralde was there {'after ' * 20}")
    (one,) = doubts.waiting(context, steward)
    assert one.before.startswith("… before") and one.after.endswith("after …")
    assert len(one.before) <= doubts.AROUND + 2 and len(one.after) <= doubts.AROUND + 2


def test_a_seal_opens_only_with_its_key_and_for_what_it_was_made() -> None:
    key, other = SECRET[:32], bytes(32)
    sealed = seal(key, "Ñandú 王", b"here")
    assert unseal(key, sealed, b"here") == "Ñandú 王"
    assert seal(key, "Ñandú 王", b"here") != sealed
    for wrong in ((other, sealed, b"here"), (key, sealed, b"there"), (key, sealed[:-1] + b"x", b"here")):
        with pytest.raises(ValueError, match="not sealed"):
            unseal(*wrong)
    long = "x" * 500
    assert unseal(key, seal(key, long, b""), b"") == long

"""Typing paper forms in, once and in part twice, and sending their answers on."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from random import SystemRandom
from uuid import UUID

from analysis.records import Value
from survey import events, responses
from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.handouts import KeyedForm
from survey.keys import derive
from survey.paper import comparing, numbers
from survey.paper.printing import is_keyed, require_steward
from survey.paper.reading import find_form, outdated, read_form, retyped, still_asked
from survey.permissions import Permission, require
from survey.records import Account, Channel, Event, Submission
from survey.storage.paper import form_key

FEWEST_CHECKED = 5
CHECKED_SHARE = 10
"""One form in ten is typed in twice, at least five, or all there are."""

SIDES = ("first", "second", "other")
"""What the paper may turn out to say where two typings differ."""


@dataclass(frozen=True)
class Desk:
    """What one person can type in now: numbers as written with the form's language, and those that are done.

    `mine` counts forms of the sample that this person typed in first, so that somebody else has to check them.
    `aside`: those that can't be sent as they were typed in, with {question: code}; they are `waiting` once more.
    """

    waiting: Mapping[str, str]
    done: tuple[str, ...]
    sample: Mapping[str, str]
    mine: int
    undecided: tuple[str, ...]
    ready: int
    aside: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Difference:
    """One field of a form that two people typed in differently; None is an empty field."""

    question: str
    first: Value | None
    second: Value | None


def desk(context: Context, actor: Account | None, event: Event) -> Desk:
    """What is to be typed in. Raises SurveyError("not_allowed" | "no_steward")."""
    by = _may_key(context, actor)
    forms = context.store.paper.forms(event.id)
    aside = _aside(context, event, forms)
    sound = [form for form in forms if form.number not in aside]
    to_check = _to_check(context, event, sound)
    undecided = tuple(form for form in sound if form.second is not None)
    free = [form for form in forms if form.number in aside or not is_keyed(form)]
    return Desk(
        waiting={_written(event, form): form.language for form in free},
        done=tuple(_written(event, form) for form in sound if is_keyed(form)),
        sample={_written(event, form): form.language for form in to_check if form.first_by != by.id},
        mine=sum(form.first_by == by.id for form in to_check),
        undecided=tuple(_written(event, form) for form in undecided if form.first_by != by.id),
        ready=0 if to_check or undecided else sum(form.first is not None for form in sound),
        aside={numbers.written(event.code, number): why for number, why in aside.items()},
    )


def events_with_forms(context: Context, actor: Account | None) -> tuple[Event, ...]:
    """The events that forms were printed for, newest first. Raises SurveyError("not_allowed")."""
    require(actor, Permission.KEY_PAPER)
    printed = context.store.paper.events()
    return tuple(event for event in context.store.events.all() if event.id in printed)


def key_form(context: Context, actor: Account | None, event: Event, number: str, typed: Mapping[str, str]) -> None:
    """Keeps what a form says, comments redacted; a form put aside is typed in anew.

    Raises InvalidInput with every problem, or SurveyError.
    """
    by = _may_key(context, actor)

    def problem(form: KeyedForm) -> str:
        return "form_keyed" if is_keyed(form) and not _aside(context, event, [form]) else ""

    form, values = read_form(context, event, number, typed, problem)
    try:
        if form.first is not None:
            context.store.paper.reopen(event.id, form.number, form.first)
        context.store.paper.keep_first(event.id, form.number, by.id, values)
    except SurveyError as error:
        raise InvalidInput({"number": error.code}) from error


def key_again(context: Context, actor: Account | None, event: Event, number: str, typed: Mapping[str, str]) -> int:
    """Compares what a second person types with what is kept; how many fields differ and are to be decided."""
    by = _may_key(context, actor)
    drawn = {form.number for form in _to_check(context, event, _sound(context, event))}

    def problem(form: KeyedForm) -> str:
        return "form_own" if form.first_by == by.id else "" if form.number in drawn else "form_not_in_sample"

    form, second = read_form(context, event, number, typed, problem)
    first = form.first or {}
    compared, count = len(comparing.compared(first, second)), len(comparing.differing(first, second))
    try:
        context.store.paper.keep_second(event.id, form.number, by.id, second if count else None, compared, count)
    except SurveyError as error:
        raise InvalidInput({"number": error.code}) from error
    return count


def differences(context: Context, actor: Account | None, event: Event, number: str) -> tuple[Difference, ...]:
    """Where two typings of a form differ. Raises SurveyError when nothing is to be decided, or not by this person."""
    by = _may_key(context, actor)
    form = find_form(context, event, number)
    if form.first is None or form.second is None or form.first_by == by.id or _aside(context, event, [form]):
        raise SurveyError("form_keyed")
    instrument = events.instrument_of(context, event)
    first, second = still_asked(instrument, form.first), still_asked(instrument, form.second)
    return tuple(Difference(name, first.get(name), second.get(name)) for name in comparing.differing(first, second))


def decide(
    context: Context,
    actor: Account | None,
    event: Event,
    number: str,
    chosen: Mapping[str, str],
    typed: Mapping[str, str],
) -> None:
    """Keeps what the paper says: for each differing field "first", "second" or "other", which is in `typed`."""
    by = require(actor, Permission.KEY_PAPER)
    open_ones = differences(context, by, event, number)
    problems = {item.question: "needed" for item in open_ones if chosen.get(item.question) not in SIDES}
    if problems:
        raise InvalidInput(problems)
    form = find_form(context, event, number)
    values = dict(form.first or {})
    others = {item.question: typed.get(item.question, "") for item in open_ones if chosen[item.question] == "other"}
    anew = retyped(context, event, form, others)
    for item in open_ones:
        side = chosen[item.question]
        value = anew.get(item.question) if side == "other" else getattr(item, side)
        values.pop(item.question, None)
        if value is not None:
            values[item.question] = value
    context.store.paper.decide(event.id, form.number, still_asked(events.instrument_of(context, event), values))
    context.store.audit.note(context.new_id(), context.today(), by.id, "decided_form", event.code)


def send(context: Context, actor: Account | None, event: Event) -> int:
    """Sends everything that was typed in and checked, and erases it here; how many forms. Those put aside stay.

    Sending again after a break is harmless: each form has one key, and what was received is erased without being
    sent. Raises SurveyError("sample_open" | "nothing_to_send" | "not_allowed" | "no_steward").
    """
    by = _may_key(context, actor)
    settled = context.store.paper.settle()
    ready = [form for form in _sound(context, event) if form.first is not None]
    if _to_check(context, event, ready) or any(form.second is not None for form in ready):
        raise SurveyError("sample_open")
    if not ready and not settled:
        raise SurveyError("nothing_to_send")
    submissions = {form.number: _submission(context, event, form) for form in ready}
    arriving = [submission for submission in submissions.values() if submission.values]
    SystemRandom().shuffle(arriving)  # answers must not lie in the order of the forms
    responses.submit_many(context, event, arriving)
    context.store.paper.settle()
    context.store.paper.close(event.id, [number for number, sent in submissions.items() if not sent.values])
    context.store.audit.note(context.new_id(), context.today(), by.id, "sent_forms", f"{event.code}: {len(ready)}")
    return len(ready) or settled


def _may_key(context: Context, actor: Account | None) -> Account:
    by = require(actor, Permission.KEY_PAPER)
    require_steward(context)
    return by


def _written(event: Event, form: KeyedForm) -> str:
    return numbers.written(event.code, form.number)


def _aside(context: Context, event: Event, forms: Sequence[KeyedForm]) -> dict[int, dict[str, str]]:
    """The forms that can't be sent as they were typed in, by number, with their problems."""
    instrument = events.instrument_of(context, event)
    places = {place.id for place in context.store.places.all()}
    return {form.number: why for form in forms if (why := outdated(instrument, places, form))}


def _sound(context: Context, event: Event) -> list[KeyedForm]:
    """All forms without those put aside: one that can't be sent must not hold up the others."""
    forms = context.store.paper.forms(event.id)
    aside = _aside(context, event, forms)
    return [form for form in forms if form.number not in aside]


def _to_check(context: Context, event: Event, forms: Sequence[KeyedForm]) -> tuple[KeyedForm, ...]:
    """The forms of the sample that nobody typed in again yet.

    Drawn from what waits to be sent by a keyed hash, so that whoever types in can't know which ones come.
    """
    typed = [form for form in forms if form.first is not None]
    size = max(FEWEST_CHECKED, ceil(len(typed) / CHECKED_SHARE))
    drawn = sorted(typed, key=lambda form: _draw(context, event.id, form.number))[:size]
    return tuple(sorted((form for form in drawn if form.second_by is None), key=lambda form: form.number))


def _draw(context: Context, event: UUID, number: int) -> bytes:
    return hashlib.sha256(derive(context.secret, "paper sample", event.bytes, number.to_bytes(4, "big"))).digest()


def _submission(context: Context, event: Event, form: KeyedForm) -> Submission:
    values = still_asked(events.instrument_of(context, event), form.first or {})
    day = min(context.today(event.time_zone), event.ends_on)
    return Submission(form_key(event.id, form.number), values, form.language, Channel.PAPER, day)

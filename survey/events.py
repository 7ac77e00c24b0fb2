"""Planning events: codes, phrases, states and addresses."""

import hashlib
import secrets
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import available_timezones

from questions.model import SOURCE_LANGUAGE, Instrument, ReviewStatus
from questions.translations import content_digest
from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.permissions import Permission, require
from survey.records import Account, Door, Event, EventState, LanguageAcceptance, Program

ALPHABET = "CDFGHJKMNPQRTVWX34679"
"""No vowels (no words, no DEMO), and nothing that looks like something else: no 0 O 1 I L 2 Z 5 S 8 B."""
CODE_LENGTH = 6
PHRASE_NOUNS = 32
LATE = timedelta(days=14)
"""How long answers may be on their way, on a phone or a tablet: well before the marks of spent cards are forgotten."""


@dataclass(frozen=True)
class EventDraft:
    """What a liaison fills in."""

    name: str
    program: Program
    place: str
    starts_on: date
    ends_on: date
    time_zone: str
    instrument: str
    languages: tuple[str, ...]
    door: Door = Door.AUTO


def plan(context: Context, actor: Account | None, draft: EventDraft) -> Event:
    """Stores a new event with a fresh code. Raises InvalidInput with every problem, or SurveyError("not_allowed")."""
    by = require(actor, Permission.PLAN_EVENTS)
    problems = check(context, draft)
    if problems:
        raise InvalidInput(problems)
    event = _with_code(context, draft)
    context.store.audit.note(context.new_id(), context.today(), by.id, "planned_event", event.code)
    return event


def change(context: Context, actor: Account | None, event: Event, draft: EventDraft) -> Event:
    """Changes an event's facts; code, phrase and, once it was answered, its instrument stay.

    Once a release shows it as closed, its program and last day stay too: whom published figures count must not change,
    or what is published later could be subtracted from them.
    """
    by = require(actor, Permission.PLAN_EVENTS)
    problems = check(context, draft, event)
    if draft.instrument != event.instrument and context.store.responses.count(event.id):
        problems["instrument"] = "already_answered"
    elif draft.instrument != event.instrument and context.store.paper.batches(event.id):
        problems["instrument"] = "already_printed"
    problems |= _published_problems(context, event, draft)
    if problems:
        raise InvalidInput(problems)
    changed = replace(event, **vars(draft))
    context.store.events.change(changed)
    context.store.audit.note(context.new_id(), context.today(), by.id, "changed_event", event.code)
    return changed


def check(context: Context, draft: EventDraft, planned: Event | None = None) -> dict[str, str]:
    """Every problem of a draft, as {field: code}; `planned` is the event that it changes."""
    problems = {}
    if not 2 <= len(draft.name.strip()) <= 120:
        problems["name"] = "name_length"
    if draft.place and draft.place not in {place.id for place in context.store.places.all()}:
        problems["place"] = "unknown_place"
    if draft.ends_on < draft.starts_on:
        problems["ends_on"] = "ends_before_start"
    if draft.time_zone not in available_timezones():
        problems["time_zone"] = "unknown_time_zone"
    if draft.instrument not in context.library.instruments:
        problems["instrument"] = "unknown_instrument"
    if draft.program is Program.AFTER_SERVICE:
        problems |= _service_problems(context, draft, planned)
    if not draft.languages:
        problems["languages"] = "language_needed"
    elif not set(draft.languages) <= set(languages_on_offer(context)):
        problems["languages"] = "language_not_accepted"
    return problems


def find(context: Context, code: str) -> Event:
    """The event of a code as typed: spaces, hyphens and case don't matter. Raises SurveyError("unknown_code")."""
    typed = "".join(code.split()).replace("-", "").upper()
    event = context.store.events.by_code(typed)
    if event is None:
        raise SurveyError("unknown_code")
    return event


def listed(context: Context, actor: Account | None) -> tuple[Event, ...]:
    """All events, newest first. Raises SurveyError("not_allowed")."""
    require(actor, Permission.SEE_EVENTS)
    return context.store.events.all()


def state(event: Event, today: date) -> EventState:
    """Rehearsal before the first day, open through the last, closed after it."""
    if today < event.starts_on:
        return EventState.REHEARSAL
    return EventState.OPEN if today <= event.ends_on else EventState.CLOSED


def may_still_come(day: date, today: date) -> bool:
    """Whether an answer of this day may arrive today: for cards, that is the event's last day."""
    return today - day <= LATE


def results_from(event: Event) -> date:
    """The first day on which a release can show this event: the day after its last."""
    return event.ends_on + timedelta(days=1)


def instrument_of(context: Context, event: Event) -> Instrument:
    """The questionnaire of an event; young people are asked for comments only where the steward allows it."""
    instrument = context.library.instruments[event.instrument]
    if instrument.audience == "youth" and not context.store.city.profile().youth_comments:
        return instrument.without_comments()
    return instrument


def address(context: Context, event: Event) -> str:
    """What the event's QR code says."""
    base = context.store.city.profile().public_url.rstrip("/") or context.settings.local_address
    return f"{base}/s/{event.code}"


def phrase(context: Context, event: Event, language: str) -> str:
    """The words that poster and page both show, so that a swapped code is noticed."""
    first, second, number = event.phrase.split("-")
    nouns = (context.texts.get(language, f"phrase.noun_{index}") for index in (first, second))
    return " ".join((*nouns, number))


def languages_of(context: Context, event: Event) -> tuple[str, ...]:
    """The event's languages that may reach residents today, never none."""
    return _on_offer(context, event.languages) or (SOURCE_LANGUAGE,)


def languages_on_offer(context: Context) -> tuple[str, ...]:
    """Languages that a real event may use: the source, and those a named speaker accepted. The demo shows all."""
    return _on_offer(context, tuple(context.library.translations))


def accepted(context: Context, language: str) -> bool:
    """Whether a named speaker accepted this language's present wording, in its file or here."""
    return _accepted(context, language, context.store.city.acceptances())


def _on_offer(context: Context, languages: Sequence[str]) -> tuple[str, ...]:
    """Those of the languages that may reach residents: on every survey page, so the store is asked only once."""
    given = context.store.city.acceptances()
    known = (language for language in languages if language in context.library.translations)
    return tuple(language for language in known if context.synthetic or _accepted(context, language, given))


def _accepted(context: Context, language: str, given: Sequence[LanguageAcceptance]) -> bool:
    if language == SOURCE_LANGUAGE or context.library.translations[language].status is ReviewStatus.ACCEPTED:
        return True
    wanted = wording_digest(context, language)
    return any((found.language, found.digest) == (language, wanted) for found in given)


def accept_language(context: Context, actor: Account | None, language: str, accepted_by: str) -> None:
    """Records that a named speaker accepted the present wording."""
    by = require(actor, Permission.ACCEPT_LANGUAGE)
    if not 2 <= len(accepted_by.strip()) <= 80:
        raise InvalidInput({"accepted_by": "short_name_length"})
    digest = wording_digest(context, language)
    context.store.city.accept_language(LanguageAcceptance(language, digest, accepted_by.strip(), context.today()))
    context.store.audit.note(context.new_id(), context.today(), by.id, "accepted_language", language)


def wording_digest(context: Context, language: str) -> str:
    """Changes whenever a question or a survey page or poster text of the language changes."""
    texts = context.texts.languages.get(language, {})
    shown = [f"{key}={texts[key]}" for key in sorted(texts.keys() & context.texts.resident)]
    return hashlib.sha256("\n".join([content_digest(context.library, language), *shown]).encode()).hexdigest()


def new_code(length: int = CODE_LENGTH, choose: Sequence[str] = ALPHABET) -> str:
    """A random unambiguous code."""
    return "".join(secrets.choice(choose) for _ in range(length))


def new_phrase() -> str:
    """The seed of a random phrase: two different nouns and a number of two digits."""
    nouns = secrets.SystemRandom().sample(range(PHRASE_NOUNS), 2)
    return f"{nouns[0]}-{nouns[1]}-{10 + secrets.randbelow(90)}"


def _service_problems(context: Context, draft: EventDraft, planned: Event | None) -> dict[str, str]:
    """After service calls there is one code for a district and a whole month, so that none leads back to a call."""
    wanted = (Program.AFTER_SERVICE, draft.place, draft.starts_on)
    others = (event for event in context.store.events.all() if planned is None or event.id != planned.id)
    if not draft.place:
        return {"place": "district_needed"}
    if draft.ends_on != draft.starts_on.replace(day=monthrange(draft.starts_on.year, draft.starts_on.month)[1]):
        return {"ends_on": "whole_month"}
    if draft.starts_on.day != 1:
        return {"starts_on": "whole_month"}
    if any((event.program, event.place, event.starts_on) == wanted for event in others):
        return {"place": "month_taken"}
    return {}


def _published_problems(context: Context, event: Event, draft: EventDraft) -> dict[str, str]:
    """What would change although results are out; every later release remembers which events were closed."""
    kept = [field for field in ("program", "ends_on") if getattr(draft, field) != getattr(event, field)]
    newest = context.store.releases.latest() if kept else None
    told = {one.id for one in newest.events if one.closed} if newest else set()
    return dict.fromkeys(kept, "results_out") if str(event.id) in told else {}


def _with_code(context: Context, draft: EventDraft) -> Event:
    seed = new_phrase()
    while True:
        event = Event(id=context.new_id(), code=new_code(), phrase=seed, **vars(draft))
        try:
            context.store.events.add(event)
        except SurveyError as error:
            if error.code != "code_taken":
                raise
        else:
            return event

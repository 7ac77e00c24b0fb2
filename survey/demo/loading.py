"""Putting a generated city into a store, through the services that real answers take."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from itertools import groupby
from pathlib import Path
from uuid import UUID

from analysis.text.codebook import load_codebook
from survey import commitments, incidents, listening, responses
from survey.context import Context
from survey.demo.generator import DemoCity
from survey.demo.incidents import DemoVersion, make_incidents
from survey.demo.promises import DemoPromise, DemoSession
from survey.exchange.population import read_population
from survey.records import Account, CommitmentStatus, Event, Role, Side

POPULATION = Path(__file__).with_name("population.csv")
LOADER = Account(UUID(int=0), "demo city", Role.ADMINISTRATOR, Side.INDEPENDENT)
"""Who runs sessions and makes promises in the demo; no such account is stored, and nobody can sign in as it."""


def load_city(context: Context, city: DemoCity) -> None:
    """Stores the whole city. Raises ValueError for a real city's context, before anything is stored."""
    if not context.synthetic:
        raise ValueError("The demo is never put into a real city.")
    context.store.city.set_profile(city.profile)
    context.store.places.put(city.places)
    context.store.city.set_population(read_population(POPULATION.read_text("utf-8"), context.library, city.places))
    for event in city.events:
        context.store.events.add(event)
    for event, answers in groupby(city.answers, key=lambda one: one.event):
        responses.submit_many(context, event, [one.submission for one in answers])
    held = [(session.event, _hold(context, session)) for session in city.sessions]
    for promise in city.promises:
        before = [id for event, id in held if _led_to(event, promise)]
        _promise(context, promise, before[-1] if before else None)
    for versions in make_incidents(context.today()):
        _incident(context, versions)


def _led_to(event: Event, promise: DemoPromise) -> bool:
    return event.place == promise.draft.place and event.starts_on <= promise.made_on


def _hold(context: Context, session: DemoSession) -> UUID:
    """Holds one session on the day of its event; its id."""
    then = _on(context, session.event.starts_on)
    topics = _themes()
    held = listening.open_session(then, LOADER, session.event)
    for note in session.notes:
        listening.write_note(then, LOADER, held.id, note, topics)
    listening.close_session(then, LOADER, held.id)
    return held.id


def _promise(context: Context, promise: DemoPromise, session: UUID | None) -> None:
    draft = replace(promise.draft, session=session)
    made = commitments.promise(_on(context, promise.made_on), LOADER, draft, _themes())
    if promise.status is not CommitmentStatus.PROMISED:
        commitments.report(context, LOADER, made.id, promise.status, promise.outcome)


def _incident(context: Context, versions: Sequence[DemoVersion]) -> None:
    first, *later = versions
    said = incidents.mark(_on(context, first.said_on), LOADER, first.draft)
    for one in later:
        said = incidents.correct(_on(context, one.said_on), LOADER, said.id, said.number, one.draft, one.why)


def _on(context: Context, day: date) -> Context:
    """The same city at noon of a day that has passed."""
    return replace(context, clock=lambda: datetime.combine(day, time(18), UTC))


def _themes() -> dict[str, object]:
    return {theme.id: theme for theme in load_codebook().themes}

"""A real city on a real SQLite file, with a fixed clock."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from questions.loader import load
from survey.context import Cities, Context
from survey.i18n import load_texts
from survey.records import Account, CityProfile, Door, Event, Place, Program, Role, Side
from survey.settings import Settings
from survey.storage.store import Store

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
LIBRARY = load()
TEXTS = load_texts()
PLACES = (Place("north", "North Hill"), Place("old-town", "Old Town"), Place("river", "Riverside"))
PASSWORD = "a long enough password"
SECRET = b"a secret for tests only, 32 bytes"


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    """A real city that was set up: three neighborhoods, a tested public address, no accounts yet."""
    settings = Settings.from_environment({"FAIR_HEARING_HOME": str(tmp_path)})
    store = Store.open(settings.database_url, "real")
    store.places.put(PLACES)
    store.city.set_profile(
        CityProfile(
            city="Larkton",
            department="Larkton Police",
            runs_it="Larkton University",
            public_url="https://hear.larkton.example",
            public_url_tested=True,
            complaint="https://larkton.example/complaints",
        )
    )
    yield Context(settings, store, LIBRARY, TEXTS, clock=lambda: NOON, secret=SECRET)
    store.close()


@pytest.fixture
def new_context(tmp_path: Path) -> Iterator[Context]:
    """A city at its first start: nothing in it, and a set-up code."""
    settings = Settings.from_environment({"FAIR_HEARING_HOME": str(tmp_path / "new")})
    store = Store.open(settings.database_url, "real")
    yield Context(settings, store, LIBRARY, TEXTS, clock=lambda: NOON, setup_code="open-sesame", secret=SECRET)
    store.close()


@pytest.fixture
def cities(context: Context) -> Cities:
    """The real city of `context`, and a demo city beside it that is built when asked for."""
    from survey import demo  # only here: tests without it need not wait for the demo city

    return Cities(real=context, open_demo=lambda: demo.open_city(context, scale=0.02))


@pytest.fixture
def event(context: Context) -> Event:
    """An open event with the pulse on the phone page, in English."""
    return stored_event(context)


def stored_event(context: Context, **changes: object) -> Event:
    """An event in the store; `changes` replace any of its facts."""
    facts = Event(
        id=uuid4(),
        code="CDF479",
        phrase="3-11-42",
        name="Block party",
        program=Program.COMMUNITY_EVENT,
        place="north",
        starts_on=date(2026, 6, 1),
        ends_on=date(2026, 6, 30),
        time_zone="America/New_York",
        instrument="pulse",
        languages=("en",),
        door=Door.PHONE,
    )
    stored = replace(facts, **changes)  # type: ignore[arg-type]  # the test knows the fields
    context.store.events.add(stored)
    return stored


@pytest.fixture
def account_for(context: Context) -> Callable[..., Account]:
    """Makes a stored account of a role; its password hash fits no password."""

    def make(role: Role, side: Side = Side.INDEPENDENT) -> Account:
        account = Account(uuid4(), f"{role.value}-{uuid4().hex[:6]}", role, side, "no password fits this")
        context.store.accounts.add(account)
        return account

    return make

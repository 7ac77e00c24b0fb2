"""A browser, and a server with a city that was set up."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page

from survey import access, commitments, demo, events, listening
from survey.commitments import CommitmentDraft
from survey.context import Context
from survey.demo.city import STAMP
from survey.keys import open_secret
from survey.listening import NoteDraft
from survey.records import CityProfile, Door, Event, LanguageAcceptance, NoteKind, Program, Role, Side
from survey.settings import Settings
from survey.storage.store import Store
from tests.running import free_port, running
from tests.survey.conftest import LIBRARY, PASSWORD, PLACES, TEXTS

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}


@dataclass(frozen=True)
class Town:
    """A running server and the store behind it. `liaison` signs in with PASSWORD."""

    address: str
    context: Context
    phone: Event
    desk: Event
    liaison: str


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page on a phone of 360 x 740."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, is_mobile=True, has_touch=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    """A page on a laptop of 1280 x 800."""
    context = browser.new_context(viewport=DESK)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A server with two open events, one for each door, and a liaison."""
    home, port = Path(tmp_path_factory.mktemp("town")), free_port()
    settings = Settings.from_environment({"FAIR_HEARING_HOME": str(home)})
    context = Context(
        settings,
        Store.open(settings.database_url, "real"),
        LIBRARY,
        TEXTS,
        setup_code="start",
        secret=open_secret(home),
    )
    context.store.places.put(PLACES)
    context.store.city.set_profile(
        CityProfile(
            city="Larkton",
            department="Larkton Police",
            runs_it="Larkton University",
            public_url=f"http://127.0.0.1:{port}",
        )
    )
    first = access.sign_up_first(context, "start", "ana", PASSWORD, Side.INDEPENDENT)
    access.add_account(context, first, "lee", PASSWORD, Role.LIAISON, Side.POLICE)
    events = [an_event(context, code, door) for code, door in (("CDF479", Door.PHONE), ("GHJ346", Door.STREAMLIT))]
    with running(home, port) as address:
        yield Town(address, context, events[0], events[1], "lee")
    context.store.close()


SPOKEN = ("en", "es", "ar")
OPEN = {
    "JKM346": ("pulse", Door.PHONE),
    "JKM347": ("full", Door.PHONE),
    "JKM349": ("full", Door.STREAMLIT),
    "JKM34G": ("pulse", Door.STREAMLIT),
}
CLOSED, REHEARSAL, YOUTH = "JKM34C", "JKM34D", "JKM34F"


@pytest.fixture(scope="session")
def spoken(town: Town) -> Town:
    """The town with events in SPOKEN, a session with a note, a promise, and a demo city that is there at once."""
    context, boss = town.context, town.context.store.accounts.by_name("ana")
    for language in SPOKEN[1:]:
        digest = events.wording_digest(context, language)
        context.store.city.accept_language(LanguageAcceptance(language, digest, "Ana Test", context.today()))
    changes = {code: {"instrument": instrument, "door": door} for code, (instrument, door) in OPEN.items()}
    changes[CLOSED] = {"ends_on": context.today() - timedelta(days=1)}
    changes[REHEARSAL] = {"starts_on": context.today() + timedelta(days=1)}
    changes[YOUTH] = {"instrument": "youth"}
    for code, facts in changes.items():
        event = replace(an_event(context, code, Door.PHONE), languages=SPOKEN, **facts)
        context.store.events.change(event)
    access.add_account(context, boss, "stella", PASSWORD, Role.STEWARD, Side.INDEPENDENT)
    session = listening.open_session(context, boss, event)
    listening.write_note(context, boss, session.id, NoteDraft("Lights", NoteKind.VERBATIM, "", "Dark", 12, "en"), {})
    due = context.today() + timedelta(days=30)  # after the day of other tests' promises, which are listed before it
    draft = CommitmentDraft("youth", "north", "The path is dark", "We mend the lights", "Officer Lee", due, session.id)
    commitments.promise(context, boss, draft, {"youth": None})
    small = demo.open_city(context, scale=0.15)
    stamp = str(small.store.city.note(STAMP))
    small.store.city.set_note(STAMP, stamp.replace(" 0.15 ", " 1 "))  # else the server would build the large one
    small.store.close()
    return town


def an_event(context: Context, code: str, door: Door) -> Event:
    today = datetime.now(UTC).date()
    event = Event(
        id=uuid4(),
        code=code,
        phrase="3-11-42",
        name="Block party",
        program=Program.COMMUNITY_EVENT,
        place="north",
        starts_on=today - timedelta(days=2),
        ends_on=today + timedelta(days=2),
        time_zone="UTC",
        instrument="pulse",
        languages=("en",),
        door=door,
    )
    context.store.events.add(event)
    return event

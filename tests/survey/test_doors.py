"""Every door against everyone: pages, routes and services by hand-written tables; a new door needs a decision."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import ModuleType
from uuid import uuid4

import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from survey import (
    access,
    cards,
    city,
    commitments,
    doubts,
    events,
    holdings,
    imports,
    incidents,
    kiosk,
    listening,
    releases,
    responses,
    retention,
)
from survey.context import Cities, Context
from survey.errors import SurveyError
from survey.pages.listing import PAGES
from survey.pages.viewer import Viewer
from survey.paper import keying, printing
from survey.records import STAFF_ROLES, Account, Role, Side
from survey.web.routes import routes
from tests.survey.conftest import PASSWORD, stored_event
from tests.survey.web.conftest import Client

NOBODY = "nobody"
STAFF = {role.value for role in STAFF_ROLES}
LOOKERS = STAFF - {"helper"} | {"visitor"}
EVERYONE = STAFF | {"visitor", NOBODY}
PLANNERS = {"liaison", "administrator"}
PROMISERS = {"liaison", "leader", "administrator"}
PUBLISHERS = {"leader", "analyst", "administrator"}
SPEAKERS = {"steward", "administrator"}
BOSSES = {"administrator"}
KEYERS = {"steward", "helper"}

PAGE_DOORS = {
    "": EVERYONE,
    "results": EVERYONE,
    "promises": EVERYONE,
    "methods": EVERYONE,
    "incidents": EVERYONE,
    "storage": EVERYONE,
    "survey": EVERYONE,
    "standing": LOOKERS,
    "neighborhoods": LOOKERS,
    "themes": LOOKERS,
    "recommendations": LOOKERS,
    "events": LOOKERS,
    "listen": PLANNERS,
    "promise": PROMISERS,
    "publish": PUBLISHERS,
    "city": BOSSES,
    "languages": SPEAKERS,
    "youth": {"steward"},
    "names": {"steward"},
    "staff": BOSSES,
    "keeping": BOSSES,
    "paper": KEYERS,
}
"""Who may open which page."""

ROUTE_DOORS = {
    "GET /s": (EVERYONE, 200, 0),
    "GET /s/{code}": (EVERYONE, 200, 0),
    "POST /s/{code}": (EVERYONE, 422, 0),
    "GET /poster/{code}": (STAFF - {"helper"}, 200, 403),
    "GET /poster/{code}/qr.svg": (STAFF - {"helper"}, 200, 403),
    "GET /poster/{code}/qr.png": (STAFF - {"helper"}, 200, 403),
    "GET /s/kiosk-worker.js": (EVERYONE, 200, 0),
    "GET /s/worker.js": (EVERYONE, 200, 0),
    "GET /s/{code}/kiosk": (EVERYONE, 200, 0),
    "POST /s/{code}/kiosk": (EVERYONE, 403, 0),
    "POST /s/{code}/sealed": (EVERYONE, 400, 0),
    "GET /staff/kiosk/{code}": (PLANNERS, 200, 403),
    "POST /staff/kiosk/{code}": (PLANNERS, 422, 403),
    "GET /paper/{code}": (STAFF - {"helper"}, 200, 403),
    "GET /staff/paper/{code}": (PLANNERS, 200, 403),
    "POST /staff/paper/{code}": (PLANNERS, 409, 403),  # the city of this test has no steward
    "GET /paper/{code}/key": ({"steward"}, 200, 403),
    "POST /paper/{code}/key": ({"steward"}, 422, 403),
    "GET /staff/sign-in": (EVERYONE, 200, 0),
    "POST /staff/sign-in": (EVERYONE, 422, 0),
    "POST /staff/sign-out": (EVERYONE, 303, 0),
    "GET /staff/cards/{code}": (PLANNERS, 200, 403),
    "POST /staff/cards/{code}": (PLANNERS, 422, 403),
    "POST /staff/cards/{code}/withdraw": (PLANNERS, 422, 403),
    "GET /setup": (set(), 200, 303),
    "POST /setup": (set(), 303, 422),
    "GET /setup/city": (BOSSES, 200, 303),
    "POST /setup/city": (BOSSES, 422, 303),
    "GET /demo": (EVERYONE, 303, 0),
    "GET /demo/leave": (EVERYONE, 303, 0),
    "GET /health": (EVERYONE, 200, 0),
}
"""Who may use which route of a city that was set up, what it answers them, and what it answers everyone else."""

SERVICE_DOORS = {
    "access.add_account": BOSSES,
    "access.accounts": BOSSES,
    "access.set_active": BOSSES,
    "access.add_helper": {"steward"},
    "access.helpers": {"steward"},
    "access.set_helper_active": {"steward"},
    "cards.print_batch": PLANNERS,
    "cards.withdraw": PLANNERS,
    "cards.batches": PLANNERS,
    "cards.tally": LOOKERS | {"operator"},
    "city.change_profile": BOSSES | {"operator"},
    "city.confirm_address": BOSSES | {"operator"},
    "city.put_places": BOSSES | {"operator"},
    "city.put_population": BOSSES | {"operator"},
    "city.back_up": BOSSES | {"operator"},
    "city.allow_youth_comments": {"steward"},
    "commitments.promise": PROMISERS,
    "commitments.report": PROMISERS,
    "doubts.waiting": {"steward"},
    "doubts.keep_hidden": {"steward"},
    "doubts.give_back": {"steward"},
    "events.plan": PLANNERS,
    "events.change": PLANNERS,
    "events.listed": LOOKERS | {"operator"},
    "events.accept_language": SPEAKERS,
    "holdings.take_stock": BOSSES | {"operator"},
    "imports.import_answers": {"analyst", "administrator", "operator"},
    "incidents.mark": PROMISERS,
    "incidents.correct": PROMISERS,
    "kiosk.start": PLANNERS,
    "listening.open_session": PLANNERS,
    "listening.write_note": PLANNERS,
    "listening.close_session": PLANNERS,
    "listening.listed": PLANNERS,
    "listening.notes": PLANNERS,
    "paper.printing.print_forms": PLANNERS,
    "paper.printing.batches": PLANNERS,
    "paper.printing.forms_of": PLANNERS,
    "paper.printing.standing": LOOKERS | {"helper", "operator"},
    "paper.keying.desk": KEYERS,
    "paper.keying.events_with_forms": KEYERS,
    "paper.keying.key_form": KEYERS,
    "paper.keying.key_again": KEYERS,
    "paper.keying.differences": KEYERS,
    "paper.keying.decide": KEYERS,
    "paper.keying.send": KEYERS,
    "releases.publish": PUBLISHERS | {"operator"},
    "releases.correct": PUBLISHERS | {"operator"},
    "responses.counts": LOOKERS | {"operator"},
    "responses.waiting": LOOKERS | {"operator"},
    "retention.change": BOSSES | {"operator"},
}
"""Who may call which service; each must refuse before it looks at anything else."""

NO_ACCOUNT_NEEDED = {
    "cards": {"verify", "address", "grouped"},
    "access": {"visitor", "sign_up_first", "sign_in", "signed_in", "sign_out"},
    "city": {"profile", "places", "population", "set_up", "stewarded"},
    "commitments": {"listed", "overdue"},
    "doubts": {"sealed", "forget_old"},
    "events": {
        *("check", "find", "state", "instrument_of", "address", "phrase", "languages_of", "languages_on_offer"),
        *("results_from", "may_still_come", "accepted", "wording_digest", "new_code", "new_phrase"),
    },
    "holdings": {
        *("tables", "files", "elsewhere", "unexplained", "why", "how_long", "note_rarity", "noted_rarity"),
    },
    "imports": {"reason"},
    "incidents": {"listed", "standing"},
    "kiosk": {"may_start", "public_key", "bound_to", "take", "receive"},
    "listening": set[str](),
    "paper.keying": set[str](),
    "paper.printing": {"is_keyed", "require_steward"},
    "releases": {
        *("publish_nightly", "latest", "version", "history", "newest_correction", "plain_reason", "material"),
        *("next_correction", "corrected_by"),
    },
    "responses": {
        *("submit", "submit_many", "received", "stored_fields", "forget_old_receipts", "preview"),
    },
    "retention": {"periods", "carry_out", "last_run", "months_before", "years_kept"},
}
"""What asks nobody who they are: residents' and the public's doors, signing in, the nightly job, and reading."""

SERVICES: tuple[ModuleType, ...] = (
    *(
        access,
        cards,
        city,
        commitments,
        events,
        imports,
        holdings,
        incidents,
        keying,
        kiosk,
        listening,
        printing,
        releases,
        responses,
        retention,
    ),
    doubts,
)


def someone(who: str, side: Side = Side.INDEPENDENT) -> Account | None:
    return None if who == NOBODY else Account(uuid4(), who, Role(who), side, "no password fits this")


def run_all_pages(context, viewer):  # type: ignore[no-untyped-def]  # its source runs alone, without our imports
    """Every page as the frame presents it, with a mark instead of what it shows."""
    from dataclasses import replace

    import streamlit as st

    from survey.pages import frame
    from survey.pages.listing import PAGES

    for page in PAGES:
        marked = replace(page, render=lambda context, viewer, path=page.path: st.text(f"open:{path}"))
        frame._present(marked, context, viewer)


def test_every_page_has_its_doors_decided() -> None:
    assert {page.path for page in PAGES} == PAGE_DOORS.keys()


@pytest.mark.parametrize("who", sorted(EVERYONE))
@pytest.mark.parametrize("side", Side)
def test_pages_open_to_whom_they_should(context: Context, who: str, side: Side) -> None:
    kwargs = {"context": context, "viewer": Viewer(someone(who, side), "en")}
    page = AppTest.from_function(run_all_pages, kwargs=kwargs, default_timeout=30).run()
    assert not page.exception
    seen = {text.value.removeprefix("open:") for text in page.text}
    expected = {path for path, opens_to in PAGE_DOORS.items() if who in opens_to}
    assert seen == expected - ({"youth", "names", "paper"} if side is Side.POLICE else set())


@pytest.fixture
def served(context: Context) -> Starlette:
    """The routes of a city that was set up by an administrator called "first", with an open event."""
    set_up = replace(context, setup_code="open-sesame")
    access.sign_up_first(set_up, "open-sesame", "first", PASSWORD, Side.INDEPENDENT)
    stored_event(context)
    return Starlette(routes=routes(Cities(real=set_up, open_demo=lambda: replace(context, synthetic=True))))


def test_every_route_has_its_doors_decided(served: Starlette) -> None:
    found = {f"{method} {route.path}" for route in served.routes for method in route.methods}  # type: ignore[attr-defined]  # all are Routes
    assert {door for door in found if not door.startswith("HEAD")} == ROUTE_DOORS.keys()


@pytest.mark.parametrize("who", [NOBODY, *STAFF_ROLES])
def test_routes_open_to_whom_they_should(context: Context, served: Starlette, who: str) -> None:
    client = Client(served)
    if who != NOBODY:
        boss = context.store.accounts.by_name("first")
        assert boss is not None
        if who == "helper":  # whom no administrator may name
            access.add_helper(context, replace(boss, role=Role.STEWARD), "somebody", PASSWORD)
        else:
            access.add_account(context, boss, "somebody", PASSWORD, Role(who), Side.INDEPENDENT)
        client.cookies.set("fair_hearing", access.sign_in(context, "somebody", PASSWORD))
    found, expected = {}, {}
    for door, (opens_to, open_status, closed_status) in sorted(
        ROUTE_DOORS.items(), key=lambda door: "sign-out" in door[0]
    ):
        method, path = door.replace("{code}", "CDF479").split()
        found[door] = client.send(method, path, data={} if method == "POST" else None).status_code
        expected[door] = open_status if who in opens_to else closed_status
    assert found == expected


def services() -> Iterator[tuple[str, Callable[..., object]]]:
    """Every public function of the service modules, by its name."""
    for module in SERVICES:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                yield f"{module.__name__.removeprefix('survey.')}.{name}", function


def test_every_service_asks_who_it_is_or_is_known_not_to() -> None:
    asking = {name for name, function in services() if "actor" in inspect.signature(function).parameters}
    open_to_all = {f"{module}.{name}" for module, names in NO_ACCOUNT_NEEDED.items() for name in names}
    assert asking == SERVICE_DOORS.keys()
    assert {name for name, _ in services()} - asking == open_to_all


@pytest.mark.parametrize("who", sorted(EVERYONE | {"operator"}))
def test_services_refuse_whom_they_should(context: Context, who: str) -> None:
    """Refused before any other argument is looked at, since none of them is worth looking at here."""
    functions = dict(services())
    for name, opens_to in SERVICE_DOORS.items():
        rest = [None] * (required(functions[name]) - 2)
        if who not in opens_to:
            with pytest.raises(SurveyError, match="not_allowed"):
                functions[name](context, someone(who), *rest)
    assert context.store.audit.all() == ()


@pytest.mark.parametrize("name", sorted(SERVICE_DOORS))
def test_a_closed_account_may_nothing(context: Context, name: str) -> None:
    function = dict(services())[name]
    for who in SERVICE_DOORS[name]:
        closed = replace(someone(who) or access.visitor(), active=False)
        with pytest.raises(SurveyError, match="not_allowed"):
            function(context, closed, *[None] * (required(function) - 2))


def required(function: Callable[..., object]) -> int:
    """How many arguments a function needs."""
    return sum(item.default is item.empty for item in inspect.signature(function).parameters.values())


@pytest.mark.parametrize("who", ["administrator", "liaison", "leader", "analyst"])
def test_whoever_is_not_the_steward_does_not_decide_about_the_young(context: Context, who: str) -> None:
    with pytest.raises(SurveyError, match="not_allowed"):
        city.allow_youth_comments(context, someone(who), True)
    with pytest.raises(SurveyError, match="not_allowed"):
        city.allow_youth_comments(context, someone("steward", Side.POLICE), True)
    assert not city.profile(context).youth_comments

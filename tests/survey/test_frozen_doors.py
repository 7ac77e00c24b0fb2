"""Between two releases nothing that anyone can open moves, save the live counts of staff; every door is walked."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit.testing.v1 import AppTest

from survey import access, listening, releases, responses
from survey.context import Cities, Context
from survey.listening import NoteDraft
from survey.pages import listing
from survey.pages.viewer import Viewer
from survey.permissions import allowed
from survey.records import Channel, Event, NoteKind, Role, Side, Submission
from survey.web.routes import routes
from tests.conftest import PROJECT
from tests.survey.conftest import PASSWORD, stored_event
from tests.survey.pages import released
from tests.survey.pages.conftest import shown
from tests.survey.test_doors import ROUTE_DOORS, someone
from tests.survey.web.conftest import Client

WALKERS = ("administrator", "steward")
LIVE = {"page events", "page publish"}
"""Where staff see how many answers came in; the auditor of releases knows these counts."""
READERS_OF_ANSWERS = {"answered", "remarks", "taken_answers", "taken_remarks"}
FRESH = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\w-]{20,}")
"""Keys and tokens that are made anew for each page."""
NUMBER = re.compile(r"\d+")


@pytest.fixture
def town(context: Context) -> Context:
    """A city with a release that shows figures, and a listening session that closed after it."""
    past = [
        stored_event(context, code=f"CDF47{n}", starts_on=date(2026, n, 1), ends_on=date(2026, n, 9)) for n in (3, 4)
    ]
    present = stored_event(context)
    for event in (*past, present):
        answer(context, event, 40)
    access.sign_up_first(
        replace(context, setup_code="open-sesame"), "open-sesame", "administrator", PASSWORD, Side.INDEPENDENT
    )
    boss = context.store.accounts.by_name("administrator")
    access.add_account(context, boss, "steward", PASSWORD, Role.STEWARD, Side.INDEPENDENT)
    assert any(figure.base for figure in releases.publish(context, boss).figures)
    held = listening.open_session(context, boss, past[0])
    draft = NoteDraft("Table 1", NoteKind.VERBATIM, "", "The xylophone in the park", 30, "en")
    listening.write_note(context, boss, held.id, draft, {})
    listening.close_session(context, boss, held.id)
    return context


def answer(context: Context, event: Event, people: int, words: str = "More lights") -> None:
    """So many people answer, all alike."""
    values = {"c1": 4, "c2": 5, "c3": 2, "comment": words}
    given = [Submission(uuid4(), values, "en", Channel.PHONE, event.starts_on) for _ in range(people)]
    responses.submit_many(context, event, given)


def run_listed(path, context, viewer):  # type: ignore[no-untyped-def]  # its source runs alone, without our imports
    """One page of the list, by its address."""
    from survey.pages import listing

    next(page for page in listing.PAGES if page.path == path).render(context, viewer)


def walk(context: Context, app: Starlette) -> dict[str, str]:
    """What every page and every route shows: to the public, and to whoever of staff may open it."""
    return {**dict(walk_pages(context)), **dict(walk_routes(context, app))}


def walk_pages(context: Context) -> Iterator[tuple[str, str]]:
    for page in listing.PAGES:
        may = (who for who in WALKERS if page.permission and allowed(someone(who), page.permission))
        account = context.store.accounts.by_name(next(may)) if page.permission else None
        kwargs = {"path": page.path, "context": context, "viewer": Viewer(account, "en")}
        opened = AppTest.from_function(run_listed, kwargs=kwargs, default_timeout=30).run()
        for toggle in opened.toggle:
            if "." not in toggle.key:  # a form's would decide something
                toggle.set_value(True)
        opened.run()
        charts = "\n".join(map(str, released.charts(opened)))
        yield f"page {page.path}", FRESH.sub("fresh", f"{shown(opened)}\n{charts}")


def walk_routes(context: Context, app: Starlette) -> Iterator[tuple[str, str]]:
    doors = sorted({f"{m} {route.path}" for route in app.routes for m in route.methods - {"HEAD"}})  # type: ignore[attr-defined]  # all are Routes
    for who in ("", *WALKERS):
        client = Client(app)
        if who:
            client.cookies.set("fair_hearing", access.sign_in(context, who, PASSWORD))
        for door in sorted(doors, key=lambda door: "sign-out" in door):
            method, path = door.replace("{code}", "CDF479").split()
            found = client.send(method, path, data={} if method == "POST" else None)
            yield f"{door} {who}", FRESH.sub("fresh", f"{found.status_code} {found.text}")


def moved(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    """The doors that show something else than before."""
    assert before.keys() == after.keys()
    return {door for door in before if before[door] != after[door]}


def served(context: Context, *more: Route) -> Starlette:
    set_up = replace(context, setup_code="open-sesame")
    return Starlette(routes=[*routes(Cities(set_up, lambda: replace(context, synthetic=True))), *more])


def test_answers_between_releases_show_nowhere(town: Context) -> None:
    app = served(town)
    before = walk(town, app)
    assert {door.rsplit(" ", 1)[0] for door in before if not door.startswith("page")} == ROUTE_DOORS.keys()
    event = next(event for event in town.store.events.all() if event.code == "CDF479")
    answer(town, event, 17, "A xylophone, please")
    after = walk(town, app)
    assert moved(before, after) == LIVE
    assert {door: NUMBER.sub("", after[door]) for door in LIVE} == {door: NUMBER.sub("", before[door]) for door in LIVE}
    for door, counts in {"page events": {"57"}, "page publish": {"137"}}.items():
        assert set(NUMBER.findall(after[door])) - set(NUMBER.findall(before[door])) == counts
    told = {door for door, said in after.items() if "xylophone" in said}
    assert told <= {"page listen"}, "whoever wrote the notes of a session reads them there"
    releases.publish_nightly(town)
    newer = dict(walk_pages(town))
    assert after["page results"] != newer["page results"], "the walk sees a new release"


def read_directly(context: Context, _viewer: Viewer) -> None:
    """What no page may do."""
    import streamlit as st

    st.write(f"{len(list(context.store.responses.answered()))} people")


def test_a_page_or_a_route_that_reads_answers_is_caught(town: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = tuple(replace(one, render=read_directly) if one.path == "storage" else one for one in listing.PAGES)
    monkeypatch.setattr(listing, "PAGES", [page for page in pages if page.path in ("storage", "promises")])
    planted = Route("/count", lambda _: PlainTextResponse(str(len(list(town.store.responses.answered())))))
    app = Starlette(routes=[planted])
    before = walk(town, app)
    answer(town, town.store.events.all()[-1], 1)
    assert moved(before, walk(town, app)) == {
        "page storage",
        "GET /count ",
        "GET /count administrator",
        "GET /count steward",
    }


def test_only_the_making_of_releases_reads_answers() -> None:
    """By name, whichever way the store was reached: `context.store.responses.answered()` would need no import."""
    found = set()
    for file in (PROJECT / "survey").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in READERS_OF_ANSWERS:
                of = node.value.attr if isinstance(node.value, ast.Attribute) else ""
                if of in ("responses", "listening"):
                    found.add(file.relative_to(PROJECT / "survey").as_posix())
    assert found == {"releases.py"}

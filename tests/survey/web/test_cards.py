"""Cards on paper: only for planners, shown once, readable by a camera, marked when they must not be handed out."""

import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import uuid4

import httpx
import pytest
import uvicorn
from sqlalchemy import text
from starlette.applications import Starlette

from survey import access, cards
from survey.context import Cities, Context
from survey.records import Account, Door, Event, Role, Side
from survey.web.routes import routes
from tests.survey.conftest import PASSWORD, stored_event
from tests.survey.web.conftest import Client

NUMBER = re.compile(r'class="number" dir="ltr">([0-9A-Z ]{34})<')
WAY = "/staff/cards/CDF479"


@pytest.fixture
def boss(context: Context) -> Account:
    access.sign_up_first(replace(context, setup_code="x"), "x", "boss", PASSWORD, Side.POLICE)
    found = context.store.accounts.by_name("boss")
    assert found is not None
    return found


@pytest.fixture
def staff(client: Client, boss: Account) -> Client:
    """A browser of someone who may plan events."""
    client.post("/staff/sign-in", {"name": "boss", "password": PASSWORD})
    return client


def asked(**changes: object) -> dict[str, object]:
    """The form as it is sent."""
    return {"batch": str(uuid4()), "count": "12", "table": "Table 3", "paper": "letter", "first": "en", **changes}


def test_the_sheets_hold_as_many_working_cards_as_were_asked_for(
    staff: Client, context: Context, boss: Account, event: Event
) -> None:
    page = staff.post(WAY, asked())
    assert page.status_code == 200
    numbers = NUMBER.findall(page.text)
    assert len(set(numbers)) == 12
    assert (page.text.count('<section class="sheet"'), page.text.count("<svg")) == (2, 12)
    assert all(cards.verify(context, event, number) for number in numbers)
    (batch,) = cards.batches(context, boss, event)
    assert (batch.printed, batch.table) == (12, "Table 3")
    for words in (
        "Block party",
        "Table 3",
        "bridge moon 42",
        "hear.larkton.example/s",
        "CDF 479",
        "One card, one answer",
    ):
        assert words in page.text


def test_sheets_are_kept_nowhere_and_shown_once(staff: Client, event: Event) -> None:
    sent = asked()
    page = staff.post(WAY, sent)
    assert page.headers["cache-control"] == "no-store"
    assert "can't be opened again" in page.text.replace("&#39;", "'")
    again = staff.post(WAY, sent)
    assert again.status_code == 409
    assert "They can't be shown again" in again.text.replace("&#39;", "'")
    assert not NUMBER.findall(again.text)
    for number in NUMBER.findall(page.text):
        assert number not in staff.get(WAY).text


def test_the_page_asks_for_nothing_from_elsewhere(staff: Client, event: Event) -> None:
    page = staff.post(WAY, asked(count="1"))
    assert not re.findall(r'(?:src|href)="(?!data:|/staff/cards/)', page.text)
    assert "default-src 'none'" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"count": "0"}, "from 1 to 500"),
        ({"count": "501"}, "from 1 to 500"),
        ({"count": "many"}, "from 1 to 500"),
        ({"count": "\u0663"}, "from 1 to 500"),
        ({"table": "x" * 41}, "at most 40 letters"),
        ({"batch": "no id"}, "this batch of cards"),
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed(
    staff: Client, context: Context, event: Event, changes: dict[str, str], words: str
) -> None:
    page = staff.post(WAY, asked(**changes))
    assert page.status_code == 422
    assert words in page.text
    assert 'role="alert"' in page.text
    assert f'value="{changes.get("count", "12")}"' in page.text
    assert context.store.cards.of(event.id) == ()


def test_a_withdrawn_batch_is_worthless_and_marked(staff: Client, context: Context, event: Event) -> None:
    sent = asked(count="1")
    (number,) = NUMBER.findall(staff.post(WAY, sent).text)
    withdrawn = staff.post(f"{WAY}/withdraw", {"batch": sent["batch"]})
    assert (withdrawn.status_code, withdrawn.headers["location"]) == (303, f"{WAY}?lang=en")
    assert "Withdrawn" in staff.get(WAY).text
    assert [batch.withdrawn for batch in context.store.cards.of(event.id)] == [True]
    with pytest.raises(Exception, match="card_unknown"):
        cards.verify(context, event, number)


@pytest.mark.parametrize("way", [WAY, f"{WAY}/withdraw"])
def test_no_other_website_makes_or_withdraws_cards(staff: Client, context: Context, event: Event, way: str) -> None:
    sent = asked()
    staff.post(WAY, sent)
    refused = staff.send("POST", way, data=asked(batch=sent["batch"]), headers={"sec-fetch-site": "cross-site"})
    assert refused.status_code == 403
    assert [batch.withdrawn for batch in context.store.cards.of(event.id)] == [False]


@pytest.mark.parametrize(
    "role", [role for role in Role if role in (Role.LEADER, Role.ANALYST, Role.STEWARD, Role.HELPER)]
)
def test_who_plans_no_events_gets_no_cards(
    client: Client, context: Context, boss: Account, event: Event, role: Role
) -> None:
    if role is Role.HELPER:  # whom no administrator may name
        access.add_helper(context, replace(boss, role=Role.STEWARD, side=Side.INDEPENDENT), "other", PASSWORD)
    else:
        access.add_account(context, boss, "other", PASSWORD, role, Side.INDEPENDENT)
    client.post("/staff/sign-in", {"name": "other", "password": PASSWORD})
    assert client.get(WAY).status_code == client.post(WAY, asked()).status_code == 403
    assert context.store.cards.of(event.id) == ()


def test_strangers_learn_no_code(client: Client, event: Event) -> None:
    assert client.get(WAY).text == client.get("/staff/cards/NOPE34").text


def test_cards_speak_the_chosen_languages(staff: Client, context: Context, spanish_event: Event) -> None:
    way = f"/staff/cards/{spanish_event.code}"
    page = staff.post(f"{way}?lang=es", asked(first="es", second="en", paper="a4", count="1")).text
    assert '<html lang="es" dir="ltr" class="a4">' in page
    assert '<article class="card" lang="es" dir="ltr">' in page
    assert context.texts.get("es", "card.once") in page
    assert '<p class="other" lang="en" dir="ltr"><b>One card, one answer.</b>' in page
    assert "Imprima ahora." in page
    alone = staff.post(way, asked(first="xx", second="en", paper="a3", count="1")).text
    assert 'class="other"' not in alone
    assert '<article class="card" lang="en"' in alone
    assert 'class="letter"' in alone


@pytest.mark.parametrize(("tested", "marks"), [(True, 0), (False, 2)])
def test_every_card_is_stamped_when_its_address_cannot_be_relied_on(
    staff: Client, context: Context, event: Event, tested: bool, marks: int
) -> None:
    context.store.city.set_profile(replace(context.store.city.profile(), public_url_tested=tested))
    assert staff.post(WAY, asked(count="2")).text.count('<p class="stamp">TEST ONLY</p>') == marks


def test_a_closed_event_offers_no_form(staff: Client, context: Context) -> None:
    closed = stored_event(context, code="GHJ346", ends_on=datetime(2026, 6, 14, tzinfo=UTC).date())
    page = staff.get(f"/staff/cards/{closed.code}").text
    assert "would be worth nothing" in page
    assert 'name="count"' not in page
    assert staff.post(f"/staff/cards/{closed.code}", asked()).status_code == 422


def test_names_and_tables_are_text(staff: Client, context: Context) -> None:
    stored_event(context, name="<b>Party</b>", door=Door.AUTO)
    page = staff.post(WAY, asked(table="<i>1</i>", count="1")).text
    assert "<b>Party</b>" not in page
    assert "<i>1</i>" not in page
    assert "&lt;i&gt;1&lt;/i&gt;" in page


def test_the_demo_city_makes_no_cards(client: Client) -> None:
    client.get("/demo")
    assert client.get("/staff/cards/DEMO").status_code == 403


@pytest.fixture
def talkative(both_cities: Cities, caplog: pytest.LogCaptureFixture) -> Iterator[str]:
    """The address of the app on a server that logs everything it can, its access log too."""
    caplog.set_level(0)
    app = Starlette(routes=routes(both_cities))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="trace", log_config=None, access_log=True, ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
        assert thread.is_alive(), "the server did not start"
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


def test_no_log_at_any_level_holds_a_card(
    talkative: str, context: Context, boss: Account, event: Event, caplog: pytest.LogCaptureFixture
) -> None:
    cookies = {"fair_hearing": access.sign_in(context, "boss", PASSWORD)}
    with httpx.Client(base_url=talkative, cookies=cookies) as browser:
        numbers = NUMBER.findall(browser.post(WAY, data=asked()).text)
        seen = [send(browser, numbers[0]), send(browser, numbers[0]), send(browser, f"{numbers[1]}7")]
        seen.append(send(browser, numbers[2], c1="77"))
        seen.append(send(browser, numbers[3], comment="x" * 100_000))
        seen.append(send(browser, numbers[4], headers={"content-type": "text/plain"}))
        seen.append(send(browser, numbers[5], preview="1"))
        for breaks, mends in (NO_RECEIPTS, NO_BATCHES, NO_PLACES):
            with broken(context, breaks, mends):
                seen.append(send(browser, numbers[6]))
    assert seen[:7] == [200, 422, 422, 422, 413, 415, 200]
    assert set(seen[7:]) <= {500, 503}
    said = "\n".join(f"{record.getMessage()} {record.exc_text or ''} {record.args}" for record in caplog.records)
    assert f"POST /s/{event.code} HTTP" in said, "nothing is logged: this test proves nothing"
    raw = [number.replace(" ", "") for number in numbers]
    marks = [hashlib.sha256(cards._read(number) or b"").hexdigest() for number in raw]
    assert [one for one in (*numbers, *raw, *marks) if one.lower() in said.lower()] == []


NO_RECEIPTS = ("ALTER TABLE receipt RENAME TO gone", "ALTER TABLE gone RENAME TO receipt")
NO_BATCHES = ("ALTER TABLE card_batch RENAME TO gone", "ALTER TABLE gone RENAME TO card_batch")
NO_PLACES = ("ALTER TABLE place RENAME TO gone", "ALTER TABLE gone RENAME TO place")


@contextmanager
def broken(context: Context, breaks: str, mends: str) -> Iterator[None]:
    """The store, spoiled by one statement and mended by another."""
    writing = context.store.engine.execution_options(write=True)
    for statement in (breaks, None, mends):
        if statement is None:
            yield
            continue
        with writing.begin() as connection:
            connection.execute(text(statement))


def send(browser: httpx.Client, number: str, headers: dict[str, str] | None = None, **fields: str) -> int:
    """The status of an answer sent with a card."""
    form = {"key": str(uuid4()), "language": "en", "send": "1", "c1": "4", "card": number, **fields}
    body = urlencode(form if "preview" not in fields else {name: form[name] for name in form if name != "send"})
    kind = {"content-type": "application/x-www-form-urlencoded", **(headers or {})}
    return browser.post("/s/CDF479", content=body, headers=kind).status_code

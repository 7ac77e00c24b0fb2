"""The kiosk's doors: starting signs the browser out, the page holds no secret, every refusal says why."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape
from uuid import uuid4

import httpx
import pytest
from starlette.applications import Starlette

from survey import access, kiosk
from survey.context import Cities, Context
from survey.records import Account, Event, Role, Side
from survey.web.routes import routes
from tests.survey.conftest import NOON, PASSWORD, SECRET, stored_event
from tests.survey.test_kiosk import form, sealed
from tests.survey.web.conftest import Client

START: dict[str, object] = {"idle": "45", "pin": "2468", "again": "2468", "language": "en"}


@pytest.fixture
def liaison(client: Client, context: Context) -> Client:
    """A browser in which a liaison is signed in."""
    boss = access.sign_up_first(replace(context, setup_code="x"), "x", "boss", PASSWORD, Side.POLICE)
    access.add_account(context, boss, "lee", PASSWORD, Role.LIAISON, Side.POLICE)
    client.cookies.set("fair_hearing", access.sign_in(context, "lee", PASSWORD))
    return client


def handed(page: httpx.Response) -> dict[str, object]:
    """What a started kiosk is handed."""
    found = re.search(r'data-started="([^"]*)"', page.text)
    assert found, "nothing is handed over"
    given: dict[str, object] = json.loads(unescape(found[1]))
    return given


def test_starting_signs_this_browser_out(liaison: Client, context: Context, event: Event) -> None:
    token = liaison.cookies["fair_hearing"]
    assert liaison.get(f"/staff/kiosk/{event.code}").status_code == 200
    page = liaison.post(f"/staff/kiosk/{event.code}", START)
    assert page.status_code == 200
    assert access.signed_in(context, token) is None
    assert page.headers["set-cookie"].startswith('fair_hearing="";') and "Max-Age=0" in page.headers["set-cookie"]
    assert liaison.get(f"/staff/kiosk/{event.code}").status_code == 403


def test_an_odd_cookie_of_another_program_on_the_host_stops_no_kiosk(liaison: Client, event: Event) -> None:
    liaison.cookies.set("prefs[lang]", "en")
    page = liaison.post(f"/staff/kiosk/{event.code}", START)
    assert page.status_code == 200 and handed(page)
    assert page.headers["set-cookie"].startswith('fair_hearing="";')


def test_what_is_handed_over_is_enough_and_holds_no_pin(liaison: Client, context: Context, event: Event) -> None:
    page = liaison.post(f"/staff/kiosk/{event.code}", START)
    given = handed(page)
    assert (given["idle"], given["language"]) == (45, "en")
    salt, rounds = bytes.fromhex(str(given["salt"])), int(str(given["rounds"]))
    assert given["pin"] == hashlib.pbkdf2_hmac("sha256", b"2468", salt, rounds).hex()
    assert page.headers["cache-control"] == "no-store"
    assert kiosk.receive(context, event, form(str(given["token"]))).receipt.code  # type: ignore[arg-type]  # lists of texts


def test_the_page_itself_holds_no_secret(liaison: Client, context: Context, event: Event) -> None:
    page = liaison.get(f"/s/{event.code}/kiosk")
    assert "data-started" not in page.text
    private = kiosk._private_key(context, event).private_numbers().private_value.to_bytes(32, "big")
    for secret in (SECRET, private):
        for shape in (secret.hex(), base64.b64encode(secret).decode().rstrip("=")):
            assert shape not in page.text
    assert kiosk.public_key(context, event) in unescape(page.text)


def test_every_style_and_script_of_the_page_is_allowed_by_its_policy(client: Client, event: Event) -> None:
    page = client.get(f"/s/{event.code}/kiosk")
    inline = re.findall(r"<(?:style|script)>(.*?)</(?:style|script)>", page.text, re.S)
    assert len(inline) == 7
    for text in inline:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in page.headers["content-security-policy"]
    for source in ("connect-src 'self'", "worker-src 'self'"):
        assert source in page.headers["content-security-policy"]


def test_every_language_of_the_event_is_in_the_one_page(client: Client, spanish_event: Event) -> None:
    page = client.get(f"/s/{spanish_event.code}/kiosk").text
    assert re.findall(r'<template data-language="(\w+)" data-direction="(\w+)"', page) == [("en", "ltr"), ("es", "ltr")]
    assert "Tap to begin" in page and "Toque para empezar" in page


@pytest.mark.parametrize(
    "wrong",
    [{"idle": "5"}, {"pin": "12"}, {"again": "1357"}, {"language": "xx"}],
    ids=["idle", "pin", "again", "language"],
)
def test_problems_of_a_start_are_shown_and_nobody_is_signed_out(
    liaison: Client, context: Context, event: Event, wrong: dict[str, object]
) -> None:
    page = liaison.post(f"/staff/kiosk/{event.code}", {**START, **wrong})
    assert page.status_code == 422
    assert re.search(rf'id="{next(iter(wrong))}-problem"', page.text)
    assert "2468" not in page.text
    assert access.signed_in(context, liaison.cookies["fair_hearing"])


def test_a_closed_event_starts_no_kiosk_but_its_page_still_opens_to_send_what_waits(
    liaison: Client, context: Context
) -> None:
    closed = stored_event(context, starts_on=NOON.date() - timedelta(days=9), ends_on=NOON.date() - timedelta(days=5))
    assert liaison.get(f"/staff/kiosk/{closed.code}").status_code == 410
    assert liaison.post(f"/staff/kiosk/{closed.code}", START).status_code == 410
    assert "fair_hearing" in liaison.cookies
    assert liaison.get(f"/s/{closed.code}/kiosk").status_code == 200


def test_another_website_starts_nothing(liaison: Client, event: Event) -> None:
    page = liaison.post(f"/staff/kiosk/{event.code}", START, sec_fetch_site="cross-site")
    assert page.status_code == 403 and "fair_hearing" in liaison.cookies


def test_strangers_learn_no_codes(client: Client, event: Event) -> None:
    known, unknown = (client.get(f"/staff/kiosk/{code}") for code in (event.code, "GHJ346"))
    assert known.status_code == unknown.status_code == 403
    assert known.text == unknown.text
    assert client.get("/s/GHJ346/kiosk").status_code == 404


def test_anyone_starts_the_demos_kiosk_and_leaves_the_demo_with_it(client: Client, demo_context: Context) -> None:
    client.cookies.set("fair_hearing_city", "demo")
    page = client.post("/staff/kiosk/DEMO", START)
    assert handed(page) and page.headers["set-cookie"].startswith('fair_hearing_city="";')
    assert "Synthetic demo city" in page.text


def test_starting_the_demos_kiosk_signs_no_staff_out(liaison: Client, context: Context) -> None:
    assert handed(liaison.post("/staff/kiosk/DEMO", START))
    assert access.signed_in(context, liaison.cookies["fair_hearing"])


@pytest.fixture
def token(context: Context, event: Event, account_for: Callable[..., Account]) -> str:
    return kiosk.start(context, account_for(Role.LIAISON), event, kiosk.Draft("60", "2468", "2468", "en")).token


def test_a_sealed_answer_gets_its_receipt_and_the_same_one_again(
    client: Client, context: Context, event: Event, token: str
) -> None:
    blob = sealed(context, event, form(token, c2=["99"]))
    first, again = (client.post(f"/s/{event.code}/sealed", {"blob": blob}) for _ in range(2))
    assert first.status_code == again.status_code == 200
    assert re.fullmatch(r"\w{4}-\w{4}", first.json()["receipt"])
    assert first.json() == {**again.json(), "repeated": False} and again.json()["repeated"]
    assert first.json()["left_out"] == 1
    assert context.store.responses.count(event.id) == 1


def test_what_was_not_sealed_is_saved_as_well_with_a_token(
    client: Client, context: Context, event: Event, token: str
) -> None:
    fields = {"key": str(uuid4()), "language": "en", "day": "2026-06-15", "c1": "4"}
    refused = client.post(f"/s/{event.code}/kiosk", fields)
    assert (refused.status_code, refused.json()) == (403, {"error": "wrong_token"})
    assert client.post(f"/s/{event.code}/kiosk", {**fields, "token": token}).json()["receipt"]
    assert context.store.responses.count(event.id) == 1


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"token": ["no"]}, 403, "wrong_token"),
        ({"day": ["2026-06-01"]}, 410, "too_late"),
        ({"c1": ["9"], "neighborhood": [""]}, 422, "nothing_answered"),
        ({"key": ["x"]}, 400, "wrong_form"),
    ],
)
def test_every_refusal_says_why(
    client: Client, context: Context, event: Event, token: str, changes: dict[str, object], status: int, error: str
) -> None:
    answer = client.post(f"/s/{event.code}/sealed", {"blob": sealed(context, event, {**form(token), **changes})})
    assert (answer.status_code, answer.json()) == (status, {"error": error})
    assert context.store.responses.count(event.id) == 0


def test_unknown_codes_and_broken_blobs_are_refused(client: Client, event: Event) -> None:
    assert client.post(f"/s/{event.code}/sealed", {"blob": "AAAA"}).json() == {"error": "wrong_seal"}
    unknown = client.post("/s/GHJ346/sealed", {"blob": "AAAA"})
    assert (unknown.status_code, unknown.json()) == (404, {"error": "unknown_code"})


def test_a_broken_store_asks_the_tablet_to_keep_the_answer(
    context: Context, both_cities: Cities, event: Event, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    blob = sealed(context, event, form(token, comment=["Xylophone words"]))
    client = Client(Starlette(routes=routes(both_cities)))
    with context.store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE receipt RENAME TO broken")
    answer = client.post(f"/s/{event.code}/sealed", {"blob": blob})
    assert (answer.status_code, answer.json()) == (503, {"error": "not_saved"})
    assert "Xylophone" not in caplog.text


def test_the_worker_is_a_script_of_its_own(client: Client) -> None:
    script = client.get("/s/kiosk-worker.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert "fetch" in script.text

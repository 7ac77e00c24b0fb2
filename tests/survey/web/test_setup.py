"""Set-up: once only, with the code, and with an address that this very process answered."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from starlette.applications import Starlette

from survey import access
from survey.address import form_problem, is_local
from survey.context import Cities, Context
from survey.records import Role, Side
from survey.web.address import reach_problem
from survey.web.routes import routes
from tests.survey.conftest import PASSWORD
from tests.survey.web.conftest import Client

FIRST = {"code": "open-sesame", "name": "Boss", "password": PASSWORD, "password_again": PASSWORD, "side": "independent"}
CITY = {
    "city": "Larkton",
    "department": "Larkton Police",
    "runs_it": "Larkton University",
    "public_url": "http://127.0.0.1:1",
    "emergency": "911",
    "crisis_line": "988",
    "complaint": "",
}


@pytest.fixture
def fresh(new_context: Context) -> Client:
    """A browser at a first start."""
    cities = Cities(real=new_context, open_demo=lambda: new_context)
    return Client(Starlette(routes=routes(cities)))


def test_set_up_makes_the_administrator_signs_in_and_asks_for_the_city(fresh: Client, new_context: Context) -> None:
    assert "Who do you answer to?" in fresh.get("/setup").text
    made = fresh.post("/setup", FIRST)
    assert (made.status_code, made.headers["location"]) == (303, "/setup/city")
    account = access.signed_in(new_context, fresh.cookies["fair_hearing"])
    assert account is not None
    assert (account.name, account.role, account.side) == ("boss", Role.ADMINISTRATOR, Side.INDEPENDENT)
    city = fresh.get("/setup/city")
    assert city.status_code == 200 and 'value="https://hear.larkton.example"' in city.text


def test_set_up_works_once(fresh: Client, new_context: Context) -> None:
    fresh.post("/setup", FIRST)
    assert fresh.get("/setup").headers["location"] == "/staff/sign-in"
    again = fresh.post("/setup", {**FIRST, "name": "second"})
    assert again.status_code == 409 and "already set up" in again.text
    assert new_context.store.accounts.count() == 1


WRONG = [
    ({"code": "open sesame!"}, "code", "wrong_setup_code"),
    ({"code": ""}, "code", "needed"),
    ({"name": "x"}, "name", "short_name_length"),
    ({"password": "short", "password_again": "short"}, "password", "password_short"),
    ({"password_again": "another long password"}, "password_again", "passwords_differ"),
    ({"side": ""}, "side", "side_needed"),
    ({"side": "both"}, "side", "side_needed"),
]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("changes", "field", "code"), WRONG)
def test_what_is_wrong_is_said_and_nothing_but_passwords_is_lost(
    fresh: Client, new_context: Context, language: str, changes: dict[str, str], field: str, code: str
) -> None:
    page = fresh.post(f"/setup?lang={language}", {**FIRST, **changes})
    assert page.status_code == 422
    said = new_context.texts.get(language, f"error.{code}").replace("'", "&#39;")
    assert said in page.text.split(f'id="{field}-problem"')[1].split("</p>")[0]
    assert f'value="{changes.get("name", "Boss")}"' in page.text
    assert PASSWORD not in page.text and "set-cookie" not in page.headers
    assert new_context.store.accounts.count() == 0


def test_the_set_up_code_cannot_be_tried_on_and_on(fresh: Client, new_context: Context) -> None:
    for number in range(10):
        assert fresh.post("/setup", {**FIRST, "code": f"guess {number}"}).status_code == 422
    assert fresh.post("/setup", FIRST).status_code == 429
    assert new_context.store.accounts.count() == 0


def test_without_a_set_up_code_nobody_gets_in(new_context: Context) -> None:
    closed = replace(new_context, setup_code="")
    client = Client(Starlette(routes=routes(Cities(real=closed, open_demo=lambda: closed))))
    assert client.post("/setup", {**FIRST, "code": ""}).status_code == 422
    assert new_context.store.accounts.count() == 0


def test_the_city_is_for_who_may_change_settings(fresh: Client, new_context: Context) -> None:
    assert fresh.get("/setup/city").headers["location"] == "/staff/sign-in"
    assert fresh.post("/setup/city", CITY).headers["location"] == "/staff/sign-in"
    assert new_context.store.city.profile().city == ""


def test_an_address_that_fails_is_explained_and_can_be_kept_untested(fresh: Client, new_context: Context) -> None:
    fresh.post("/setup", FIRST)
    page = fresh.post("/setup/city", CITY)
    assert page.status_code == 422 and "We could not reach this address" in page.text
    assert all(f'value="{value}"' in page.text for value in CITY.values() if value)
    assert new_context.store.city.profile().city == ""
    kept = fresh.post("/setup/city", {**CITY, "untested": "yes"})
    assert kept.headers["location"] == "/"
    profile = new_context.store.city.profile()
    assert (profile.city, profile.public_url, profile.public_url_tested) == ("Larkton", "http://127.0.0.1:1", False)


@pytest.mark.parametrize("missing", ["city", "department", "runs_it", "public_url"])
def test_the_city_needs_its_names_and_address(fresh: Client, new_context: Context, missing: str) -> None:
    fresh.post("/setup", FIRST)
    page = fresh.post("/setup/city", {**CITY, missing: " "})
    assert page.status_code == 422 and f'id="{missing}-problem"' in page.text
    assert "untested" not in page.text


class Health(BaseHTTPRequestHandler):
    """Answers as another server would: /health of the kind that its address names."""

    answers: dict[str, tuple[int, bytes]] = {}

    def do_GET(self) -> None:
        status, body = self.answers["now"]
        self.send_response(status)
        self.send_header("Location", "https://elsewhere.example/")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        return


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """The address of another server on this machine."""
    server = HTTPServer(("127.0.0.1", 0), Health)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (200, json.dumps({"instance": "mine"}).encode(), ""),
        (200, json.dumps({"instance": "other"}).encode(), "address_not_ours"),
        (200, b"<html>", "address_not_ours"),
        (200, b"[]", "address_not_ours"),
        (200, b"\xff\xfe", "address_not_ours"),
        (302, b"", "address_not_ours"),
        (404, b"", "address_not_ours"),
        (500, b"", "address_not_ours"),
    ],
)
def test_only_this_process_passes(elsewhere: str, status: int, body: bytes, code: str) -> None:
    Health.answers["now"] = (status, body)
    assert reach_problem(elsewhere, "mine") == code


def test_an_address_that_speaks_no_http_is_not_reached(elsewhere: str) -> None:
    assert reach_problem(elsewhere.replace("http", "https"), "mine") == "address_unreachable"


def test_the_served_address_reaches_itself(served: str, context: Context) -> None:
    import httpx

    instance = httpx.get(f"{served}/health", trust_env=False).json()["instance"]
    assert reach_problem(served, instance) == ""
    assert reach_problem(served, instance + "x") == "address_not_ours"


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("https://hear.example.org", False),
        ("https://8.8.8.8", False),
        ("http://localhost:8501", True),
        ("https://localhost.", True),
        ("https://127.0.0.1", True),
        ("https://192.168.1.4:8501", True),
        ("https://10.0.0.9", True),
        ("https://[::1]:8501", True),
        ("https://[fd00::1]", True),
        ("https://server", True),
        ("https://nas.local", True),
    ],
)
def test_local_addresses_are_known(address: str, local: bool) -> None:
    assert is_local(address) is local


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://hear.example.org", ""),
        ("http://localhost:8501/", ""),
        ("hear.example.org", "not_an_address"),
        ("ftp://hear.example.org", "not_an_address"),
        ("https://", "not_an_address"),
        ("https://me@hear.example.org", "not_an_address"),
        ("https://hear.example.org/path", "not_an_address"),
        ("https://hear.example.org?x=1", "not_an_address"),
        ("https://hear.example.org:99999", "not_an_address"),
        ("https://hear .example.org", "not_an_address"),
        ("https://[half", "not_an_address"),
        ("file:///etc/passwd", "not_an_address"),
    ],
)
def test_addresses_are_a_host_and_nothing_behind_it(address: str, code: str) -> None:
    assert form_problem(address) == code

"""The staff door: in, out, never again with an old cookie, never from another site, never by trying on and on."""

from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.applications import Starlette

from survey import access
from survey.context import Cities, Context
from survey.permissions import GRANTED, Permission
from survey.records import STAFF_ROLES, Account, Role, Side
from survey.web.failures import MOST_FAILURES, WAIT, Failures
from survey.web.routes import routes
from tests.survey.conftest import NOON, PASSWORD, stored_event
from tests.survey.web.conftest import HOME, Client


@pytest.fixture
def boss(context: Context) -> Account:
    """An administrator who can sign in."""
    return access.sign_up_first(replace(context, setup_code="x"), "x", "boss", PASSWORD, Side.POLICE)


def sign_in(client: Client, password: str = PASSWORD, name: str = " Boss ", **headers: str) -> object:
    return client.post("/staff/sign-in", {"name": name, "password": password}, **headers)


def test_signing_in_sets_a_cookie_that_scripts_and_other_sites_cannot_use(client: Client, boss: Account) -> None:
    assert client.get("/staff/sign-in").status_code == 200
    entered = sign_in(client)
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    cookie = entered.headers["set-cookie"]
    assert cookie.startswith("fair_hearing=")
    for part in ("HttpOnly", "SameSite=lax", "Path=/", "Secure"):
        assert part in cookie


def test_the_cookie_is_secure_wherever_the_page_was(both_cities: Cities, boss: Account) -> None:
    plain = Client(Starlette(routes=routes(both_cities)), base="http://localhost:8501")
    assert "Secure" not in sign_in(plain).headers["set-cookie"]
    assert "Secure" in sign_in(plain, X_Forwarded_Proto="https").headers["set-cookie"]


def test_a_sign_in_ends_on_the_server(client: Client, context: Context, boss: Account) -> None:
    event = stored_event(context)
    sign_in(client)
    token = client.cookies["fair_hearing"]
    assert client.get(f"/poster/{event.code}").status_code == 200
    left = client.post("/staff/sign-out", {})
    assert left.status_code == 303 and "fair_hearing" not in client.cookies
    client.cookies.set("fair_hearing", token)
    assert client.get(f"/poster/{event.code}").status_code == 403
    assert access.signed_in(context, token) is None


@pytest.mark.parametrize(("language", "words"), [("en", "go together"), ("es", "no coinciden")])
def test_a_wrong_password_says_so_and_keeps_the_name(client: Client, boss: Account, language: str, words: str) -> None:
    refused = client.post(f"/staff/sign-in?lang={language}", {"name": "boss", "password": "not this one, sorry"})
    assert refused.status_code == 422 and words in refused.text
    assert 'value="boss"' in refused.text and "not this one" not in refused.text
    assert "set-cookie" not in refused.headers


def test_an_unknown_name_is_refused_in_the_same_words(client: Client, boss: Account) -> None:
    wrong, unknown = sign_in(client, "wrong"), sign_in(client, "wrong", name="boss2")
    assert wrong.status_code == unknown.status_code
    assert wrong.text == unknown.text.replace("boss2", "boss")


FOREIGN = [
    {"Sec_Fetch_Site": "cross-site"},
    {"Sec_Fetch_Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec_Fetch_Site": "cross-site", "Origin": HOME},
]


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("path", ["/staff/sign-in", "/staff/sign-out", "/setup", "/setup/city"])
def test_posts_from_other_sites_are_refused(
    client: Client, context: Context, boss: Account, path: str, headers: dict[str, str]
) -> None:
    sign_in(client)
    token = client.cookies["fair_hearing"]
    refused = client.post(path, {"name": "boss", "password": PASSWORD, "city": "Elsewhere"}, **headers)
    assert refused.status_code == 403 and "another website" in refused.text
    assert "set-cookie" not in refused.headers
    assert access.signed_in(context, token) is not None
    assert context.store.city.profile().city == "Larkton"


@pytest.mark.parametrize("headers", [{"Sec_Fetch_Site": "same-origin"}, {"Sec_Fetch_Site": "none"}, {"Origin": HOME}])
def test_posts_from_our_own_page_are_taken(client: Client, boss: Account, headers: dict[str, str]) -> None:
    assert sign_in(client, **headers).status_code == 303


def test_staff_pages_let_browsers_name_their_origin(client: Client, boss: Account) -> None:
    assert client.get("/staff/sign-in").headers["referrer-policy"] == "same-origin"


def test_ten_failures_make_a_name_wait_and_only_that_name(both_cities: Cities, context: Context, boss: Account) -> None:
    now = [NOON]
    real = replace(context, clock=lambda: now[0])
    client = Client(Starlette(routes=routes(replace(both_cities, real=real))))
    for _ in range(MOST_FAILURES):
        assert sign_in(client, "wrong").status_code == 422
    waiting = sign_in(client)
    assert waiting.status_code == 429 and "15 minutes" in waiting.text
    assert sign_in(client, "wrong", name="other").status_code == 422
    now[0] += WAIT + timedelta(seconds=1)
    assert sign_in(client).status_code == 303


def test_getting_in_forgets_earlier_failures(client: Client, boss: Account) -> None:
    for _ in range(2):
        for _ in range(MOST_FAILURES - 1):
            sign_in(client, "wrong")
        assert sign_in(client).status_code == 303


def test_counting_failures_never_grows_without_end() -> None:
    failures = Failures()
    for number in range(10_050):
        failures.note(f"name {number}", NOON + number * timedelta(seconds=1))
    assert len(failures.times) <= 10_000


def test_before_anyone_has_an_account_the_way_leads_to_set_up(client: Client) -> None:
    assert client.get("/staff/sign-in").headers["location"] == "/setup"


def test_the_demo_city_is_a_cookie_of_this_session(client: Client) -> None:
    entered = client.get("/demo")
    cookie = entered.headers["set-cookie"]
    assert entered.headers["location"] == "/" and cookie.startswith("fair_hearing_city=demo")
    assert "HttpOnly" in cookie and "Max-Age" not in cookie and "expires" not in cookie.lower()
    left = client.get("/demo/leave")
    assert left.headers["location"] == "/" and "fair_hearing_city" not in client.cookies


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("?to=results&lang=es", "/results?lang=es"),
        ("?to=//evil.example", "/"),
        ("?to=https://evil.example&lang=en", "/?lang=en"),
        ("?to=results%0d%0aX:1&lang=e%22", "/"),
    ],
)
def test_both_doors_lead_on_to_our_own_pages_alone(client: Client, boss: Account, query: str, there: str) -> None:
    assert client.get(f"/demo{query}").headers["location"] == there
    sent = client.post(f"/staff/sign-in{query}", {"name": "boss", "password": PASSWORD})
    assert sent.headers["location"] == there


def test_the_sign_in_form_remembers_where_the_person_came_from(client: Client, boss: Account) -> None:
    assert 'action="/staff/sign-in?lang=en&amp;to=events"' in client.get("/staff/sign-in?to=events").text
    refused = client.post("/staff/sign-in?lang=es&to=events", {"name": "boss", "password": "no"})
    assert 'action="/staff/sign-in?lang=es&amp;to=events"' in refused.text


def test_health_names_this_process_alone(client: Client, both_cities: Cities) -> None:
    first, again = client.get("/health").json(), client.get("/health").json()
    other = Client(Starlette(routes=routes(both_cities))).get("/health").json()
    assert first["status"] == "ok" and first["instance"] == again["instance"] != other["instance"]
    assert len(first["instance"]) >= 32


POSTER_ROLES = [
    (role, side)
    for role in STAFF_ROLES
    for side in Side
    if side is Side.INDEPENDENT or role not in (Role.STEWARD, Role.HELPER)  # who are never of the police
]


@pytest.mark.parametrize(("role", "side"), POSTER_ROLES)
def test_who_may_see_events_sees_posters(
    client: Client, context: Context, boss: Account, role: Role, side: Side
) -> None:
    if role is Role.HELPER:  # whom no administrator may name
        access.add_helper(context, replace(boss, role=Role.STEWARD, side=Side.INDEPENDENT), "colleague", PASSWORD)
    else:
        access.add_account(context, boss, "colleague", PASSWORD, role, side)
    stored_event(context)
    sign_in(client, name="colleague")
    may = Permission.SEE_EVENTS in GRANTED[role]
    assert client.get("/poster/CDF479").status_code == (200 if may else 403)
    assert client.get("/poster/HHHHHH").status_code == 404


def test_a_closed_account_is_out_at_once(client: Client, context: Context, boss: Account) -> None:
    helper = access.add_account(context, boss, "helper", PASSWORD, Role.LIAISON, Side.POLICE)
    stored_event(context)
    sign_in(client, name="helper")
    access.set_active(context, boss, helper.id, False)
    assert client.get("/poster/CDF479").status_code == 403
    assert sign_in(client, name="helper").status_code == 422

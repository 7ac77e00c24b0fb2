"""The phone page: every state, every problem beside its question, nothing typed is lost, nothing is saved twice."""

import re
from dataclasses import replace
from datetime import date
from itertools import product
from uuid import uuid4

import httpx
import pytest
from starlette.applications import Starlette

from questions import answers
from survey.context import Cities, Context
from survey.records import Door, Event
from survey.web.doors import opens_streamlit
from survey.web.routes import routes
from tests.survey.conftest import stored_event
from tests.survey.web.conftest import Client, accept_spanish, hidden

COMMENT = "Please mend the street lights on our corner."
GOOD: dict[str, object] = {"neighborhood": "river", "c1": "4", "c2": "-1", "comment": COMMENT, "comment_kind": "3"}


def send(client: Client, code: str, fields: dict[str, object], language: str = "en") -> httpx.Response:
    """Opens the page and sends it filled in, as a browser would."""
    page = client.get(f"/s/{code}?lang={language}")
    return client.post(f"/s/{code}", {"key": hidden(page, "key"), "language": language, **fields})


def words_beside(page: httpx.Response, question: str) -> str:
    """What is said beside a question that has to be mended."""
    found = re.search(rf'id="{question}-problem">(.*?)</p>', page.text)
    return found[1] if found else ""


def test_shows_who_asks_the_phrase_and_every_question(client: Client, context: Context, event: Event) -> None:
    page = client.get(f"/s/{event.code}")
    assert page.status_code == 200
    for words in (
        "Larkton Police",
        "Larkton University asks these questions about Larkton Police.",
        "Block party",
        "bridge moon 42",
        "Crisis line: 988.",
    ):
        assert words in page.text
    for question in context.library.instruments["pulse"].questions:
        assert f'name="{question.id}"' in page.text
    assert "larkton.example/complaints" in page.text
    assert "Synthetic" not in page.text


@pytest.mark.parametrize("instrument", ["pulse", "full", "encounter", "listening_exit", "staff", "youth"])
def test_every_instrument_is_shown_whole(client: Client, context: Context, instrument: str) -> None:
    stored_event(context, instrument=instrument)
    page = client.get("/s/CDF479").text
    asked = context.library.instruments[instrument]
    shown = asked.without_comments() if asked.audience == "youth" else asked
    assert [question.id for question in shown.questions if f'name="{question.id}"' not in page] == []
    assert ("guardians" in page) == (asked.audience == "youth")
    assert ("<textarea" in page) == any(question.kind == "comment" for question in shown.questions)


def test_saves_once_and_shows_the_receipt(client: Client, context: Context, event: Event) -> None:
    thanks = send(client, event.code, GOOD)
    assert thanks.status_code == 200
    assert "Your answers are saved" in thanks.text
    assert re.search(r"<b>\w{4}-\w{4}</b>", thanks.text)
    assert context.store.responses.count(event.id) == 1
    answered = next(context.store.responses.answered())
    assert (answered.place, answered.values) == ("river", {"c1": 4, "c2": -1})
    assert [(remark.text, remark.kind) for remark in context.store.responses.remarks()] == [(COMMENT, 3)]
    assert f'href="/s/{event.code}?lang=en&amp;door=phone"' in thanks.text


def test_the_same_form_sent_twice_is_one_answer(client: Client, context: Context, event: Event) -> None:
    fields = {"key": str(uuid4()), "language": "en", **GOOD}
    first, second = client.post(f"/s/{event.code}", fields), client.post(f"/s/{event.code}", fields)
    receipt = re.findall(r"<b>(\w{4}-\w{4})</b>", first.text)
    assert "already saved" in second.text and "already saved" not in first.text
    assert re.findall(r"<b>(\w{4}-\w{4})</b>", second.text) == receipt != []
    assert context.store.responses.count(event.id) == 1


def test_another_person_gets_a_form_of_their_own(client: Client, event: Event) -> None:
    first, second = client.get(f"/s/{event.code}"), client.get(f"/s/{event.code}")
    assert hidden(first, "key") != hidden(second, "key")


PROBLEMS = [
    ({"c1": "9"}, "c1", answers.NOT_A_CHOICE),
    ({"c1": ["1", "2"]}, "c1", answers.ONE_ANSWER_ONLY),
    ({"neighborhood": "atlantis"}, "neighborhood", answers.UNKNOWN_PLACE),
    ({"comment": "a" * 1001}, "comment", answers.TOO_LONG),
    ({"comment": "lights\x00out"}, "comment", answers.BAD_TEXT),
    ({"race": ["1", "-2"]}, "race", answers.OFF_SCALE_WITH_OTHERS),
]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("fields", "question", "code"), PROBLEMS, ids=[code for _, _, code in PROBLEMS])
def test_problems_stand_beside_their_question(
    client: Client, context: Context, language: str, fields: dict[str, object], question: str, code: str
) -> None:
    accept_spanish(context)
    event = stored_event(context, instrument="full", languages=("en", "es"))
    page = send(client, event.code, {"c9": "2", **fields}, language)
    assert page.status_code == 422
    said = context.texts.get(language, f"error.{code}").replace("'", "&#39;").replace('"', "&#34;")
    assert said in words_beside(page, question)
    assert f'href="#{question}-first"' in page.text and f'id="{question}-first"' in page.text
    assert re.search(rf'aria-describedby="[^"]*{question}-problem', page.text)
    assert 'role="alert"' in page.text
    assert re.search(r'name="c9" value="2"[^>]* checked', page.text)
    assert context.store.responses.count(event.id) == 0


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("fields", "code"),
    [({}, "nothing_answered"), ({"zz": "1"}, "unknown_question"), ({"c1": "2", "key": "not-a-key"}, "form_key")],
)
def test_problems_of_the_whole_form_stand_above_it(
    client: Client, context: Context, spanish_event: Event, language: str, fields: dict[str, object], code: str
) -> None:
    page = send(client, spanish_event.code, fields, language)
    assert page.status_code == 422
    assert context.texts.get(language, f"error.{code}").replace("'", "&#39;") in page.text
    assert context.store.responses.count(spanish_event.id) == 0


def test_a_missing_key_loses_nothing_and_the_next_send_works(client: Client, context: Context, event: Event) -> None:
    page = client.post(f"/s/{event.code}", GOOD)
    assert page.status_code == 422 and COMMENT in page.text
    sent = client.post(f"/s/{event.code}", {"key": hidden(page, "key"), "language": "en", **GOOD})
    assert sent.status_code == 200
    assert context.store.responses.count(event.id) == 1


def test_mending_keeps_the_key_and_everything_typed(client: Client, context: Context, event: Event) -> None:
    typed = {**GOOD, "c1": "9", "comment": "<b>bold</b> & more\n\nlines"}
    page = send(client, event.code, typed)
    key = hidden(page, "key")
    again = client.post(f"/s/{event.code}", {"key": key, "language": "en", **typed})
    assert hidden(again, "key") == key
    assert ">\n&lt;b&gt;bold&lt;/b&gt; &amp; more\n\nlines</textarea>" in again.text
    assert re.search(r'<option value="river" selected>', again.text)
    assert re.search(r'name="c2" value="-1"[^>]* checked', again.text)


def test_switching_the_language_keeps_what_was_typed(client: Client, context: Context, spanish_event: Event) -> None:
    page = client.get(f"/s/{spanish_event.code}")
    key = hidden(page, "key")
    fields = {"key": key, "language": "en", "switch_language": "es", **GOOD}
    spanish = client.post(f"/s/{spanish_event.code}", fields)
    assert spanish.status_code == 200
    assert '<html lang="es" dir="ltr">' in spanish.text and "puente luna 42" in spanish.text
    assert COMMENT in spanish.text and 'value="river" selected' in spanish.text
    assert hidden(spanish, "key") == key and hidden(spanish, "language") == "es"
    assert context.store.responses.count(spanish_event.id) == 0
    client.post(f"/s/{spanish_event.code}", {"key": key, "language": "es", **GOOD})
    assert [answer.language for answer in context.store.responses.answered()] == ["es"]


@pytest.mark.parametrize(
    ("query", "accepted", "shown"),
    [
        ("", "es-MX,es;q=0.9,en;q=0.5", "es"),
        ("", "fr,en;q=0.2,es;q=0.1", "en"),
        ("", "fr;q=nonsense,;;,*", "en"),
        ("?lang=es", "en", "es"),
        ("?lang=xx", "es", "es"),
        ("?lang=EN", "es", "en"),
        ("", "", "en"),
    ],
)
def test_the_language_is_what_was_asked_then_the_browsers(
    client: Client, spanish_event: Event, query: str, accepted: str, shown: str
) -> None:
    page = client.get(f"/s/{spanish_event.code}{query}", Accept_Language=accepted)
    assert f'<html lang="{shown}"' in page.text
    assert "Accept-Language" in page.headers["vary"]


def test_a_language_nobody_accepted_is_not_offered(client: Client, context: Context) -> None:
    stored_event(context, languages=("en", "es"))
    page = client.get("/s/CDF479?lang=es")
    assert '<html lang="en"' in page.text and 'name="switch_language"' not in page.text


def test_an_unknown_code_says_so(client: Client, event: Event) -> None:
    page = client.get("/s/NOPE34?lang=es")
    assert page.status_code == 404
    assert "No conocemos el código NOPE34" in page.text and 'role="alert"' in page.text
    assert client.post("/s/NOPE34", GOOD).status_code == 404


def test_a_closed_survey_takes_nothing_and_shows_the_way_on(client: Client, context: Context) -> None:
    event = stored_event(context, ends_on=date(2026, 6, 2))
    page = client.get(f"/s/{event.code}")
    assert page.status_code == 410
    assert "It ended on June 2, 2026" in page.text and 'href="/results?lang=en"' in page.text
    sent = client.post(f"/s/{event.code}", {"key": str(uuid4()), "language": "en", **GOOD})
    assert sent.status_code == 410 and "could not take the answers" in sent.text
    assert context.store.responses.count(event.id) == 0


def test_practice_says_it_is_not_counted(client: Client, context: Context) -> None:
    event = stored_event(context, starts_on=date(2026, 6, 20))
    assert "opens on June 20, 2026" in client.get(f"/s/{event.code}").text
    thanks = send(client, event.code, GOOD)
    assert "Practice worked" in thanks.text and "Your answers are saved" not in thanks.text
    assert context.store.responses.count(event.id) == 0
    assert context.store.responses.count(event.id, rehearsal=True) == 1


def test_an_answer_that_depends_on_an_empty_one_is_named(client: Client, context: Context, event: Event) -> None:
    thanks = send(client, event.code, {"c1": "3", "comment_kind": "2"})
    assert "We did not save your answer" in thanks.text and "What kind of comment is this?" in thanks.text
    assert context.store.responses.count(event.id) == 1


def test_the_demo_city_is_marked_and_apart(client: Client, context: Context, demo_context: Context) -> None:
    event = stored_event(context)
    page = client.get("/s/demo?door=phone")
    assert "Synthetic demo city. Nothing here is real." in page.text and "Demo Police" in page.text
    thanks = client.post("/s/DEMO", {"key": hidden(page, "key"), "language": "en", **GOOD})
    assert "Synthetic demo city" in thanks.text and 'href="/demo?to=results&amp;lang=en"' in thanks.text
    [demo_event] = demo_context.store.events.all()
    assert demo_context.store.responses.count(demo_event.id) == 1
    assert context.store.responses.count(event.id) == 0
    assert not list(context.store.responses.answered())


def test_the_resident_page_sets_no_cookie_and_has_strict_headers(client: Client, event: Event) -> None:
    for page in (client.get(f"/s/{event.code}"), send(client, event.code, GOOD), client.get("/s/NOPE34")):
        assert "set-cookie" not in page.headers
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "no-referrer"
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "form-action 'self'" in policy
        assert not re.search(r'(src|href)="https?://(?!larkton\.example)', page.text)


AGENTS = {
    "iphone": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Mobile/15E148",
    "android": "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36",
    "tablet": "Mozilla/5.0 (Linux; Android 14; SM-X200) AppleWebKit/537.36 Chrome/140 Safari/537.36",
    "windows": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "mac": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 Version/17 Safari/605",
    "linux": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "phone with X11": "Mozilla/5.0 (X11; Linux aarch64; Mobi) Gecko",
    "unknown": "curl/8",
    "none": "",
}
LARGER = {"windows", "mac", "linux"}
PHONES = {"iphone", "android", "phone with X11"}


@pytest.mark.parametrize("agent", AGENTS)
def test_which_door(agent: str) -> None:
    for hint, door, forced in product(["?0", "?1", "odd", ""], Door, ["", "phone", "streamlit", "elsewhere"]):
        headers = {"user-agent": AGENTS[agent], **({"sec-ch-ua-mobile": hint} if hint else {})}
        by_screen = agent not in PHONES if hint == "?0" else hint != "?1" and agent in LARGER
        by_event = {Door.AUTO: by_screen, Door.PHONE: False, Door.STREAMLIT: True}[door]
        expected = {"phone": False, "streamlit": True}.get(forced, by_event)
        assert opens_streamlit(door, forced, headers) is expected, (hint, door, forced)


def test_a_larger_screen_is_sent_to_the_larger_page(client: Client, context: Context) -> None:
    accept_spanish(context)
    stored_event(context, door=Door.AUTO, languages=("en", "es"))
    sent = client.get("/s/cdf-479?lang=es", User_Agent=AGENTS["windows"])
    assert (sent.status_code, sent.headers["location"]) == (302, "/survey?code=CDF479&lang=es")
    assert {"User-Agent", "Sec-CH-UA-Mobile"} <= set(sent.headers["vary"].split(", "))
    assert client.get("/s/CDF479", User_Agent=AGENTS["android"]).status_code == 200
    phone = client.get("/s/CDF479?door=phone", User_Agent=AGENTS["windows"])
    assert phone.status_code == 200 and 'href="/survey?code=CDF479&amp;lang=en"' in phone.text


@pytest.mark.parametrize("typed", ["CDF479", "cdf 479", " c-d-f-4-7-9 "])
def test_a_typed_code_opens_its_survey(client: Client, event: Event, typed: str) -> None:
    assert "Type the code" in client.get("/s").text
    sent = client.send("GET", "/s", params={"code": typed, "lang": "en"})
    assert sent.headers["location"] == "/s/CDF479?lang=en"
    assert client.get(sent.headers["location"]).status_code == 200


def test_a_typed_code_can_lead_nowhere_else(client: Client) -> None:
    sent = client.send("GET", "/s", params={"code": "//evil.example/a?b#c\r\nX: y"})
    assert sent.headers["location"] == "/s/EVILEXAMPLEABCXY?lang=en"


def test_forms_that_are_too_large_or_of_another_kind_are_refused(
    client: Client, context: Context, event: Event
) -> None:
    large = client.post(f"/s/{event.code}", {"comment": "a" * 70_000})
    assert large.status_code == 413 and "more than we can take" in large.text
    for kind, body in (("application/json", b"{}"), ("multipart/form-data; boundary=x", b"--x--"), ("", b"c1=1")):
        other = client.send("POST", f"/s/{event.code}", content=body, headers={"content-type": kind})
        assert other.status_code == 415
    many = "&".join(f"c{number}=1" for number in range(1000))
    urlencoded = {"content-type": "application/x-www-form-urlencoded"}
    assert client.send("POST", f"/s/{event.code}", content=many, headers=urlencoded).status_code == 415
    assert client.send("POST", f"/s/{event.code}", content=b"c1=\xff\xfe", headers=urlencoded).status_code == 415
    assert context.store.responses.count(event.id) == 0


def test_a_repeated_key_from_another_event_of_the_demo_is_not_shared(both_cities: Cities, context: Context) -> None:
    client = Client(Starlette(routes=routes(both_cities)))
    event = stored_event(context)
    fields = {"key": str(uuid4()), "language": "en", **GOOD}
    assert "already" not in client.post("/s/DEMO", fields).text
    assert "already" not in client.post(f"/s/{event.code}", fields).text


def test_an_event_that_closes_while_someone_types(client: Client, context: Context, event: Event) -> None:
    page = client.get(f"/s/{event.code}")
    context.store.events.change(replace(event, ends_on=date(2026, 6, 14)))
    sent = client.post(f"/s/{event.code}", {"key": hidden(page, "key"), "language": "en", **GOOD})
    assert sent.status_code == 410 and 'role="alert"' in sent.text


def test_a_store_that_breaks_loses_nothing_and_logs_no_answer(
    client: Client, context: Context, event: Event, caplog: pytest.LogCaptureFixture
) -> None:
    page = client.get(f"/s/{event.code}")
    fields = {"key": hidden(page, "key"), "language": "en", **GOOD}
    with context.store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE receipt RENAME TO receipt_away")
    broken = client.post(f"/s/{event.code}", fields)
    assert broken.status_code == 503 and "not sure that your answers were saved" in broken.text
    assert COMMENT in broken.text and hidden(broken, "key") == fields["key"]
    assert "answers not saved: OperationalError" in caplog.text and "street lights" not in caplog.text
    with context.store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE receipt_away RENAME TO receipt")
    assert client.post(f"/s/{event.code}", fields).status_code == 200
    assert context.store.responses.count(event.id) == 1


def test_the_form_says_what_is_kept_before_it_asks(client: Client, event: Event) -> None:
    page = client.get(f"/s/{event.code}").text
    before = page[: page.index('id="questions"')]
    for words in ("the time of day", "the day, your neighborhood", "a computer first takes out names", "10 people"):
        assert words in before
    assert "Skip any" in page

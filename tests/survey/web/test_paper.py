"""Printing and typing in through the plain routes, without script."""

import re
from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from questions.model import QuestionKind
from survey import access, responses
from survey.context import Context
from survey.paper import numbers, printing
from survey.records import Account, Event, Role, Side
from tests.survey.conftest import LIBRARY, PASSWORD, stored_event
from tests.survey.web.conftest import Client, accept_spanish

SAMPLES = [name for name, instrument in LIBRARY.instruments.items() if not instrument.public_source]


@pytest.fixture
def boss(context: Context) -> Account:
    return access.sign_up_first(replace(context, setup_code="x"), "x", "boss", PASSWORD, Side.POLICE)


@pytest.fixture
def steward(context: Context, boss: Account) -> Account:
    return access.add_account(context, boss, "sam", PASSWORD, Role.STEWARD, Side.INDEPENDENT)


@pytest.fixture
def sign_in(client: Client, steward: Account, context: Context) -> Callable[[str], Client]:
    """A browser of "boss", of the steward "sam" or of "hana", who helps."""
    access.add_helper(context, steward, "hana", PASSWORD)

    def enter(name: str) -> Client:
        browser = Client(client.app)
        browser.post("/staff/sign-in", {"name": name, "password": PASSWORD})
        return browser

    return enter


@pytest.fixture
def printed(sign_in: Callable[[str], Client], event: Event) -> Event:
    made = sign_in("boss").post(f"/staff/paper/{event.code}", {"count": "12", "language": "en", "paper": "a4"})
    assert made.status_code == 303
    return event


def form_numbers(page: httpx.Response) -> list[str]:
    return re.findall(r"Form \u2066(\d+[A-Z])\u2069", page.text)


@pytest.mark.parametrize("path", ["/paper/CDF479", "/staff/paper/CDF479", "/paper/CDF479/key", "/paper/NOPE34"])
def test_strangers_get_no_form_and_learn_no_code(client: Client, event: Event, path: str) -> None:
    refused = client.get(path)
    assert refused.status_code == 403 and "Block party" not in refused.text


@pytest.mark.parametrize("instrument", SAMPLES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_sample_of_any_instrument_has_every_box_with_its_key_and_no_number(
    sign_in: Callable[[str], Client], context: Context, instrument: str, language: str
) -> None:
    accept_spanish(context)
    event = stored_event(context, code="GHJ346", instrument=instrument, languages=("en", "es"))
    page = sign_in("boss").get(f"/paper/{event.code}?lang={language}&paper=letter&large=1")
    assert page.status_code == 200 and 'class="letter large"' in page.text
    shown = [
        question
        for question in LIBRARY.instruments[instrument].questions
        if instrument != "youth" or question.kind is not QuestionKind.COMMENT and question.id != "comment_kind"
    ]
    boxes = sum(3 if question.kind is QuestionKind.PLACE else len(question.choices) for question in shown)
    assert page.text.count("<i></i><small") == boxes
    for question in shown:
        assert context.library.text(f"{question.id}.text", language) in page.text.replace("&#39;", "'")
    assert context.texts.get(language, "paper.sample") in page.text
    assert form_numbers(page) == []


def test_the_demo_sample_is_open_and_marked(client: Client) -> None:
    page = client.get("/paper/demo")
    assert page.status_code == 200 and "SYNTHETIC DEMO" in page.text


def test_drafts_are_not_printed(sign_in: Callable[[str], Client], context: Context) -> None:
    event = stored_event(context, code="GHJ346", languages=("en", "es"))
    assert '<html lang="en"' in sign_in("boss").get(f"/paper/{event.code}?lang=es").text


def test_a_batch_has_numbers_and_a_reload_prints_the_same(
    sign_in: Callable[[str], Client], context: Context, event: Event
) -> None:
    boss = sign_in("boss")
    order = boss.get(f"/staff/paper/{event.code}")
    assert "Print paper forms" in order.text and 'role="alert"' not in order.text
    made = boss.post(f"/staff/paper/{event.code}", {"count": "3", "language": "en", "paper": "a4", "size": "large"})
    page = boss.get(made.headers["location"])
    assert form_numbers(page) == [numbers.written(event.code, number) for number in (1, 2, 3)]
    assert 'class="a4 large"' in page.text and context.texts.get("en", "paper.keyed") in page.text
    assert form_numbers(boss.get(made.headers["location"])) == form_numbers(page)
    wrong = boss.post(f"/staff/paper/{event.code}", {"count": "500", "language": "en"})
    assert wrong.status_code == 422 and "from 1 to 200" in wrong.text and 'value="500"' in wrong.text
    assert boss.get(f"/staff/paper/{event.code}?first=2").status_code == 404


def test_without_a_steward_pages_say_that_paper_is_off(client: Client, boss: Account, event: Event) -> None:
    client.post("/staff/sign-in", {"name": "boss", "password": PASSWORD})
    assert "Paper forms are off" in client.get(f"/staff/paper/{event.code}").text
    refused = client.post(f"/staff/paper/{event.code}", {"count": "3", "language": "en"})
    assert refused.status_code == 409 and "Paper forms are off" in refused.text


def test_a_helper_without_a_steward_is_told_that_paper_is_off(
    sign_in: Callable[[str], Client], context: Context, printed: Event, steward: Account
) -> None:
    hana = sign_in("hana")
    context.store.accounts.change(replace(steward, active=False))
    refused = hana.get(f"/paper/{printed.code}/key")
    assert refused.status_code == 403 and "Paper forms are off" in refused.text


def test_whoever_plans_events_does_not_type_forms_in(sign_in: Callable[[str], Client], printed: Event) -> None:
    assert sign_in("boss").get(f"/paper/{printed.code}/key").status_code == 403
    assert sign_in("sam").get(f"/staff/paper/{printed.code}").status_code == 403


def test_the_way_without_script(sign_in: Callable[[str], Client], context: Context, printed: Event) -> None:
    hana, sam, path = sign_in("hana"), sign_in("sam"), f"/paper/{printed.code}/key"
    first = numbers.written(printed.code, 1)
    assert f'value="{first}"' in hana.get(path).text
    wrong = hana.post(path, {"number": "1Z", "c1": "9", "comment": "Thank <you>"})
    assert wrong.status_code == 422
    for words in ("does not belong", "has this key", 'value="1Z"', 'value="9"', "Thank &lt;you&gt;"):
        assert words in wrong.text
    kept = hana.post(path, {"number": first, "c1": "4", "c2": "2"})
    assert kept.status_code == 303
    after = hana.get(kept.headers["location"])
    assert f"Form {first} is saved" in after.text and f'value="{numbers.written(printed.code, 2)}"' in after.text
    checking = sam.get(f"{path}?again=1")
    assert f'value="{first}"' in checking.text and 'value="4"' not in checking.text
    differs = sam.post(f"{path}?again=1", {"number": first, "c1": "4", "c2": "3"})
    decide = sam.get(differs.headers["location"])
    assert "2 A little" in decide.text and "3 Somewhat" in decide.text
    unchosen = sam.post(f"{path}?again=1", {"act": "decide", "number": first})
    assert unchosen.status_code == 422
    decided = sam.post(f"{path}?again=1", {"act": "decide", "number": first, "side.c2": "other", "other.c2": "5"})
    assert f"Form {first} is decided" in sam.get(decided.headers["location"]).text
    sent = sam.post(f"{path}?again=1", {"act": "send"})
    assert "Sent: 1" in sam.get(sent.headers["location"]).text
    assert responses.received(context, printed) == 1
    (answer,) = context.store.responses.answered()
    assert answer.values == {"c1": 4, "c2": 5}
    again = hana.post(path, {"number": first, "c1": "4"})
    assert again.status_code == 422 and "typed in already" in again.text
    assert "nothing to send" in sam.post(f"{path}?again=1", {"act": "send"}).text


def test_other_websites_type_nothing_in(sign_in: Callable[[str], Client], context: Context, printed: Event) -> None:
    number = numbers.written(printed.code, 1)
    refused = sign_in("hana").post(
        f"/paper/{printed.code}/key", {"number": number, "c1": "4"}, sec_fetch_site="cross-site"
    )
    assert refused.status_code == 403
    assert context.store.paper.form(printed.id, 1) == replace(
        context.store.paper.forms(printed.id)[0], first=None, first_by=None
    )


def test_nobody_decides_about_their_own_typing(
    sign_in: Callable[[str], Client], context: Context, printed: Event
) -> None:
    hana, sam, path = sign_in("hana"), sign_in("sam"), f"/paper/{printed.code}/key"
    first = numbers.written(printed.code, 1)
    hana.post(path, {"number": first, "c1": "4"})
    differs = sam.post(f"{path}?again=1", {"number": first, "c1": "3"})
    assert hana.get(differs.headers["location"]).status_code == 409
    for garbage in ("decide=1", "decide=99K", "decide=x"):
        assert sam.get(f"{path}?again=1&{garbage}").status_code == 409


def test_the_desk_names_the_form_that_is_put_aside_and_why(
    sign_in: Callable[[str], Client], context: Context, printed: Event, steward: Account
) -> None:
    hana, sam, path = sign_in("hana"), sign_in("sam"), f"/paper/{printed.code}/key"
    first, second = (numbers.written(printed.code, number) for number in (1, 2))
    gone = {"neighborhood": "gone", "comment": "x" * 1001}
    context.store.paper.keep_first(printed.id, 1, steward.id, gone)
    hana.post(path, {"number": second, "c1": "4"})
    sam.post(f"{path}?again=1", {"number": second, "c1": "4"})
    sent = sam.post(f"{path}?again=1", {"act": "send"})
    assert sent.headers["location"].endswith("sent=1")
    for page in (sam.get(sent.headers["location"]).text, hana.get(path).text):
        aside = page.partition("Put aside")[2]
        assert f">{first}</b>" in aside and "no longer on the list" in aside and "longer than the limit" in aside
    assert hana.post(path, {"number": first, "c1": "4"}).status_code == 303
    assert "Put aside" not in hana.get(path).text


def test_the_standing_is_the_events(context: Context, printed: Event, boss: Account) -> None:
    assert printing.standing(context, boss, printed) == printing.Standing(12, 0, 0, 0, 0, 0)

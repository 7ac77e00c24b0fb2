"""The steward's page for doubtful words: one at a time, nothing decided by accident, words shown as text."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from streamlit.testing.v1 import AppTest

from survey import responses
from survey.context import Context
from survey.records import Account, Channel, CityProfile, Event, Role, Side, Submission
from tests.survey.pages.conftest import Open, html, shown

Make = Callable[..., Account]
ACT = {"en": "FormSubmitter:names-Decide, and show the next", "es": "FormSubmitter:names-Decidir y ver la siguiente"}


@pytest.fixture
def steward(account_for: Make) -> Account:
    return account_for(Role.STEWARD, Side.INDEPENDENT)


def send(context: Context, event: Event, comment: str) -> None:
    responses.submit(context, event, Submission(uuid4(), {"c1": 4, "comment": comment}, "en", Channel.PHONE))


def decide(page: AppTest, choice: str, language: str = "en") -> AppTest:
    page.radio[0].set_value(choice)
    return page.button(key=ACT[language]).click().run()


def comment(context: Context) -> str:
    (remark,) = context.store.responses.remarks()
    return remark.text


def test_nothing_waits_at_first(open_page: Open, steward: Account) -> None:
    page = open_page("decide_names", steward).run()
    assert "Nothing waits for you" in shown(page)
    assert not page.radio and not page.button


def test_a_name_stays_hidden(open_page: Open, steward: Account, context: Context, event: Event) -> None:
    send(context, event, "It was Josefina Larralde, I think.")
    page = open_page("decide_names", steward).run()
    assert "It was <mark>Josefina Larralde</mark>, I think." in html(page)
    assert "Waiting for you: 1" in shown(page)
    decide(page, "hide")
    assert "It stays hidden" in shown(page) and "Nothing waits for you" in shown(page)
    assert comment(context) == "It was [name], I think."


def test_a_word_is_given_back(open_page: Open, steward: Account, context: Context, event: Event) -> None:
    send(context, event, "An officer named Friendlyson helped.")
    page = open_page("decide_names", steward, "es").run()
    decide(page, "give", "es")
    assert "otra vez en el comentario" in shown(page)
    assert comment(context) == "An officer named Friendlyson helped."


def test_a_second_click_decides_nothing(open_page: Open, steward: Account, context: Context, event: Event) -> None:
    send(context, event, "Josefina Larralde saw it. Later Ricardo Montemayor came.")
    page = open_page("decide_names", steward).run()
    decide(page, "give")
    assert "Waiting for you: 1" in shown(page)
    assert page.radio[0].value is None
    page.button(key=ACT["en"]).click().run()
    assert "Please choose one of the two first" in shown(page)
    assert context.store.doubts.count() == 1


def test_what_another_steward_decided_is_said(
    open_page: Open, steward: Account, context: Context, event: Event
) -> None:
    send(context, event, "It was Josefina Larralde, I think.")
    page, other = open_page("decide_names", steward).run(), open_page("decide_names", steward).run()
    decide(other, "hide")
    decide(page, "give")
    assert "Somebody decided about these words already" in shown(page)
    assert comment(context) == "It was [name], I think."


def test_what_surrounds_a_word_is_shown_as_text(
    open_page: Open, steward: Account, context: Context, event: Event
) -> None:
    send(context, event, "<img src=x> It was Josefina Larralde <b>here</b> ![x](y)")
    assert "&lt;img src=x&gt; It was <mark>Josefina Larralde</mark> &lt;b&gt;here" in html(
        open_page("decide_names", steward).run()
    )


@pytest.mark.parametrize(("role", "side"), [(Role.STEWARD, Side.POLICE), (Role.ADMINISTRATOR, Side.INDEPENDENT)])
def test_nobody_else_sees_a_word(
    open_page: Open, steward: Account, account_for: Make, context: Context, event: Event, role: Role, side: Side
) -> None:
    send(context, event, "It was Josefina Larralde, I think.")
    page = open_page("decide_names", account_for(role, side)).run()
    assert page.exception
    assert "Josefina" not in " ".join(element.proto.body for element in page.get("html"))


@pytest.mark.parametrize(("language", "words"), [("en", "needs the complaint process"), ("es", "proceso de quejas")])
def test_the_public_page_says_what_becomes_of_names(
    open_page: Open, context: Context, account_for: Make, language: str, words: str
) -> None:
    text = shown(open_page("check_storage", language=language).run())
    assert words in text
    assert 'href="https://larkton.example/complaints"' in text
    assert context.texts.get(language, "storage.names.dropped") in text
    account_for(Role.STEWARD, Side.INDEPENDENT)
    assert context.texts.get(language, "storage.names.waits") in shown(
        open_page("check_storage", language=language).run()
    )


def test_a_city_that_named_no_place_for_complaints_says_so(open_page: Open, context: Context) -> None:
    context.store.city.set_profile(CityProfile(city="Larkton"))
    assert "Please ask the city." in shown(open_page("check_storage").run())
    context.store.city.set_profile(CityProfile(city="Larkton", complaint="Call [us](http://x)"))
    text = html(open_page("check_storage").run())
    assert "To make a complaint: Call [us](http://x)" in text

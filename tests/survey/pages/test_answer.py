"""The survey on larger screens: one answer a person, nothing typed is lost, nothing of a comment is run."""

from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from survey.context import Context
from survey.records import Channel, Event, Program
from survey.storage.tables import CommentRow, ResponseRow
from tests.survey.conftest import stored_event
from tests.survey.pages.conftest import Open, keys, shown

HOSTILE = '![x](https://spy.example/pixel.png) <img src="https://spy.example/2.png"> **More foot patrols please**'


def begin(open_page: Open, event: Event, language: str = "en") -> AppTest:
    page = open_page("answer", language=language)
    page.query_params["code"] = event.code
    page.run()
    return page.button(key="start").click().run()


def step_on(page: AppTest) -> AppTest:
    forward = next(key for key in keys(page.button) if key.startswith("next-"))
    return page.button(key=forward).click().run()


def to_the_review(page: AppTest) -> AppTest:
    while "send" not in keys(page.button):
        step_on(page)
    return page


def answer_all(page: AppTest) -> AppTest:
    """Answers 2 to every rating on the way, and writes a comment."""
    while "send" not in keys(page.button):
        for radio in page.radio:
            radio.set_value("2")
        for area in page.text_area:
            area.set_value(HOSTILE)
        step_on(page)
    return page


def test_the_welcome_says_who_asks_and_what_is_kept(open_page: Open, event: Event) -> None:
    page = open_page("answer")
    page.query_params["code"] = event.code
    text = shown(page.run())
    assert "Larkton University" in text
    assert f"/s/{event.code}?door=phone" in text
    assert "under 13" in text


def test_an_answer_is_stored_once_however_often_send_is_clicked(
    open_page: Open, event: Event, context: Context
) -> None:
    page = answer_all(begin(open_page, event))
    before = page.session_state["answer.sheet"]
    for _ in range(5):
        page.session_state["answer.sheet"] = before  # as if every click had come from the form before the first receipt
        page.run()
        page.button(key="send").click().run()
    assert context.store.responses.count(event.id) == 1
    assert "Receipt" in shown(page)
    (stored,) = context.store.responses.answered()
    assert stored.channel == Channel.STREAMLIT
    assert stored.values["c1"] == 2


def test_another_person_gets_a_key_of_their_own(open_page: Open, event: Event, context: Context) -> None:
    page = answer_all(begin(open_page, event))
    page.button(key="send").click().run()
    page.button(key="another").click().run()
    page.button(key="start").click().run()
    assert [radio.value for radio in page.radio] == [None] * len(page.radio)
    answer_all(page).button(key="send").click().run()
    assert context.store.responses.count(event.id) == 2


def test_an_empty_form_is_refused_kindly(open_page: Open, event: Event, context: Context) -> None:
    page = to_the_review(begin(open_page, event))
    page.button(key="send").click().run()
    assert "have not answered anything yet" in shown(page)
    assert context.store.responses.count(event.id) == 0


def test_a_problem_stands_beside_its_question_and_the_rest_is_kept(
    open_page: Open, event: Event, context: Context
) -> None:
    page = answer_all(begin(open_page, event))
    sheet = page.session_state["answer.sheet"]
    page.session_state["answer.sheet"] = replace(sheet, raw={**sheet.raw, "c3": ("9",)})
    page.run()
    page.button(key="send").click().run()
    assert "Please choose one of the answers on the list" in shown(page)
    assert any("c3" in key for key in keys(page.radio))
    assert page.session_state["answer.sheet"].raw["c1"] == ("2",)
    assert context.store.responses.count(event.id) == 0


def test_a_language_switch_keeps_every_answer(open_page: Open, context: Context) -> None:
    accepted = stored_event(replace(context, synthetic=True), languages=("en", "es"))
    page = open_page("answer", city=replace(context, synthetic=True))
    page.query_params["code"] = accepted.code
    page.run()
    page.button(key="start").click().run()
    while not page.radio:
        step_on(page)
    page.radio[0].set_value("4")
    page.button(key="speak-es").click().run()
    assert "¿Cuánto confía usted" in shown(page)
    assert page.radio[0].value == "4"


def test_a_draft_language_is_not_offered_at_a_real_event(open_page: Open, context: Context) -> None:
    event = stored_event(context, languages=("en", "es"))
    page = begin(open_page, event, language="es")
    assert "speak-es" not in keys(page.button)
    assert "Which neighborhood" in shown(page)


def test_a_comment_is_shown_as_text_and_never_as_markup(open_page: Open, event: Event) -> None:
    page = answer_all(begin(open_page, event))
    assert HOSTILE in [text.value for text in page.text]
    others = [element.proto.body for element in page if element.type in ("markdown", "html")]
    assert not any("spy.example" in body for body in others)


def test_beside_the_comment_stands_that_nobody_reads_it_live(open_page: Open, event: Event) -> None:
    page = begin(open_page, event)
    while not page.text_area:
        step_on(page)
    text = shown(page)
    assert all(words in text for words in ("Nobody reads this live", "911", "988", "larkton.example/complaints"))


def test_the_kind_of_a_comment_is_asked_only_of_who_wrote_one(open_page: Open, event: Event) -> None:
    page = begin(open_page, event)
    while not page.text_area:
        step_on(page)
    page.text_area[0].set_value("   ")
    assert "send" in keys(step_on(page).button)
    page.button(key="back-review").click().run()
    page.text_area[0].set_value("More foot patrols")
    assert "What kind of comment" in shown(step_on(page))


@pytest.mark.parametrize("question", ["c1", "c8"])
def test_dont_know_and_prefer_not_are_on_offer(open_page: Open, event: Event, question: str) -> None:
    page = begin(open_page, event)
    while not any(question in key for key in keys(page.radio)):
        step_on(page)
    options = page.radio[0].options
    assert options[-2:] == ["Don't know", "Prefer not to answer"]
    assert len(options) == 7


def test_back_and_forth_keeps_what_was_typed(open_page: Open, event: Event) -> None:
    page = step_on(begin(open_page, event))
    page.radio[0].set_value("5")
    step_on(page).button(key="back-3").click().run()
    assert page.radio[0].value == "5"


def test_a_closed_event_says_so(open_page: Open, context: Context) -> None:
    event = stored_event(context, starts_on=date(2026, 5, 1), ends_on=date(2026, 5, 2))
    page = open_page("answer")
    page.query_params["code"] = event.code
    assert "May 2, 2026" in shown(page.run())
    assert "start" not in keys(page.button)


def test_a_rehearsal_says_that_it_does_not_count(open_page: Open, context: Context) -> None:
    event = stored_event(context, starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 2))
    page = answer_all(begin(open_page, event))
    assert "July 1, 2026" in shown(page)
    page.button(key="send").click().run()
    assert context.store.responses.count(event.id) == 0
    assert context.store.responses.count(event.id, rehearsal=True) == 1


def test_an_unknown_code_can_be_mended(open_page: Open) -> None:
    page = open_page("answer")
    page.query_params["code"] = "QQQQQQ"
    assert "We don&#x27;t know this code" in shown(page.run())
    assert page.text_input(key="answer.code").value == "QQQQQQ"


def test_young_people_see_the_notice_for_guardians_and_no_comment(open_page: Open, context: Context) -> None:
    event = stored_event(context, instrument="youth", program=Program.SCHOOL_ACTIVITY)
    page = open_page("answer")
    page.query_params["code"] = event.code
    assert "guardians" in shown(page.run())
    page.button(key="start").click().run()
    while "send" not in keys(page.button):
        assert not page.text_area
        step_on(page)


def test_nothing_of_the_browser_is_stored(open_page: Open, event: Event, context: Context) -> None:
    page = answer_all(begin(open_page, event))
    page.button(key="send").click().run()
    assert set(ResponseRow.model_fields) & {"ip", "user_agent", "created_at", "time"} == set()
    assert "spy.example" not in str([remark.text for remark in context.store.responses.remarks()])
    assert "text" in CommentRow.model_fields

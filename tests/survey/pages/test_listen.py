"""Running a listening session on the page."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from survey.context import Context
from survey.records import Account, Event, Role
from tests.survey.pages.conftest import Open, html, keys, shown

Make = Callable[..., Account]
KEEP = "FormSubmitter:note-Keep this note"


def opened(open_page: Open, account: Account) -> AppTest:
    return open_page("listen", account).run().button(key="open").click().run()


def write(page: AppTest, table: str, text: str) -> AppTest:
    page.text_input(key="note.table").set_value(table)
    page.text_area(key="note.text").set_value(text)
    return page.button(key=KEEP).click().run()


def test_without_events_the_page_says_what_to_do(open_page: Open, account_for: Make) -> None:
    assert "plan the event first" in shown(open_page("listen", account_for(Role.LIAISON)).run())


def test_from_opening_to_closing(open_page: Open, account_for: Make, event: Event, context: Context) -> None:
    page = opened(open_page, account_for(Role.LIAISON))
    assert "No notes yet" in shown(page)
    write(page, "3", "More light at the bus stop")
    write(page, "4", "They listened to us")
    text = shown(page)
    assert "Table 3" in text
    assert "Table 4" in text
    assert page.text_area(key="note.text").value == ""
    assert page.text_input(key="note.table").value == "4"
    assert page.button(key="close").disabled
    page.checkbox[0].check().run()
    page.button(key="close").click().run()
    (session,) = context.store.listening.all()
    assert session.closed_on == context.today()
    assert KEEP not in keys(page.button)


def test_problems_stand_beside_fields_and_nothing_typed_is_lost(
    open_page: Open, account_for: Make, event: Event, context: Context
) -> None:
    page = write(opened(open_page, account_for(Role.LIAISON)), "", "ok")
    text = shown(page)
    assert "which table" in text
    assert "between 3 and 1,000 characters" in text
    assert page.text_area(key="note.text").value == "ok"
    (session,) = context.store.listening.all()
    assert context.store.listening.notes(session.id) == ()


def test_notes_are_text(open_page: Open, account_for: Make, event: Event) -> None:
    page = write(opened(open_page, account_for(Role.LIAISON)), "<b>1</b>", "<img src=x> ![y](https://spy.example/z)")
    sent = html(page)
    assert "<img" not in sent
    assert "<b>1</b>" not in sent
    assert "&lt;img" in sent


def test_it_speaks_spanish(open_page: Open, account_for: Make, event: Event) -> None:
    assert "Abrir la sesión" in shown(open_page("listen", account_for(Role.LIAISON), "es").run())

"""Adding to the timeline, correcting it, and what the public reads."""

from collections.abc import Callable
from datetime import date

import pytest

from survey import incidents
from survey.context import Context
from survey.records import Account, IncidentStatus, Role
from tests.survey.pages.conftest import Open, html, shown
from tests.survey.test_incidents import DRAFT

Make = Callable[..., Account]
ADD = "FormSubmitter:incident-new-Add it"
CORRECT = "FormSubmitter:incident-correct-Publish this version"


def test_it_is_added_and_read_by_everyone(open_page: Open, account_for: Make, context: Context) -> None:
    page = open_page("incidents", account_for(Role.LEADER)).run()
    page.date_input(key="incident-new.day").set_value(date(2026, 5, 4))
    page.text_input(key="incident-new.words").set_value("The report on the arrest is out")
    page.button(key=ADD).click().run()
    assert "It is public now" in shown(page)
    public = shown(open_page("incidents").run())
    assert "The report on the arrest is out" in public and "May 4, 2026" in public and ">Preliminary</span>" in public
    assert "incident-new" not in str(open_page("incidents").run())


def test_problems_stand_beside_fields_and_what_was_typed_stays(open_page: Open, account_for: Make) -> None:
    page = open_page("incidents", account_for(Role.LIAISON)).run()
    page.text_input(key="incident-new.words").set_value("short")
    page.button(key=ADD).click().run()
    assert "between 10 and 200 letters" in shown(page)
    assert page.text_input(key="incident-new.words").value == "short"


def test_a_correction_stands_beside_what_it_corrects(open_page: Open, account_for: Make, context: Context) -> None:
    account = account_for(Role.LIAISON)
    first = incidents.mark(context, account, DRAFT)
    page = open_page("incidents", account).run()
    page.text_input(key=f"incident-{first.id}-1.words").set_value("A man was hurt before an arrest")
    page.button(key=CORRECT).click().run()
    assert "10 to 300 characters" in shown(page)
    page.text_area(key=f"incident-{first.id}-1.why").set_value("The video shows it happened before.")
    page.button(key=CORRECT).click().run()
    assert "The new version is public" in shown(page)
    assert page.text_input(key=f"incident-{first.id}-2.words").value == "A man was hurt before an arrest"
    public = html(open_page("incidents").run())
    for said in (DRAFT.words, "A man was hurt before an arrest", "corrected", "The video shows it happened before."):
        assert said in public


def test_words_are_text(open_page: Open, account_for: Make, context: Context) -> None:
    made = incidents.mark(context, account_for(Role.LIAISON), DRAFT)
    with context.store.incidents.writing() as session:
        from survey.storage.incident_table import IncidentRow

        row = {**vars(made), "id": context.new_id(), "words": "<img src=x> ![y](https://spy.example/z)"}
        session.add(IncidentRow(**row))
    page = open_page("incidents").run()
    assert "<img" not in html(page) and "spy.example" in html(page)
    assert not page.markdown


@pytest.mark.parametrize(("language", "words"), [("en", "Nothing here yet"), ("es", "Todavía no hay nada")])
def test_before_anything_happened(open_page: Open, language: str, words: str) -> None:
    assert words in shown(open_page("incidents", language=language).run())


def test_withdrawn_ones_stay_and_say_so(open_page: Open, account_for: Make, context: Context) -> None:
    from dataclasses import replace

    account = account_for(Role.ADMINISTRATOR)
    first = incidents.mark(context, account, DRAFT)
    gone = replace(DRAFT, status=IncidentStatus.WITHDRAWN)
    incidents.correct(context, account, first.id, 1, gone, "This did not happen in our city.")
    assert ">Withdrawn</span>" in html(open_page("incidents").run())

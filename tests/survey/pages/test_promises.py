"""Making promises, reporting on them, and what the public reads."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from survey.context import Context
from survey.records import Account, Commitment, CommitmentStatus, Role
from tests.survey.pages.conftest import Open, html, shown

Make = Callable[..., Account]
MAKE = "FormSubmitter:promise-new-Make this promise"
REPORT = "FormSubmitter:report-Report"


@pytest.fixture
def commitment(context: Context) -> Commitment:
    made = Commitment(
        id=uuid4(),
        theme="use_of_force",
        place="north",
        heard="People want to know when force is used",
        promise="Publish every use of force each month",
        owner_role="Captain, North District",
        due_on=date(2026, 6, 1),
        status=CommitmentStatus.PROMISED,
        made_on=date(2026, 3, 1),
    )
    context.store.commitments.put(made)
    return made


def test_a_promise_is_made_and_read_by_everyone(open_page: Open, account_for: Make, context: Context) -> None:
    page = open_page("promise", account_for(Role.LEADER)).run()
    page.selectbox(key="promise-new.theme").set_value("use_of_force")
    page.text_area(key="promise-new.heard").set_value("The bus stop is dark at night")
    page.text_area(key="promise-new.promise").set_value("Two lamps at the bus stop by winter")
    page.text_input(key="promise-new.owner_role").set_value("Public works")
    page.button(key=MAKE).click().run()
    assert len(context.store.commitments.all()) == 1
    public = shown(open_page("follow_promises").run())
    assert "Two lamps at the bus stop by winter" in public
    assert "Public works" in public


def test_problems_stand_beside_fields_and_nothing_typed_is_lost(
    open_page: Open, account_for: Make, context: Context
) -> None:
    page = open_page("promise", account_for(Role.LIAISON)).run()
    page.text_area(key="promise-new.heard").set_value("dark")
    page.date_input(key="promise-new.due_on").set_value(date(2026, 6, 14))
    page.button(key=MAKE).click().run()
    text = shown(page)
    assert "between 10 and 1,000 characters" in text
    assert "This date has passed" in text
    assert "choose a topic" in text
    assert page.text_area(key="promise-new.heard").value == "dark"
    assert context.store.commitments.all() == ()


def test_done_needs_words_and_then_the_public_reads_them(
    open_page: Open, account_for: Make, context: Context, commitment: Commitment
) -> None:
    page = open_page("promise", account_for(Role.LEADER)).run()
    page.radio(key=f"report-{commitment.id}.status").set_value(CommitmentStatus.DONE)
    page.button(key=REPORT).click().run()
    assert "in a sentence what came of it" in shown(page)
    page.text_area(key=f"report-{commitment.id}.outcome").set_value("The first report came out in June")
    page.button(key=REPORT).click().run()
    public = shown(open_page("follow_promises").run())
    assert "The first report came out in June" in public
    assert ">Overdue</span>" not in public


def test_an_overdue_promise_is_marked(open_page: Open, commitment: Commitment) -> None:
    assert ">Overdue</span>" in shown(open_page("follow_promises").run())


def test_promises_of_one_neighborhood(open_page: Open, context: Context, commitment: Commitment) -> None:
    other = replace(commitment, id=uuid4(), place="river", promise="Walk the river path each week")
    context.store.commitments.put(other)
    page = open_page("follow_promises").run()
    page.selectbox(key="promises.place").set_value("river").run()
    text = shown(page)
    assert "Walk the river path" in text
    assert "Publish every use of force" not in text
    page.selectbox(key="promises.place").set_value("old-town").run()
    assert "No promises for this neighborhood yet" in shown(page)


def test_promises_are_text(open_page: Open, context: Context, commitment: Commitment) -> None:
    context.store.commitments.put(replace(commitment, promise="<img src=x> ![y](https://spy.example/z) **done**"))
    page = open_page("follow_promises").run()
    assert "<img" not in html(page)
    assert not page.markdown


@pytest.mark.parametrize(("language", "words"), [("en", "No promises yet"), ("es", "Todavía no hay compromisos")])
def test_before_the_first_promise(open_page: Open, language: str, words: str) -> None:
    assert words in shown(open_page("follow_promises", language=language).run())

"""Planning events on the page."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import uuid4

from survey import releases
from survey.context import Context
from survey.records import Account, Event, Program, Role
from tests.survey.conftest import stored_event
from tests.survey.pages.conftest import Open, keys, shown

Make = Callable[..., Account]
PLAN = "FormSubmitter:event-new-Plan this event"


def test_a_new_event_gets_a_code_and_is_shown(open_page: Open, account_for: Make, context: Context) -> None:
    page = open_page("plan_events", account_for(Role.LIAISON)).run()
    assert "No events yet" in shown(page)
    page.text_input(key="event-new.name").set_value("Harvest fair")
    page.button(key=PLAN).click().run()
    (event,) = context.store.events.all()
    text = shown(page)
    assert event.name == "Harvest fair"
    assert event.code in text
    assert f"/poster/{event.code}?lang=en&amp;paper=letter" in text
    assert page.text_input(key="event-new.name").value == ""


def test_problems_stand_beside_fields_and_nothing_typed_is_lost(
    open_page: Open, account_for: Make, context: Context
) -> None:
    page = open_page("plan_events", account_for(Role.LIAISON)).run()
    page.text_input(key="event-new.name").set_value("X")
    page.date_input(key="event-new.starts_on").set_value(date(2026, 8, 2))
    page.date_input(key="event-new.ends_on").set_value(date(2026, 8, 1))
    page.button(key=PLAN).click().run()
    text = shown(page)
    assert "between 2 and 120 letters" in text
    assert "before the first day" in text
    assert page.text_input(key="event-new.name").value == "X"
    assert page.date_input(key="event-new.starts_on").value == date(2026, 8, 2)
    assert context.store.events.all() == ()


def test_drafts_are_not_on_offer_and_the_page_says_why(open_page: Open, account_for: Make) -> None:
    page = open_page("plan_events", account_for(Role.LIAISON)).run()
    assert page.pills(key="event-new.languages").options == ["English"]
    assert "Español" in shown(page)


def test_an_event_is_changed(open_page: Open, account_for: Make, event: Event, context: Context) -> None:
    page = open_page("plan_events", account_for(Role.LIAISON)).run()
    page.text_input(key=f"event-{event.code}.name").set_value("Block party, moved")
    page.button(key=f"FormSubmitter:event-{event.code}-Save the changes").click().run()
    found = context.store.events.get(event.id)
    assert found is not None
    assert (found.name, found.code) == ("Block party, moved", event.code)


def test_who_may_only_look_has_no_form(open_page: Open, account_for: Make, event: Event) -> None:
    page = open_page("plan_events", account_for(Role.ANALYST)).run()
    assert event.code in shown(page)
    assert PLAN not in keys(page.button)


def test_an_untested_address_makes_test_posters(
    open_page: Open, account_for: Make, event: Event, context: Context
) -> None:
    assert "TEST ONLY" not in shown(open_page("plan_events", account_for(Role.LIAISON)).run())
    context.store.city.set_profile(replace(context.store.city.profile(), public_url_tested=False))
    assert "TEST ONLY" in shown(open_page("plan_events", account_for(Role.LIAISON)).run())


def test_many_events_are_searched(open_page: Open, account_for: Make, context: Context) -> None:
    letters = "CDFGHJKMNPQRTV"
    for letter in letters:
        stored_event(context, id=uuid4(), code=f"CCCCC{letter}", name=f"Fair {letter}")
    page = open_page("plan_events", account_for(Role.ANALYST)).run()
    assert "The newest 12 of 14" in shown(page)
    page.text_input(key="events.find").set_value("fair q").run()
    text = shown(page)
    assert "<strong>Fair Q</strong>" in text
    assert "<strong>Fair C</strong>" not in text


def test_names_of_events_are_text(open_page: Open, account_for: Make, context: Context) -> None:
    stored_event(context, name="<img src=x> **Party**")
    page = open_page("plan_events", account_for(Role.ANALYST)).run()
    assert "<img src=x>" not in "".join(element.proto.body for element in page if element.type == "html")


def test_beside_the_fields_of_a_published_event_the_page_says_that_they_stay(
    open_page: Open, account_for: Make, context: Context
) -> None:
    event = stored_event(context, ends_on=date(2026, 6, 14))
    releases.publish_nightly(context)
    for language, said in (("en", "Results of this event are out"), ("es", "ya se publicaron")):
        page = open_page("plan_events", account_for(Role.LIAISON), language=language).run()
        page.selectbox(key=f"event-{event.code}.program").select(Program.TOWN_HALL)
        page.date_input(key=f"event-{event.code}.ends_on").set_value(date(2026, 6, 20))
        next(one for one in page.button if one.key and f"event-{event.code}-" in one.key).click().run()
        assert shown(page).count(said) == 2, "beside each of the two"
        assert context.store.events.get(event.id) == event

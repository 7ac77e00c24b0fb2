"""Accounts, languages, the city and publishing, for those who may."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from survey import city, events
from survey.context import Context
from survey.errors import SurveyError
from survey.records import Account, CityProfile, Event, Role, Side
from tests.survey.pages import released
from tests.survey.pages.conftest import Open, keys, shown
from tests.survey.test_releases import answer

Make = Callable[..., Account]
ADD = "FormSubmitter:account-new-Add the account"


def test_an_account_is_added_closed_and_opened(open_page: Open, account_for: Make, context: Context) -> None:
    page = open_page("manage_staff", account_for(Role.ADMINISTRATOR)).run()
    page.text_input(key="account-new.name").set_value("Rosa")
    page.text_input(key="account-new.password").set_value("four plain words here")
    page.selectbox(key="account-new.role").set_value(Role.STEWARD)
    page.radio(key="account-new.side").set_value(Side.INDEPENDENT)
    page.button(key=ADD).click().run()
    added = context.store.accounts.by_name("rosa")
    assert added is not None
    assert (added.role, added.side) == (Role.STEWARD, Side.INDEPENDENT)
    assert page.text_input(key="account-new.password").value == ""
    assert "No independent steward" not in shown(page)
    page.button(key=f"active-{added.id}").click().run()
    closed = context.store.accounts.get(added.id)
    assert closed is not None
    assert not closed.active


def test_helpers_are_not_among_the_roles_to_add(open_page: Open, account_for: Make) -> None:
    page = open_page("manage_staff", account_for(Role.ADMINISTRATOR)).run()
    offered = page.selectbox(key="account-new.role").options
    assert "Independent steward" in offered and "Paper helper" not in offered and len(offered) == 5


def test_every_problem_of_a_new_account_is_shown_and_the_name_is_kept(open_page: Open, account_for: Make) -> None:
    page = open_page("manage_staff", account_for(Role.ADMINISTRATOR)).run()
    page.text_input(key="account-new.name").set_value("R")
    page.text_input(key="account-new.password").set_value("short")
    page.button(key=ADD).click().run()
    text = shown(page)
    assert "between 2 and 80 letters" in text
    assert "at least 12 characters" in text
    assert page.text_input(key="account-new.name").value == "R"


def test_nobody_closes_their_own_account(open_page: Open, account_for: Make) -> None:
    administrator = account_for(Role.ADMINISTRATOR)
    page = open_page("manage_staff", administrator).run()
    assert f"active-{administrator.id}" not in keys(page.button)


@pytest.mark.parametrize(
    ("name", "role"),
    [("manage_staff", Role.LEADER), ("plan_events", None), ("listen", Role.LEADER), ("publish", Role.LIAISON)],
)
def test_services_refuse_what_the_menu_would_not_show(
    open_page: Open, account_for: Make, context: Context, event: Event, name: str, role: Role | None
) -> None:
    page = open_page(name, account_for(role) if role else None).run()
    if name == "publish":
        page.button(key="publish").click().run()
        assert "may not do this" in shown(page)
        assert context.store.releases.latest_version() == 0
    else:
        assert page.exception


def test_a_translation_is_accepted_by_name(open_page: Open, account_for: Make, context: Context) -> None:
    page = open_page("review_languages", account_for(Role.STEWARD)).run()
    page.selectbox(key="languages.chosen").set_value("es").run()
    assert "¿Cuánto confía usted" in shown(page)
    accept = "FormSubmitter:accept-es-Accept the present wording"
    page.button(key=accept).click().run()
    assert "between 2 and 80 letters" in shown(page)
    page.text_input(key="accept-es.accepted_by").set_value("Elena Ruiz")
    page.button(key=accept).click().run()
    assert events.accepted(context, "es")
    assert "is accepted in its present wording" in shown(page)


def test_only_what_is_missing_can_be_shown(open_page: Open, account_for: Make, context: Context) -> None:
    source = context.library.translations["es"]
    texts = {name: text for name, text in source.texts.items() if name != "c1.text"}
    library = replace(
        context.library, translations={**context.library.translations, "es": replace(source, texts=texts)}
    )
    page = open_page("review_languages", account_for(Role.STEWARD), city=replace(context, library=library)).run()
    page.selectbox(key="languages.chosen").set_value("es").run()
    page.toggle(key="languages.only_missing").set_value(True).run()
    text = shown(page)
    assert "How much do you trust the police" in text
    assert "¿Cuánto escuchan" not in text


def test_the_citys_facts_are_changed_and_a_new_address_is_untested(
    open_page: Open, account_for: Make, context: Context
) -> None:
    page = open_page("describe_city", account_for(Role.ADMINISTRATOR)).run()
    assert "is tested" in shown(page)
    page.text_input(key="city.public_url").set_value("https://other.larkton.example/")
    page.button(key="FormSubmitter:city-Save").click().run()
    profile = context.store.city.profile()
    assert profile.public_url == "https://other.larkton.example"
    assert not profile.ready_for_public
    page.button(key="confirm-address").click().run()
    assert context.store.city.profile().ready_for_public


@pytest.mark.parametrize("address", ["http://larkton.example", "https://192.168.1.4", "https://localhost"])
def test_an_address_that_phones_cannot_open_is_not_offered_for_the_test(
    open_page: Open, account_for: Make, context: Context, address: str
) -> None:
    context.store.city.set_profile(CityProfile(city="Larkton", public_url=address))
    page = open_page("describe_city", account_for(Role.ADMINISTRATOR)).run()
    assert "confirm-address" not in keys(page.button)
    assert "phones outside can&#x27;t open it" in shown(page)


def test_a_bad_address_is_refused_beside_its_field(open_page: Open, account_for: Make, context: Context) -> None:
    page = open_page("describe_city", account_for(Role.ADMINISTRATOR)).run()
    page.text_input(key="city.public_url").set_value("larkton")
    page.button(key="FormSubmitter:city-Save").click().run()
    assert "Please write an address such as" in shown(page)
    assert page.text_input(key="city.public_url").value == "larkton"
    assert context.store.city.profile().public_url == "https://hear.larkton.example"


def test_changing_the_city_leaves_the_stewards_decision_alone(
    open_page: Open, account_for: Make, context: Context
) -> None:
    steward = open_page("decide_youth", account_for(Role.STEWARD)).run()
    steward.toggle[0].set_value(True).run()
    assert context.store.city.profile().youth_comments
    page = open_page("describe_city", account_for(Role.ADMINISTRATOR)).run()
    page.button(key="FormSubmitter:city-Save").click().run()
    assert context.store.city.profile().youth_comments


def test_pasted_neighborhoods_are_previewed_then_saved(open_page: Open, account_for: Make, context: Context) -> None:
    page = open_page("describe_city", account_for(Role.ADMINISTRATOR)).run()
    page.text_area(key="places.list").set_value("Mill Side\nStation Quarter").run()
    assert "Found: 2" in shown(page)
    assert "mill-side" not in {place.id for place in context.store.places.all()}
    page.button(key="put-places-list").click().run()
    assert [place.name for place in context.store.places.all()][-2:] == ["Mill Side", "Station Quarter"]
    assert len(context.store.places.all()) == 5
    assert "nothing left to save" in shown(page)
    assert "put-places-list" not in keys(page.button)


def test_a_pasted_list_is_saved_though_a_file_was_uploaded(
    open_page: Open, account_for: Make, context: Context
) -> None:
    page = open_page("describe_city", account_for(Role.ADMINISTRATOR)).run()
    page.file_uploader(key="places.file").upload("old.txt", b"From a file", "text/plain").run()
    page.text_area(key="places.list").set_value("From the list").run()
    page.button(key="put-places-list").click().run()
    assert [place.name for place in context.store.places.all()][3:] == ["From the list"]


def test_a_bad_list_says_where_and_saves_nothing(open_page: Open, account_for: Make, context: Context) -> None:
    page = open_page("describe_city", account_for(Role.ADMINISTRATOR)).run()
    page.text_area(key="places.list").set_value("Mill Side\nMill Side").run()
    assert "Line or feature 2" in shown(page)
    assert "put-places-list" not in keys(page.button)
    assert shown(page).count("Two neighborhoods have the same name") == 3, "once as a whole, once for each line"


def test_a_release_is_published(open_page: Open, account_for: Make, context: Context) -> None:
    page = open_page("publish", account_for(Role.LEADER)).run()
    assert "Nothing is published yet" in shown(page)
    assert "at least 2 events" in shown(page)
    page.button(key="publish").click().run()
    assert context.store.releases.latest_version() == 1
    assert "Release 1, published on June 15, 2026" in shown(page)


def test_a_few_new_answers_are_said_to_wait(open_page: Open, account_for: Make, context: Context, event: Event) -> None:
    leader = account_for(Role.LEADER)
    for people, waits in ((0, False), (9, True), (1, False)):
        answer(context, event, people)
        assert ("They wait until 10 are there" in shown(open_page("publish", leader).run())) is waits


def test_what_a_release_read_stands_before_what_it_hides(open_page: Open, account_for: Make, context: Context) -> None:
    counts = {"figures_hidden": 45, "answers_read": 15, "something_new": 25}
    released.publish(context, replace(released.full(), counts=counts))
    text = shown(open_page("publish", account_for(Role.LEADER)).run())
    assert text.index("Answers read") < text.index("Numbers hidden to protect people") < text.index("something_new")


def test_only_administrators_change_the_city(open_page: Open, account_for: Make, context: Context) -> None:
    page = open_page("describe_city", account_for(Role.LEADER)).run()
    page.text_input(key="city.city").set_value("Elsewhere")
    page.button(key="FormSubmitter:city-Save").click().run()
    assert "may not do this" in shown(page)
    assert context.store.city.profile().city == "Larkton"
    with pytest.raises(SurveyError):
        events.accept_language(context, account_for(Role.LEADER), "es", "Elena Ruiz")


POPULATION = b"margin,category,people\ngender,Woman,51000\ngender,Man,49000\n"


def test_a_population_is_looked_at_saved_and_removed(open_page: Open, account_for: Make, context: Context) -> None:
    page = open_page("describe_city", account_for(Role.ADMINISTRATOR)).run()
    assert "No population file yet" in shown(page)
    page.file_uploader(key="population.file").upload("people.csv", POPULATION, "text/csv").run()
    assert "100,000" in shown(page) and context.store.city.population() == ()
    page.button(key="put-population").click().run()
    assert [one.people for one in context.store.city.population()] == [51000, 49000]
    page.button(key="remove-population").click().run()
    assert context.store.city.population() == () and "is removed" in shown(page)


def test_what_is_wrong_with_a_population_is_said_at_its_line(open_page: Open, account_for: Make) -> None:
    page = open_page("describe_city", account_for(Role.ADMINISTRATOR)).run()
    wrong = POPULATION.replace(b"Man", b"Martian")
    page.file_uploader(key="population.file").upload("people.csv", wrong, "text/csv").run()
    assert "Line 3: We don&#x27;t know this category" in shown(page)
    assert "put-population" not in keys(page.button)


def test_only_who_may_change_settings_stores_a_population(account_for: Make, context: Context) -> None:
    with pytest.raises(SurveyError, match="not_allowed"):
        city.put_population(context, account_for(Role.LEADER), ())

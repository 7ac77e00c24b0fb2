"""What stands around every page: the city, the account, the language, the menu and the demo's label."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from survey import access
from survey.context import Cities, Context
from survey.errors import SurveyError
from survey.pages import frame
from survey.pages.listing import PAGES, Page
from survey.pages.viewer import Viewer
from survey.permissions import Permission, allowed
from survey.records import Account, Event, Role, Side
from tests.survey.conftest import TEXTS
from tests.survey.pages.conftest import shown


def run_frame(cities, cookies):  # type: ignore[no-untyped-def]  # its source runs alone, without our imports
    """The script that the server runs, for a browser that sent these cookies."""
    from survey.pages.frame import show_to

    show_to(cities, cookies)


def run_turned_away(page, context, viewer):  # type: ignore[no-untyped-def]  # as above
    """One page as the frame presents it."""
    from survey.pages import frame

    frame._present(page, context, viewer)


def run_signed_in(page, context, token):  # type: ignore[no-untyped-def]  # as above
    """One page as the frame presents it to whoever the token is at this rerun."""
    from survey import access
    from survey.pages import frame
    from survey.pages.viewer import Viewer

    account = access.signed_in(context, token)
    frame._present(page, context, Viewer(account, "en", token if account else ""))


@pytest.fixture
def demo(context: Context) -> Cities:
    """The same store as a city of synthetic people: what the frame does with one is the same for a large one."""
    return Cities(real=context, open_demo=lambda: replace(context, synthetic=True))


def opened(cities: Cities, cookies: dict[str, str] | None = None, **query: str) -> AppTest:
    kwargs = {"cities": cities, "cookies": cookies or {}}
    page = AppTest.from_function(run_frame, kwargs=kwargs, default_timeout=30)
    for name, value in query.items():
        page.query_params[name] = value
    return page.run()


def presented(page: Page, context: Context, account: Account | None) -> str:
    viewer = Viewer(account, "en")
    kwargs = {"page": page, "context": context, "viewer": viewer}
    return shown(AppTest.from_function(run_turned_away, kwargs=kwargs, default_timeout=30).run())


def test_the_public_gets_the_home_page_with_the_footer(demo: Cities, account_for: Callable[..., Account]) -> None:
    account_for(Role.ADMINISTRATOR)
    text = shown(opened(demo))
    assert "Trust between Larkton and its police" in text
    assert "Run by Larkton University" in text
    assert 'href="/staff/sign-in"' in text
    assert "Synthetic demo city" not in text


def test_a_demo_code_opens_the_demo_city_and_says_so(demo: Cities) -> None:
    text = shown(opened(demo, code="DEMO"))
    assert "Synthetic demo city." in text
    assert 'href="/demo/leave"' in text


def test_the_public_links_of_the_demo_city_stay_in_it_without_a_cookie(demo: Cities) -> None:
    text = shown(opened(demo, code="DEMO"))
    assert 'href="/demo?to=storage&amp;lang=en"' in text and 'href="/demo?to=promises&amp;lang=en"' in text


def test_the_demo_cookie_opens_the_demo_city_but_not_for_a_real_code(demo: Cities, event: Event) -> None:
    cookies = {frame.CITY_COOKIE: "demo"}
    assert "Synthetic demo city." in shown(opened(demo, cookies))
    assert "Synthetic demo city." not in shown(opened(demo, cookies, code=event.code))


def test_a_sign_in_is_asked_for_on_every_rerun_and_ends_at_once(demo: Cities, new_context: Context) -> None:
    access.sign_up_first(new_context, new_context.setup_code, "rosa", "four plain words here", Side.INDEPENDENT)
    token = access.sign_in(new_context, "rosa", "four plain words here")
    page = opened(replace(demo, real=new_context), {frame.COOKIE: token})
    assert "Hello, rosa" in shown(page)
    access.sign_out(new_context, token)
    assert "Hello, rosa" not in shown(page.run())


def test_signing_out_ends_the_sign_in_on_the_server(demo: Cities, new_context: Context) -> None:
    access.sign_up_first(new_context, new_context.setup_code, "rosa", "four plain words here", Side.INDEPENDENT)
    token = access.sign_in(new_context, "rosa", "four plain words here")
    page = opened(replace(demo, real=new_context), {frame.COOKIE: token})
    page.button(key="sign-out").click().run()
    assert access.signed_in(new_context, token) is None
    assert "Hello, rosa" not in shown(page)


def test_a_click_after_the_sign_in_ended_does_nothing_and_gives_back_what_was_typed(
    new_context: Context,
) -> None:
    access.sign_up_first(new_context, new_context.setup_code, "rosa", "four plain words here", Side.INDEPENDENT)
    token = access.sign_in(new_context, "rosa", "four plain words here")
    staff = next(page for page in PAGES if page.path == "staff")
    page = AppTest.from_function(
        run_signed_in, kwargs={"page": staff, "context": new_context, "token": token}, default_timeout=30
    ).run()
    page.text_input(key="account-new.name").set_value("lee the liaison")
    page.text_input(key="account-new.password").set_value("another four plain words")
    access.sign_out(new_context, token)
    page.button(key="FormSubmitter:account-new-Add the account").click().run()
    assert new_context.store.accounts.by_name("lee the liaison") is None
    text = shown(page)
    assert "Your sign-in had ended." in text and 'href="/staff/sign-in?to=staff&amp;lang=en"' in text
    assert [block.value for block in page.code] == ["lee the liaison"], "never the password"


def test_a_real_code_opens_the_real_city(demo: Cities, event: Event) -> None:
    assert "Synthetic demo city" not in shown(opened(demo, code=event.code))


def test_a_typed_code_leads_to_its_survey(demo: Cities, event: Event, account_for: Callable[..., Account]) -> None:
    account_for(Role.ADMINISTRATOR)
    page = opened(demo)
    page.text_input(key="code.code").set_value(f" {event.code[:3].lower()}-{event.code[3:]} ")
    page.button[-1].click().run()
    assert "Two minutes about trust" in shown(page)


def test_a_survey_claims_no_language_that_its_event_may_not_use(
    demo: Cities, event: Event, account_for: Callable[..., Account]
) -> None:
    account_for(Role.ADMINISTRATOR)
    page = opened(demo, lang="es")
    assert 'lang: "es"' in shown(page)
    page.text_input(key="code.code").set_value(event.code)
    page.button[-1].click().run()
    text = shown(page)
    assert "Two minutes about trust" in text
    assert 'lang: "en"' in text
    assert 'lang: "es"' not in text


def test_the_language_switch_stays(demo: Cities, account_for: Callable[..., Account]) -> None:
    account_for(Role.ADMINISTRATOR)
    page = opened(demo)
    page.button(key="speak-es").click().run()
    assert "La confianza entre Larkton y su policía" in shown(page)
    assert page.query_params["lang"] == "es"
    assert "La confianza" in shown(page.run())


def test_the_address_may_name_the_language(demo: Cities, account_for: Callable[..., Account]) -> None:
    account_for(Role.ADMINISTRATOR)
    spanish = shown(opened(demo, lang="es"))
    assert "La confianza entre" in spanish
    assert '--fh-menu: "Menú"' in spanish  # style sheets don't read the escapes of JSON
    assert "Trust between" in shown(opened(demo, lang="xx"))


def test_a_page_that_lacks_the_chosen_language_says_which_it_speaks(
    demo: Cities, account_for: Callable[..., Account]
) -> None:
    account_for(Role.ADMINISTRATOR)
    text = shown(opened(demo, lang="ar"))
    assert "Trust between" in text and 'lang: "en"' in text and 'lang: "ar"' not in text


@pytest.mark.parametrize("page", [page for page in PAGES if page.permission], ids=lambda page: page.path)
def test_a_page_turns_away_who_may_not_see_it(
    page: Page, context: Context, account_for: Callable[..., Account]
) -> None:
    assert page.permission is not None
    assert "This page is for staff" in presented(page, context, None)
    for account in (account_for(Role.LEADER), access.visitor()):
        if not allowed(account, page.permission):
            assert "not part of your role" in presented(page, context, account)


def test_the_demo_says_why_a_page_that_changes_things_is_closed(demo: Cities, context: Context) -> None:
    page = next(page for page in PAGES if page.path == "publish")
    assert "can be read, not changed" in presented(page, replace(context, synthetic=True), access.visitor())
    assert "can be read, not changed" not in presented(page, context, access.visitor())


def test_visitors_see_no_page_that_changes_anything() -> None:
    visitor = access.visitor()
    open_to = {page.permission for page in PAGES if page.permission and allowed(visitor, page.permission)}
    assert open_to == {Permission.SEE_RELEASE, Permission.SEE_EVENTS}


def test_an_expected_failure_is_said_in_words(context: Context) -> None:
    def fail(context: Context, viewer: Viewer) -> None:
        raise SurveyError("unknown_commitment")

    assert "can&#x27;t find this promise" in presented(Page("x", "", "frame.page.start", fail), context, None)


def test_a_bug_is_not_dressed_up(context: Context) -> None:
    def fail(context: Context, viewer: Viewer) -> None:
        raise ValueError("a bug")

    kwargs = {"page": Page("x", "", "frame.page.start", fail), "context": context, "viewer": Viewer(None, "en")}
    assert AppTest.from_function(run_turned_away, kwargs=kwargs).run().exception


def test_every_page_has_an_address_and_a_title_of_its_own() -> None:
    assert len({page.path for page in PAGES}) == len(PAGES)
    for page in PAGES:
        assert TEXTS.has(page.title_id)
        assert not page.section or TEXTS.has(f"frame.section.{page.section}")


def test_no_page_takes_an_address_of_the_plain_routes() -> None:
    taken = {"s", "poster", "demo", "setup", "health", "api", frame.blocks.HOME}
    assert not taken & {page.path for page in PAGES}

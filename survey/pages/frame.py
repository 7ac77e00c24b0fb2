"""The frame around every page: which city, who is looking, in which language, and what goes around the page."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from survey import access, city
from survey.address import page_address
from survey.context import Cities, Context
from survey.errors import SurveyError
from survey.pages import answer, blocks, listing, speaking, style
from survey.pages.forms import UNSAVED
from survey.pages.listing import Page
from survey.pages.viewer import Viewer
from survey.permissions import allowed

COOKIE = "fair_hearing"
CITY_COOKIE = "fair_hearing_city"
SURVEY = "survey"
QUIET = (
    "<style>[data-testid='stTopNavLinkContainer'], [data-testid='stTopNavSection'], [data-testid='stSidebar'], "
    "[data-testid='stExpandSidebarButton'] { display: none !important; }</style>"
)
"""A resident in the middle of an answer needs no menu around it."""


def show(cities: Cities) -> None:
    """Shows the page that was asked for, to whoever is signed in at this very rerun."""
    show_to(cities, st.context.cookies)


def show_to(cities: Cities, cookies: Mapping[str, str]) -> None:
    """The same for a browser that sent these cookies."""
    context = _city(cities, cookies)
    account = access.signed_in(context, cookies.get(COOKIE))
    viewer = Viewer(account, speaking.spoken(context.texts.staff), cookies.get(COOKIE, "") if account else "")
    resident = replace(viewer, language=answer.language_of(context))
    say = partial(context.texts.get, viewer.language)
    st.set_page_config(page_title=say("frame.product"), page_icon=style.mark(), layout="wide")
    st.logo(style.lockup(say("frame.product"), city.profile(context).city), size="large")
    chosen = _navigate(context, viewer, resident)
    style.apply(menu=say("frame.menu"))
    quiet = chosen.url_path == SURVEY
    viewer = resident if quiet else viewer
    if quiet:
        st.html(QUIET)
    if context.synthetic:
        _demo_banner(context, viewer)
    if not quiet:  # the survey says itself in which of its event's languages it is
        style.declare_language(viewer.language)
        style.ask_before_leaving(False)
        _band(context, viewer, cookies.get(COOKIE))
    with st.container(key="page"):
        chosen.run()
    _footer(context, viewer)


def _city(cities: Cities, cookies: Mapping[str, str]) -> Context:
    """The city of the code in the address, else the demo city where the browser asked for it, else the real one."""
    if code := st.query_params.get("code", ""):
        return cities.for_code(code)
    return cities.open_demo() if cookies.get(CITY_COOKIE) == "demo" else cities.real


def _navigate(context: Context, viewer: Viewer, resident: Viewer) -> "st.Page":
    """The page that was asked for; the survey is shown to the viewer as a resident, in any of its event's languages."""
    menu: dict[str, list[st.Page]] = {}
    for page in listing.PAGES:
        title = context.texts.get(viewer.language, f"frame.section.{page.section}") if page.section else ""
        menu.setdefault(title, []).append(_registered(page, context, resident if page.path == SURVEY else viewer))
    return st.navigation(menu, position="top")


def _registered(page: Page, context: Context, viewer: Viewer) -> "st.Page":
    """The page for Streamlit. One that this person may not see stays out of the menu, and its address says why."""
    open_to = page.permission is None or allowed(viewer.account, page.permission)
    return st.Page(
        partial(_present, page, context, viewer),
        title=context.texts.get(viewer.language, page.title_id),
        icon=page.icon or None,
        url_path=page.path or blocks.HOME,
        default=not page.path,
        visibility="visible" if open_to and page.in_menu else "hidden",
    )


def _present(page: Page, context: Context, viewer: Viewer) -> None:
    """Shows one page, or says in the person's words why it can't be shown."""
    say = partial(context.texts.get, viewer.language)
    if page.permission is not None and not allowed(viewer.account, page.permission):
        _turn_away(page, context, viewer)
        return
    try:
        page.render(context, viewer)
    except SurveyError as error:
        blocks.notice(say(f"error.{error.code}", **error.fields), "problem")


def _turn_away(page: Page, context: Context, viewer: Viewer) -> None:
    say = partial(context.texts.get, viewer.language)
    if viewer.account is None:
        blocks.opening(say("frame.staff_only.title"), say("frame.staff_only.text"))
        _unsaved(say)
        blocks.anchors([(say("frame.sign_in"), f"/staff/sign-in?to={page.path}&lang={viewer.language}")])
    else:
        blocks.opening(
            say("frame.not_yours.title"), say("frame.not_yours.demo" if context.synthetic else "error.not_allowed")
        )
    blocks.link("", say("frame.page.start"))


def _unsaved(say: "partial[str]") -> None:
    """What was typed when the sign-in had ended: nothing was saved, so the person must be able to copy it."""
    if UNSAVED not in st.session_state:
        return
    blocks.notice(say("frame.signed_out.text"), "attention", say("frame.signed_out.title"))
    for text in st.session_state[UNSAVED]:
        st.code(text, language=None, wrap_lines=True)


def _demo_banner(context: Context, viewer: Viewer) -> None:
    say = partial(context.texts.get, viewer.language)
    st.html(
        f'<aside class="fh-demo"><strong>{say("frame.demo.name")}</strong> <span>{say("frame.demo.text")}</span> '
        f'<a href="/demo/leave" target="_self">{say("frame.demo.leave")}</a></aside>'
    )


def _band(context: Context, viewer: Viewer, token: str | None) -> None:
    """Under the menu: the languages, and the way in or out for staff."""
    say = partial(context.texts.get, viewer.language)
    with st.container(key="band", horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        speaking.switch(context.texts.staff, viewer.language, say("phone.choose_language"), keep=_nothing)
        if context.synthetic:
            return
        if viewer.account is None:
            if city.set_up(context):
                blocks.anchors([(say("frame.sign_in"), "/staff/sign-in")])
            return
        st.html(f'<span class="fh-who">{escape(viewer.account.name)}</span>')
        st.button(
            say("frame.sign_out"), key="sign-out", type="tertiary", on_click=access.sign_out, args=(context, token)
        )


def _nothing() -> None:
    """These pages' fields keep themselves: their keys do not change with the language."""


def _footer(context: Context, viewer: Viewer) -> None:
    say = partial(context.texts.get, viewer.language)
    with st.container(key="footer"):
        read = ("methods",) if viewer.language in context.texts.staff else ()  # a page in the two languages of staff
        public = tuple((path, f"frame.page.{path}") for path in (*read, "storage", "promises"))
        if context.synthetic:  # a code may have led here, and links of Streamlit's own leave it behind
            blocks.anchors(
                [(say(title), page_address(path, viewer.language, synthetic=True)) for path, title in public]
            )
        else:
            with st.container(horizontal=True):
                for path, title in public:
                    blocks.link(path, say(title), icon="")
        runs_it = city.profile(context).runs_it
        blocks.words(say("frame.footer.run_by", name=runs_it) if runs_it else say("frame.footer.plain"), small=True)

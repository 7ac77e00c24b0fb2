"""The home page: a first start with two choices, the public's way in, and what is next for staff."""

from functools import partial
from html import escape

import streamlit as st

from survey import city, events, releases
from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.i18n import show_day
from survey.pages import blocks
from survey.pages.blocks import Card
from survey.pages.forms import Form
from survey.pages.viewer import Viewer
from survey.permissions import Permission, allowed
from survey.records import Account

SURVEY = "survey"
NEXT_STEPS: tuple[tuple[Permission, str, str], ...] = (
    (Permission.CHANGE_SETTINGS, "city", "city"),
    (Permission.MANAGE_ACCOUNTS, "staff", "staff"),
    (Permission.ACCEPT_LANGUAGE, "languages", "languages"),
    (Permission.SEE_SENSITIVE, "names", "names"),
    (Permission.SEE_SENSITIVE, "youth", "youth"),
    (Permission.PLAN_EVENTS, "events", "events"),
    (Permission.RUN_SESSIONS, "listen", "listen"),
    (Permission.SEE_RELEASE, "standing", "standing"),
    (Permission.MAKE_COMMITMENTS, "promise", "promise"),
    (Permission.PUBLISH_RELEASE, "publish", "publish"),
)
"""What each permission makes a person do: (permission, page, text id under `start.next`)."""


def render(context: Context, viewer: Viewer) -> None:
    """Shows the home page that fits how far the city is set up and who is looking."""
    if not city.set_up(context):
        _first_start(context, viewer)
        return
    if viewer.account is not None and not context.synthetic:
        _dashboard(context, viewer, viewer.account)
    else:
        _public_home(context, viewer)


def _first_start(context: Context, viewer: Viewer) -> None:
    say = partial(context.texts.get, viewer.language)
    blocks.opening(say("start.first.title"), say("start.first.lead"), say("start.first.eyebrow"))
    blocks.cards(
        [
            Card(
                say("start.first.demo.title"),
                say("start.first.demo.text"),
                "/demo",
                say("start.first.demo.action"),
                True,
                "h2",
            ),
            Card(
                say("start.first.setup.title"),
                say("start.first.setup.text"),
                "/setup",
                say("start.first.setup.action"),
                heading="h2",
            ),
        ]
    )
    blocks.section(say("start.promise.title"))
    _promises(context, viewer)


def _public_home(context: Context, viewer: Viewer) -> None:
    say = partial(context.texts.get, viewer.language)
    profile = city.profile(context)
    place = profile.city or say("start.public.your_city")
    blocks.opening(say("start.public.title", city=place), say("start.public.lead"), profile.department)
    if context.synthetic:
        blocks.cards(_demo_doors(viewer, say))
    door, about = st.columns([3, 2], gap="large")
    with door:
        _code_form(context, viewer)
    with about:
        blocks.section(say("start.promise.title"))
        _promises(context, viewer)
    blocks.section(say("start.read.title"))
    blocks.cards(_readings(context, viewer))


def _demo_doors(viewer: Viewer, say: "partial[str]") -> list[Card]:
    """The three ways through the demo city: as a resident, as leadership, as the public."""
    doors = {"resident": f"/survey?code=DEMO&lang={viewer.language}", "leader": f"/standing?lang={viewer.language}"}
    doors["public"] = f"/promises?lang={viewer.language}"
    return [
        Card(
            say(f"start.demo.{name}.title"),
            say(f"start.demo.{name}.text"),
            href,
            say("start.read.action"),
            strong,
            "h2",
        )
        for (name, href), strong in zip(doors.items(), (True, False, False), strict=True)
    ]


def _promises(context: Context, viewer: Viewer) -> None:
    blocks.points([context.texts.get(viewer.language, f"start.promise.point_{number}") for number in (1, 2, 3)])


def _code_form(context: Context, viewer: Viewer) -> None:
    """The way in for a person who has a code; a wrong one stays in the field to be mended."""
    say = partial(context.texts.get, viewer.language)
    form = Form(context, viewer, "code")
    with st.form("code-door", border=True):
        st.html(f"<h2>{escape(say('start.code.title'))}</h2>")
        st.text_input(say("start.code.label"), key=form.key("code"), placeholder="CDF479", help=say("start.code.help"))
        form.problem("code")
        sent = st.form_submit_button(say("start.code.action"), type="primary", on_click=_find, args=(form,))
    if sent and not form.problems:
        blocks.go(SURVEY, code=form.text("code").strip(), lang=viewer.language)


def _find(form: Form) -> None:
    code = form.text("code")
    if not code.strip().upper().startswith("DEMO"):  # the demo city is asked only once its page is opened
        form.attempt(partial(_known, form.context, code))


def _known(context: Context, code: str) -> None:
    """Raises InvalidInput, so that the problem stands beside the field."""
    try:
        events.find(context, code)
    except SurveyError as error:
        raise InvalidInput({"code": error.code}) from error


def _readings(context: Context, viewer: Viewer) -> list[Card]:
    say = partial(context.texts.get, viewer.language)
    latest = releases.latest(context)
    when = say("start.read.results.when", day=show_day(latest.made_on, viewer.language)) if latest else ""
    parts = {
        "results": when or say("start.read.results.none"),
        "promises": say("start.read.promises.text"),
        "methods": say("start.read.methods.text"),
        "storage": say("start.read.storage.text"),
    }
    return [
        Card(say(f"start.read.{name}.title"), text, f"/{name}?lang={viewer.language}", say("start.read.action"))
        for name, text in parts.items()
    ]


def _dashboard(context: Context, viewer: Viewer, account: Account) -> None:
    say = partial(context.texts.get, viewer.language)
    blocks.opening(
        say("start.staff.title", name=account.name),
        say("start.staff.lead"),
        say(f"staff.role.{account.role.value}.name"),
    )
    if unfinished := _unfinished(context, account):
        blocks.reminder(say("start.unfinished.title"), [say(text_id) for text_id in unfinished])
    steps = [(path, name) for permission, path, name in NEXT_STEPS if allowed(account, permission)]
    for first in range(0, len(steps), 2):
        for column, (path, name) in zip(st.columns(2, gap="medium"), steps[first : first + 2], strict=False):
            with column, st.container(border=True, key=f"card-{name}", height="stretch"):
                blocks.section(say(f"start.next.{name}.title"), say(f"start.next.{name}.text"))
                blocks.link(path, say(f"start.next.{name}.action"))
    blocks.section(say("start.read.title"))
    blocks.cards(_readings(context, viewer))


def _unfinished(context: Context, account: Account) -> list[str]:
    """What stands between this city and its first real event, for those who can mend it."""
    if not allowed(account, Permission.CHANGE_SETTINGS):
        return []
    checks = {
        "start.unfinished.places": bool(city.places(context)),
        "start.unfinished.address": city.profile(context).ready_for_public,
        "start.unfinished.steward": city.stewarded(context),
    }
    return [text_id for text_id, done in checks.items() if not done]

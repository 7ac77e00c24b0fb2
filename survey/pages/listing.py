"""The pages as data: where each is, who may see it and what shows it."""

from collections.abc import Callable
from dataclasses import dataclass

from survey.context import Context
from survey.pages import (
    answer,
    check_storage,
    compare_neighborhoods,
    decide_keeping,
    decide_names,
    decide_youth,
    describe_city,
    follow_promises,
    follow_recommendations,
    incidents,
    key_forms,
    listen,
    manage_staff,
    plan_events,
    promise,
    publish,
    read_themes,
    review_languages,
    see_methods,
    see_results,
    see_standing,
    start,
)
from survey.pages.viewer import Viewer
from survey.permissions import Permission

Render = Callable[[Context, Viewer], None]


@dataclass(frozen=True)
class Page:
    """One page. `path` is its address ("" is the home page); without a permission it is public."""

    path: str
    section: str
    title_id: str
    render: Render
    permission: Permission | None = None
    icon: str = ""
    in_menu: bool = True


PAGES: tuple[Page, ...] = (
    Page("", "", "frame.page.start", start.render),
    Page("results", "", "frame.page.results", see_results.render),
    Page("promises", "", "frame.page.promises", follow_promises.render),
    Page("incidents", "", "incidents.title", incidents.render),
    Page("methods", "", "frame.page.methods", see_methods.render),
    Page("storage", "", "frame.page.storage", check_storage.render),
    Page("survey", "", "frame.page.survey", answer.render, in_menu=False),
    Page(
        "standing",
        "trends",
        "frame.page.standing",
        see_standing.render,
        Permission.SEE_RELEASE,
        ":material/monitoring:",
    ),
    Page(
        "neighborhoods",
        "trends",
        "frame.page.neighborhoods",
        compare_neighborhoods.render,
        Permission.SEE_RELEASE,
        ":material/map:",
    ),
    Page("themes", "trends", "frame.page.themes", read_themes.render, Permission.SEE_RELEASE, ":material/forum:"),
    Page(
        "recommendations",
        "trends",
        "frame.page.recommendations",
        follow_recommendations.render,
        Permission.SEE_RELEASE,
        ":material/checklist:",
    ),
    Page("events", "work", "frame.page.events", plan_events.render, Permission.SEE_EVENTS, ":material/event:"),
    Page("listen", "work", "frame.page.listen", listen.render, Permission.RUN_SESSIONS, ":material/hearing:"),
    Page("promise", "work", "frame.page.promise", promise.render, Permission.MAKE_COMMITMENTS, ":material/handshake:"),
    Page("paper", "work", "keying.page.title", key_forms.render, Permission.KEY_PAPER, ":material/description:"),
    Page("publish", "work", "frame.page.publish", publish.render, Permission.PUBLISH_RELEASE, ":material/campaign:"),
    Page(
        "city", "city", "frame.page.city", describe_city.render, Permission.CHANGE_SETTINGS, ":material/location_city:"
    ),
    Page(
        "keeping",
        "city",
        "retention.title",
        decide_keeping.render,
        Permission.CHANGE_SETTINGS,
        ":material/auto_delete:",
    ),
    Page(
        "languages",
        "city",
        "frame.page.languages",
        review_languages.render,
        Permission.ACCEPT_LANGUAGE,
        ":material/translate:",
    ),
    Page(
        "youth", "city", "frame.page.youth", decide_youth.render, Permission.SEE_SENSITIVE, ":material/shield_person:"
    ),
    Page(
        "names", "city", "frame.page.names", decide_names.render, Permission.SEE_SENSITIVE, ":material/visibility_off:"
    ),
    Page("staff", "city", "frame.page.staff", manage_staff.render, Permission.MANAGE_ACCOUNTS, ":material/badge:"),
)
"""In the order of the menu; `section` is a text id under `frame.section`, "" stands directly in the menu."""

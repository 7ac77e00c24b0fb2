"""Events: what is planned, open and closed, its poster and codes, and planning one more."""

from functools import partial
from html import escape

import streamlit as st

from survey import city, events, qr, responses
from survey.context import Context
from survey.i18n import language_name, show_day, show_number
from survey.pages import blocks, event_cards, event_form, event_paper, event_tablet, report_button
from survey.pages.viewer import Viewer
from survey.permissions import Permission, allowed
from survey.records import Event, EventState

MOST_SHOWN = 12
ANY = "*"
PAPERS = ("letter", "a4")
BADGES = {EventState.REHEARSAL: "info", EventState.OPEN: "good", EventState.CLOSED: "quiet"}


def render(context: Context, viewer: Viewer) -> None:
    """Shows all events, one of them closely, and the form for a new one."""
    say = partial(context.texts.get, viewer.language)
    blocks.opening(say("events.title"), say("events.lead"))
    if not context.synthetic and not city.profile(context).ready_for_public:
        blocks.notice(say("events.test_only"), "attention", say("events.test_only_title"))
    listed = events.listed(context, viewer.account)
    may_plan = allowed(viewer.account, Permission.PLAN_EVENTS)
    if listed:
        _overview(context, viewer, listed)
        _closely(context, viewer, listed, may_plan)
    else:
        blocks.empty(say("events.empty.title"), say("events.empty.text"))
    if may_plan:
        blocks.section(say("events.new.title"), say("events.new.text"))
        event_form.show(context, viewer, None)


def _overview(context: Context, viewer: Viewer, listed: tuple[Event, ...]) -> None:
    """The newest events that fit what is looked for; how many more there are is said."""
    say = partial(context.texts.get, viewer.language)
    counts = responses.counts(context, viewer.account)
    found = _find(context, viewer, listed) if len(listed) > MOST_SHOWN else listed
    if not found:
        blocks.empty(say("events.find.none_title"), say("events.find.none_text"))
        return
    shown = found[:MOST_SHOWN]
    rows = "".join(_row(context, viewer, event, counts.get(event.id, 0)) for event in shown)
    st.html(f'<ul class="fh-rows">{rows}</ul>')
    if len(shown) < len(found):
        blocks.words(say("events.find.some", shown=len(shown), count=len(found)), small=True)


def _find(context: Context, viewer: Viewer, listed: tuple[Event, ...]) -> tuple[Event, ...]:
    say = partial(context.texts.get, viewer.language)
    states: dict[str, str] = {
        "": say("events.find.any_state"),
        **{state: say(f"events.state.{state.value}") for state in EventState},
    }
    places = {ANY: say("events.find.any_place"), "": say("events.whole_city"), **_places(context)}
    by_name, by_state, by_place = st.columns([2, 1, 1], gap="medium")
    typed = by_name.text_input(say("events.find.name"), key="events.find").strip().casefold()
    state = by_state.selectbox(
        say("events.find.state"), list(states), format_func=states.__getitem__, key="events.state"
    )
    place = by_place.selectbox(
        say("events.find.place"), list(places), format_func=places.__getitem__, key="events.place"
    )
    return tuple(
        event
        for event in listed
        if typed in f"{event.name} {event.code}".casefold()
        and place in (ANY, event.place)
        and state in ("", events.state(event, context.today(event.time_zone)))
    )


def _row(context: Context, viewer: Viewer, event: Event, count: int) -> str:
    say = partial(context.texts.get, viewer.language)
    state = events.state(event, context.today(event.time_zone))
    place = _places(context).get(event.place, say("events.whole_city"))
    about = " · ".join((say(f"events.program.{event.program.value}"), place, _days(event, viewer)))
    answers = say("events.answers", count=show_number(count, viewer.language))
    return (
        f"<li><div><strong>{escape(event.name)}</strong><span>{escape(about)}</span></div>"
        f'<div class="fh-right"><code>{escape(event.code)}</code><span>{escape(answers)}</span>'
        f"{blocks.badge(say(f'events.state.{state.value}'), BADGES[state])}</div></li>"
    )


def _places(context: Context) -> dict[str, str]:
    return {place.id: place.name for place in city.places(context)}


def _days(event: Event, viewer: Viewer) -> str:
    first, last = show_day(event.starts_on, viewer.language), show_day(event.ends_on, viewer.language)
    return first if first == last else f"{first} – {last}"


def _closely(context: Context, viewer: Viewer, listed: tuple[Event, ...], may_plan: bool) -> None:
    """One event's address, phrase, codes, posters and, for those who may, its facts to change."""
    say = partial(context.texts.get, viewer.language)
    names = {event.code: f"{event.name} ({event.code})" for event in listed}
    blocks.section(say("events.closely.title"), say("events.closely.text"))
    code = st.selectbox(say("events.closely.label"), list(names), format_func=names.__getitem__, key="events.chosen")
    event = next(event for event in listed if event.code == code)
    with st.container(border=True, key="card-event"):
        _material(context, viewer, event)
        event_cards.show(context, viewer, event)
        event_paper.show(context, viewer, event)
        event_tablet.show(context, viewer, event)
        report_button.show_event(context, viewer, event)
        if may_plan:
            with st.expander(say("events.change.title")):
                event_form.show(context, viewer, event)


def _material(context: Context, viewer: Viewer, event: Event) -> None:
    say = partial(context.texts.get, viewer.language)
    address = events.address(context, event)
    picture, text = st.columns([1, 3], gap="medium")
    with picture:
        st.image(qr.png(address), width=168, alt=f"QR: {address}")
    with text:
        blocks.facts([(say("events.material.address"), address)])
        pairs = [(say("events.material.code"), event.code)]
        spoken = events.languages_of(context, event)
        pairs += [
            (say("events.material.phrase", language=language_name(one)), events.phrase(context, event, one))
            for one in spoken
        ]
        blocks.facts(pairs)
    _posters(context, viewer, event)
    with st.container(horizontal=True):
        st.download_button(say("events.material.png"), qr.png(address), f"{event.code}.png", "image/png")
        st.download_button(say("events.material.svg"), qr.svg(address), f"{event.code}.svg", "image/svg+xml")
    query = f"?code={event.code}&lang={viewer.language}"
    blocks.anchors(
        [
            (say("events.material.try_phone"), f"/s/{event.code}?door=phone"),
            (say("events.material.try_wide"), f"/survey{query}"),
        ],
        new_tab=True,
    )


def _posters(context: Context, viewer: Viewer, event: Event) -> None:
    say = partial(context.texts.get, viewer.language)
    links = [
        (
            say("events.material.poster", language=language_name(language), paper=say(f"events.paper.{paper}")),
            f"/poster/{event.code}?lang={language}&paper={paper}",
        )
        for language in events.languages_of(context, event)
        for paper in PAPERS
    ]
    blocks.anchors(links, new_tab=True)

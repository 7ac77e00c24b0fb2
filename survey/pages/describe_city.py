"""The city's facts: who runs the survey, the public address and its test, and the neighborhoods."""

from dataclasses import replace
from functools import partial

import streamlit as st

from survey import city, qr
from survey.context import Context
from survey.errors import InvalidInput
from survey.exchange.places import read_places
from survey.pages import blocks
from survey.pages.forms import Form
from survey.pages.viewer import Viewer
from survey.records import Place

FIELDS = ("city", "department", "runs_it", "public_url", "emergency", "crisis_line", "complaint")


def render(context: Context, viewer: Viewer) -> None:
    """Shows the forms of the city's facts and neighborhoods."""
    say = partial(context.texts.get, viewer.language)
    blocks.opening(say("city.title"), say("city.lead"))
    _facts(context, viewer)
    _address(context, viewer)
    _places(context, viewer)


def _facts(context: Context, viewer: Viewer) -> None:
    say = partial(context.texts.get, viewer.language)
    profile = city.profile(context)
    form = Form(context, viewer, "city")
    form.outcome()
    with st.form("city"):
        for first in range(0, len(FIELDS), 2):
            for column, field in zip(st.columns(2, gap="medium"), FIELDS[first : first + 2], strict=False):
                with column:
                    form.start(field, getattr(profile, field))
                    st.text_input(say(f"city.field.{field}"), key=form.key(field), help=say(f"city.field.{field}_help"))
                    form.problem(field)
        st.form_submit_button(say("city.action"), type="primary", on_click=_save, args=(form,))


def _save(form: Form) -> None:
    given = {field: form.text(field) for field in FIELDS}
    profile = replace(city.profile(form.context), **given)  # type: ignore[arg-type]  # only texts
    form.attempt(partial(city.change_profile, form.context, form.viewer.account, profile), "city.done")


def _address(context: Context, viewer: Viewer) -> None:
    """Whether phones can open the address: only a person with a phone outside can say so."""
    say = partial(context.texts.get, viewer.language)
    profile = city.profile(context)
    blocks.section(say("city.address.title"), say("city.address.text"))
    form = Form(context, viewer, "address")
    form.outcome()
    if profile.ready_for_public:
        blocks.notice(say("city.address.tested", address=profile.public_url), "good")
        return
    blocks.notice(say("city.address.untested"), "attention")
    form.problem("public_url")
    if profile.public_url:
        picture, text = st.columns([1, 3], gap="medium", vertical_alignment="center")
        with picture:
            st.image(qr.png(f"{profile.public_url}/health"), width=168)
        with text:
            blocks.words(say("city.address.how"))
            act = partial(city.confirm_address, context, viewer.account)
            st.button(
                say("city.address.action"),
                key="confirm-address",
                on_click=form.attempt,
                args=(act, "city.address.done"),
            )


def _places(context: Context, viewer: Viewer) -> None:
    say = partial(context.texts.get, viewer.language)
    blocks.section(say("city.places.title"), say("city.places.text"))
    known = city.places(context)
    if known:
        blocks.table(
            (say("city.places.head_name"), say("city.places.head_outline")), [_row(say, place) for place in known]
        )
    else:
        blocks.empty(say("city.places.empty_title"), say("city.places.empty_text"))
    given = _given(context, viewer)
    if given.strip():
        _preview(context, viewer, given)


def _row(say: "partial[str]", place: Place) -> tuple[str, str]:
    return (place.name, say("city.places.with_outline") if place.outline else say("city.places.no_outline"))


def _given(context: Context, viewer: Viewer) -> str:
    """What was uploaded or typed."""
    say = partial(context.texts.get, viewer.language)
    upload, paste = st.tabs([say("city.places.upload"), say("city.places.paste")])
    with upload:
        file = st.file_uploader(
            say("city.places.file"), type=["geojson", "json", "csv", "txt"], key="places.file", max_upload_size=5
        )
        st.text_input(say("city.places.property"), "name", key="places.property", help=say("city.places.property_help"))
    with paste:
        typed = st.text_area(say("city.places.list"), key="places.list", height=160, help=say("city.places.list_help"))
    return file.getvalue().decode("utf-8", "replace") if file else typed


def _preview(context: Context, viewer: Viewer, given: str) -> None:
    """What would be saved, or what is wrong with it; nothing is saved before the button."""
    say = partial(context.texts.get, viewer.language)
    form = Form(context, viewer, "places")
    form.outcome()
    try:
        found = read_places(given, st.session_state.get("places.property") or "name")
    except InvalidInput as error:
        blocks.points(
            [
                _where(say, field, code)
                for field, code in error.problems.items()
                if "." in field or len(error.problems) == 1
            ]
        )
        blocks.notice(say(f"error.{next(iter(error.problems.values()))}"), "problem")
        return
    blocks.section(say("city.places.preview", count=len(found)))
    blocks.table((say("city.places.head_name"), say("city.places.head_outline")), [_row(say, place) for place in found])
    act = partial(city.put_places, context, viewer.account, found)
    st.button(
        say("city.places.action"),
        type="primary",
        key="put-places",
        on_click=form.attempt,
        args=(act, "city.places.done"),
    )


def _where(say: "partial[str]", field: str, code: str) -> str:
    number = field.partition(".")[2]
    return (
        say("city.places.problem_at", number=number, problem=say(f"error.{code}")) if number else say(f"error.{code}")
    )

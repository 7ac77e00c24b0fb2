"""The city's facts: who runs the survey, the public address and its test, and the neighborhoods."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

from survey import city, qr
from survey.address import may_be_public
from survey.context import Context
from survey.errors import InvalidInput
from survey.exchange.places import read_places
from survey.pages import blocks, city_population
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
    city_population.show(context, viewer)


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
    if not may_be_public(profile.public_url):
        blocks.notice(say("city.address.try_out"), "attention")
    else:
        blocks.notice(say("city.address.untested"), "attention")
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
    upload, paste = st.tabs([say("city.places.upload"), say("city.places.paste")])
    with upload:
        _upload(context, viewer)
    with paste:
        _paste(context, viewer)


def _row(say: "partial[str]", place: Place) -> tuple[str, str]:
    return (place.name, say("city.places.with_outline") if place.outline else say("city.places.no_outline"))


def _upload(context: Context, viewer: Viewer) -> None:
    say = partial(context.texts.get, viewer.language)
    file = st.file_uploader(
        say("city.places.file"), type=["geojson", "json", "csv", "txt"], key="places.file", max_upload_size=5
    )
    named = st.text_input(
        say("city.places.property"), "name", key="places.property", help=say("city.places.property_help")
    )
    if file:
        _preview(context, viewer, "file", file.getvalue().decode("utf-8", "replace"), named or "name")


def _paste(context: Context, viewer: Viewer) -> None:
    say = partial(context.texts.get, viewer.language)
    typed = st.text_area(say("city.places.list"), key="places.list", height=160, help=say("city.places.list_help"))
    if typed.strip():
        _preview(context, viewer, "list", typed)


def _preview(context: Context, viewer: Viewer, source: str, given: str, name_property: str = "name") -> None:
    """What would be saved, or what is wrong with it; nothing is saved before the button."""
    say = partial(context.texts.get, viewer.language)
    form = Form(context, viewer, f"places-{source}")
    form.outcome()
    try:
        found = read_places(given, name_property)
    except InvalidInput as error:
        _wrong(say, error.problems)
        return
    if set(found) <= set(city.places(context)):
        blocks.words(say("city.places.already"), small=True)
        return
    blocks.section(say("city.places.preview", count=len(found)))
    blocks.table((say("city.places.head_name"), say("city.places.head_outline")), [_row(say, place) for place in found])
    act = partial(city.put_places, context, viewer.account, found)
    st.button(
        say("city.places.action"),
        type="primary",
        key=f"put-places-{source}",
        on_click=form.attempt,
        args=(act, "city.places.done"),
    )


def _wrong(say: "partial[str]", problems: Mapping[str, str]) -> None:
    """What is wrong with the whole, and at which lines or features."""
    blocks.notice(say(f"error.{next(iter(problems.values()))}"), "problem")
    numbered = {field.partition(".")[2]: code for field, code in problems.items() if "." in field}
    blocks.points(
        [say("city.places.problem_at", number=at, problem=say(f"error.{code}")) for at, code in numbered.items()]
    )

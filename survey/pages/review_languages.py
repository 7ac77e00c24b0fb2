"""Reviewing translations: what is missing, both wordings side by side, and a named speaker's acceptance."""

from functools import partial

import streamlit as st

from questions.model import SOURCE_LANGUAGE
from survey import events
from survey.context import Context
from survey.i18n import direction, language_name
from survey.pages import blocks, review_sheet
from survey.pages.forms import Form
from survey.pages.viewer import Viewer

QUESTIONS = "questions"


def render(context: Context, viewer: Viewer) -> None:
    """Shows every translation's state and one of them in full."""
    say = partial(context.texts.get, viewer.language)
    blocks.opening(say("city.languages.title"), say("city.languages.lead"))
    translations = [name for name in context.library.translations if name != SOURCE_LANGUAGE]
    if not translations:
        blocks.empty(say("city.languages.empty_title"), say("city.languages.empty_text"))
        return
    head = [say(f"city.languages.head.{name}") for name in ("language", "state", "questions", "interface")]
    blocks.table(head, [_row(context, viewer, language) for language in translations])
    chosen = st.selectbox(say("city.languages.choose"), translations, format_func=language_name, key="languages.chosen")
    _accept(context, viewer, chosen)
    review_sheet.show(context, viewer, chosen)
    _side_by_side(context, viewer, chosen)


def missing_questions(context: Context, language: str) -> tuple[str, ...]:
    """Ids of question texts that a translation lacks; people would read them in English."""
    source = context.library.translations[SOURCE_LANGUAGE].texts
    return tuple(name for name in source if name not in context.library.translations[language].texts)


def _row(context: Context, viewer: Viewer, language: str) -> tuple[str, ...]:
    say = partial(context.texts.get, viewer.language)
    state = say("city.languages.accepted") if events.accepted(context, language) else say("city.languages.draft")
    missing = (len(missing_questions(context, language)), len(context.texts.missing(language)))
    return (language_name(language), state, *(say("city.languages.missing", count=count) for count in missing))


def _accept(context: Context, viewer: Viewer, language: str) -> None:
    say = partial(context.texts.get, viewer.language)
    form = Form(context, viewer, f"accept-{language}")
    form.outcome()
    if events.accepted(context, language):
        blocks.notice(say("city.languages.is_accepted", language=language_name(language)), "good")
        return
    blocks.section(say("city.languages.accept.title"), say("city.languages.accept.text"))
    with st.form(form.name):
        st.text_input(
            say("city.languages.accept.name"), key=form.key("accepted_by"), help=say("city.languages.accept.name_help")
        )
        form.problem("accepted_by")
        st.form_submit_button(
            say("city.languages.accept.action"), type="primary", on_click=_save, args=(form, language)
        )


def _save(form: Form, language: str) -> None:
    act = partial(events.accept_language, form.context, form.viewer.account, language, form.text("accepted_by"))
    form.attempt(act, "city.languages.accept.done", {"accepted_by": ""})


def _side_by_side(context: Context, viewer: Viewer, language: str) -> None:
    """Every text that residents read, in English and in the translation."""
    say = partial(context.texts.get, viewer.language)
    blocks.section(say("city.languages.read.title"), say("city.languages.read.text"))
    parts = {part: say(f"city.languages.part.{part}") for part in (QUESTIONS, *context.texts.resident_areas)}
    choice, narrowing = st.columns([2, 1], gap="medium", vertical_alignment="bottom")
    label = say("city.languages.read.part")
    part = choice.selectbox(label, list(parts), format_func=parts.__getitem__, key="languages.part")
    only_missing = narrowing.toggle(say("city.languages.read.only_missing"), key="languages.only_missing")
    rows = [row for row in _wordings(context, language, part) if not only_missing or not row[1]]
    if not rows:
        blocks.notice(say("city.languages.read.none_missing"), "good")
        return
    shown = [(english, other or say("city.languages.read.lacking")) for english, other in rows]
    with st.container(key=f"wordings-{direction(language)}"):
        blocks.table((language_name(SOURCE_LANGUAGE), language_name(language)), shown)


def _wordings(context: Context, language: str, part: str) -> list[tuple[str, str]]:
    """(English, translation or "") of one part: the questions, or an area of interface texts."""
    if part == QUESTIONS:
        library = context.library.translations
        return [(text, library[language].texts.get(name, "")) for name, text in library[SOURCE_LANGUAGE].texts.items()]
    source, own = context.texts.languages[SOURCE_LANGUAGE], context.texts.languages.get(language, {})
    return [
        (text, own.get(name, ""))
        for name, text in source.items()
        if name in context.texts.resident and name.split(".")[0] == part
    ]

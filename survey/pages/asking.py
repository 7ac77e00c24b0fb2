"""One step of the survey: its questions, what is wrong with an answer beside it, and the way on and back."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from html import escape

import streamlit as st

from questions.model import Question, QuestionKind
from survey import city
from survey.context import Context
from survey.pages import blocks
from survey.pages.sheets import begin_fields, current, end_fields, field, keep, move
from survey.pages.steps import Sheet, Step
from survey.pages.viewer import Viewer
from survey.records import Event

Ask = Callable[[Context, Viewer, Question, Sheet], None]


def show(context: Context, viewer: Viewer, event: Event, steps: Sequence[Step]) -> None:
    """Shows the step that the sheet is at."""
    say = partial(context.texts.get, viewer.language)
    sheet = current()
    begin_fields()
    _progress(say("answer.progress", step=sheet.step, steps=len(steps)), sheet.step, len(steps))
    for question in steps[sheet.step - 1]:
        _question(context, viewer, question, sheet)
    end_fields()
    with st.container(key="survey-move", horizontal=True, horizontal_alignment="distribute"):
        st.button(say("answer.back"), key=f"back-{sheet.step}", on_click=move, args=(sheet.step - 1,))
        last = sheet.step == len(steps)
        label = say("answer.to_review") if last else say("answer.next")
        st.button(label, key=f"next-{sheet.step}", type="primary", on_click=move, args=(sheet.step + 1,))
    blocks.words(say("answer.skip"), small=True)


def _progress(label: str, step: int, steps: int) -> None:
    st.html(
        f'<div class="fh-progress"><p>{escape(label)}</p><div role="progressbar" aria-valuemin="0" '
        f'aria-valuemax="{steps}" aria-valuenow="{step}" aria-label="{escape(label)}">'
        f'<i style="width:{100 * step // (steps + 1)}%"></i></div></div>'
    )


def _question(context: Context, viewer: Viewer, question: Question, sheet: Sheet) -> None:
    """The question's words, its field, and what is wrong with the answer."""
    off_scale = sum(choice.off_scale for choice in question.choices)
    with st.container(key=f"ask-{question.kind}-off{off_scale}-{question.id}"):
        st.html(_wording(context, viewer, question))
        if code := sheet.problems.get(question.id):
            text = context.texts.get(viewer.language, f"error.{code}")
            st.html(f'<p class="fh-problem" role="alert">{escape(text)}</p>')
        FIELDS[question.kind](context, viewer, question, sheet)


def _wording(context: Context, viewer: Viewer, question: Question) -> str:
    text = escape(context.library.text(f"{question.id}.text", viewer.language))
    help_text = escape(context.library.text(f"{question.id}.help", viewer.language)) if question.help else ""
    return f'<h2 class="fh-question">{text}</h2>' + (f'<p class="fh-help">{help_text}</p>' if help_text else "")


def _label(context: Context, viewer: Viewer, question: Question) -> str:
    return blocks.plain(context.library.text(f"{question.id}.text", viewer.language))


def _ask_one(context: Context, viewer: Viewer, question: Question, sheet: Sheet) -> None:
    texts = {str(item.value): context.library.text(item.text_id, viewer.language) for item in question.choices}
    options = list(texts)
    given = sheet.raw.get(question.id, ())
    st.radio(
        _label(context, viewer, question),
        options,
        index=options.index(given[0]) if given and given[0] in options else None,
        format_func=lambda option: blocks.plain(texts[option]),
        key=field(question.id, viewer.language),
        label_visibility="collapsed",
        width="stretch",
        on_change=keep,
    )


def _ask_many(context: Context, viewer: Viewer, question: Question, sheet: Sheet) -> None:
    given = sheet.raw.get(question.id, ())
    for item in question.choices:
        text = context.library.text(item.text_id, viewer.language)
        key = field(question.id, viewer.language, str(item.value))
        st.checkbox(blocks.plain(text), str(item.value) in given, key=key, on_change=keep)


def _ask_place(context: Context, viewer: Viewer, question: Question, sheet: Sheet) -> None:
    names = {place.id: place.name for place in city.places(context)}
    options = list(names)
    given = sheet.raw.get(question.id, ())
    st.selectbox(
        _label(context, viewer, question),
        options,
        index=options.index(given[0]) if given and given[0] in options else None,
        format_func=names.__getitem__,
        placeholder=context.texts.get(viewer.language, "answer.choose"),
        key=field(question.id, viewer.language),
        label_visibility="collapsed",
        on_change=keep,
    )


def _ask_comment(context: Context, viewer: Viewer, question: Question, sheet: Sheet) -> None:
    """The box, with what people must know before they type into it."""
    say = partial(context.texts.get, viewer.language)
    profile = city.profile(context)
    lines = [say("phone.answer.not_live"), say("phone.answer.emergency", number=profile.emergency)]
    lines += [say("phone.answer.crisis", number=profile.crisis_line)] if profile.crisis_line else []
    lines += [say("phone.answer.complaint"), profile.complaint] if profile.complaint else []
    blocks.notice(" ".join(lines), "attention")
    st.text_area(
        _label(context, viewer, question),
        value=next(iter(sheet.raw.get(question.id, ())), ""),
        max_chars=question.max_length or None,
        height=160,
        key=field(question.id, viewer.language),
        label_visibility="collapsed",
    )


FIELDS: Mapping[QuestionKind, Ask] = {
    QuestionKind.RATING: _ask_one,
    QuestionKind.CHOICE: _ask_one,
    QuestionKind.CHOICES: _ask_many,
    QuestionKind.PLACE: _ask_place,
    QuestionKind.COMMENT: _ask_comment,
}

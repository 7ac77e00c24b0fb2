"""The end of the survey: reading one's answers once more, sending them, and the receipt."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from questions.model import Instrument, Question, QuestionKind
from survey import city, events, responses
from survey.address import page_address
from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.i18n import show_day
from survey.pages import blocks
from survey.pages.sheets import current, keep, move, put, start_again
from survey.pages.steps import Step, asked_steps, read, step_of
from survey.pages.viewer import Viewer
from survey.records import Channel, Event, EventState, Receipt, Submission


def show(context: Context, viewer: Viewer, event: Event, instrument: Instrument, steps: Sequence[Step]) -> None:
    """Shows every answer with the way back to it, and the button that sends them."""
    say = partial(context.texts.get, viewer.language)
    sheet = current()
    blocks.opening(say("answer.review.title"), say("answer.review.lead"))
    if whole := sheet.problems.get(""):
        blocks.notice(say(f"error.{whole}"), "problem")
    for number, step in enumerate(steps, 1):
        with st.container(key=f"review-{number}", horizontal=True, vertical_alignment="center"):
            with st.container():
                for question in step:
                    _answer(context, viewer, question)
            st.button(
                say("answer.review.change"), key=f"change-{number}", type="tertiary", on_click=move, args=(number,)
            )
    with st.container(key="survey-move", horizontal=True, horizontal_alignment="distribute"):
        st.button(say("answer.back"), key="back-review", on_click=move, args=(len(steps),))
        args = (context, viewer, event, instrument)
        st.button(say("phone.send.send"), type="primary", key="send", on_click=_send, args=args)


def _answer(context: Context, viewer: Viewer, question: Question) -> None:
    say = partial(context.texts.get, viewer.language)
    st.html(f'<p class="fh-asked">{escape(context.library.text(f"{question.id}.text", viewer.language))}</p>')
    given = current().raw.get(question.id, ())
    if not given:
        st.html(f'<p class="fh-skipped">{escape(say("answer.review.skipped"))}</p>')
    elif question.kind is QuestionKind.COMMENT:
        st.text(given[0])  # never as Markdown: an image in it would call a stranger's server
    else:
        st.text(", ".join(_said(context, viewer, question, piece) for piece in given))
    if code := current().problems.get(question.id):
        st.html(f'<p class="fh-problem" role="alert">{escape(say(f"error.{code}"))}</p>')


def _said(context: Context, viewer: Viewer, question: Question, piece: str) -> str:
    names = {str(item.value): context.library.text(item.text_id, viewer.language) for item in question.choices}
    if question.kind is QuestionKind.PLACE:
        names = {place.id: place.name for place in city.places(context)}
    return names.get(piece, piece)


def _send(context: Context, viewer: Viewer, event: Event, instrument: Instrument) -> None:
    """Sends once: the key belongs to the sheet, so that every click more gets the same receipt."""
    keep()
    sheet = current()
    if sheet.receipt is not None:
        return
    reading = read(instrument, sheet, {place.id for place in city.places(context)})
    try:
        if reading.problems:
            raise InvalidInput(reading.problems)
        submission = Submission(sheet.key, reading.values, viewer.language, Channel.STREAMLIT)
        put(replace(sheet, receipt=responses.submit(context, event, submission), raw={}, problems={}))
    except InvalidInput as error:
        first = next((name for name in error.problems if name), "")
        step = step_of(asked_steps(instrument, reading.values), first) if first else sheet.step
        put(replace(sheet, problems=error.problems, step=step))
    except SurveyError as error:
        put(replace(sheet, problems={"": error.code}))


def show_receipt(context: Context, viewer: Viewer, event: Event, receipt: Receipt) -> None:
    """Thanks, with the receipt and what happens now."""
    say = partial(context.texts.get, viewer.language)
    rehearsal = events.state(event, context.today(event.time_zone)) is EventState.REHEARSAL
    blocks.opening(say(f"phone.thanks.{'practice' if rehearsal else 'again' if receipt.repeated else 'title'}"))
    blocks.stamp(say("phone.thanks.receipt"), receipt.code, say("phone.thanks.receipt_why"))
    results_from = show_day(events.results_from(event), viewer.language)
    blocks.section(say("phone.thanks.next"), say("phone.thanks.results_when", day=results_from))
    pages = [("results", "phone.thanks.results"), ("promises", "phone.thanks.promises")]
    pages += [("", "answer.receipt.look")] * context.synthetic
    blocks.anchors([(say(title), page_address(page, viewer.language, context.synthetic)) for page, title in pages])
    st.button(say("phone.thanks.another"), key="another", on_click=start_again, args=(context,))

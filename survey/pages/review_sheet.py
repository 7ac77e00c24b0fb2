"""A translation as a sheet for a speaker's own program, and what they changed in it."""

from functools import partial
from io import BytesIO

import streamlit as st

from survey import wording
from survey.context import Context
from survey.errors import InvalidInput
from survey.i18n import language_name, show_number
from survey.pages import blocks
from survey.pages.forms import Form
from survey.pages.viewer import Viewer
from survey.wording import Reviewed

LARGEST = 2
"""Megabytes; a sheet has about a tenth of one."""


def show(context: Context, viewer: Viewer, language: str) -> None:
    """The sheet to download, the field for the one that came back, and what it would change."""
    say = partial(context.texts.get, viewer.language)
    blocks.section(say("city.languages.sheet.title"), say("city.languages.sheet.text"))
    st.download_button(
        say("city.languages.sheet.download", language=language_name(language)),
        wording.sheet(context, language),
        f"review-{language}.csv",
        "text/csv",
    )
    if old := wording.outdated(context, language):
        blocks.notice(say("city.languages.sheet.outdated", texts=", ".join(item.text_id for item in old)), "attention")
    form = Form(context, viewer, f"sheet-{language}")
    form.outcome()
    file = st.file_uploader(
        say("city.languages.sheet.upload"), type=["csv"], key=form.key("file"), max_upload_size=LARGEST
    )
    if file is not None:
        _preview(form, language, file.getvalue())


def _preview(form: Form, language: str, data: bytes) -> None:
    """What would change; nothing is stored before the button."""
    say = partial(form.context.texts.get, form.viewer.language)
    try:
        reviewed = wording.read_sheet(form.context, language, BytesIO(data))
    except InvalidInput as error:
        blocks.notice(say(f"error.{error.problems['file']}", file=say("city.languages.sheet.file")), "problem")
        return
    counts = (len(reviewed.changed), reviewed.unchanged, len(reviewed.refused))
    changed, unchanged, refused = (show_number(count, form.viewer.language) for count in counts)
    blocks.words(say("city.languages.sheet.found", changed=changed, unchanged=unchanged, refused=refused))
    _tables(say, reviewed)
    if reviewed.changed:
        with st.form(form.name):
            st.text_input(say("city.languages.accept.name"), key=form.key("reviewed_by"))
            form.problem("reviewed_by")
            st.form_submit_button(
                say("city.languages.sheet.action"), type="primary", on_click=_take, args=(form, language, data)
            )


def _tables(say: "partial[str]", reviewed: Reviewed) -> None:
    if reviewed.refused:
        rows = [(str(item.line), item.text_id, say(f"error.{item.problem}")) for item in reviewed.refused]
        blocks.table([say(f"city.languages.sheet.head.{name}") for name in ("line", "text", "reason")], rows)
    if reviewed.changed:
        blocks.table(
            [say(f"city.languages.sheet.head.{name}") for name in ("text", "new")], list(reviewed.changed.items())
        )


def _take(form: Form, language: str, data: bytes) -> None:
    act = partial(
        wording.take_sheet, form.context, form.viewer.account, language, BytesIO(data), form.text("reviewed_by")
    )
    form.attempt(act, "city.languages.sheet.done", {"reviewed_by": ""})

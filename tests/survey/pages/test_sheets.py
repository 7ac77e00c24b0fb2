"""What was typed is kept, also when one rerun cuts another short, as a click straight out of a text box does."""

import pytest
from streamlit.testing.v1 import AppTest

from survey.pages import sheets


def run_step():  # type: ignore[no-untyped-def]  # its source runs alone, without our imports
    """A step with a box and ticks. A rerun that is cut short ends early; the next one begins with the click on Next."""
    import streamlit as st

    from survey.pages import sheets
    from survey.pages.steps import Sheet

    state = st.session_state
    state.setdefault(sheets.SHEET, Sheet("CDF479", "key"))
    if state.get("clicked"):
        sheets.move(2)
    sheets.begin_fields()
    if state.get("cut short"):
        state["cut short"] = False
        st.stop()
    given = sheets.current().raw
    st.text_area("comment", "".join(given.get("comment", ())), key=sheets.field("comment", "en"))
    for part in ("1", "2"):
        st.checkbox(part, part in given.get("choices", ()), key=sheets.field("choices", "en", part))
    sheets.end_fields()


@pytest.mark.parametrize("cut_short", [False, True])
def test_what_was_typed_is_kept(cut_short: bool) -> None:
    page = AppTest.from_function(run_step).run()
    page.text_area[0].set_value("More foot patrols")
    page.checkbox[1].check()
    page.session_state["cut short"] = cut_short
    page.run()
    page.session_state["clicked"] = True
    page.run()
    assert page.session_state[sheets.SHEET].raw == {"comment": ("More foot patrols",), "choices": ("2",)}

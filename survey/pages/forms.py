"""Forms that keep what was typed and say beside each field what is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

import streamlit as st

from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.pages import blocks
from survey.pages.viewer import Viewer

UNSAVED = "unsaved"
"""Where texts wait that were typed in a form whose sign-in had ended."""
NEVER_REPEATED = "password"


@dataclass(frozen=True)
class Form:
    """One form by name. Its fields are widgets with `key(field)`; problems stay in the session until the next try."""

    context: Context
    viewer: Viewer
    name: str

    def key(self, field: str) -> str:
        return f"{self.name}.{field}"

    def value(self, field: str) -> object:
        """What stands in a field now."""
        return st.session_state.get(self.key(field))

    def text(self, field: str) -> str:
        """The same as a text, "" when it is empty."""
        value = self.value(field)
        return "" if value is None else str(value)

    def start(self, field: str, value: object) -> str:
        """The field's key, after giving it a first value that the person may change."""
        st.session_state.setdefault(self.key(field), value)
        return self.key(field)

    @property
    def problems(self) -> Mapping[str, str]:
        """What the last try found, as {field: code}; the problem of the whole is under ""."""
        found: Mapping[str, str] = st.session_state.get(f"{self.name}:problems", {})
        return found

    def problem(self, field: str) -> None:
        """Says under a field what is wrong with it."""
        if code := self.problems.get(field):
            text = self.context.texts.get(self.viewer.language, f"error.{code}")
            st.html(f'<p class="fh-problem" role="alert">{escape(text)}</p>')

    def outcome(self) -> None:
        """Says what came of the last try."""
        if self.problems:
            code = self.problems.get("", "invalid_input")
            blocks.notice(self.context.texts.get(self.viewer.language, f"error.{code}"), "problem")
        elif done := st.session_state.pop(f"{self.name}:done", ""):
            blocks.notice(self.context.texts.get(self.viewer.language, done), "good")

    def attempt(self, act: Callable[[], object], done: str = "", reset: Mapping[str, object] | None = None) -> None:
        """Acts. On problems keeps them and every field; else keeps the text id `done` and empties fields to `reset`."""
        st.session_state[f"{self.name}:problems"] = {}
        if self.viewer.signed_out(self.context):  # a click acts before the page is shown anew, and asks who is there
            st.session_state[UNSAVED] = self._typed()
            return
        try:
            act()
        except InvalidInput as error:
            st.session_state[f"{self.name}:problems"] = error.problems
            return
        except SurveyError as error:
            st.session_state[f"{self.name}:problems"] = {"": error.code}
            return
        st.session_state[f"{self.name}:done"] = done
        for field, value in (reset or {}).items():
            st.session_state[self.key(field)] = value

    def _typed(self) -> list[str]:
        """What was written in the form's fields, for the person to copy."""
        mine = [key for key in map(str, st.session_state) if key.startswith(f"{self.name}.")]
        written = [st.session_state[key] for key in mine if not key.endswith(NEVER_REPEATED)]
        return [value for value in written if type(value) is str and len(value.split()) > 1]

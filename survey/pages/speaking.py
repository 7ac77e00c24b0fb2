"""Which language a page speaks, and the switch to another, which keeps what was typed."""

from collections.abc import Callable, Iterable, Sequence

import streamlit as st

from survey.i18n import accepted_languages, first_match, language_name, language_tag

LANGUAGE = "language"
MOST_IN_A_ROW = 2
"""Other languages that stand side by side on a small phone; more go under one button."""


def spoken(offered: Sequence[str], others: Iterable[str] = ()) -> str:
    """What was chosen here, else in the address, else `others`, else what the browser asks for, of those offered."""
    headers = st.context.headers
    wishes = [st.session_state.get(LANGUAGE), st.query_params.get("lang"), *others, st.context.locale]
    asked = accepted_languages(headers.get("Accept-Language", "") if headers else "")
    return first_match([wish for wish in (*wishes, *asked) if wish], offered)


def switch(offered: Sequence[str], language: str, word: str, keep: Callable[[], None]) -> None:
    """A button for each other language; many stand behind one that names the present language. `keep` runs first."""
    others = [other for other in offered if other != language]
    if len(others) <= MOST_IN_A_ROW:
        _buttons(others, keep)
    else:
        with st.popover(f"{word}: {language_name(language)}", type="tertiary", key="languages"):
            _buttons(others, keep)


def _buttons(languages: Sequence[str], keep: Callable[[], None]) -> None:
    for language in languages:
        name = language_name(language)
        st.button(name, key=f"speak-{language_tag(language)}", type="tertiary", on_click=_speak, args=(language, keep))


def _speak(language: str, keep: Callable[[], None]) -> None:
    keep()
    st.session_state[LANGUAGE] = language
    st.query_params["lang"] = language

"""The look of the Streamlit pages: one style sheet of our own, and the mark."""

import json
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

from survey.i18n import direction, language_tag

SHEET = Path(__file__).with_name("style.css")

_NAMED = (
    "window.fhNamed ??= new MutationObserver(() => {"
    "for (const part of document.querySelectorAll('[class*=st-key-speak-]:not([lang])'))"
    "part.lang = part.className.match(/st-key-speak-([\\w-]+)/)[1]; });"
    "window.fhNamed.observe(document.body, { childList: true, subtree: true });"
)
"""Each button of a language is named in it: screen readers must hear which."""
_SKIP = (
    "{ const link = document.querySelector('[data-testid=stSkipToContent]'), words = WORDS;"
    "if (link) { window.fhSkip ??= link.textContent; link.textContent = words || window.fhSkip;"
    "if (words) link.removeAttribute('lang'); else link.lang = 'en'; } }"
)
_TAKEN = (
    "window.fhTaken ??= document.addEventListener('click', event => {"
    "const box = document.activeElement;"
    "if (box?.matches('.st-key-survey textarea') && !box.contains(event.target)) box.blur(); }, true) ?? true;"
)
"""Leaves a text box before the click on anything else is heard."""

_MARK = (
    '<rect width="36" height="36" rx="9" fill="#0b6e69"/>'
    '<path d="M8 13.5a5.5 5.5 0 0 1 5.5-5.5h9a5.5 5.5 0 0 1 5.5 5.5v5a5.5 5.5 0 0 1-5.5 5.5H18l-5.2 4.6V24'
    'A5.5 5.5 0 0 1 8 18.5z" fill="#fbfaf7"/>'
    '<path d="M13 16h10" stroke="#0b6e69" stroke-width="2.6" stroke-linecap="round"/>'
)


@cache
def _sheet() -> str:
    return f"<style>{SHEET.read_text('utf-8')}</style>"


def apply(menu: str) -> None:
    """Puts our style sheet on the page, with the word on the phone's menu button. Nobody else's text gets into it."""
    st.html(f"{_sheet()}<style>:root {{ --fh-menu: {json.dumps(menu, ensure_ascii=False)}; }}</style>")


def declare_language(language: str, skip: str = "") -> None:
    """Tells screen readers the page's language and direction, which Streamlit always calls English.

    `skip` are words for Streamlit's link past the menu; without them it stays in English and says so.
    """
    declared = f"{{ lang: {_quoted(language_tag(language))}, dir: {_quoted(direction(language))} }}"
    _run(f"Object.assign(document.documentElement, {declared}); {_NAMED} {_SKIP.replace('WORDS', _quoted(skip))}")


def ask_before_leaving(asking: bool) -> None:
    """Has the browser ask, or not, before a reload or a wrong swipe throws away what was typed."""
    _run(f"onbeforeunload = {'event => event.preventDefault()' if asking else 'null'};")


def take_typed() -> None:
    """Has what stands in a text box sent before the click that leaves it, whatever made that click.

    Streamlit sends a text only when its box loses the focus. A mouse or the Tab key takes the focus first; a program
    that presses the button, as aids for people with a disability may, does not, and what was typed would be gone.
    """
    _run(_TAKEN)


def _run(script: str) -> None:
    """Runs a script of our own, again whenever it changes."""
    st.html(f'<span class="fh-hidden"></span><script>{script}</script>', unsafe_allow_javascript=True)


def _quoted(text: str) -> str:
    """A text for our own scripts: it ends neither its quotes nor the script."""
    return json.dumps(text, ensure_ascii=False).replace("<", "\\u003c")


def mark() -> str:
    """The mark alone, as an SVG element for the browser's tab."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36">{_MARK}</svg>'


def lockup(product: str, city: str) -> str:
    """The mark with the product's and the city's name, as an SVG element; an image, so nothing in it can run."""
    width = 52 + max(len(product) * 10, len(city) * 8)
    name_at = 15 if city else 25
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 36" width="{width}" height="36">{_MARK}'
        f'<text x="47" y="{name_at}" font-family="Georgia, \'Times New Roman\', serif" font-size="18" '
        f'font-weight="700" fill="#1d2733">{escape(product)}</text>'
        f'<text x="47" y="32" font-family="system-ui, sans-serif" font-size="13" fill="#55606b">{escape(city)}</text>'
        "</svg>"
    )

"""Remarks word for word, as text: never as Markdown, never as markup of their own."""

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from analysis.figures import Quote
from survey.i18n import language_name
from survey.pages import blocks
from survey.pages.figures import Wording

AT_FIRST = 8


def show(wording: Wording, quotes: Sequence[Quote], theme: str) -> None:
    """The remarks with the words that speak of the theme marked; a few at first, all on request."""
    if not quotes:
        blocks.words(wording.say("themes.no_quotes"), small=True)
        return
    everything = len(quotes) <= AT_FIRST or st.toggle(
        wording.say("themes.all_quotes", count=wording.number(len(quotes))), key="all-quotes"
    )
    st.html("".join(_quote(wording, quote, theme) for quote in (quotes if everything else quotes[:AT_FIRST])))


def few(wording: Wording, quotes: Iterable[tuple[Quote, str]]) -> None:
    """A few remarks, each with the theme whose words are marked in it."""
    st.html("".join(_quote(wording, quote, theme) for quote, theme in quotes))


def marked(quote: Quote, theme: str) -> str:
    """The remark as escaped markup, with the words that speak of the theme in <mark>."""
    parts, done = [], 0
    for start, end in sorted((item.start, item.end) for item in quote.evidence if item.theme == theme):
        if end > done:
            begin = max(start, done)
            parts += [escape(quote.text[done:begin]), f"<mark>{escape(quote.text[begin:end])}</mark>"]
            done = end
    return "".join([*parts, escape(quote.text[done:])])


def _quote(wording: Wording, quote: Quote, theme: str) -> str:
    names = {place.id: place.name for place in wording.release.places}
    about = [
        names.get(quote.place, wording.say("themes.no_place")),
        quote.year,
        wording.say(f"themes.kind.{quote.kind}") if quote.kind else "",
        wording.say(f"themes.source.{quote.source}"),
        language_name(quote.language) if quote.language and quote.language != wording.viewer.language else "",
    ]
    said = f'<p dir="auto">{marked(quote, theme)}</p>'
    below = escape(" · ".join(part for part in about if part))
    return f'<blockquote class="fh-quote">{said}<footer>{below}</footer></blockquote>'

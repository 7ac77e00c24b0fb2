"""The pieces that pages are made of: openings, notices, cards, facts and links. All text in them is shown as text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

HOME = "home"
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:^])")


@dataclass(frozen=True)
class Card:
    """A choice to follow: a heading, a few words and where it leads."""

    title: str
    text: str
    href: str
    action: str
    strong: bool = False
    heading: str = "h3"


def plain(text: str) -> str:
    """A person's words for a label that Streamlit would read as Markdown."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def opening(title: str, lead: str = "", eyebrow: str = "") -> None:
    """The head of a page: what it is and what it is for."""
    over = f'<p class="fh-eyebrow">{escape(eyebrow)}</p>' if eyebrow else ""
    under = f'<p class="fh-lead">{escape(lead)}</p>' if lead else ""
    st.html(f'<header class="fh-opening">{over}<h1>{escape(title)}</h1>{under}</header>')


def section(title: str, text: str = "") -> None:
    """The head of a part of a page."""
    under = f"<p>{escape(text)}</p>" if text else ""
    st.html(f'<div class="fh-section"><h2>{escape(title)}</h2>{under}</div>')


def words(text: str, *, small: bool = False) -> None:
    """A paragraph, or several with blank lines between them."""
    shown = "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n"))
    st.html(f'<div class="{"fh-small" if small else "fh-words"}">{shown}</div>')


def notice(text: str, kind: str = "info", title: str = "") -> None:
    """A message that stands out: info, good, attention or problem."""
    role = "alert" if kind == "problem" else "status"
    head = f"<strong>{escape(title)}</strong> " if title else ""
    st.html(f'<div class="fh-notice fh-{kind}" role="{role}">{head}{escape(text)}</div>')


def reminder(title: str, items: Sequence[str]) -> None:
    """What is still to do, in one box."""
    shown = "".join(f"<li>{escape(item)}</li>" for item in items)
    st.html(f'<div class="fh-notice fh-attention" role="status"><strong>{escape(title)}</strong><ul>{shown}</ul></div>')


def stamp(label: str, text: str, why: str) -> None:
    """A few words to compare or keep, large, with what they are for."""
    inner = f"<span>{escape(label)}</span><strong>{escape(text)}</strong><span>{escape(why)}</span>"
    st.html(f'<div class="fh-phrase">{inner}</div>')


def empty(title: str, text: str) -> None:
    """What stands where there is nothing yet, and what to do about it."""
    st.html(f'<div class="fh-empty"><h2>{escape(title)}</h2><p>{escape(text)}</p></div>')


def badge(text: str, kind: str = "info") -> str:
    """A short state as markup, for the pieces below."""
    return f'<span class="fh-badge fh-{kind}">{escape(text)}</span>'


def cards(choices: Iterable[Card]) -> None:
    """Choices beside each other, each one link."""
    shown = "".join(
        f'<a class="fh-card{" fh-strong" if card.strong else ""}" href="{escape(card.href)}" target="_self">'
        f"<{card.heading}>{escape(card.title)}</{card.heading}><p>{escape(card.text)}</p><span>{escape(card.action)}</span></a>"
        for card in choices
    )
    st.html(f'<div class="fh-cards">{shown}</div>')


def points(items: Sequence[str]) -> None:
    """A plain list."""
    st.html(f'<ul class="fh-points">{"".join(f"<li>{escape(item)}</li>" for item in items)}</ul>')


def facts(pairs: Iterable[tuple[str, str]]) -> None:
    """Names and values."""
    shown = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in pairs)
    st.html(f'<dl class="fh-facts">{shown}</dl>')


def table(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "") -> None:
    """A table of texts that folds into blocks on a phone."""
    st.html(tabled(head, rows, caption))


def tabled(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "") -> str:
    """The same as markup, to stand inside another piece."""
    body = "".join(
        "<tr>"
        + "".join(f'<td data-head="{escape(name)}">{escape(cell)}</td>' for name, cell in zip(head, row, strict=True))
        + "</tr>"
        for row in rows
    )
    names = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    said = f"<caption>{escape(caption)}</caption>" if caption else ""
    inner = f"{said}<thead><tr>{names}</tr></thead><tbody>{body}</tbody>"
    return f'<div class="fh-scroll"><table class="fh-table">{inner}</table></div>'


def opened(summary: str, inner: str, kind: str = "") -> str:
    """What opens by a click or a key, as markup; both parts are markup already."""
    return f'<details class="fh-open {kind}"><summary>{summary}</summary><div>{inner}</div></details>'


def named(pairs: Iterable[tuple[str, str]]) -> str:
    """Names and what stands behind each, as markup; the second parts are markup already."""
    shown = "".join(f"<div><dt>{escape(name)}</dt><dd>{inner}</dd></div>" for name, inner in pairs)
    return f'<dl class="fh-behind">{shown}</dl>'


def anchors(links: Iterable[tuple[str, str]], *, new_tab: bool = False) -> None:
    """Links in a row, to addresses outside the Streamlit pages."""
    target = '_blank" rel="noopener' if new_tab else "_self"
    shown = "".join(f'<a href="{escape(href)}" target="{target}">{escape(label)}</a>' for label, href in links)
    st.html(f'<p class="fh-links">{shown}</p>')


def link(path: str, label: str, icon: str = ":material/arrow_forward:") -> None:
    """A link to another page; what is kept in this session stays."""
    st.page_link(_page(path), label=label, icon=icon)


def go(path: str, **query: str) -> None:
    """Opens another page at once."""
    st.switch_page(_page(path), query_params=query)


def _page(path: str) -> "st.Page":
    """A page by its address alone: Streamlit finds the registered one by that."""
    return st.Page(_nothing, url_path=path or HOME, title=path or HOME, default=not path)


def _nothing() -> None:
    """Never run: the page of this address is."""

"""What leadership asks: where we stand, what moved, who is not heard, what people talk about, what was promised."""

from html import escape

import streamlit as st

from analysis import charts
from analysis.backing import unreliable
from analysis.figures import Figure, Label, Quote
from analysis.readings import first_settled, quotes_on, shown, standings, themes_by_share, word_cuts
from survey import commitments
from survey.context import Context
from survey.pages import associations, blocks, exhibits, moved, opened, quotes, unheard
from survey.pages.figures import Wording
from survey.pages.follow_promises import brief
from survey.pages.viewer import Viewer

TOPICS, QUOTES, PROMISES = 5, 2, 3
"""How many of each are shown here; the rest is on pages of their own."""


def render(context: Context, viewer: Viewer) -> None:
    """Answers the first two questions on the first screen, then the others."""
    wording = exhibits.begin(context, viewer, "standing", _first)
    if wording is None:
        return
    if waiting := wording.waiting():
        blocks.empty(wording.say("standing.none.title"), waiting)
    else:
        _over_time(wording)
    unheard.show(wording)
    _topics(wording)
    _promises(wording)
    associations.show(wording)


def _first(wording: Wording) -> None:
    """Each score in a sentence that opens, beside what moved."""
    found = standings(wording.release)
    title = f"<h1>{escape(wording.say('standing.title'))}</h1>"
    if not any(shown(standing.newest) for standing in found):
        st.html(f'<header class="fh-opening">{title}</header>')
        return
    period = wording.say("standing.period", period=wording.dated(found[0].newest.cut.period))
    rows = "".join(
        opened.one(wording, _row(wording, item.label, item.newest), item.newest, item.series) for item in found
    )
    head = f"<header>{title}<p>{escape(period)}</p></header>{_scale(wording)}"
    beside = moved.told(wording, found)
    st.html(f'<div class="fh-first"><section>{head}{rows}</section><section>{beside}</section></div>')


def _scale(wording: Wording) -> str:
    """Both ends of the scale on which ranges are drawn."""
    ends = "".join(f"<span>{wording.number(end)}</span>" for end in charts.WHOLE)
    return f'<div class="fh-scale" aria-hidden="true">{ends}</div>'


def _row(wording: Wording, label: Label, figure: Figure) -> str:
    """One score as a sentence; its range is drawn beside it on the scale from 0 to 100."""
    ends = {"low": figure.low, "high": figure.high, "at": figure.value}
    drawn = "; ".join(f"--{name}: {end}%" for name, end in ends.items() if end is not None)
    dot = "<i></i>" if figure.value is not None else ""
    strip = f'<span class="fh-strip" style="{drawn}" aria-hidden="true"><u></u>{dot}</span>' if drawn else ""
    of = f" <small>{escape(wording.say('standing.row.of'))}</small>" if figure.value is not None else ""
    level = f"<strong>{escape(wording.level(figure))}{of}</strong>"
    rest = f"<span>{escape(_about(wording, figure))}</span>{strip}"
    return f'<span class="fh-row"><b>{escape(wording.name(label))}</b> {level} {rest}</span>'


def _about(wording: Wording, figure: Figure) -> str:
    """The rest of the sentence: range and people, or why there is no level."""
    if not shown(figure) and unreliable(wording.release, figure):
        return wording.say("standing.row.unreliable")
    if figure.value is None or figure.low is None:
        return wording.ranged(figure)
    ends = {"low": wording.number(figure.low), "high": wording.number(figure.high)}
    return wording.say("standing.row.about", **ends, people=wording.number(figure.base))


def _over_time(wording: Wording) -> None:
    """Every score by quarter, on one axis."""
    found = standings(wording.release)
    blocks.section(
        wording.say("standing.time.title"), f"{wording.say('standing.time.note')} {wording.say('standing.meaning')}"
    )
    for cell, drawn in zip(
        exhibits.grid(len(found), exhibits.IN_A_ROW), exhibits.courses(wording, found, named=True), strict=True
    ):
        with cell:
            exhibits.chart(drawn)
    exhibits.standing_numbers(wording, found, "standing-numbers")
    blocks.link("neighborhoods", wording.say("standing.time.places"))


def _topics(wording: Wording) -> None:
    """The topics that most people speak of, and two remarks word for word."""
    blocks.section(wording.say("standing.topics.title"), wording.say("standing.topics.note"))
    cuts = word_cuts(wording.release)
    if not cuts:
        blocks.words(wording.say("themes.none.text"))
        return
    cut = cuts[first_settled(wording.release, [cut.period for cut in cuts])]
    found = themes_by_share(wording.release, cut.grid, cut.period)[:TOPICS]
    title = wording.say("results.topics_title", period=wording.dated(cut.period))
    exhibits.rows(wording, title, [(wording.name(label), figure) for label, figure in found], "topic", "topic-numbers")
    if remarks := _remarks(wording, [label for label, _ in found], cut.period[:4]):
        st.html(f'<h3 class="fh-minor">{escape(wording.say("standing.topics.words"))}</h3>')
        quotes.few(wording, remarks)
    blocks.link("themes", wording.say("standing.topics.all"))


def _remarks(wording: Wording, topics: list[Label], year: str) -> list[tuple[Quote, str]]:
    """A remark on each of the first topics that have one in this year, none of them twice."""
    chosen: dict[Quote, str] = {}
    for topic in topics:
        fresh = [quote for quote in quotes_on(wording.release, topic.id, year) if quote not in chosen]
        own = [quote for quote in fresh if quote.language == wording.language]
        chosen |= dict.fromkeys((own or fresh)[:1], topic.id)
    return list(chosen.items())[:QUOTES]


def _promises(wording: Wording) -> None:
    """The newest promises, and how many are overdue."""
    blocks.section(wording.say("standing.promises.title"), wording.say("standing.promises.note"))
    made = commitments.listed(wording.context)
    if not made:
        blocks.words(wording.say("promises.empty.text"))
        return
    late = [one for one in made if commitments.overdue(one, wording.context.today())]
    counts = {"count": wording.number(len(made)), "late": wording.number(len(late))}
    blocks.words(wording.say("standing.promises.late" if late else "standing.promises.in_time", **counts))
    newest = made[:PROMISES]
    told = (
        brief(wording.context, wording.viewer, one) for one in (*newest, *(one for one in late if one not in newest))
    )
    st.html("".join(list(told)[: 2 * PROMISES]))
    blocks.link("promises", wording.say("standing.promises.all"))

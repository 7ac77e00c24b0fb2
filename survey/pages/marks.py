"""What happened when, on the charts of a page and in words below them: the same letters on all of them."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from analysis import charts
from analysis.charts import Chart, Mark
from analysis.figures import Figure
from survey import city, incidents
from survey.i18n import show_day
from survey.pages import blocks
from survey.pages.figures import Wording
from survey.records import Incident

Marked = tuple[Incident, Mark]


def on_charts(
    wording: Wording, drawn: Sequence[Chart], figures: Sequence[Figure], places: Sequence[str] = ()
) -> list[Chart]:
    """The charts with their marks. `figures` are those of all of them; `places`, one for each chart of a neighborhood.

    A neighborhood's chart has its own marks and those of the whole city; a chart of the city has all.
    """
    marked = _marked(wording, figures)
    labels = {period: wording.period(period) for period in _periods(figures)}
    if not places:
        return [charts.add_marks(chart, [mark for _, mark in marked], labels) for chart in drawn]
    return [
        charts.add_marks(chart, [mark for one, mark in marked if one.place in ("", place)], labels)
        for chart, place in zip(drawn, places, strict=True)
    ]


def in_words(wording: Wording, figures: Sequence[Figure], *, closed: bool = False) -> None:
    """The marks of these figures' charts as a list, so that nobody needs the picture; nothing where there are none.

    A page that has told them once already has the next lists `closed`.
    """
    marked = _marked(wording, figures)
    if not marked:
        return
    items = "".join(f"<li>{escape(_told(wording, 'line', one, mark.letter))}</li>" for one, mark in marked)
    title, note = (escape(wording.say(f"incidents.mark.{name}")) for name in ("title", "note"))
    if closed:
        st.html(blocks.opened(title, f"<ul>{items}</ul><p>{note}</p>", "fh-marks"))
        return
    st.html(f'<div class="fh-marks"><h3>{title}</h3><ul>{items}</ul><p>{note}</p></div>')
    blocks.link("incidents", wording.say("incidents.mark.see"))


def _periods(figures: Sequence[Figure]) -> list[str]:
    return sorted({figure.cut.period for figure in figures})


def _marked(wording: Wording, figures: Sequence[Figure]) -> list[Marked]:
    """What happened in these periods, with letters in the order of days."""
    periods = _periods(figures)
    there = [one for one in incidents.standing(incidents.listed(wording.context)) if charts.inside(one.day, periods)]
    letters = map(charts.letter, range(len(there)))
    return [(one, _mark(wording, one, letter)) for one, letter in zip(there, letters, strict=True)]


def _mark(wording: Wording, one: Incident, letter: str) -> Mark:
    return Mark(one.day, letter, _told(wording, "told", one, letter), dashed=one.status == "preliminary")


def _told(wording: Wording, form: str, one: Incident, letter: str) -> str:
    names = {place.id: place.name for place in city.places(wording.context)}
    return wording.say(
        f"incidents.mark.{form}",
        letter=letter,
        day=show_day(one.day, wording.language),
        place=names.get(one.place, one.place) or wording.say("incidents.whole_city"),
        kind=wording.say(f"incidents.kind.{one.kind}"),
        status=wording.say(f"incidents.status.{one.status}").lower(),
        words=one.words,
    )

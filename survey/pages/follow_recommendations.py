"""The source paper's five recommendations: how each stands, what people say about it, and what was promised."""

from html import escape

import streamlit as st

from analysis import charts
from analysis.figures import Cut
from analysis.readings import (
    RECOMMENDATIONS,
    Standing,
    first_settled,
    shown,
    standings,
    themes_by_share,
    themes_of,
    unmeasured,
    word_cuts,
)
from survey import commitments
from survey.context import Context
from survey.pages import blocks, exhibits
from survey.pages.figures import Wording
from survey.pages.follow_promises import brief
from survey.pages.viewer import Viewer
from survey.records import Commitment


def render(context: Context, viewer: Viewer) -> None:
    """Shows each recommendation with its score, its topics and its promises."""
    wording = exhibits.begin(context, viewer, "recommendations")
    if wording is None:
        return
    found = {
        standing.label.id.removeprefix("rec_"): standing
        for standing in standings(wording.release, _scores())
        if shown(standing.newest) or unmeasured(standing.newest)
    }
    promised = commitments.listed(context)
    drawn = dict(zip(found, exhibits.courses(wording, list(found.values())), strict=True))
    for name in RECOMMENDATIONS:
        blocks.section(wording.say(f"recommendations.{name}.title"), wording.say(f"recommendations.{name}.text"))
        left, right = st.columns([2, 3], gap="large")
        with left:
            _score(wording, found.get(name), drawn.get(name))
        with right:
            _topics(wording, name)
            _promises(wording, name, promised)
    if found:
        exhibits.standing_numbers(wording, list(found.values()), "recommendation-numbers")


def _scores() -> list[str]:
    return [f"rec_{name}" for name in RECOMMENDATIONS]


def _score(wording: Wording, standing: Standing | None, drawn: charts.Chart | None) -> None:
    if standing is None or drawn is None:
        blocks.words(wording.say("recommendations.no_score"), small=True)
    else:
        exhibits.standing(wording, standing, drawn)


def _topics(wording: Wording, recommendation: str) -> None:
    """How many people speak of the topics that belong to it, in the newest settled period."""
    st.html(f'<h3 class="fh-minor">{escape(wording.say("recommendations.topics"))}</h3>')
    cuts = word_cuts(wording.release)
    mine = {theme.id for theme in themes_of(wording.release, recommendation)}
    if not cuts or not mine:
        blocks.words(wording.say("recommendations.no_topics"), small=True)
        return
    cut: Cut = cuts[first_settled(wording.release, [cut.period for cut in cuts])]
    found = [pair for pair in themes_by_share(wording.release, cut.grid, cut.period) if pair[0].id in mine]
    blocks.points([f"{wording.name(label)}: {wording.told(figure)}" for label, figure in found])
    blocks.words(wording.say("recommendations.share", period=wording.dated(cut.period)), small=True)


def _promises(wording: Wording, recommendation: str, promised: tuple[Commitment, ...]) -> None:
    """What was promised on its topics, and where it stands."""
    st.html(f'<h3 class="fh-minor">{escape(wording.say("recommendations.promises"))}</h3>')
    mine = {theme.id for theme in themes_of(wording.release, recommendation)}
    found = [one for one in promised if one.theme in mine]
    if not found:
        blocks.words(wording.say("recommendations.no_promises"), small=True)
        return
    st.html("".join(brief(wording.context, wording.viewer, one) for one in found))

"""For everyone: what people told us, in plain language, and how the numbers were made."""

import streamlit as st

from analysis.channels import by_channel, channel_years
from analysis.figures import Grid, Measure
from analysis.readings import (
    HEADLINES,
    across,
    first_settled,
    periods,
    standings,
    themes_by_share,
    visible_periods,
    word_cuts,
)
from survey.context import Context
from survey.pages import associations, blocks, exhibits, past_releases, report_button
from survey.pages.figures import Wording
from survey.pages.viewer import Viewer


def render(context: Context, viewer: Viewer) -> None:
    """Shows the city's scores, the neighborhoods, what people speak of, who answered and how this was made."""
    wording = exhibits.begin(context, viewer, "results")
    if wording is None:
        return
    _city(wording)
    _neighborhoods(wording)
    _topics(wording)
    _channels(wording)
    _answers(wording)
    associations.show_flagged(wording)
    _methods(wording)
    past_releases.show(context, viewer)
    report_button.show(context, viewer)


def _city(wording: Wording) -> None:
    if waiting := wording.waiting():
        blocks.empty(wording.say("results.none"), waiting)
        return
    found = standings(wording.release)
    period = wording.dated(found[0].newest.cut.period)
    blocks.section(wording.say("results.city"), wording.say("results.city_note"))
    if moved := wording.moved():
        blocks.words(moved)
    title = wording.say("results.city_title", period=period)
    exhibits.rows(wording, title, [(wording.name(item.label), item.newest) for item in found], "score", "city-numbers")


def _neighborhoods(wording: Wording) -> None:
    """One score in every neighborhood in one year, by the alphabet."""
    release = wording.release
    years = list(reversed(periods(release, Grid.PLACE_YEAR)))
    labels = [
        label
        for label in release.indices
        if label.id in HEADLINES and visible_periods(release, Grid.PLACE_YEAR, label.id)
    ]
    if not release.places or not labels:
        return
    blocks.section(wording.say("results.places"), wording.say("results.places_note"))
    left, right = st.columns([2, 1])
    label = exhibits.choose(left, wording, "results.score", labels, "results-index")
    year = exhibits.choose_period(right, wording, "results.year", years, "results-year")
    found = across(release, Measure.INDEX, Grid.PLACE_YEAR, label.id, year)
    title = wording.say("results.places_title", score=wording.name(label), year=wording.dated(year))
    exhibits.rows(wording, title, [(place.name, figure) for place, figure in found], "place", "place-numbers")


def _topics(wording: Wording) -> None:
    cuts = word_cuts(wording.release)
    if not cuts:
        return
    cut = cuts[first_settled(wording.release, [cut.period for cut in cuts])]
    blocks.section(wording.say("results.topics"), wording.say("results.topics_note"))
    found = themes_by_share(wording.release, cut.grid, cut.period)
    title = wording.say("results.topics_title", period=wording.dated(cut.period))
    exhibits.rows(wording, title, [(wording.name(label), figure) for label, figure in found], "topic", "topic-numbers")


def _channels(wording: Wording) -> None:
    """One-time cards beside open codes in one year, where enough people used each."""
    years = channel_years(wording.release)
    if not years:
        return
    blocks.section(wording.say("results.channels.title"), wording.say("results.channels.note"))
    year = exhibits.choose_period(st.columns(3)[0], wording, "results.year", years, "results-channel-year")
    heads = [wording.say(f"results.channels.{name}") for name in ("score", "card", "open")]
    found = by_channel(wording.release, year)
    blocks.table(
        heads, [(wording.name(label), wording.told(card), wording.told(opened)) for label, card, opened in found]
    )
    blocks.points([wording.say(f"results.channels.{name}") for name in ("who", "once", "range")])


def _answers(wording: Wording) -> None:
    """How many answered, and what is not shown and why."""
    blocks.section(wording.say("results.answers"), wording.say("results.answers_note"))
    blocks.facts(wording.counts("answers_", "remarks_read", "notes_read", "figures_"))


def _methods(wording: Wording) -> None:
    blocks.section(wording.say("results.made"), wording.say("results.made_note", version=wording.release.version))
    blocks.points([wording.say(f"results.how.{name}") for name in ("scores", "range", "hiding", "words", "change")])
    with st.expander(wording.say("results.methods")):
        blocks.facts(list(wording.release.methods.items()))
        blocks.facts(wording.counts(""))

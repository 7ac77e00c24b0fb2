"""A neighborhood's own level beside the one that is pooled with the others, and how much of it is its own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from analysis.charts.pairs import Pair, pairs
from analysis.figures import Figure, Label, State
from analysis.inferences import Pooled
from analysis.readings import shown
from analysis.records import PlaceFacts
from survey.pages import blocks, exhibits
from survey.pages.figures import Wording

PARTS = 10
FEWEST_PLACES = 5
HEADS = ("place", "own", "pooled", "share", "people")


def show(wording: Wording, index: Label, period: str, found: Sequence[tuple[PlaceFacts, Figure]]) -> None:
    """One index in one period, by the alphabet: own answers, pooled level, and the shares in words."""
    if not wording.release.pooled:  # too few neighborhoods, or a release from before any were pooled
        return
    pooled = {one.place: one for one in wording.release.pooled if (one.subject, one.period) == (index.id, period)}
    blocks.section(wording.say("pooled.title", score=wording.name(index)), wording.say("pooled.lead"))
    if not pooled:
        blocks.words(wording.say("pooled.none", places=wording.number(FEWEST_PLACES)))
        return
    blocks.notice(wording.say("pooled.caution"), "attention", wording.say("pooled.caution_title"))
    blocks.words(wording.say("pooled.key"), small=True)
    title = wording.say("pooled.chart", score=wording.name(index), period=wording.dated(period))
    drawn = [_pair(wording, place, figure, pooled.get(place.id)) for place, figure in found]
    with st.container(width=exhibits.READABLE):
        exhibits.chart(pairs(drawn, wording.words(title, wording.bases([figure for _, figure in found]))))
    if st.toggle(wording.say("figure.see_table"), key="pooled-numbers"):
        heads = [wording.say(f"pooled.head.{name}") for name in HEADS]
        blocks.table(heads, [_cells(wording, place, figure, pooled) for place, figure in found])
    blocks.words(wording.say("pooled.how"), small=True)


def _pair(wording: Wording, place: PlaceFacts, figure: Figure, one: Pooled | None) -> Pair:
    own = wording.point(place.name, figure)
    short = wording.say("pooled.own" if shown(figure) else "pooled.own_none", figure=wording.short(figure))
    people = wording.say("figure.people_short", people=wording.number(figure.base)) if shown(figure) else ""
    told = " · ".join(part for part in (short, people) if part)
    own = replace(own, short=told)
    if one is None:
        missing = wording.say("pooled.missing")
        return Pair(own, None, missing if shown(figure) else "", told=missing)
    said = wording.say("pooled.unsure" if _unsure(figure) else "pooled.short", figure=_level(wording, one))
    return Pair(own, one, said, _parts(wording, one, "line"), f"{said}. {_parts(wording, one, 'parts')}")


def _unsure(figure: Figure) -> bool:
    """Whether so few people answered that their own level is a range alone."""
    return figure.state is State.INTERVAL_ONLY


def _level(wording: Wording, one: Pooled) -> str:
    """The pooled level with its range, such as 57 (50-65)."""
    return wording.say(
        "figure.short.index.shown",
        value=wording.number(one.value),
        low=wording.number(one.low),
        high=wording.number(one.high),
    )


def _parts(wording: Wording, one: Pooled, length: str) -> str:
    parts = round(one.own * PARTS)
    which = {0: "none", PARTS: "all"}.get(parts, "some")
    return wording.say(f"pooled.{length}.{which}", parts=wording.number(parts), of=wording.number(PARTS))


def _cells(wording: Wording, place: PlaceFacts, figure: Figure, pooled: Mapping[str, Pooled]) -> tuple[str, ...]:
    one = pooled.get(place.id)
    people = wording.number(figure.base) if figure.base else ""
    if one is None:
        return place.name, wording.short(figure), wording.say("pooled.missing"), "", people
    unsure = f" {wording.say('pooled.low_confidence')}" if _unsure(figure) else ""
    share = f"{_parts(wording, one, 'parts')}{unsure}"
    return place.name, wording.short(figure), _level(wording, one), share, people

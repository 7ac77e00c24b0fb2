"""What goes with trust: fair treatment, contact with police and kinds of events, in words of association only."""

from collections.abc import Sequence

import streamlit as st

from analysis.figures import Grid, Label, Measure
from analysis.inferences import Association
from analysis.readings import first_settled, shown
from survey.pages import blocks, exhibits
from survey.pages.figures import Wording

FAIR, CONTACT, STRAIGHT = "procedural_justice", "contact", "straight_lining"
GROUPS = ("came", "went", "both", "none")


def show(wording: Wording) -> None:
    """A block of one year: who sees fairer treatment, then by contact, then by kind of event; nothing before any."""
    if (year := _year(wording, (FAIR, CONTACT))) is None:
        return
    found = [one for one in wording.release.associations if one.year == year]
    blocks.section(wording.say("associations.title"), wording.say("associations.note", year=wording.dated(year)))
    slopes = [one for one in found if one.predictor == FAIR]
    for one in slopes:
        blocks.words(_slope(wording, one))
    if slopes:
        blocks.words(wording.say("associations.how", score=_name(wording, FAIR)), small=True)
    _by_score(wording, found, year)


def show_flagged(wording: Wording) -> None:
    """The scores of one year with and without flagged answers; nothing where that may not be told."""
    if (year := _year(wording, (STRAIGHT,))) is None:
        return
    heads = [wording.say(f"associations.flag.{name}") for name in ("score", "all", "rest", "flagged")]
    rows = [row for label in wording.release.indices if (row := _flagged(wording, label, year))]
    blocks.section(wording.say("associations.flag.title"), wording.say("associations.flag.note"))
    blocks.table(heads, rows, wording.dated(year))


def _flagged(wording: Wording, label: Label, year: str) -> tuple[str, ...]:
    """One score: everybody's figure, the level of those who are not flagged, and how many are."""
    told = {
        one.group: one
        for one in wording.release.associations
        if (one.predictor, one.outcome, one.year) == (STRAIGHT, label.id, year)
    }
    city = wording.release.select(Measure.INDEX, Grid.CITY_YEAR, subject=label.id, period=year)
    if "varied" not in told or not city:
        return ()
    rest, same = told["varied"], told.get("same")
    others = wording.number(rest.base)
    counted = (
        wording.say("associations.flag.told", flagged=wording.number(same.base), rest=others)
        if same
        else wording.say("associations.flag.few")
    )
    level = _ranged(wording, "level_value", rest.plain, rest.low, rest.high)
    return wording.name(label), wording.short(city[0]), level, counted


def _year(wording: Wording, predictors: Sequence[str]) -> str | None:
    """The newest year of which anything of these is told, one that will not change if there is any."""
    found = {one.year for one in wording.release.associations if one.predictor in predictors}
    years = sorted(found, reverse=True)
    return years[first_settled(wording.release, years)] if years else None


def _slope(wording: Wording, one: Association) -> str:
    """A slope in two sentences, each saying whether its range leaves open on which side of zero it is."""
    score = _name(wording, one.outcome)
    plain = _side(one.low, one.high)
    ends = {"low": wording.number(one.low), "high": wording.number(one.high)}
    said = [wording.say(f"associations.{plain}", score=score, plain=wording.number(one.plain), **ends)]
    if one.adjusted is None or one.adjusted_low is None or one.adjusted_high is None:
        said.append(wording.say("associations.no_same_event"))
    else:
        same = plain == _side(one.adjusted_low, one.adjusted_high) and plain != "unclear"
        ends = {"low": wording.number(one.adjusted_low), "high": wording.number(one.adjusted_high)}
        kind = "same_event" if same else "same_event_unclear"
        said.append(wording.say(f"associations.{kind}", adjusted=wording.number(one.adjusted), **ends))
    return " ".join([*said, wording.say("associations.people", people=wording.number(one.base))])


def _side(low: float, high: float) -> str:
    if low <= 0 <= high:
        return "unclear"
    return "higher" if low > 0 else "lower"


def _by_score(wording: Wording, found: Sequence[Association], year: str) -> None:
    """One score by contact and by kind of event, as tables."""
    labels = {label.id: label for label in wording.release.indices}
    told = [labels[name] for name in ("trust", "cooperation", FAIR) if name in labels]
    if not told:
        return
    score = exhibits.choose(st.columns(3)[0], wording, "associations.score", told, "association-score")
    groups = {one.group: one for one in found if one.predictor == CONTACT and one.outcome == score.id}
    if groups:
        _contact(wording, score, [groups[name] for name in GROUPS if name in groups])
    _programs(wording, score, year)


def _contact(wording: Wording, score: Label, groups: Sequence[Association]) -> None:
    say = wording.say
    heads = [
        say("associations.contact.kind"),
        say("associations.contact.level", score=wording.name(score)),
        say("associations.contact.beside"),
        say("associations.contact.people"),
    ]
    rows = [
        (
            say(f"associations.contact.{one.group}"),
            _ranged(wording, "level_value", one.plain, one.low, one.high),
            _ranged(wording, "beside_value", one.adjusted, one.adjusted_low, one.adjusted_high),
            wording.number(one.base),
        )
        for one in groups
    ]
    blocks.table(heads, rows, say("associations.contact.title"))
    if len(groups) < len(GROUPS):
        blocks.words(say("associations.contact.note"), small=True)


def _programs(wording: Wording, score: Label, year: str) -> None:
    """What the year's figures of this score say by kind of event, in the order of the kinds' names."""
    found = wording.release.select(Measure.INDEX, Grid.PROGRAM_YEAR, subject=score.id, period=year)
    named = [(wording.say(f"events.program.{one.cut.program}"), wording.told(one)) for one in found if shown(one)]
    if not named:
        return
    heads = [
        wording.say("associations.program.kind"),
        wording.say("associations.program.level", score=wording.name(score)),
    ]
    blocks.table(heads, sorted(named), wording.say("associations.program.title"))
    blocks.words(wording.say("associations.program.note"), small=True)


def _ranged(wording: Wording, name: str, value: float | None, low: float | None, high: float | None) -> str:
    if value is None:
        return "–"
    ends = {"low": wording.number(low), "high": wording.number(high)}
    return wording.say(f"associations.contact.{name}", value=wording.number(value), **ends)


def _name(wording: Wording, index: str) -> str:
    return next((wording.name(label) for label in wording.release.indices if label.id == index), index)

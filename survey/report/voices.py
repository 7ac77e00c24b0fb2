"""Whose voices a quarter has: what people talk about, and who is not heard."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from analysis import drawings
from analysis.figures import Cut, Grid, Label, Measure, Release
from analysis.inferences import Share
from analysis.population import MORE, PLACE, QUESTIONS
from analysis.readings import quotes_on, shown, themes_by_share
from questions.model import Library
from survey.methods import wording
from survey.report.pieces import Row, Section, Table, Topic, drawn_table, said
from survey.report.quarter import place_name
from survey.telling import Telling

QUOTES = 2
"""Of each topic, the first in the release's own order, which says nothing of when they came."""


def topics(telling: Telling, quarter: str, *, quotes: bool) -> Section:
    """Who speaks of each topic, and, for those who may read them, remarks word for word."""
    release, say = telling.release, telling.say
    title, note = say("report.topics.title"), say("report.topics.note")
    cut = next((cut for cut in _word_cuts(quarter) if _spoken(release, cut)), None)
    if cut is None:
        return Section("topics", title, note, (say("report.topics.none"),), break_before=True)
    found = themes_by_share(release, cut.grid, cut.period)
    caption = say("report.topics.caption", period=telling.dated(cut.period))
    table = drawn_table(telling, caption, "topic", [(telling.name(label), figure) for label, figure in found])
    told = tuple(_quoted(telling, [label for label, _ in found], quarter[:4])) if quotes else ()
    return Section(
        "topics",
        title,
        note,
        () if quotes else (say("report.topics.staff_only"),),
        (table,),
        topics_title=say("report.topics.words") if told else "",
        topics_note=say("report.topics.words_note", year=quarter[:4]) if told else "",
        topics=told,
        break_before=True,
    )


def _word_cuts(quarter: str) -> tuple[Cut, Cut]:
    return Cut(Grid.CITY_QUARTER, quarter), Cut(Grid.CITY_YEAR, quarter[:4])


def _spoken(release: Release, cut: Cut) -> bool:
    return any(shown(one) for one in release.select(Measure.THEME, cut.grid, period=cut.period))


def _quoted(telling: Telling, labels: Sequence[Label], year: str) -> Iterator[Topic]:
    """A few remarks of each topic, each remark only once."""
    used: set[str] = set()
    for label in labels:
        fresh = [quote for quote in quotes_on(telling.release, label.id, year) if quote.text not in used][:QUOTES]
        used |= {quote.text for quote in fresh}
        if fresh:
            yield Topic(telling.name(label), tuple(said(telling, quote) for quote in fresh))


def heard(telling: Telling, library: Library, quarter: str) -> Section:
    """Each group's share of the year's answers beside its share of the population, as far as the release tells."""
    year, say = quarter[:4], telling.say
    found = [one for one in telling.release.shares if one.year == year]
    title, note = say("report.heard.title"), say("report.heard.note", year=year)
    if not found:
        return Section("heard", title, "", (say("report.heard.none"),))
    margins = dict.fromkeys(one.margin for one in found)
    tables = tuple(
        _margin(telling, library, margin, [one for one in found if one.margin == margin]) for margin in margins
    )
    return Section("heard", title, note, tables=tables)


def _margin(telling: Telling, library: Library, margin: str, found: Sequence[Share]) -> Table:
    named = [(_group(telling, library, one), one) for one in found]
    if margin == PLACE:
        named = sorted(named, key=lambda pair: pair[0].casefold())
    heads = [telling.say(f"report.heard.{name}") for name in ("group", "answers", "population")]
    rows = tuple(_share(telling, name, one) for name, one in named)
    return Table(telling.say(f"report.heard.margin.{margin}"), (heads[0], "", *heads[1:]), rows)


def _share(telling: Telling, name: str, one: Share) -> Row:
    def per_cent(value: float | None, instead: str) -> str:
        return instead if value is None else telling.say("report.heard.percent", value=telling.number(value))

    answers = per_cent(one.answers, telling.say("figure.short.rate.hidden"))
    population = per_cent(one.population, telling.say("report.heard.unknown"))
    told = telling.say("report.heard.told", group=name, answers=answers, population=population)
    drawing = Markup(drawings.pair(one.answers, one.population, told))
    return Row(name, drawing, (answers, population))


def _group(telling: Telling, library: Library, one: Share) -> str:
    """A group in words: neighborhoods by name, the rest as the questionnaire words the choice."""
    if one.margin == PLACE:
        return place_name(telling, one.group)
    if one.group == MORE:
        return telling.say("report.heard.more")
    asked = (item.question(QUESTIONS.get(one.margin, "")) for item in library.instruments.values())
    choices = (choice for question in asked if question for choice in question.choices)
    found = next((choice for choice in choices if str(choice.value) == one.group), None)
    return wording(library, telling.language, found.text_id, found.text) if found else one.group

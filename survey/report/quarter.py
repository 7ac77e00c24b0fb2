"""A quarter's report: where we stand, what moved, neighborhoods, topics, who is not heard."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from analysis import drawings
from analysis.figures import Change, Cut, Figure, Grid, Label, Measure, Release
from analysis.inferences import Share
from analysis.population import MORE, PLACE, QUESTIONS
from analysis.readings import HEADLINES, across, detectable, over_time, quotes_on, shown, themes_by_share
from questions.model import Library
from survey.changes import arrow, say_change, say_kinds
from survey.methods import wording
from survey.report.pieces import Course, Row, Section, Table, Topic, course, drawn_table, said
from survey.telling import Telling

QUOTES = 2
"""Of each topic, the first in the release's own order, which says nothing of when they came."""
AGAINST = ("quarter", "year")


def stand(telling: Telling, quarter: str) -> Section:
    """Every score of the whole city in the quarter."""
    say, labels = telling.say, headlines(telling.release)
    found = [(telling.name(label), _city(telling.release, label.id, quarter)) for label in labels]
    if not any(figure.base or shown(figure) for _, figure in found):
        return Section("stand", say("report.stand.title"), say("report.stand.note"), (say("report.stand.none"),))
    caption = say("report.stand.caption", period=telling.dated(quarter))
    table = drawn_table(telling, caption, "score", found)
    return Section("stand", say("report.stand.title"), say("report.stand.note"), tables=(table,))


def courses(telling: Telling, quarter: str) -> Section:
    """How every score of the city came there, quarter by quarter: small charts, and their numbers."""
    labels = headlines(telling.release)
    drawn = tuple(_course(telling, label, quarter) for label in labels)
    table = (_all_quarters(telling, labels, quarter),) if labels else ()
    return Section("courses", telling.say("report.stand.courses"), courses=drawn, after=table, break_before=True)


def headlines(release: Release) -> tuple[Label, ...]:
    """The scores that every report begins with, as far as the release knows them."""
    known = {label.id: label for label in release.indices}
    return tuple(known[name] for name in HEADLINES if name in known)


def _city(release: Release, subject: str, quarter: str) -> Figure:
    return next(one for one in _until(release, subject, quarter) if one.cut.period == quarter)


def _until(release: Release, subject: str, quarter: str) -> list[Figure]:
    """The city's figures by quarter, up to this one."""
    series = over_time(release, Measure.INDEX, Grid.CITY_QUARTER, subject)
    return [figure for figure in series if figure.cut.period <= quarter]


def _course(telling: Telling, label: Label, quarter: str) -> Course:
    series = _until(telling.release, label.id, quarter)
    name = telling.name(label)
    labels = [telling.say("report.stand.label", quarter=one.cut.period[-1], year=one.cut.period[2:4]) for one in series]
    return course(telling, name, telling.say("report.stand.course", score=name), series, labels)


def _all_quarters(telling: Telling, labels: Sequence[Label], quarter: str) -> Table:
    """Quarters by scores, in numbers: what the small charts show."""
    heads = (telling.say("figure.head.period"), *map(telling.name, labels))
    columns = [_until(telling.release, label.id, quarter) for label in labels]
    rows = tuple(
        Row(telling.dated(figures[0].cut.period), None, tuple(map(telling.short, figures)))
        for figures in zip(*columns, strict=True)
    )
    return Table(telling.say("report.stand.all"), heads, rows)


def moved(telling: Telling, quarter: str) -> Section:
    """Every flagged change of the quarter in a sentence, then each comparison of the city's scores."""
    say, period = telling.say, telling.period(quarter)
    found = [one for one in telling.release.changes if one.period == quarter]
    flagged = [one for one in found if detectable(one)]
    if not found:
        return Section("moved", say("report.moved.title"), say("report.moved.note"), (say("report.moved.no_before"),))
    head = say("report.moved.some" if flagged else "report.moved.nothing", period=period)
    return Section(
        "moved",
        say("report.moved.title"),
        say("report.moved.note"),
        (head, *(_sentence(telling, one) for one in sorted(flagged, key=lambda one: _order(telling, one)))),
        tables=tuple(_comparisons(telling, found)),
    )


def _order(telling: Telling, change: Change) -> tuple[str, str]:
    """By the alphabet: the city before its neighborhoods, never by how much."""
    return _place(telling, change.place).casefold(), _subject(telling, change).casefold()


def _sentence(telling: Telling, change: Change) -> str:
    """A flagged change with its arrow, what and where."""
    place = _place(telling, change.place)
    name = " · ".join(part for part in (place, _subject(telling, change)) if part)
    told = say_change(change, telling)
    inside = telling.say("report.moved.one", name=name, change=told[:1].lower() + told[1:])
    return f"{arrow(change)} {inside}".strip()


def _place(telling: Telling, place: str) -> str:
    return next((one.name for one in telling.release.places if one.id == place), place)


def _subject(telling: Telling, change: Change) -> str:
    labels = (*telling.release.indices, *telling.release.themes)
    return next((telling.name(label) for label in labels if label.id == change.subject), change.subject)


def _comparisons(telling: Telling, found: Sequence[Change]) -> Iterator[Table]:
    """The city's headline scores against the quarter before and a year ago."""
    city = [one for one in found if not one.place and one.measure is Measure.INDEX and one.against in AGAINST]
    order = {name: place for place, name in enumerate(HEADLINES)}
    city = sorted((one for one in city if one.subject in order), key=lambda one: order[one.subject])
    if city:
        heads = (telling.say("figure.head.score"), telling.say("report.moved.head"))
        rows = tuple(Row(_subject(telling, one), None, (_compared(telling, one),)) for one in city)
        yield Table(telling.say("report.moved.caption"), heads, rows)


def _compared(telling: Telling, change: Change) -> str:
    said_so = f"{arrow(change)} {say_change(change, telling)}.".strip()
    return f"{said_so} {say_kinds(change, telling)}".strip()


def places(telling: Telling, quarter: str) -> Section:
    """Neighborhoods by the alphabet: one score drawn, then all; of the year where the quarter shows none."""
    release, say = telling.release, telling.say
    title, note = say("report.places.title"), say("report.places.note")
    grid, period = _finest(release, quarter)
    labels = [label for label in headlines(release) if period and _any_place(release, grid, label.id, period)]
    if not labels:
        return Section("places", title, note, (say("report.places.none"),), break_before=True)
    lines: tuple[str, ...] = (say("report.places.year"),) if grid is Grid.PLACE_YEAR else ()
    pooled = [one for one in release.pooled if one.subject == labels[0].id and one.period == period]
    lines += (say("report.places.pooled_note"),) if pooled else ()
    first = _one_score(telling, labels[0], grid, period)
    return Section(
        "places", title, note, lines, (first,), after=(_all_scores(telling, labels, grid, period),), break_before=True
    )


def _finest(release: Release, quarter: str) -> tuple[Grid, str]:
    """The quarter where any neighborhood shows a score, else its year; "" where neither does."""
    for grid, period in ((Grid.PLACE_QUARTER, quarter), (Grid.PLACE_YEAR, quarter[:4])):
        if any(_any_place(release, grid, name, period) for name in HEADLINES):
            return grid, period
    return Grid.PLACE_YEAR, ""


def _any_place(release: Release, grid: Grid, subject: str, period: str) -> bool:
    return any(shown(one) for one in release.select(Measure.INDEX, grid, subject=subject, period=period))


def _one_score(telling: Telling, label: Label, grid: Grid, period: str) -> Table:
    """A score of every neighborhood, drawn; with a column for the model's where the release has it."""
    pooled = {one.place: one for one in telling.release.pooled if (one.subject, one.period) == (label.id, period)}
    found = across(telling.release, Measure.INDEX, grid, label.id, period)
    caption = telling.say("report.places.caption", score=telling.name(label), period=telling.dated(period))
    plain = drawn_table(telling, caption, "place", [(place.name, figure) for place, figure in found])
    if not pooled:
        return plain
    number = telling.number
    told = [
        telling.say("methods.range", value=number(one.value), low=number(one.low), high=number(one.high)) if one else ""
        for one in (pooled.get(place.id) for place, _ in found)
    ]
    rows = tuple(Row(row.name, row.drawing, (*row.cells, extra)) for row, extra in zip(plain.rows, told, strict=True))
    return Table(caption, (*plain.heads, telling.say("report.places.pooled")), rows)


def _all_scores(telling: Telling, labels: Sequence[Label], grid: Grid, period: str) -> Table:
    """Neighborhoods by scores, in numbers."""
    columns = [across(telling.release, Measure.INDEX, grid, label.id, period) for label in labels]
    heads = (telling.say("figure.head.place"), *map(telling.name, labels))
    rows = tuple(
        Row(line[0][0].name, None, tuple(telling.short(figure) for _, figure in line))
        for line in zip(*columns, strict=True)
    )
    return Table(telling.say("report.places.all", period=telling.dated(period)), heads, rows)


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
        return _place(telling, one.group)
    if one.group == MORE:
        return telling.say("report.heard.more")
    asked = (item.question(QUESTIONS.get(one.margin, "")) for item in library.instruments.values())
    choices = (choice for question in asked if question for choice in question.choices)
    found = next((choice for choice in choices if str(choice.value) == one.group), None)
    return wording(library, telling.language, found.text_id, found.text) if found else one.group

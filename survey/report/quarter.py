"""A quarter's scores: where we stand, what moved, neighborhoods."""

from collections.abc import Iterator, Sequence

from analysis.figures import Change, Figure, Grid, Label, Measure, Release
from analysis.readings import HEADLINES, across, detectable, over_time, shown
from survey.changes import arrow, say_change, say_kinds
from survey.report.pieces import Course, Row, Section, Table, course, drawn_table
from survey.telling import Telling

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
    return Section("courses", telling.say("report.stand.courses"), courses=drawn, after=table)


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
    return place_name(telling, change.place).casefold(), _subject(telling, change).casefold()


def _sentence(telling: Telling, change: Change) -> str:
    """A flagged change with its arrow, what and where."""
    place = place_name(telling, change.place)
    name = " · ".join(part for part in (place, _subject(telling, change)) if part)
    told = say_change(change, telling)
    inside = telling.say("report.moved.one", name=name, change=told[:1].lower() + told[1:])
    return f"{arrow(change)} {inside}".strip()


def place_name(telling: Telling, place: str) -> str:
    """A neighborhood's name as the release has it."""
    return next((one.name for one in telling.release.places if one.id == place), place)


def _subject(telling: Telling, change: Change) -> str:
    labels = (*telling.release.indices, *telling.release.themes)
    return next((telling.name(label) for label in labels if label.id == change.subject), change.subject)


def _comparisons(telling: Telling, found: Sequence[Change]) -> Iterator[Table]:
    """The city's headline scores, each against the quarter before and a year ago."""
    city = [one for one in found if not one.place and one.measure is Measure.INDEX]
    known = {(one.subject, one.against): one for one in city}
    labels = [label for label in headlines(telling.release) if any((label.id, one) in known for one in AGAINST)]
    if labels:
        heads = (telling.say("figure.head.score"), *(telling.say(f"report.moved.{one}") for one in AGAINST))
        told = ([known.get((label.id, one)) for one in AGAINST] for label in labels)
        rows = tuple(
            Row(telling.name(label), None, tuple(_compared(telling, one) for one in line))
            for label, line in zip(labels, told, strict=True)
        )
        yield Table(telling.say("report.moved.caption"), heads, rows)


def _compared(telling: Telling, change: Change | None) -> str:
    if change is None:
        return telling.say("figure.change.unknown")
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

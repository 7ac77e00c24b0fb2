"""An event's report: its scores, what was promised there, and why its comments are not told."""

from analysis.figures import Figure, Grid, Measure
from analysis.readings import shown
from analysis.records import EventFacts
from survey.report.pieces import Row, Section, Table, drawn_table
from survey.report.quarter import headlines
from survey.telling import Telling


def stand(telling: Telling, event: EventFacts) -> Section:
    """The event's scores as far as they are shown, each beside the whole city's of that year."""
    say, release = telling.say, telling.release
    labels = {label.id: label for label in (*headlines(release), *release.indices)}
    figures = {one.subject: one for one in release.select(Measure.INDEX, Grid.EVENT) if one.cut.event == event.id}
    told = [(labels[name], figures[name]) for name in labels if name in figures and shown(figures[name])]
    title, note = say("report.stand.title"), say("report.event.note")
    lines = (say("report.event.words"),)
    if not told:
        return Section("stand", title, note, (say("report.event.none"), *lines), (_facts(telling, event),))
    plain = drawn_table(telling, say("report.event.caption"), "score", [(telling.name(one), two) for one, two in told])
    beside = [_city(telling, event.year, label.id) for label, _ in told]
    rows = tuple(Row(row.name, row.drawing, (*row.cells, city)) for row, city in zip(plain.rows, beside, strict=True))
    table = Table(plain.caption, (*plain.heads, say("report.event.beside", year=event.year)), rows)
    return Section("stand", title, note, lines, (_facts(telling, event), table))


def _city(telling: Telling, year: str, subject: str) -> str:
    found = telling.release.select(Measure.INDEX, Grid.CITY_YEAR, subject=subject, period=year, place="")
    return _short(telling, found[0]) if found else telling.say("figure.short.index.hidden")


def _short(telling: Telling, figure: Figure) -> str:
    return telling.short(figure)


def _facts(telling: Telling, event: EventFacts) -> Table:
    """What kind of event it was, where and in which year."""
    where = next((place.name for place in telling.release.places if place.id == event.place), "")
    told = {
        "kind": telling.say(f"events.program.{event.program}"),
        "place": where or telling.say("events.whole_city"),
        "year": event.year,
    }
    rows = tuple(Row(telling.say(f"report.event.{name}"), None, (value,)) for name, value in told.items())
    return Table(telling.say("report.event.facts"), ("", ""), rows)

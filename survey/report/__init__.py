"""Reports: one self-contained HTML file for a quarter or an event, made from the newest release and public promises."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.figures import Grid, Release
from analysis.readings import periods
from analysis.records import EventFacts
from survey import city, commitments, events, methods, releases
from survey.context import Context
from survey.errors import SurveyError
from survey.i18n import show_day
from survey.permissions import Permission, allowed, require
from survey.records import Account, Commitment, EventState
from survey.report import event as event_parts
from survey.report import quarter as quarter_parts
from survey.report import voices
from survey.report.page import Head, render
from survey.report.pieces import Promised, Section
from survey.telling import Telling


@dataclass(frozen=True)
class Written:
    """A report that was written: what about, as a period or a name, and where it lies."""

    about: str
    file: Path


def quarters(release: Release) -> tuple[str, ...]:
    """The quarters that a report can be about, the newest first."""
    return tuple(reversed(periods(release, Grid.CITY_QUARTER)))


def newest_closed(release: Release) -> str:
    """The newest quarter that will not change any more, "" before the first."""
    return next((period for period in quarters(release) if period not in release.open_periods), "")


def newest_quarter(context: Context) -> str:
    """The newest quarter of the newest release that is over. Raises SurveyError: "no_release", "no_quarter_yet"."""
    if not (quarter := newest_closed(_latest(context))):
        raise SurveyError("no_quarter_yet")
    return quarter


def of_quarter(context: Context, reader: Account | None, quarter: str, language: str) -> str:
    """The report of a quarter. Everyone may have it; remarks word for word are only for those who see them on pages.

    Raises SurveyError: "no_release", "no_such_quarter".
    """
    telling = _telling(context, language)
    if quarter not in quarters(telling.release):
        raise SurveyError("no_such_quarter", quarter=quarter)
    quotes = allowed(reader, Permission.SEE_RELEASE)
    made = [
        one for one in commitments.listed(context) if f"{one.made_on:%Y}-Q{(one.made_on.month + 2) // 3}" <= quarter
    ]
    sections = (
        quarter_parts.stand(telling, quarter),
        quarter_parts.moved(telling, quarter),
        quarter_parts.courses(telling, quarter),
        quarter_parts.places(telling, quarter),
        voices.topics(telling, quarter, quotes=quotes),
        voices.heard(telling, context.library, quarter),
        _promises(context, telling, made, "report.promises.none"),
    )
    notices = [telling.say("report.open_period")] if quarter in telling.release.open_periods else []
    return _file(context, telling, telling.say("report.title", period=telling.period(quarter)), notices, sections)


def of_event(context: Context, reader: Account | None, code: str, language: str) -> str:
    """The report of a closed event, for those who see its page and releases.

    Raises SurveyError: "not_allowed", "no_release", "unknown_code", "event_not_closed", "event_not_released".
    """
    require(reader, Permission.SEE_EVENTS)
    require(reader, Permission.SEE_RELEASE)
    found = events.find(context, code)
    telling = _telling(context, language)
    if events.state(found, context.today(found.time_zone)) is not EventState.CLOSED:
        raise SurveyError("event_not_closed", event=found.name)
    facts = in_release(telling.release, str(found.id))
    if facts is None:
        raise SurveyError("event_not_released", event=found.name)
    held = {one.id for one in context.store.listening.all() if one.event == found.id}
    made = [one for one in commitments.listed(context) if one.session in held]
    sections = (event_parts.stand(telling, facts), _promises(context, telling, made, "report.promises.none_event"))
    return _file(context, telling, telling.say("report.title_event", event=facts.name), [], sections)


def in_release(release: Release, event: str) -> EventFacts | None:
    """A closed event as the release knows it, None where it does not or not yet as closed."""
    return next((one for one in release.events if one.id == event and one.closed), None)


def write_newest(
    context: Context, reader: Account | None, folder: Path, languages: Iterable[str]
) -> tuple[Written, ...]:
    """Writes the newest finished quarter's report into a folder, one file a language; () before the first.

    A file of the same name is replaced. Raises SurveyError("no_release") and OSError.
    """
    release = _latest(context)
    quarter = newest_closed(release)
    if not quarter:
        return ()
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(_written(context, reader, folder, quarter, languages))


def _written(
    context: Context, reader: Account | None, folder: Path, quarter: str, languages: Iterable[str]
) -> Iterator[Written]:
    for language in languages:
        file = folder / f"{quarter}.{language}.html"
        beside = file.with_suffix(".new")  # whoever reads the old one meanwhile gets the whole of it
        beside.write_text(of_quarter(context, reader, quarter, language), "utf-8")
        yield Written(quarter, beside.replace(file))


def _latest(context: Context) -> Release:
    release = releases.latest(context)
    if release is None:
        raise SurveyError("no_release")
    return release


def _telling(context: Context, language: str) -> Telling:
    return Telling(context.texts, language, _latest(context))


def _promises(context: Context, telling: Telling, made: Iterable[Commitment], none: str) -> Section:
    told = tuple(_promised(context, telling, one) for one in made)
    lines = () if told else (telling.say(none),)
    day = show_day(context.today(), telling.language)
    title, note = telling.say("report.promises.title"), telling.say("report.promises.note")
    return Section("promises", title, f"{note} {telling.say('report.now', day=day)}.", lines, promises=told)


def _promised(context: Context, telling: Telling, one: Commitment) -> Promised:
    themes = {label.id: telling.name(label) for label in telling.release.themes}
    places = {place.id: place.name for place in city.places(context)}
    status = telling.say(f"promises.status.{one.status}")
    if commitments.overdue(one, context.today()):
        status = f"{status} · {telling.say('promises.overdue')}"
    due = telling.say("promises.due", day=show_day(one.due_on, telling.language), owner=one.owner_role)
    place = places.get(one.place, telling.say("promises.whole_city"))
    return Promised(themes.get(one.theme, one.theme), place, status, one.heard, one.promise, one.outcome, due)


def _file(context: Context, telling: Telling, title: str, notices: list[str], sections: tuple[Section, ...]) -> str:
    release = telling.release
    entry = next(one for one in releases.history(context) if one.version == release.version)
    corrected = releases.newest_correction(context)
    above = [telling.say("report.made_up")] if release.synthetic else []
    if corrected is not None:
        about = {"version": telling.number(corrected.version), "replaces": telling.number(corrected.replaces)}
        day = show_day(corrected.made_on, telling.language)
        above.append(telling.say("releases.corrected", **about, day=day, reason=corrected.reason))
    profile = city.profile(context)
    by = " · ".join(part for part in (profile.city, profile.department) if part) or telling.say("report.city")
    head = Head(by, title, (*above, *notices), entry.digest, show_day(release.made_on, telling.language))
    parts, asked = methods.parts(telling, context.library), methods.questionnaires(telling, context.library)
    return render(telling, head, sections, parts, asked)

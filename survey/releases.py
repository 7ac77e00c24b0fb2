"""Publishing and correcting releases, and reading them; nothing else that is shown comes from answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from analysis import periods, releasefile
from analysis.disclosure import Refused
from analysis.figures import Release
from analysis.material import Material, count
from analysis.records import EventFacts
from analysis.release import Built, Earlier, build
from analysis.text import themes
from analysis.text.reading import read_comment
from survey import events, retention
from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.permissions import Permission, require
from survey.records import Account, Event, EventState, ReleaseEntry, Taken

SHORTEST_REASON, LONGEST_REASON = 10, 300
TOLD_FOR = timedelta(days=30)
"""How long result pages say that a release was corrected; the list of releases says it for ever."""


@dataclass(frozen=True)
class Correction:
    """Which release is replaced, and why; 0 and "" for a release that follows the one before.

    Years in `keeping` stay as they were: old answers no longer name their event, so they can't be counted anew.
    """

    replaces: int = 0
    reason: str = ""
    keeping: frozenset[str] = frozenset()


def publish(context: Context, actor: Account | None) -> Release:
    """Publishes what came since the release before.

    Raises SurveyError: "not_allowed", "release_under_way", "release_refused" where it would tell too much.
    """
    by = require(actor, Permission.PUBLISH_RELEASE)
    release = publish_nightly(context)
    context.store.audit.note(context.new_id(), context.today(), by.id, "published_release", str(release.version))
    return release


def publish_nightly(context: Context) -> Release:
    """The same for whoever asks no account. Raises SurveyError("release_under_way")."""
    with context.store.releases.alone():
        before = retention.carry_out(context)
        release = _make(context, Correction())
        _forget_counted(context, before)
        return release


def correct(context: Context, actor: Account | None, reason: str) -> Release:
    """Counts everything anew in a release that replaces the newest; anyone can read the `reason`.

    Raises InvalidInput for the reason, or SurveyError: "not_allowed", "nothing_to_correct", "release_under_way".
    """
    by = require(actor, Permission.PUBLISH_RELEASE)
    said = plain_reason(reason)
    with context.store.releases.alone():
        replaces = context.store.releases.latest_version()
        if not replaces:
            raise SurveyError("nothing_to_correct")
        before = retention.carry_out(context)
        keeping = retention.years_kept(context)
        if keeping:  # what is new in those years comes out before, since the correction takes nothing
            _make(context, Correction())
        release = _make(context, Correction(replaces, said, keeping))
        _forget_counted(context, before)
    subject = f"{release.version} corrects {replaces}"
    context.store.audit.note(context.new_id(), context.today(), by.id, "corrected_release", subject)
    return release


def next_correction(context: Context) -> int:
    """The number that a correction would have now; 0 where there is no release to correct."""
    newest = context.store.releases.latest_version()
    return newest + (2 if retention.years_kept(context) else 1) if newest else 0


def corrected_by(entries: Sequence[ReleaseEntry]) -> Mapping[int, int]:
    """The correction of each release that one replaces: the one that was wrong, and those between the two."""
    corrections = (entry for entry in entries if entry.replaces)
    return {number: entry.version for entry in corrections for number in range(entry.replaces, entry.version)}


def _forget_counted(context: Context, before: Sequence[retention.Outcome]) -> None:
    """Answers that came too old to name their event were counted with it just now, and need it no longer."""
    if any(outcome.left for outcome in before if outcome.rule == "events"):
        retention.carry_out(context)


def _make(context: Context, correction: Correction) -> Release:
    """Takes what is new, folds it and stores both at once; what a run that was killed had taken is taken up.

    Few new answers wait: what changes in a release that adds one person's answer is that person's.
    """
    store = context.store
    version = store.releases.latest_version() + 1
    taken = Taken() if correction.keeping else _take(context)
    built = _build(context, version, correction)
    release = built.release
    payload = releasefile.to_json(release)
    digest = releasefile.digest(payload)
    entry = ReleaseEntry(version, release.made_on, digest, correction.replaces, correction.reason)
    store.releases.publish(entry, payload, built.layers, taken, correction.keeping)
    return release


def _take(context: Context) -> Taken:
    """Takes what is new. Never before a release that leaves years out: what it does not count, it must not settle."""
    store = context.store
    return Taken(store.responses.take(least=context.settings.smallest_group), store.listening.take())


def _build(context: Context, version: int, correction: Correction) -> Built:
    """The release of what was taken, after those before it. Raises SurveyError("release_refused")."""
    given = material(context, again=bool(correction.replaces))
    new, before = count(given).without(correction.keeping), context.store.releases.latest()
    years = None if correction.replaces else new.years(context.today(), before, given.events)
    layers = (layer for layer in context.store.releases.layers(years) if layer.year not in correction.keeping)
    earlier = Earlier(before, tuple(layers))
    try:
        return build(given, new, context.today(), version, earlier, correction.reason, correction.replaces)
    except Refused as error:
        raise SurveyError("release_refused") from error


def plain_reason(reason: str) -> str:
    """The reason of a correction as one line of letters that can be seen. Raises InvalidInput."""
    said = " ".join("".join(letter if letter.isprintable() else " " for letter in reason).split())
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON:
        raise InvalidInput({"reason": "reason_length"})
    return said


def latest(context: Context) -> Release | None:
    """The newest release, None before the first."""
    return context.store.releases.latest()


def version(context: Context, number: int) -> Release | None:
    """One release, None where there is none with this number."""
    return context.store.releases.version(number)


def history(context: Context) -> tuple[ReleaseEntry, ...]:
    """Every release by number, day and digest, and what it corrects, the newest first."""
    return context.store.releases.history()


def newest_correction(context: Context) -> ReleaseEntry | None:
    """The last correction, as long as whoever read the wrong release may not know of it."""
    entries = history(context)
    told = (entry for entry in entries if entry.replaces and entries[0].made_on - entry.made_on <= TOLD_FOR)
    return next(told, None)


def material(context: Context, *, again: bool = False) -> Material:
    """What was taken for a release; with `again` what the releases before it hold too."""
    store = context.store
    return Material(
        library=context.library,
        places=store.places.all(),
        events=tuple(_facts(context, event) for event in store.events.all()),
        answers=store.responses.taken_answers(again=again),
        remarks=(*store.responses.taken_remarks(again=again), *store.listening.taken_remarks(again=again)),
        read=read_comment,
        themes=themes.labels(),
        synthetic=context.synthetic,
        k=context.settings.smallest_group,
        population=store.city.population(),
    )


def _facts(context: Context, event: Event) -> EventFacts:
    closed = events.state(event, context.today(event.time_zone)) is EventState.CLOSED
    facts = EventFacts(str(event.id), event.name, event.program.value, event.place, closed)
    held = periods.quarters_between(event.starts_on, event.ends_on)
    return replace(facts, year=str(event.ends_on.year), quarters=held)

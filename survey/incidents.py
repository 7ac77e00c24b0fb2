"""What happened when: incidents and releases of information, for orientation beside trends; nothing said is unsaid.

Each change is a version of its own. The public sees the newest, and under it every one before with why it was changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from analysis.text.redaction import redact
from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.permissions import Permission, require
from survey.records import Account, Incident, IncidentKind, IncidentStatus, Step

LONGEST = 200
"""Characters of the one line that everyone reads."""


@dataclass(frozen=True)
class IncidentDraft:
    """What is to be said: the day it happened, a place ("" is the whole city), its kind, one line, how sure it is."""

    day: date
    place: str
    kind: IncidentKind
    words: str
    status: IncidentStatus


@dataclass(frozen=True)
class Told:
    """One incident as it stands now, and all that was said of it, the first version first."""

    now: Incident
    versions: tuple[Incident, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """What each version was to the one before it."""
        return Step.FIRST, *(_step(*pair) for pair in zip(self.versions, self.versions[1:], strict=False))


def mark(context: Context, actor: Account | None, draft: IncidentDraft) -> Incident:
    """Says in public that something happened. Raises InvalidInput with every problem, or "not_allowed"."""
    by = require(actor, Permission.MARK_INCIDENTS)
    problems = _problems(context, draft)
    if draft.status is IncidentStatus.WITHDRAWN:
        problems["status"] = "incident_status"
    if problems:
        raise InvalidInput(problems)
    return _say(context, by, _version(context, draft, context.new_id(), 1))


def correct(
    context: Context, actor: Account | None, incident: UUID, seen: int, draft: IncidentDraft, why: str
) -> Incident:
    """Says it anew, beside what was said: `seen` is the version that the correction was made from.

    Raises InvalidInput with every problem, SurveyError "not_allowed", "unknown_incident", or "incident_meanwhile".
    """
    by = require(actor, Permission.MARK_INCIDENTS)
    versions = context.store.incidents.versions(incident)
    if not versions:
        raise SurveyError("unknown_incident")
    if seen != versions[-1].number:
        raise SurveyError("incident_meanwhile")
    changed = _version(context, draft, incident, seen + 1, _redacted(why.strip()))
    problems = _problems(context, draft, kept=versions[-1].place) | _unexplained(versions[-1], changed)
    if problems:
        raise InvalidInput(problems)
    return _say(context, by, changed)


def listed(context: Context) -> tuple[Told, ...]:
    """Everything that was said, public, the newest day first; what was withdrawn stays, and says so."""
    by_id = (tuple(versions) for _, versions in groupby(context.store.incidents.all(), key=lambda one: one.id))
    told = [Told(versions[-1], versions) for versions in by_id]
    return tuple(sorted(told, key=lambda one: (one.now.day, one.now.words), reverse=True))


def standing(told: Iterable[Told]) -> tuple[Incident, ...]:
    """What holds now, the oldest day first: what charts mark."""
    found = [one.now for one in told if one.now.status is not IncidentStatus.WITHDRAWN]
    return tuple(sorted(found, key=lambda one: (one.day, one.words)))


def _say(context: Context, by: Account, version: Incident) -> Incident:
    context.store.incidents.add(version)
    action = "marked_incident" if version.number == 1 else "corrected_incident"
    subject = f"{version.id} {version.number}"
    context.store.audit.note(context.new_id(), context.today(), by.id, action, subject)
    return version


def _version(context: Context, draft: IncidentDraft, incident: UUID, number: int, why: str = "") -> Incident:
    """The draft as a version of today, its words in one line and without names."""
    words = _redacted(" ".join(draft.words.split()))
    return Incident(incident, number, draft.day, draft.place, draft.kind, words, draft.status, context.today(), why)


def _redacted(text: str) -> str:
    """Redacted by the rules of each staff language: nobody says in which it is written."""
    return redact(redact(text, "en").text, "es").text


def _step(before: Incident, after: Incident) -> Step:
    if after.status is IncidentStatus.WITHDRAWN:
        return Step.WITHDRAWN
    same = _facts(before) == _facts(after)
    return Step.CONFIRMED if same and after.status is IncidentStatus.CONFIRMED else Step.CORRECTED


def _facts(version: Incident) -> tuple[object, ...]:
    return version.day, version.place, version.kind, version.words


def _unexplained(before: Incident, after: Incident) -> dict[str, str]:
    """Only what is confirmed word for word needs no reason."""
    if _facts(before) == _facts(after) and before.status is after.status:
        return {"": "incident_same"}
    explained = 10 <= len(after.why) <= 300
    return {} if explained or _step(before, after) is Step.CONFIRMED else {"why": "reason_length"}


def _problems(context: Context, draft: IncidentDraft, kept: str = "") -> dict[str, str]:
    """What is wrong with a draft; a place that is no longer the city's may be `kept`."""
    problems = {}
    if draft.day > context.today():
        problems["day"] = "incident_in_future"
    if draft.place not in {"", kept, *(place.id for place in context.store.places.all())}:
        problems["place"] = "unknown_place"
    if not 10 <= len(" ".join(draft.words.split())) <= LONGEST:
        problems["words"] = "incident_length"
    return problems

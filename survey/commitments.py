"""You said, we did: promises with an owner's role, a date and a status that the public sees."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from analysis.text.redaction import redact
from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.permissions import Permission, require
from survey.records import Account, Commitment, CommitmentStatus


@dataclass(frozen=True)
class CommitmentDraft:
    """A promise as it is recorded."""

    theme: str
    place: str
    heard: str
    promise: str
    owner_role: str
    due_on: date
    session: UUID | None = None


def promise(
    context: Context, actor: Account | None, draft: CommitmentDraft, themes: Mapping[str, object]
) -> Commitment:
    """Records and publishes a promise. Raises InvalidInput with every problem."""
    by = require(actor, Permission.MAKE_COMMITMENTS)
    problems = _problems(context, draft, themes)
    if problems:
        raise InvalidInput(problems)
    made = Commitment(
        id=context.new_id(),
        theme=draft.theme,
        place=draft.place,
        heard=_redacted(draft.heard.strip()),
        promise=draft.promise.strip(),
        owner_role=draft.owner_role.strip(),
        due_on=draft.due_on,
        status=CommitmentStatus.PROMISED,
        made_on=context.today(),
        session=draft.session,
    )
    context.store.commitments.put(made)
    context.store.audit.note(context.new_id(), context.today(), by.id, "promised", str(made.id))
    return made


def report(
    context: Context, actor: Account | None, commitment: UUID, status: CommitmentStatus, outcome: str
) -> Commitment:
    """Records where a promise stands and what came of it; done and dropped need words."""
    by = require(actor, Permission.MAKE_COMMITMENTS)
    found = context.store.commitments.get(commitment)
    if found is None:
        raise SurveyError("unknown_commitment")
    if status in (CommitmentStatus.DONE, CommitmentStatus.DROPPED) and len(outcome.strip()) < 10:
        raise InvalidInput({"outcome": "outcome_needed"})
    changed = replace(found, status=status, outcome=outcome.strip())
    context.store.commitments.put(changed)
    context.store.audit.note(context.new_id(), context.today(), by.id, "reported", f"{commitment} {status}")
    return changed


def listed(context: Context) -> tuple[Commitment, ...]:
    """All promises, the newest first; they are public."""
    return context.store.commitments.all()


def overdue(commitment: Commitment, today: date) -> bool:
    """Whether the date has passed and nothing was reported as done or dropped."""
    ended = commitment.status in (CommitmentStatus.DONE, CommitmentStatus.DROPPED)
    return not ended and commitment.due_on < today


def _redacted(text: str) -> str:
    """What was heard, redacted by the rules of each staff language: nobody says in which it is written."""
    return redact(redact(text, "en").text, "es").text


def _problems(context: Context, draft: CommitmentDraft, themes: Mapping[str, object]) -> dict[str, str]:
    problems = {}
    if draft.theme not in themes:
        problems["theme"] = "unknown_topic"
    if draft.place and draft.place not in {place.id for place in context.store.places.all()}:
        problems["place"] = "unknown_place"
    for name in ("heard", "promise"):
        if not 10 <= len(getattr(draft, name).strip()) <= 1000:
            problems[name] = "text_length"
    if not 2 <= len(draft.owner_role.strip()) <= 80:
        problems["owner_role"] = "short_name_length"
    if draft.due_on < context.today():
        problems["due_on"] = "due_in_past"
    return problems

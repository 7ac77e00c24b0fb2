"""Masked words that may name nobody: sealed, for an independent steward to decide about, and gone after 14 days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from analysis.text.masks import MASK
from analysis.text.redaction import Hidden
from survey import city
from survey.context import Context
from survey.errors import SurveyError
from survey.keys import derive
from survey.permissions import Permission, require
from survey.records import Account, Doubt
from survey.seals import seal, unseal

WAIT = timedelta(days=14)
AROUND = 60
"""How many letters of the redacted comment the steward sees on each side of the words."""


@dataclass(frozen=True)
class Waiting:
    """One decision to make: the words, a little of the redacted comment around them, and the day they are deleted.

    `words` are "" where the server's secret is not the one that they were sealed with.
    """

    id: UUID
    kind: str
    words: str
    before: str
    after: str
    goes_on: date


def sealed(context: Context, response: UUID, question: str, day: date, hidden: Sequence[Hidden]) -> tuple[Doubt, ...]:
    """The doubtful ones of what masks hide, to be stored with the answer of that day.

    None where no independent steward could decide, or where the answer came too late to wait: the day on which
    words go tells nothing that the answer's own day does not.
    """
    doubtful = [one for one in hidden if one.doubtful]
    goes_on = day + WAIT
    if not doubtful or goes_on <= context.today() or not city.stewarded(context):
        return ()
    return tuple(_sealed(context, response, question, goes_on, one) for one in doubtful)


def waiting(context: Context, actor: Account | None) -> tuple[Waiting, ...]:
    """Everything that waits for a decision, in random order. Raises SurveyError("not_allowed")."""
    require(actor, Permission.SEE_SENSITIVE)
    forget_old(context)
    found = ((doubt, text, list(MASK.finditer(text))) for doubt, text in context.store.doubts.waiting(context.today()))
    return tuple(
        Waiting(
            id=doubt.id,
            kind=doubt.kind,
            words=_readable(context, doubt),
            before=_tail(text[: signs[doubt.mask].start()]),
            after=_head(text[signs[doubt.mask].end() :]),
            goes_on=doubt.goes_on,
        )
        for doubt, text, signs in found
        if doubt.mask < len(signs)
    )


def keep_hidden(context: Context, actor: Account | None, doubt: UUID) -> None:
    """Deletes the words; the mask stays. Raises SurveyError("doubt_decided") when somebody was faster."""
    by = require(actor, Permission.SEE_SENSITIVE)
    context.store.doubts.drop(doubt)
    context.store.audit.note(context.new_id(), context.today(), by.id, "kept_word_hidden")


def give_back(context: Context, actor: Account | None, doubt: UUID) -> None:
    """Puts the words back into the stored comment and deletes their sealed copy; published results stay as they are.

    Raises SurveyError("doubt_decided") when somebody was faster or their 14 days are over.
    """
    by = require(actor, Permission.SEE_SENSITIVE)
    forget_old(context)
    context.store.doubts.give_back(doubt, partial(_opened, context))
    context.store.audit.note(context.new_id(), context.today(), by.id, "gave_word_back")


def forget_old(context: Context) -> int:
    """Deletes the words whose 14 days are over; returns how many."""
    return context.store.doubts.forget(context.today())


def _sealed(context: Context, response: UUID, question: str, goes_on: date, hidden: Hidden) -> Doubt:
    new = context.new_id()
    words = seal(_key(context, new), hidden.words, _bound(response, question, hidden.kind))
    return Doubt(new, response, question, hidden.mask, hidden.kind, words, goes_on)


def _opened(context: Context, doubt: Doubt) -> str:
    """The words. Raises SurveyError("doubt_unreadable") where the server's secret is another one."""
    try:
        return unseal(_key(context, doubt.id), doubt.sealed, _bound(doubt.response, doubt.question, doubt.kind))
    except ValueError as error:
        raise SurveyError("doubt_unreadable") from error


def _readable(context: Context, doubt: Doubt) -> str:
    try:
        return _opened(context, doubt)
    except SurveyError:
        return ""


def _key(context: Context, doubt: UUID) -> bytes:
    """A key for one doubt, made from the server's secret each time and stored nowhere."""
    return derive(context.secret, "doubt", doubt.bytes)


def _bound(response: UUID, question: str, kind: str) -> bytes:
    return response.bytes + f"{question} {kind}".encode()


def _tail(text: str) -> str:
    """The last letters of a text, from the beginning of a word."""
    return text if len(text) <= AROUND else "… " + text[-AROUND:].partition(" ")[2]


def _head(text: str) -> str:
    """The first letters of a text, to the end of a word."""
    return text if len(text) <= AROUND else text[:AROUND].rpartition(" ")[0] + " …"

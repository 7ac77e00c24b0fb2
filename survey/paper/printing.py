"""Printing numbered forms, and how far those of an event have come."""

from dataclasses import dataclass

from survey import city, events
from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.handouts import FormBatch, KeyedForm
from survey.paper import numbers
from survey.paper.comparing import Rate, rate
from survey.permissions import Permission, allowed, require
from survey.records import Account, Event

MOST = 200
"""Forms in one batch."""


@dataclass(frozen=True)
class Standing:
    """Forms of an event: how many were printed, typed in, typed in twice and sent on, and how often typings differ."""

    printed: int
    keyed: int
    checked: int
    sent: int
    compared: int
    differing: int

    @property
    def waiting(self) -> int:
        """Typed in and not sent on."""
        return self.keyed - self.sent

    @property
    def rate(self) -> Rate | None:
        """Differing fields in percent of those compared, None before any was."""
        return rate(self.differing, self.compared)


def print_forms(context: Context, actor: Account | None, event: Event, count: int, language: str) -> FormBatch:
    """Numbers for the next forms. Raises InvalidInput, or SurveyError("not_allowed" | "no_steward")."""
    by = require(actor, Permission.PLAN_EVENTS)
    require_steward(context)
    problems = {}
    if not 1 <= count <= MOST:
        problems["count"] = "form_count"
    if language not in events.languages_of(context, event):
        problems["language"] = "language_not_accepted"
    if problems:
        raise InvalidInput(problems)
    batch = context.store.paper.print_batch(context.new_id(), event.id, count, language, context.today())
    subject = f"{event.code}: {batch.first}-{batch.last}"
    context.store.audit.note(context.new_id(), context.today(), by.id, "printed_forms", subject)
    return batch


def batches(context: Context, actor: Account | None, event: Event) -> tuple[FormBatch, ...]:
    """What was printed for an event. Raises SurveyError("not_allowed")."""
    require(actor, Permission.PLAN_EVENTS)
    return context.store.paper.batches(event.id)


def forms_of(
    context: Context, actor: Account | None, event: Event, first: int
) -> tuple[FormBatch, str, tuple[str, ...]]:
    """A batch by its first number, its language, and its numbers as written; those sent on are not printed again.

    Raises SurveyError("not_allowed" | "form_not_printed").
    """
    require(actor, Permission.PLAN_EVENTS)
    batch = next((batch for batch in context.store.paper.batches(event.id) if batch.first == first), None)
    if batch is None:
        raise SurveyError("form_not_printed")
    forms = [form for form in context.store.paper.forms(event.id) if batch.first <= form.number <= batch.last]
    unsent = [form for form in forms if not form.sent]
    if not unsent:
        raise SurveyError("form_sent")
    return batch, unsent[0].language, tuple(numbers.written(event.code, form.number) for form in unsent)


def standing(context: Context, actor: Account | None, event: Event) -> Standing:
    """How far an event's forms have come. Raises SurveyError("not_allowed")."""
    if not allowed(actor, Permission.SEE_EVENTS):
        require(actor, Permission.KEY_PAPER)
    forms = context.store.paper.forms(event.id)
    return Standing(
        printed=len(forms),
        keyed=sum(is_keyed(form) for form in forms),
        checked=sum(form.compared > 0 for form in forms),
        sent=sum(form.sent for form in forms),
        compared=sum(form.compared for form in forms),
        differing=sum(form.differing for form in forms),
    )


def is_keyed(form: KeyedForm) -> bool:
    """Whether a form was typed in, sent on or not."""
    return form.sent or form.first is not None


def require_steward(context: Context) -> None:
    """Paper is typed in by those who do not answer to the police. Raises SurveyError("no_steward") without them."""
    if not city.stewarded(context):
        raise SurveyError("no_steward")

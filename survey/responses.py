"""The only door for an answer, whatever channel it came by."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from analysis.records import Value
from analysis.text.redaction import redact_and_tell
from questions.answers import validate_values
from questions.model import Instrument, QuestionKind
from survey import doubts, events
from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.permissions import Permission, require
from survey.records import Account, Channel, Comment, Event, EventState, Receipt, Response, Submission
from survey.storage.tables import CommentRow, ReceiptRow, ResponseRow, Row

KIND_OF_COMMENT = "comment_kind"
RECEIPTS_KEPT = timedelta(days=30)


def submit(context: Context, event: Event, submission: Submission) -> Receipt:
    """Checks everything, redacts comments, saves once and gives a receipt after the commit.

    A key that was received before saves nothing and gives its first receipt. Raises InvalidInput, or
    SurveyError: "event_closed", "card_used" when another key spent the card, "too_late" for a card.
    """
    return submit_many(context, event, [submission])[0]


def submit_many(context: Context, event: Event, submissions: Sequence[Submission]) -> tuple[Receipt, ...]:
    """The same for several answers in one transaction: all are saved, or none.

    Keys that were received are looked up first: a phone that asks again after the event closed gets its receipt.
    """
    places = {place.id for place in context.store.places.all()}
    instrument = events.instrument_of(context, event)
    known = context.store.responses.receipts([submission.key for submission in submissions])
    arrivals = [
        (submission.key, _receipt_code(), _response(context, event, instrument, submission, places))
        for submission in submissions
        if submission.key not in known
    ]
    cards = {submission.key: submission.card for submission in submissions if submission.card}
    saved = iter(context.store.responses.save(arrivals, cards))
    return tuple(known.get(submission.key) or next(saved) for submission in submissions)


def preview(context: Context, event: Event, submission: Submission) -> Response:
    """The record that `submit()` would store now, made by the same code; a key of its own it gets when it is stored.

    Raises as `submit()` does; a sheet without any answer is shown all the same.
    """
    instrument = events.instrument_of(context, event)
    if not submission.values:
        return _record(context, event, instrument, submission)
    return _response(context, event, instrument, submission, {place.id for place in context.store.places.all()})


def received(context: Context, event: Event) -> int:
    """How many answers an event has, rehearsals apart."""
    return context.store.responses.count(event.id)


def counts(context: Context, actor: Account | None) -> dict[UUID, int]:
    """How many answers each event has, rehearsals apart. Raises SurveyError("not_allowed")."""
    require(actor, Permission.SEE_EVENTS)
    return context.store.responses.counts()


def waiting(context: Context, actor: Account | None) -> int:
    """How many counted answers no release holds yet. Raises SurveyError("not_allowed")."""
    require(actor, Permission.SEE_EVENTS)
    return context.store.responses.waiting()


def stored_fields() -> dict[str, tuple[str, ...]]:
    """Every field that is stored about an answer, by table, as the tables themselves have them."""
    return _fields({"response": ResponseRow, "comment": CommentRow, "receipt": ReceiptRow})


def forget_old_receipts(context: Context, kept: timedelta = RECEIPTS_KEPT) -> int:
    """Removes receipts of events that closed longer ago than they are kept, imports apart; returns how many."""
    context.store.paper.settle()  # needs the receipts to see which paper forms arrived
    last = context.today() - kept
    old = [event.id for event in context.store.events.all() if event.ends_on < last]
    context.store.cards.withdraw_all(old)  # an event that is opened again must not take its old cards once more
    return context.store.responses.forget_receipts(old)


def _response(
    context: Context, event: Event, instrument: Instrument, submission: Submission, places: Collection[str]
) -> Response:
    problems = validate_values(instrument, submission.values, places)
    if problems:
        raise InvalidInput(problems)
    return _record(context, event, instrument, submission)


def _record(context: Context, event: Event, instrument: Instrument, submission: Submission) -> Response:
    day = submission.day or context.today(event.time_zone)
    state = events.state(event, day)
    if state is EventState.CLOSED:
        raise SurveyError("event_closed")
    if submission.card and not events.may_still_come(event.ends_on, context.today(event.time_zone)):
        raise SurveyError("too_late")
    key = context.new_id()
    return Response(
        key=key,
        event=event.id,
        day=day,
        place=_place(instrument, event, submission.values),
        instrument=instrument.id,
        instrument_version=instrument.version,
        language=submission.language,
        channel=Channel.CARD if submission.card else submission.channel,
        rehearsal=state is EventState.REHEARSAL,
        values=dict(_ratings(instrument, submission.values)),
        comments=tuple(_comments(context, key, day, instrument, submission)),
    )


def _place(instrument: Instrument, event: Event, values: Mapping[str, Value]) -> str:
    """The neighborhood a person named; the event's own only where the questionnaire doesn't ask."""
    asked = [question.id for question in instrument.questions if question.kind is QuestionKind.PLACE]
    if not asked:
        return event.place
    return str(values.get(asked[0], ""))


def _ratings(instrument: Instrument, values: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    apart = (QuestionKind.PLACE, QuestionKind.COMMENT)
    for question in instrument.questions:
        if question.kind not in apart and question.id != KIND_OF_COMMENT and question.id in values:
            yield question.id, values[question.id]


def _comments(
    context: Context, key: UUID, day: date, instrument: Instrument, submission: Submission
) -> Iterator[Comment]:
    label = submission.values.get(KIND_OF_COMMENT, 0)
    for question in instrument.questions:
        text = submission.values.get(question.id)
        if question.kind is QuestionKind.COMMENT and isinstance(text, str) and text.strip():
            redacted, hidden = redact_and_tell(text.strip(), submission.language)
            kind = label if isinstance(label, int) and label > 0 else 0
            waiting = doubts.sealed(context, key, question.id, day, hidden)
            yield Comment(question.id, redacted.text, kind, redacted.version, waiting)


def _fields(tables: Mapping[str, type[Row]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(row.model_fields) for name, row in tables.items()}


def _receipt_code() -> str:
    return f"{events.new_code(4)}-{events.new_code(4)}"

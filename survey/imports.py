"""Answers out of files: each row goes through the same door as any answer, once, and none is dropped silently."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from analysis.records import Value
from questions.answers import validate_values
from questions.errors import ContentError, Problem
from questions.model import SOURCE_LANGUAGE, QuestionKind
from survey import city, events, responses
from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.exchange.answers_csv import Row, Table
from survey.exchange.cells import RowRead, namespace, read_row
from survey.exchange.columns import AnswerMapping
from survey.exchange.places import MOST_PLACES, named_place
from survey.permissions import Permission, require
from survey.records import Account, Channel, Event, Place, Submission

BATCH = 500


@dataclass(frozen=True)
class RefusedRow:
    """A row that was not added: its line in the file, and why, as `{question or part of the row: code}`."""

    line: int
    problems: Mapping[str, str]


@dataclass(frozen=True)
class ImportReport:
    """What became of a file: `read` is `added` + `repeated` + the refused rows.

    `unanswered` counts rows without an answer by question, `unused` names the columns that the mapping does
    not; weights are counted and not used.
    """

    event: Event
    read: int
    added: int
    repeated: int
    refused: tuple[RefusedRow, ...]
    unanswered: Mapping[str, int]
    unused: tuple[str, ...]
    weights_ignored: int
    places_added: tuple[str, ...]


def import_answers(
    context: Context, actor: Account | None, mapping: AnswerMapping, table: Table, event: Event | None = None
) -> ImportReport:
    """Adds a file's rows to `event`, or to the one that the mapping describes, made at its first import.

    A row that was added before stays as it is. Raises ContentError for a mapping that doesn't fit the file or
    the city, SurveyError("not_allowed" | "event_needed" | "wrong_instrument").
    """
    by = require(actor, Permission.IMPORT_ANSWERS)
    if mapping.place is not None and mapping.place.create:
        require(actor, Permission.CHANGE_SETTINGS)
    _check_columns(mapping, table)
    run = _Run(context, by, mapping, _event(context, mapping, event))
    while rows := list(islice(table.rows, BATCH)):
        run.take(rows)
    report = run.report(table)
    context.store.audit.note(
        context.new_id(), context.today(), by.id, "imported_answers", f"{report.event.code}: {report.added}"
    )
    return report


def reason(context: Context, language: str, code: str) -> str:
    """Why a row was refused, in words."""
    own = f"import.reason.{code}"
    return context.texts.get(language, own if context.texts.has(own) else f"error.{code}")


class _Run:
    """One import under way: what was seen and counted up to now."""

    def __init__(self, context: Context, actor: Account, mapping: AnswerMapping, event: Event) -> None:
        self._context = context
        self._mapping = mapping
        self._event = event
        self._places = _Places(context, actor, mapping)
        self._seen: set[UUID] = set()
        self._refused: list[RefusedRow] = []
        self._unanswered: Counter[str] = Counter()
        self._counts: Counter[str] = Counter()

    def take(self, rows: Iterable[Row]) -> None:
        """Adds some rows in one transaction; those with problems are listed and left out."""
        submissions = [submission for row in rows if (submission := self._submission(row)) is not None]
        self._places.keep()
        receipts = responses.submit_many(self._context, self._event, submissions)
        repeated = sum(receipt.repeated for receipt in receipts)
        self._counts.update(repeated=repeated, added=len(receipts) - repeated)

    def report(self, table: Table) -> ImportReport:
        """What became of all rows taken."""
        mapping = self._mapping
        used = mapping.columns()
        return ImportReport(
            event=self._event,
            read=self._counts["read"],
            added=self._counts["added"],
            repeated=self._counts["repeated"],
            refused=tuple(self._refused),
            unanswered={name: self._unanswered[name] for name in mapping.questions},
            unused=tuple(column for column in table.columns if column not in used),
            weights_ignored=self._counts["weights"],
            places_added=self._places.added(),
        )

    def _submission(self, row: Row) -> Submission | None:
        self._counts["read"] += 1
        if row.problem:
            self._refuse(row, {"": row.problem})
            return None
        read = read_row(self._mapping, row)
        values, problems = self._checked(read)
        if problems:
            self._refuse(row, problems)
            return None
        self._seen.add(read.key)
        self._places.use(read.place)
        self._unanswered.update(name for name in self._mapping.questions if name not in values)
        self._counts["weights"] += bool(self._mapping.weight and row.cells[self._mapping.weight].strip())
        return Submission(read.key, values, read.language, Channel.IMPORT, read.day)

    def _checked(self, read: RowRead) -> tuple[dict[str, Value], dict[str, str]]:
        """All values of a row, and all its problems."""
        values, problems = dict(read.values), dict(read.problems)
        if read.place:
            values[self._places.question] = self._places.id_of(read.place)
        found = validate_values(self._mapping.instrument, values, self._places.ids())
        problems = {name: code for name, code in found.items() if name or not problems} | problems
        if "day" not in problems and not self._event.starts_on <= read.day <= self._event.ends_on:
            problems["day"] = "day_outside_event"
        if read.key in self._seen:
            problems["row_id"] = "duplicate_row"
        return values, problems

    def _refuse(self, row: Row, problems: Mapping[str, str]) -> None:
        self._refused.append(RefusedRow(row.line, dict(problems)))


class _Places:
    """The neighborhoods that rows may name, by id or name; new ones are stored once a row that names them is added."""

    def __init__(self, context: Context, actor: Account, mapping: AnswerMapping) -> None:
        self._context = context
        self._actor = actor
        asked = (question.id for question in mapping.instrument.questions if question.kind is QuestionKind.PLACE)
        self.question = next(asked, "")
        self._column = mapping.place
        self._ids: dict[str, str] = {}
        self._new: dict[str, Place] = {}
        self._used: dict[str, None] = {}
        self._added: list[str] = []
        for place in city.places(context):
            self._ids |= {place.id.casefold(): place.id, place.name.casefold(): place.id}
        for name in self._column.values.values() if self._column else ():
            self.id_of(name)

    def id_of(self, name: str) -> str:
        """The id of a neighborhood; an unknown name comes back as it is, and no neighborhood has it for an id."""
        if self._column and name.casefold() not in self._ids and self._column.creates(name):
            self._propose(name)
        return self._ids.get(name.casefold(), name)

    def ids(self) -> set[str]:
        return set(self._ids.values())

    def use(self, name: str) -> None:
        """A row that names this neighborhood will be added."""
        place = self._ids.get(name.casefold(), "")
        if place in self._new:
            self._used[place] = None

    def keep(self) -> None:
        """Stores the new neighborhoods that are used, in the order in which the mapping names them."""
        fresh = [place for place in self._new.values() if place.id in self._used]
        if fresh:
            city.put_places(self._context, self._actor, fresh)
            self._added += [place.name for place in fresh]
            self._new = {place.id: place for place in self._new.values() if place.id not in self._used}

    def added(self) -> tuple[str, ...]:
        return tuple(self._added)

    def _propose(self, name: str) -> None:
        try:
            place = named_place(name)
        except InvalidInput:
            return
        known = self.ids()
        if place.id not in known and len(known) < MOST_PLACES:
            self._new[place.id] = place
            known.add(place.id)
        if place.id in known:
            self._ids |= {place.id: place.id, name.casefold(): place.id}


def _check_columns(mapping: AnswerMapping, table: Table) -> None:
    missing = [
        Problem(mapping.file, key, f"the file has no column '{column}'")
        for column, key in mapping.columns().items()
        if column not in table.columns
    ]
    if missing:
        raise ContentError(missing)


def _event(context: Context, mapping: AnswerMapping, event: Event | None) -> Event:
    """The event given, or the source's own, whose id is made of its name."""
    found = event or context.store.events.get(namespace(mapping.source)) or _make_event(context, mapping)
    if found.instrument != mapping.instrument.id:
        raise SurveyError("wrong_instrument")
    return found


def _make_event(context: Context, mapping: AnswerMapping) -> Event:
    if mapping.event is None:
        raise SurveyError("event_needed")
    draft = events.EventDraft(**vars(mapping.event), instrument=mapping.instrument.id, languages=(SOURCE_LANGUAGE,))
    problems = events.check(context, draft)
    if problems:
        texts = {name: context.texts.get(SOURCE_LANGUAGE, f"error.{code}") for name, code in problems.items()}
        raise ContentError([Problem(mapping.file, f"event.{name}", text) for name, text in texts.items()])
    made = Event(id=namespace(mapping.source), code=events.new_code(), phrase=events.new_phrase(), **vars(draft))
    context.store.events.add(made)
    return made

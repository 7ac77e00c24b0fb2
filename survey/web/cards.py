"""One-time cards on paper: the form that asks for a batch, and the sheets, which are shown once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from survey import access, cards, city, events, qr
from survey.context import Cities, Context
from survey.errors import InvalidInput, SurveyError
from survey.i18n import language_name
from survey.permissions import Permission, require
from survey.records import Account, Event, EventState
from survey.web.doors import find_event, language_for
from survey.web.forms import Fields, one
from survey.web.poster import PAPERS, spaced, test_only
from survey.web.refusals import refused
from survey.web.staffdoor import COOKIE, OWN_REFERRER
from survey.web.views import Views

ON_A_SHEET = 10
USUAL_COUNT = "50"
NO_LANGUAGE = ""
PRINTED = "batch_printed"

Say = Callable[..., str]


@dataclass(frozen=True)
class PrintedCard:
    """One card: its picture, and its number as it is read out."""

    picture: Markup
    number: str


@dataclass(frozen=True)
class Passage:
    """One of a card's languages: `say` gives its texts, `phrase` are its matching words."""

    language: str
    say: Say
    phrase: str


@dataclass(frozen=True)
class Planning:
    """A planner's request for one event; `language` is that of staff pages."""

    context: Context
    actor: Account
    event: Event
    language: str


@dataclass(frozen=True)
class CardPrinter:
    """Prints cards for whoever may plan events."""

    cities: Cities
    views: Views

    def show(self, request: Request) -> Response:
        """The form for a new batch, and the batches that there are."""
        try:
            return self._form(self._visit(request))
        except SurveyError as error:
            return refused(self.cities, self.views, request, error)

    def make(self, request: Request, fields: Fields) -> Response:
        """Makes a batch and shows its sheets, this once."""
        try:
            visit = self._visit(request)
        except SurveyError as error:
            return refused(self.cities, self.views, request, error)
        try:
            batch = _id(one(fields, "batch"))
            numbers = cards.print_batch(
                visit.context, visit.actor, visit.event, batch, one(fields, "table"), _count(one(fields, "count"))
            )
        except InvalidInput as error:
            return self._form(visit, fields, error.problems, 422)
        except SurveyError as error:
            return self._form(visit, fields, {"": error.code}, 409 if error.code == PRINTED else 422)
        return self._sheets(visit, fields, batch, numbers)

    def withdraw(self, request: Request, fields: Fields) -> Response:
        """Makes the unused cards of a batch worthless, and goes back to the form."""
        try:
            visit = self._visit(request)
            cards.withdraw(visit.context, visit.actor, visit.event, _id(one(fields, "batch")))
        except SurveyError as error:
            return refused(self.cities, self.views, request, error)
        address = f"/staff/cards/{visit.event.code}?lang={visit.language}"
        return RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})

    def _visit(self, request: Request) -> Planning:
        context, event = find_event(self.cities, request.path_params["code"])
        actor = require(access.signed_in(context, request.cookies.get(COOKIE)), Permission.PLAN_EVENTS)
        return Planning(context, actor, event, language_for(request, context.texts.staff))

    def _form(
        self,
        visit: Planning,
        fields: Fields | None = None,
        problems: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> Response:
        context, event = visit.context, visit.event
        languages = events.languages_of(context, event)
        usual = {"count": USUAL_COUNT, "paper": PAPERS[0], "first": languages[0], "second": NO_LANGUAGE, "table": ""}
        return self.views.page(
            "cards_form.html",
            visit.language,
            status,
            OWN_REFERRER,
            event=event,
            synthetic=context.synthetic,
            closed=events.state(event, context.today(event.time_zone)) is EventState.CLOSED,
            batch=uuid4(),
            batches=cards.batches(context, visit.actor, event),
            choices=_choices(context, visit.language, languages),
            most=cards.MOST_PRINTED,
            typed={name: one(fields, name) if fields else text for name, text in usual.items()},
            problems=problems or {},
        )

    def _sheets(self, visit: Planning, fields: Fields, batch: UUID, numbers: Sequence[str]) -> Response:
        context, event = visit.context, visit.event
        address, paper = events.address(context, event), one(fields, "paper")
        printed = [
            # our own drawing, nothing typed is in it
            PrintedCard(Markup(qr.small_svg(cards.address(context, event, number))), cards.grouped(number))
            for number in numbers
        ]
        return self.views.page(
            "cards.html",
            visit.language,
            headers=OWN_REFERRER,
            event=event,
            batch=batch,
            table=" ".join(one(fields, "table").split()),
            count=len(printed),
            sheets=_sheets(printed),
            passages=tuple(_passages(context, event, one(fields, "first"), one(fields, "second"))),
            paper=paper if paper in PAPERS else PAPERS[0],
            place_to_type=f"{urlsplit(address).netloc}/s",
            code=spaced(event.code),
            synthetic=context.synthetic,
            test_only=test_only(city.profile(context), address),
        )


def _choices(context: Context, language: str, offered: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen on the form, as (value, name) by field."""
    say = partial(context.texts.get, language)
    named = [(code, language_name(code)) for code in offered]
    second = [(NO_LANGUAGE, say("cards.no_second")), *named] if len(named) > 1 else []
    return {"first": named, "second": second, "paper": [(paper, say(f"poster.paper_{paper}")) for paper in PAPERS]}


def _sheets(printed: Sequence[PrintedCard]) -> list[Sequence[PrintedCard]]:
    return [printed[start : start + ON_A_SHEET] for start in range(0, len(printed), ON_A_SHEET)]


def _passages(context: Context, event: Event, *wanted: str) -> Iterator[Passage]:
    """The languages of a card: those chosen among the event's, each once; its first where none was."""
    offered = events.languages_of(context, event)
    chosen = [language for language in dict.fromkeys(wanted) if language in offered] or [offered[0]]
    for language in chosen:
        yield Passage(language, partial(context.texts.get, language), events.phrase(context, event, language))


def _id(text: str) -> UUID:
    """Raises SurveyError("unknown_batch") for what is no id."""
    try:
        return UUID(text)
    except ValueError as error:
        raise SurveyError("unknown_batch") from error


def _count(text: str) -> int:
    """How many cards were asked for, 0 for what is no number."""
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 5 else 0

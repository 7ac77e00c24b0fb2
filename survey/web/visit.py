"""One person's request for one event, and the pages that answer it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from questions.model import QuestionKind
from survey import events
from survey.address import page_address
from survey.context import Cities, Context
from survey.records import Event, EventState, Receipt
from survey.web.doors import ANSWER_VARIES, find_event, language_for
from survey.web.forms import Fields
from survey.web.questionnaire import ask, has_kind
from survey.web.views import Views

NOT_SAVED = "not_saved"
STATUS = {NOT_SAVED: 503, "too_late": 410}


@dataclass(frozen=True)
class Visit:
    """One person's request for one event in one language of those on offer.

    `within`: the answer goes into the page that is open.
    """

    context: Context
    event: Event
    language: str
    languages: tuple[str, ...]
    state: EventState
    within: bool = False


@dataclass(frozen=True)
class Typed:
    """What the form holds as it was typed: the key of this sheet, its answers, and the number of a one-time card."""

    key: UUID
    answers: Fields
    card: str = ""


@dataclass(frozen=True)
class Reception:
    """Finds out what a request is for, and shows the pages of an event."""

    cities: Cities
    views: Views

    def visit(self, request: Request, wanted: str = "", within: bool = False) -> Visit:
        """The event and the language of a request. Raises SurveyError("unknown_code")."""
        context, event = find_event(self.cities, request.path_params["code"])
        offered = events.languages_of(context, event)
        language = wanted if wanted in offered else language_for(request, offered)
        state = events.state(event, context.today(event.time_zone))
        return Visit(context, event, language, offered, state, within)

    def form(self, visit: Visit, typed: Typed, problems: Mapping[str, str], state: str = "again") -> Response:
        """The questionnaire with what was typed and what has to be mended; `state` is "form" where nothing was sent."""
        instrument = events.instrument_of(visit.context, visit.event)
        asked = ask(visit.context, visit.event, visit.language, typed.answers, problems)
        apart = {"card", *(question.id for question in instrument.questions)}
        return self.page(
            "phone.html",
            visit,
            next((STATUS[code] for code in problems.values() if code in STATUS), 422 if problems else 200),
            state=state,
            typed=typed,
            asked=asked,
            problems=sorted({code for name, code in problems.items() if name not in apart}),
            card_problem=problems.get("card", ""),
            cards=bool(typed.card or visit.context.store.cards.of(visit.event.id)),
            title=visit.context.library.text(f"{instrument.id}.title", visit.language),
            instrument=instrument,
            phrase=events.phrase(visit.context, visit.event, visit.language),
            languages=visit.languages,
            asks_place=has_kind(instrument, QuestionKind.PLACE),
            asks_comment=has_kind(instrument, QuestionKind.COMMENT),
        )

    def thanks(self, visit: Visit, receipt: Receipt, ignored: tuple[str, ...], stored: EventState) -> Response:
        """The receipt. `ignored` are answers left out; `stored` is how the event stood on the day that counts."""
        return self.page(
            "thanks.html",
            visit,
            200,
            receipt=receipt,
            left_out=[visit.context.library.text(f"{name}.text", visit.language) for name in ignored],
            results_from=events.results_from(visit.event),
            practice=stored is EventState.REHEARSAL,
            open=visit.state is not EventState.CLOSED,
        )

    def closed(self, visit: Visit, unsaved: bool = False) -> Response:
        """Why there is no questionnaire any more."""
        return self.page("closed.html", visit, 410, unsaved=unsaved)

    def unknown(self, request: Request) -> Response:
        """The small form again, for a code that nobody planned."""
        return self.code_form(self._language(request), request.path_params["code"][:40])

    def code_form(self, language: str, wrong: str = "") -> Response:
        """The small form for whoever typed the address from a poster."""
        return self.views.page("code.html", language, 404 if wrong else 200, ANSWER_VARIES, wrong=wrong)

    def page(self, template: str, visit: Visit, status: int, **values: object) -> Response:
        """A page of the event."""
        return self.views.page(
            template,
            visit.language,
            status,
            ANSWER_VARIES,
            event=visit.event,
            rehearsal=visit.state is EventState.REHEARSAL,
            profile=visit.context.store.city.profile(),
            synthetic=visit.context.synthetic,
            within=visit.within,
            public=_public_addresses(visit),
            **values,
        )

    def _language(self, request: Request) -> str:
        return language_for(request, tuple(self.cities.real.texts.languages))


def _public_addresses(visit: Visit) -> Mapping[str, str]:
    """Where the public pages of this city are."""
    pages = ("results", "promises", "storage")
    return {page: page_address(page, visit.language, visit.context.synthetic) for page in pages}

"""The phone page: one questionnaire as one plain page that needs no script."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from questions.answers import Reading, read_answers
from questions.model import QuestionKind
from survey import events, responses
from survey.address import page_address
from survey.context import Cities, Context, is_demo_code
from survey.errors import InvalidInput, SurveyError
from survey.records import Channel, Event, EventState, Submission
from survey.web.doors import ANSWER_VARIES, find_event, language_for, opens_streamlit, plain_code
from survey.web.forms import Fields, one
from survey.web.moment import PATIENCE, moment
from survey.web.questionnaire import ask, has_kind
from survey.web.views import Views

log = logging.getLogger("survey")
NOT_SAVED = "not_saved"

OWN_FIELDS = frozenset({"key", "language", "switch_language", "stay", "send"})
"""Fields that are the form's, not the questionnaire's; `stay` is what the Enter key presses, and saves nothing."""


@dataclass(frozen=True)
class Visit:
    """One person's request for one event in one language."""

    context: Context
    event: Event
    language: str
    state: EventState


@dataclass(frozen=True)
class PhoneDoor:
    """Shows questionnaires and receives answers."""

    cities: Cities
    views: Views

    def ask_code(self, request: Request) -> Response:
        """The small form for whoever typed the address from a poster."""
        language = language_for(request, tuple(self.cities.real.texts.languages))
        typed = request.query_params.get("code", "")
        if plain_code(typed):
            return RedirectResponse(f"/s/{plain_code(typed)}?lang={language}", 303)
        return self._code_form(language)

    def show(self, request: Request) -> Response:
        """The questionnaire, or the page that says why there is none, or the way to the larger page."""
        if is_demo_code(plain_code(request.path_params["code"])) and not self.cities.demo_within(PATIENCE):
            return moment(request, self.cities, self.views)
        try:
            visit = self._visit(request)
        except SurveyError:
            return self._unknown(request)
        if visit.state is EventState.CLOSED:
            return self._closed(visit)
        if opens_streamlit(visit.event.door, request.query_params.get("door", ""), request.headers):
            address = f"/survey?code={visit.event.code}&lang={visit.language}"
            return RedirectResponse(address, 302, headers={**ANSWER_VARIES, "Cache-Control": "no-store"})
        return self._form(visit, uuid4(), {}, {})

    def receive(self, request: Request, fields: Fields) -> Response:
        """Saves what was sent once, or shows it again with what has to be mended."""
        try:
            visit = self._visit(request, one(fields, "switch_language") or one(fields, "language"))
        except SurveyError:
            return self._unknown(request)
        typed = {name: texts for name, texts in fields.items() if name not in OWN_FIELDS}
        key = _key(one(fields, "key"))
        if "switch_language" in fields or "stay" in fields:
            return self._form(visit, key or uuid4(), typed, {})
        places = {place.id for place in visit.context.store.places.all()}
        reading = read_answers(events.instrument_of(visit.context, visit.event), typed, places)
        problems = reading.problems if key else {"": "form_key", **reading.problems}
        if key is None or problems:
            return self._form(visit, key or uuid4(), typed, problems)
        return self._save(visit, key, typed, reading)

    def _save(self, visit: Visit, key: UUID, typed: Fields, reading: Reading) -> Response:
        submission = Submission(key, reading.values, visit.language, Channel.PHONE)
        try:
            receipt = responses.submit(visit.context, visit.event, submission)
        except InvalidInput as error:
            return self._form(visit, key, typed, error.problems)
        except SurveyError:
            return self._closed(visit, unsaved=True)
        except Exception as error:  # whatever broke, a resident must not lose what they typed
            log.error("answers not saved: %s", type(error).__name__)  # never its text: that could hold an answer
            return self._form(visit, key, typed, {"": NOT_SAVED})
        left_out = [visit.context.library.text(f"{name}.text", visit.language) for name in reading.ignored]
        return self._page(
            "thanks.html", visit, 200, receipt=receipt, left_out=left_out, results_from=events.results_from(visit.event)
        )

    def _visit(self, request: Request, wanted: str = "") -> Visit:
        context, event = find_event(self.cities, request.path_params["code"])
        offered = events.languages_of(context, event)
        language = wanted if wanted in offered else language_for(request, offered)
        return Visit(context, event, language, events.state(event, context.today(event.time_zone)))

    def _form(
        self, visit: Visit, key: UUID, typed: Mapping[str, Sequence[str]], problems: Mapping[str, str]
    ) -> Response:
        instrument = events.instrument_of(visit.context, visit.event)
        asked = ask(visit.context, visit.event, visit.language, typed, problems)
        elsewhere = sorted({code for name, code in problems.items() if instrument.question(name) is None})
        return self._page(
            "phone.html",
            visit,
            _status(problems),
            key=key,
            asked=asked,
            problems=elsewhere,
            title=visit.context.library.text(f"{instrument.id}.title", visit.language),
            instrument=instrument,
            phrase=events.phrase(visit.context, visit.event, visit.language),
            languages=events.languages_of(visit.context, visit.event),
            asks_place=has_kind(instrument, QuestionKind.PLACE),
            asks_comment=has_kind(instrument, QuestionKind.COMMENT),
        )

    def _closed(self, visit: Visit, unsaved: bool = False) -> Response:
        return self._page("closed.html", visit, 410, unsaved=unsaved)

    def _page(self, template: str, visit: Visit, status: int, **values: object) -> Response:
        return self.views.page(
            template,
            visit.language,
            status,
            ANSWER_VARIES,
            event=visit.event,
            rehearsal=visit.state is EventState.REHEARSAL,
            profile=visit.context.store.city.profile(),
            synthetic=visit.context.synthetic,
            public=_public_addresses(visit),
            **values,
        )

    def _unknown(self, request: Request) -> Response:
        language = language_for(request, tuple(self.cities.real.texts.languages))
        return self._code_form(language, request.path_params["code"][:40])

    def _code_form(self, language: str, wrong: str = "") -> Response:
        return self.views.page("code.html", language, 404 if wrong else 200, ANSWER_VARIES, wrong=wrong)


def _status(problems: Mapping[str, str]) -> int:
    if NOT_SAVED in problems.values():
        return 503
    return 422 if problems else 200


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _public_addresses(visit: Visit) -> Mapping[str, str]:
    """Where the public pages of this city are."""
    pages = ("results", "promises", "storage")
    return {page: page_address(page, visit.language, visit.context.synthetic) for page in pages}

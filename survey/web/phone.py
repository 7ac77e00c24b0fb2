"""The phone page: one questionnaire as one plain page that needs no script."""

import logging
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from questions.answers import NOTHING_ANSWERED, Reading, read_answers
from survey import cards, events, responses
from survey.context import Cities, is_demo_code
from survey.errors import InvalidInput, SurveyError
from survey.records import Channel, EventState, Submission
from survey.web.doors import ANSWER_VARIES, language_for, opens_streamlit, plain_code
from survey.web.forms import Fields, one
from survey.web.lateness import day_to_store
from survey.web.moment import PATIENCE, moment
from survey.web.preview import record_shown
from survey.web.views import Views
from survey.web.visit import NOT_SAVED, Reception, Typed, Visit

log = logging.getLogger("survey")

OWN_FIELDS = frozenset(
    ("key", "language", "switch_language", "stay", "send", "preview")
    + ("card", "without_card", "day", "practice", "within")
)
"""Fields that are the form's, not the questionnaire's; `stay` is what the Enter key presses, and saves nothing."""


@dataclass(frozen=True)
class PhoneDoor:
    """Shows questionnaires and receives answers."""

    cities: Cities
    views: Views

    @property
    def reception(self) -> Reception:
        """Who finds the event and shows its pages."""
        return Reception(self.cities, self.views)

    def ask_code(self, request: Request) -> Response:
        """The small form for whoever typed the address from a poster."""
        language = language_for(request, tuple(self.cities.real.texts.languages))
        typed = request.query_params.get("code", "")
        if plain_code(typed):
            return RedirectResponse(f"/s/{plain_code(typed)}?lang={language}", 303)
        return self.reception.code_form(language)

    def show(self, request: Request) -> Response:
        """The questionnaire, or the page that says why there is none, or the way to the larger page."""
        if is_demo_code(plain_code(request.path_params["code"])) and not self.cities.demo_within(PATIENCE):
            return moment(request, self.cities, self.views)
        try:
            visit = self.reception.visit(request)
        except SurveyError:
            return self.reception.unknown(request)
        if visit.state is EventState.CLOSED:
            return self.reception.closed(visit)
        if opens_streamlit(visit.event.door, request.query_params.get("door", ""), request.headers):
            address = f"/survey?code={visit.event.code}&lang={visit.language}"
            return RedirectResponse(address, 302, headers={**ANSWER_VARIES, "Cache-Control": "no-store"})
        return self.reception.form(visit, Typed(uuid4(), {}), {}, state="form")

    def receive(self, request: Request, fields: Fields) -> Response:
        """Saves what was sent once, or shows it again: with what has to be mended, or as the record it would become."""
        wanted = one(fields, "switch_language") or one(fields, "language")
        try:
            visit = self.reception.visit(request, wanted, within="within" in fields)
        except SurveyError:
            return self.reception.unknown(request)
        key = _key(one(fields, "key"))
        typed = _typed(fields, key or uuid4())
        if "switch_language" in fields or "stay" in fields:
            return self.reception.form(visit, typed, {})
        try:
            return self._take(visit, typed, fields, has_key=key is not None)
        except SurveyError as error:
            return self._refused(visit, typed, error)
        except Exception as error:  # whatever broke, a resident must not lose what they typed
            log.error("answers not saved: %s", type(error).__name__)  # never its text: that could hold an answer
            return self.reception.form(visit, typed, {"": NOT_SAVED})

    def _take(self, visit: Visit, typed: Typed, fields: Fields, has_key: bool) -> Response:
        """Reads answers, card and day; raises SurveyError with what has to be mended, else goes on with the rest."""
        if has_key and (known := visit.context.store.responses.receipts([typed.key])):
            return self.reception.thanks(visit, known[typed.key], (), visit.state)
        previewed = "preview" in fields
        places = {place.id for place in visit.context.store.places.all()}
        reading = read_answers(events.instrument_of(visit.context, visit.event), typed.answers, places)
        problems = reading.problems if has_key else {"": "form_key", **reading.problems}
        if problems and not (previewed and problems == {"": NOTHING_ANSWERED}):
            raise InvalidInput(problems)
        submission = Submission(
            typed.key,
            reading.values,
            visit.language,
            Channel.PHONE,
            day=_day(visit, fields),
            card=cards.verify(visit.context, visit.event, typed.card, typed.key),
        )
        return self._preview(visit, typed, submission) if previewed else self._save(visit, submission, reading)

    def _preview(self, visit: Visit, typed: Typed, submission: Submission) -> Response:
        record = responses.preview(visit.context, visit.event, submission)
        shown = record_shown(visit.context, visit.event, record, visit.language)
        return self.reception.page("preview.html", visit, 200, typed=typed, shown=shown, carded=bool(submission.card))

    def _save(self, visit: Visit, submission: Submission, reading: Reading) -> Response:
        receipt = responses.submit(visit.context, visit.event, submission)
        stored = events.state(visit.event, submission.day) if submission.day else visit.state
        return self.reception.thanks(visit, receipt, reading.ignored, stored)

    def _refused(self, visit: Visit, typed: Typed, error: SurveyError) -> Response:
        if isinstance(error, InvalidInput):
            return self.reception.form(visit, typed, error.problems)
        if error.code == "event_closed":
            return self.reception.closed(visit, unsaved=True)
        return self.reception.form(visit, typed, {"card" if error.code.startswith("card_") else "": error.code})


def _typed(fields: Fields, key: UUID) -> Typed:
    answers = {name: texts for name, texts in fields.items() if name not in OWN_FIELDS}
    card = "" if "without_card" in fields else one(fields, "card").strip()[:200]
    return Typed(key, answers, card)


def _day(visit: Visit, fields: Fields) -> date | None:
    today = visit.context.today(visit.event.time_zone)
    return day_to_store(visit.event, today, one(fields, "day"), practice="practice" in fields)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

"""The kiosk's pages: starting one, and the page that passes from person to person."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from http.cookies import CookieError

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from questions.model import QuestionKind
from survey import access, city, events, kiosk
from survey.context import Cities, Context, is_demo_code
from survey.errors import InvalidInput, SurveyError
from survey.i18n import direction
from survey.records import Event, EventState
from survey.web.doors import find_event, language_for, plain_code
from survey.web.forms import Fields, one
from survey.web.moment import PATIENCE, moment
from survey.web.questionnaire import ask, has_kind
from survey.web.sealed import REFUSALS
from survey.web.staffdoor import CITY_COOKIE, COOKIE, OWN_REFERRER, is_encrypted
from survey.web.views import TEMPLATES, Views

STATUS = {"unknown_code": 404, "not_allowed": 403, "event_closed": 410}
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
"""Where browsers seal and keep pages without https too."""


@dataclass(frozen=True)
class KioskDoor:
    """Starts kiosks for whoever plans events, and shows the page that residents use."""

    cities: Cities
    views: Views

    def show(self, request: Request) -> Response:
        """The page of every language at once, so that languages change without a connection."""
        if is_demo_code(plain_code(request.path_params["code"])) and not self.cities.demo_within(PATIENCE):
            return moment(request, self.cities, self.views)
        try:
            context, event = find_event(self.cities, request.path_params["code"])
        except SurveyError as error:
            language = language_for(request, tuple(self.cities.real.texts.languages))
            return self.views.page("notice.html", language, STATUS[error.code], message=error.code)
        return self._page(context, event)

    def worker(self, request: Request) -> Response:
        """The script that keeps the page for when there is no connection."""
        script = (TEMPLATES / "kiosk-worker.js").read_text("utf-8")
        return Response(script, headers={"Cache-Control": "no-cache"}, media_type="text/javascript")

    def ask(self, request: Request) -> Response:
        """The form that starts a kiosk."""
        try:
            context, event = self._event(request)
        except SurveyError as error:
            return self._refused(request, error)
        return self._form(request, context, event, kiosk.Draft(language=self._first(request, context, event)), {})

    def start(self, request: Request, fields: Fields) -> Response:
        """Starts a kiosk: signs this browser out, since strangers will hold it, and hands it what it needs."""
        try:
            context, event = self._event(request)
        except SurveyError as error:
            return self._refused(request, error)
        draft = kiosk.Draft(**{name: one(fields, name).strip() for name in ("idle", "pin", "again", "language")})
        try:
            started = kiosk.start(context, access.signed_in(context, request.cookies.get(COOKIE)), event, draft)
        except InvalidInput as error:
            return self._form(request, context, event, draft, error.problems)
        except SurveyError as error:
            return self._form(request, context, event, draft, {}, STATUS[error.code])
        return self._signed_out(request, context, self._page(context, event, started))

    def _signed_out(self, request: Request, context: Context, answer: Response) -> Response:
        """The answer to a browser that is to keep no cookie and know no staff; the demo's visitors leave the demo."""
        if not context.synthetic:
            access.sign_out(context, request.cookies.get(COOKIE))
        for name in [CITY_COOKIE] if context.synthetic else request.cookies:
            with suppress(CookieError):  # a name that cookies may not have, as other programs of the host set
                answer.delete_cookie(name, path="/")
        return answer

    def _page(self, context: Context, event: Event, started: kiosk.Started | None = None) -> Response:
        languages = events.languages_of(context, event)
        part = partial(self._part, context, event, languages)
        return self.views.page(
            "kiosk.html",
            languages[0],
            event=event,
            address=f"/s/{event.code}/kiosk",
            key=kiosk.public_key(context, event),
            bound=kiosk.bound_to(event),
            started=json.dumps(asdict(started)) if started else "",
            now=int(context.clock().timestamp() * 1000),
            parts=[part(language) for language in languages],
        )

    def _part(self, context: Context, event: Event, languages: tuple[str, ...], language: str) -> Markup:
        """Everything that the kiosk says in one language."""
        instrument = events.instrument_of(context, event)
        speaks = language if language in context.texts.staff else context.texts.staff[0]
        return self.views.part(
            "kiosk_part.html",
            language,
            event=event,
            languages=languages,
            instrument=instrument,
            profile=city.profile(context),
            synthetic=context.synthetic,
            title=context.library.text(f"{instrument.id}.title", language),
            asked=ask(context, event, language, {}, {}),
            asks_place=has_kind(instrument, QuestionKind.PLACE),
            asks_comment=has_kind(instrument, QuestionKind.COMMENT),
            results_from=events.results_from(event),
            begin={other: context.texts.get(other, "kiosk.begin") for other in languages},
            refusals=(*REFUSALS, "other"),
            staff_lang=Markup('lang="{}" dir="{}"').format(speaks, direction(speaks)),
        )

    def _form(
        self,
        request: Request,
        context: Context,
        event: Event,
        draft: kiosk.Draft,
        problems: Mapping[str, str],
        status: int = 200,
    ) -> Response:
        closed = events.state(event, context.today(event.time_zone)) is EventState.CLOSED
        return self.views.page(
            "kiosk_start.html",
            language_for(request, context.texts.staff),
            422 if problems else STATUS["event_closed"] if closed else status,
            OWN_REFERRER,
            event=event,
            closed=closed,
            synthetic=context.synthetic,
            safe=is_encrypted(request) or request.url.hostname in THIS_MACHINE,
            languages=events.languages_of(context, event),
            typed=draft,
            problems=problems,
            least=kiosk.SHORTEST_IDLE,
            most=kiosk.LONGEST_IDLE,
        )

    def _first(self, request: Request, context: Context, event: Event) -> str:
        """The language that the first screen speaks unless another is chosen."""
        return language_for(request, events.languages_of(context, event))

    def _event(self, request: Request) -> tuple[Context, Event]:
        """The event, for whoever may start a kiosk. Codes are secret to strangers: an unknown one is refused alike."""
        account = access.signed_in(self.cities.real, request.cookies.get(COOKIE))
        try:
            context, event = find_event(self.cities, request.path_params["code"])
        except SurveyError as error:
            raise error if kiosk.may_start(self.cities.real, account) else SurveyError("not_allowed") from error
        if not kiosk.may_start(context, account):
            raise SurveyError("not_allowed")
        return context, event

    def _refused(self, request: Request, error: SurveyError) -> Response:
        language = language_for(request, self.cities.real.texts.staff)
        return self.views.page("staff_only.html", language, STATUS[error.code], code=error.code)

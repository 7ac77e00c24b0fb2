"""The staff door: signing in and out, and in and out of the demo city."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from survey import access, city
from survey.context import Cities, Context
from survey.errors import SurveyError
from survey.permissions import Permission, allowed
from survey.web.doors import language_for, page_asked
from survey.web.failures import Failures
from survey.web.forms import Fields, one
from survey.web.moment import PATIENCE, moment
from survey.web.views import Views

COOKIE = "fair_hearing"
CITY_COOKIE = "fair_hearing_city"
OWN_REFERRER = {"Referrer-Policy": "same-origin"}
"""Staff forms are refused from elsewhere, and browsers name the origin only with this policy."""


@dataclass(frozen=True)
class StaffDoor:
    """Signs staff in and out of the real city."""

    context: Context
    views: Views
    failures: Failures

    def show(self, request: Request) -> Response:
        """The sign-in form; before anyone has an account, the way to set-up."""
        if not city.set_up(self.context):
            return RedirectResponse("/setup", 303)
        return self._form(request)

    def enter(self, request: Request, fields: Fields) -> Response:
        """Signs in. The cookie holds a token that the server can end."""
        name = one(fields, "name").strip().lower()
        if self.failures.must_wait(name, self.context.clock()):
            return self._form(request, name, "too_many_failures", 429)
        try:
            token = access.sign_in(self.context, name, one(fields, "password"))
        except SurveyError as error:
            self.failures.note(name, self.context.clock())
            return self._form(request, name, error.code, 422)
        self.failures.forget(name)
        return with_sign_in(RedirectResponse(self._first_page(request, token), 303), request, token)

    def leave(self, request: Request, fields: Fields) -> Response:
        """Ends the sign-in on the server and takes the cookie away."""
        access.sign_out(self.context, request.cookies.get(COOKIE))
        answer = RedirectResponse("/", 303)
        answer.delete_cookie(COOKIE, path="/")
        return answer

    def _first_page(self, request: Request, token: str) -> str:
        """Where the person came from, unless the city still has no name and they may give it one."""
        account = access.signed_in(self.context, token)
        unnamed = not city.profile(self.context).city
        if unnamed and allowed(account, Permission.CHANGE_SETTINGS):
            return "/setup/city"
        return page_asked(request) if request.query_params.get("to") else "/"

    def _form(self, request: Request, name: str = "", problem: str = "", status: int = 200) -> Response:
        language = language_for(request, self.context.texts.staff)
        to = page_asked(request).partition("?")[0].removeprefix("/")
        return self.views.page("sign_in.html", language, status, OWN_REFERRER, name=name, problem=problem, to=to)


def with_sign_in(answer: Response, request: Request, token: str) -> Response:
    """The answer with the sign-in cookie: out of reach of scripts and other sites, encrypted wherever the page was."""
    answer.set_cookie(
        COOKIE,
        token,
        max_age=int(access.SIGN_IN_LASTS.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=is_encrypted(request),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def is_encrypted(request: Request) -> bool:
    """Whether the browser speaks https, to us or to the proxy before us."""
    return "https" in (request.url.scheme, request.headers.get("x-forwarded-proto", "").split(",")[0].strip())


def enter_demo(cities: Cities, views: Views, request: Request) -> Response:
    """Into the demo city, to the page asked for, until the browser is closed; a moment's wait while it is built."""
    if not cities.demo_within(PATIENCE):
        return moment(request, cities, views)
    answer = RedirectResponse(page_asked(request), 303, headers={"Cache-Control": "no-store"})
    answer.set_cookie(CITY_COOKIE, "demo", path="/", httponly=True, samesite="lax", secure=is_encrypted(request))
    return answer


def leave_demo(request: Request) -> Response:
    """Back to the real city."""
    answer = RedirectResponse("/", 303, headers={"Cache-Control": "no-store"})
    answer.delete_cookie(CITY_COOKIE, path="/")
    return answer

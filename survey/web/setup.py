"""Set-up in two steps: the first administrator, then the city and an address that this server has called itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from survey import access, city
from survey.address import form_problem, may_be_public
from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.permissions import Permission, allowed
from survey.records import Account, CityProfile, Side
from survey.web.address import reach_problem
from survey.web.doors import language_for
from survey.web.failures import Failures
from survey.web.forms import Fields, one
from survey.web.staffdoor import COOKIE, OWN_REFERRER, with_sign_in
from survey.web.views import Views

CODE_TRIES = "set-up code"
"""What wrong codes are counted under; account names have no capitals, so none is the same."""
CITY_FIELDS = ("city", "department", "runs_it", "public_url", "emergency", "crisis_line", "complaint")
NEEDED = ("city", "department", "runs_it", "public_url")


@dataclass(frozen=True)
class Setup:
    """Makes the first administrator and gives the city its name and address."""

    context: Context
    views: Views
    failures: Failures
    instance: str

    def show(self, request: Request) -> Response:
        """The first step, while no account exists."""
        if city.set_up(self.context):
            return RedirectResponse("/staff/sign-in", 303)
        return self._page(request, "setup.html", {}, {})

    def sign_up(self, request: Request, fields: Fields) -> Response:
        """Makes the first administrator, signs in and goes on to the city."""
        if self.failures.must_wait(CODE_TRIES, self.context.clock()):
            return self._page(request, "setup.html", fields, {"": "too_many_failures"}, 429)
        problems = self._sign_up_problems(fields)
        try:
            if not problems:
                side = Side(one(fields, "side"))
                access.sign_up_first(
                    self.context, one(fields, "code"), one(fields, "name"), one(fields, "password"), side
                )
        except InvalidInput as error:
            problems = error.problems
        except SurveyError as error:
            return self._page(request, "setup.html", fields, {"": error.code}, 409)
        if problems:
            if problems.get("code") == "wrong_setup_code":
                self.failures.note(CODE_TRIES, self.context.clock())
            return self._page(request, "setup.html", fields, problems, 422)
        token = access.sign_in(self.context, one(fields, "name"), one(fields, "password"))
        return with_sign_in(RedirectResponse("/setup/city", 303), request, token)

    def show_city(self, request: Request) -> Response:
        """The second step; later, the same page for whoever may change settings."""
        if self._actor(request) is None:
            return RedirectResponse("/staff/sign-in", 303)
        now = city.profile(self.context)
        typed = {name: [str(getattr(now, name))] for name in CITY_FIELDS}
        if not now.public_url:
            typed["public_url"] = [str(request.base_url).rstrip("/")]
        return self._page(request, "setup_city.html", typed, {})

    def save_city(self, request: Request, fields: Fields) -> Response:
        """Saves the city once its address was reached, or once the person chose to go on without."""
        actor = self._actor(request)
        if actor is None:
            return RedirectResponse("/staff/sign-in", 303)
        problems = _city_problems(fields)
        failed = "" if problems else reach_problem(one(fields, "public_url").strip(), self.instance)
        if failed and not one(fields, "untested"):
            problems = {"public_url": failed}
        try:
            if not problems:
                self._store_city(actor, fields, tested=not failed)
        except InvalidInput as error:
            problems = error.problems
        if problems:
            return self._page(request, "setup_city.html", fields, problems, 422, may_skip=bool(failed))
        return RedirectResponse("/", 303, headers={"Cache-Control": "no-store"})

    def _store_city(self, actor: Account, fields: Fields, tested: bool) -> None:
        given = {name: one(fields, name) for name in CITY_FIELDS if name in fields}
        stored: CityProfile = replace(city.profile(self.context), **given)  # type: ignore[arg-type]  # only texts
        stored = city.change_profile(self.context, actor, stored)
        if tested and may_be_public(stored.public_url):
            city.confirm_address(self.context, actor)

    def _sign_up_problems(self, fields: Fields) -> dict[str, str]:
        problems = {name: "needed" for name in ("code", "name", "password") if not one(fields, name).strip()}
        if one(fields, "side") not in set(Side):
            problems["side"] = "side_needed"
        if one(fields, "password") != one(fields, "password_again"):
            problems["password_again"] = "passwords_differ"
        return problems

    def _actor(self, request: Request) -> Account | None:
        account = access.signed_in(self.context, request.cookies.get(COOKIE))
        return account if allowed(account, Permission.CHANGE_SETTINGS) else None

    def _page(
        self,
        request: Request,
        template: str,
        fields: Fields,
        problems: Mapping[str, str],
        status: int = 200,
        may_skip: bool = False,
    ) -> Response:
        language = language_for(request, self.context.texts.staff)
        typed = {name: texts[0] for name, texts in fields.items() if texts and not name.startswith("password")}
        return self.views.page(
            template, language, status, OWN_REFERRER, typed=typed, problems=problems, may_skip=may_skip
        )


def _city_problems(fields: Fields) -> dict[str, str]:
    problems = {name: "needed" for name in NEEDED if not one(fields, name).strip()}
    wrong = form_problem(one(fields, "public_url").strip())
    if wrong and "public_url" not in problems:
        problems["public_url"] = wrong
    return problems

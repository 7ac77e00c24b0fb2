"""What staff pages of one event answer to whoever may not see them."""

from starlette.requests import Request
from starlette.responses import Response

from survey import access
from survey.context import Cities
from survey.errors import SurveyError
from survey.web.doors import language_for
from survey.web.staffdoor import COOKIE
from survey.web.views import Views

STATUS = {"not_allowed": 403, "no_steward": 403, "unknown_code": 404, "form_not_printed": 404, "unknown_batch": 422}
"""What a refusal answers; 409 for all others."""


def refused(cities: Cities, views: Views, request: Request, error: SurveyError) -> Response:
    """Codes are as secret to strangers as posters are: without a sign-in, an unknown one is refused alike."""
    signed_in = access.signed_in(cities.real, request.cookies.get(COOKIE))
    code = error.code if signed_in else "not_allowed"
    language = language_for(request, cities.real.texts.staff)
    return views.page("staff_only.html", language, STATUS.get(code, 409), code=code)

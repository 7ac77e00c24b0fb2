"""The page for those who ask for the demo city while it is still being built."""

from starlette.requests import Request
from starlette.responses import Response

from survey.context import Cities
from survey.web.doors import language_for
from survey.web.views import Views

PATIENCE = 1.5
"""Seconds that a request waits before it is told to come back: opening a city that is there takes less."""
AGAIN = "3"


def moment(request: Request, cities: Cities, views: Views) -> Response:
    """Says that the demo is being built, and asks for the same address again by itself."""
    language = language_for(request, tuple(cities.real.texts.languages))
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    headers = {"Refresh": AGAIN, "Retry-After": AGAIN}
    return views.page("moment.html", language, 503, headers, address=address)

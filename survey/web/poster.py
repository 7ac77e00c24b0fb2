"""Posters: one printed page that says what this is, who runs it, and how to answer."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from survey import access, city, events, qr
from survey.address import is_local
from survey.context import Cities, Context
from survey.errors import SurveyError
from survey.permissions import Permission, require
from survey.records import CityProfile, Event
from survey.web.doors import find_event, language_for
from survey.web.staffdoor import COOKIE
from survey.web.views import Views

PAPERS = ("letter", "a4")
STATUS = {"unknown_code": 404, "not_allowed": 403}


@dataclass(frozen=True)
class Posters:
    """Prints posters for whoever may see events; the demo city's are open to everyone."""

    cities: Cities
    views: Views

    def show(self, request: Request) -> Response:
        """The poster in one language, for one paper."""
        try:
            context, event = self._event(request)
        except SurveyError as error:
            return self._refused(request, error)
        languages = events.languages_of(context, event)
        language = language_for(request, languages)
        asked = request.query_params.get("paper", "")
        profile = city.profile(context)
        address = events.address(context, event)
        return self.views.page(
            "poster.html",
            language,
            event=event,
            profile=profile,
            synthetic=context.synthetic,
            test_only=test_only(profile, address),
            languages=languages,
            papers=PAPERS,
            paper=asked if asked in PAPERS else PAPERS[0],
            phrase=events.phrase(context, event, language),
            instrument=events.instrument_of(context, event),
            title=context.library.text(f"{event.instrument}.title", language),
            code=spaced(event.code),
            place_to_type=f"{urlsplit(address).netloc}/s",
            picture=Markup(qr.svg(address)),  # our own drawing, nothing typed is in it
        )

    def svg(self, request: Request) -> Response:
        """The QR code alone, as a drawing."""
        return self._picture(request, "image/svg+xml")

    def png(self, request: Request) -> Response:
        """The QR code alone, as a picture."""
        return self._picture(request, "image/png")

    def _picture(self, request: Request, kind: str) -> Response:
        try:
            context, event = self._event(request)
        except SurveyError as error:
            return self._refused(request, error)
        address = events.address(context, event)
        name = f"qr-{event.code}.{kind.split('/')[1].split('+')[0]}"
        headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="{name}"'}
        return Response(DRAW[kind](address), headers=headers, media_type=kind)

    def _event(self, request: Request) -> tuple[Context, Event]:
        context, event = find_event(self.cities, request.path_params["code"])
        require(access.signed_in(context, request.cookies.get(COOKIE)), Permission.SEE_EVENTS)
        return context, event

    def _refused(self, request: Request, error: SurveyError) -> Response:
        """Codes are as secret to strangers as posters are: without a sign-in, an unknown one is refused alike."""
        texts = self.cities.real.texts
        signed_in = access.signed_in(self.cities.real, request.cookies.get(COOKIE))
        code = error.code if signed_in else "not_allowed"
        return self.views.page("staff_only.html", language_for(request, texts.staff), STATUS[code], code=code)


DRAW = {"image/svg+xml": lambda address: qr.svg(address).encode(), "image/png": qr.png}


def test_only(profile: CityProfile, address: str) -> bool:
    """Whether the poster must say TEST ONLY: its address is untested, not https, or of this machine or network."""
    return not profile.ready_for_public or not address.startswith("https://") or is_local(address)


def spaced(code: str) -> str:
    """The code in groups of three, as it is read out; short ones whole."""
    if len(code) <= 4:
        return code
    return " ".join(code[start : start + 3] for start in range(0, len(code), 3))

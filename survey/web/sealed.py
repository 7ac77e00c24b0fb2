"""Where kiosks send answers: each is saved once, and what became of it is said in words that a script reads."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse

from survey import kiosk
from survey.context import Cities, Context
from survey.errors import SurveyError
from survey.records import Event
from survey.web.doors import find_event
from survey.web.forms import Fields, one

log = logging.getLogger("survey")
NO_STORE = {"Cache-Control": "no-store"}
REFUSALS = {
    "wrong_seal": 400,
    "wrong_token": 403,
    "unknown_code": 404,
    "too_late": 410,
    "event_closed": 410,
    "nothing_answered": 422,
}
"""What is wrong with an answer for good: the tablet keeps it, sends it no more by itself, and tells staff."""


@dataclass(frozen=True)
class SealedDoor:
    """Receives the answers of kiosks, sealed or, from a browser that can't seal, as they are."""

    cities: Cities

    def take(self, request: Request, fields: Fields) -> JSONResponse:
        """Opens and saves one sealed answer."""
        return self._saved(request, lambda context, event: kiosk.take(context, event, one(fields, "blob")))

    def receive(self, request: Request, fields: Fields) -> JSONResponse:
        """Saves one answer that was not sealed."""
        return self._saved(request, lambda context, event: kiosk.receive(context, event, fields))

    def _saved(self, request: Request, save: Callable[[Context, Event], kiosk.Taken]) -> JSONResponse:
        try:
            taken = save(*find_event(self.cities, request.path_params["code"]))
        except SurveyError as error:
            return JSONResponse({"error": error.code}, REFUSALS.get(error.code, 400), NO_STORE)
        except Exception as error:  # whatever broke, the tablet keeps the answer and sends it again
            log.error(
                "answers of a kiosk not saved: %s", type(error).__name__
            )  # never its text: it could hold an answer
            return JSONResponse({"error": "not_saved"}, 503, NO_STORE)
        said = {"receipt": taken.receipt.code, "repeated": taken.receipt.repeated, "left_out": len(taken.left_out)}
        return JSONResponse(said, headers=NO_STORE)

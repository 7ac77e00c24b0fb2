"""Reading a posted form: bounded, without files, every field kept as it was typed."""

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from survey.errors import SurveyError
from survey.web.doors import language_for
from survey.web.views import Views

MOST_BYTES = 64 * 1024
MOST_FIELDS = 400
STATUS = {"too_large": 413, "wrong_form": 415, "cross_site": 403}

Fields = Mapping[str, list[str]]
Receiver = Callable[[Request, Fields], Response]


def reading(views: Views, receive: Receiver) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that reads the form and hands it to `receive` in a thread, since stores wait."""

    async def endpoint(request: Request) -> Response:
        try:
            fields = await read_form(request)
        except SurveyError as error:
            return _refused(views, request, error.code)
        except ClientDisconnect:  # weak signal: nobody is there any more to be told, and nothing is worth a log line
            return Response(status_code=400)
        return await run_in_threadpool(receive, request, fields)

    return endpoint


def reading_ours(views: Views, receive: Receiver) -> Callable[[Request], Awaitable[Response]]:
    """The same for forms of staff, which no other website may post."""

    async def endpoint(request: Request) -> Response:
        if not from_our_page(request):
            return _refused(views, request, "cross_site")
        return await reading(views, receive)(request)

    return endpoint


async def read_form(request: Request) -> Fields:
    """All fields of a urlencoded form; nothing at all is a form without fields. Raises SurveyError, see STATUS."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    body = await _body(request)
    if body and kind != "application/x-www-form-urlencoded":
        raise SurveyError("wrong_form")
    try:
        return parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="replace")
    except ValueError as error:
        raise SurveyError("wrong_form") from error


async def _body(request: Request) -> bytes:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise SurveyError("too_large")
    return body


def from_our_page(request: Request) -> bool:
    """Whether a post comes from our own pages, by what browsers say; programs say nothing and carry no cookies."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or origin.partition("://")[2] == request.headers.get("host", "")


def _refused(views: Views, request: Request, code: str) -> Response:
    language = language_for(request, tuple(views.texts.languages))
    return views.page("notice.html", language, STATUS[code], message=code)


def one(fields: Fields, name: str) -> str:
    """The field's first text, "" without one."""
    return next(iter(fields.get(name, ())), "")

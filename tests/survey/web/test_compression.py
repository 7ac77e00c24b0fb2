"""Small answers: compressed once and well where that lasts, never twice, never a part, and right for every browser."""

import asyncio
import gzip
import hashlib
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import brotli
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

from survey.context import Cities
from survey.pages.server import early_files, get_static_dir
from survey.records import Event
from survey.web.compression import Compression
from survey.web.encodings import choose
from survey.web.middleware import middleware
from survey.web.routes import routes
from tests.survey.web.conftest import Client

SCRIPT = b"export const answer = (question) => question.length;\n" * 2000
PAGE = "<p>What would you like to say?</p>" * 200
BEST = len(brotli.compress(SCRIPT, quality=11))
LASTS = {"Cache-Control": "public, immutable, max-age=31536000"}
EVERY = {"accept_encoding": "gzip, deflate, br"}


class Files(StaticFiles):
    """Files whose names change with them."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        answer = super().file_response(*args, **kwargs)  # type: ignore[arg-type]  # passed on
        answer.headers.update(LASTS)
        return answer


@pytest.fixture
def site(tmp_path: Path) -> Client:
    """Files, pages and a stream behind the middleware, and behind it Streamlit's own way to compress."""
    (tmp_path / "static" / "js").mkdir(parents=True)
    (tmp_path / "static" / "js" / "app.Ab12.js").write_bytes(SCRIPT)
    (tmp_path / "static" / "font.Cd34.woff2").write_bytes(SCRIPT)

    async def pieces(request: Request) -> Response:
        return StreamingResponse((PAGE.encode() for _ in range(5)), media_type="text/csv")

    async def events(request: Request) -> Response:
        return StreamingResponse(iter([b"data: 1\n\n"]), media_type="text/event-stream")

    plain = [
        Route("/page", lambda request: HTMLResponse(PAGE, headers={"ETag": '"one"', "Vary": "Accept-Language"})),
        Route("/short", lambda request: HTMLResponse("<p>Hello</p>")),
        Route("/packed", lambda request: Response(gzip.compress(SCRIPT), headers={"Content-Encoding": "gzip"})),
        Route("/pieces", pieces),
        Route("/events", events),
        Mount("/static", Files(directory=tmp_path / "static")),
    ]
    around = [Middleware(Compression, folder=tmp_path / "assets"), Middleware(GZipMiddleware, minimum_size=10)]
    return Client(Starlette(routes=plain, middleware=around))


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0.1", "br"),
        ("br;q=0, gzip", "gzip"),
        ("gzip", "gzip"),
        ("*", "br"),
        ("*;q=0", None),
        ("br; q=nonsense", None),
        ("identity", None),
        ("", None),
    ],
)
def test_the_better_encoding_that_the_browser_takes(accepted: str, chosen: str | None) -> None:
    found = choose(accepted)
    assert (found.name if found else None) == chosen


@pytest.mark.parametrize("encoding", ["br", "gzip"])
@pytest.mark.parametrize("path", ["/static/js/app.Ab12.js", "/page", "/pieces"])
def test_what_arrives_is_small_and_whole(site: Client, path: str, encoding: str) -> None:
    plain = site.get(path, accept_encoding="identity")
    packed = site.get(path, accept_encoding=encoding)
    assert packed.headers["content-encoding"] == encoding
    assert packed.content == plain.content  # the client unpacks it once
    assert "Accept-Encoding" in packed.headers["vary"] and "Accept-Encoding" in plain.headers["vary"]
    assert "content-encoding" not in plain.headers
    length = packed.headers.get("content-length")
    assert path == "/pieces" or int(length or 0) < len(plain.content) / 10


def test_a_lasting_file_keeps_its_headers_and_answers_a_repeat_with_304(site: Client) -> None:
    first = site.get("/static/js/app.Ab12.js", **EVERY)
    assert first.headers["cache-control"] == LASTS["Cache-Control"]
    assert first.headers["content-type"].startswith("text/javascript")
    again = site.get("/static/js/app.Ab12.js", if_none_match=first.headers["etag"], **EVERY)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"] and "immutable" in again.headers["cache-control"]
    assert site.get("/static/js/app.Ab12.js", if_none_match='"other"', **EVERY).status_code == 200


def test_a_head_says_what_a_get_would_bring(site: Client) -> None:
    _until(lambda: int(site.get("/static/js/app.Ab12.js", **EVERY).headers["content-length"]) == BEST)
    got = site.get("/static/js/app.Ab12.js", **EVERY)
    head = site.send("HEAD", "/static/js/app.Ab12.js", headers={"Accept-Encoding": "gzip, deflate, br"})
    assert head.headers == got.headers and head.content == b""


def test_a_part_of_a_file_comes_as_it_is(site: Client) -> None:
    part = site.get("/static/js/app.Ab12.js", range="bytes=10-19", **EVERY)
    assert (part.status_code, part.content) == (206, SCRIPT[10:20])
    assert "content-encoding" not in part.headers


def test_what_is_compressed_or_small_or_live_is_left_alone(site: Client) -> None:
    assert "content-encoding" not in site.get("/static/font.Cd34.woff2", **EVERY).headers
    assert "content-encoding" not in site.get("/short", **EVERY).headers
    assert "content-encoding" not in site.get("/events", **EVERY).headers
    assert site.get("/packed", **EVERY).content == SCRIPT  # unpacked once gives the file
    assert site.get("/static/none.js", **EVERY).status_code == 404


def test_a_page_keeps_what_else_it_varies_by_and_its_tag_becomes_weak(site: Client) -> None:
    page = site.get("/page", **EVERY)
    assert page.headers["etag"] == 'W/"one"'
    assert page.headers["vary"] == "Accept-Language, Accept-Encoding"


def test_websockets_pass_untouched(tmp_path: Path) -> None:
    met: list[object] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        met.extend((scope, receive, send))

    async def nothing(*message: object) -> Message:
        return {}

    socket: Scope = {"type": "websocket", "path": "/_stcore/stream", "headers": [(b"accept-encoding", b"br")]}
    with ThreadPoolExecutor(1) as thread:  # a browser of another test may have a loop in this one
        thread.submit(lambda: asyncio.run(Compression(app, tmp_path)(socket, nothing, nothing))).result()
    assert met == [socket, nothing, nothing]


def test_the_first_visitor_gets_a_quick_one_and_later_ones_the_best_which_a_restart_finds(
    site: Client, tmp_path: Path
) -> None:
    def length() -> int:
        return int(site.get("/static/js/app.Ab12.js", **EVERY).headers["content-length"])

    assert length() == len(brotli.compress(SCRIPT, quality=5)) != BEST
    _until(lambda: length() == BEST)
    (kept,) = (tmp_path / "assets").iterdir()
    assert brotli.decompress(kept.read_bytes()) == SCRIPT
    fresh = Client(Starlette(routes=site.app.routes, middleware=site.app.user_middleware))
    assert int(fresh.get("/static/js/app.Ab12.js", **EVERY).headers["content-length"]) == BEST


def test_an_empty_file_that_a_power_cut_left_is_made_anew(site: Client, tmp_path: Path) -> None:
    kept = tmp_path / "assets" / f"{hashlib.sha256(SCRIPT).hexdigest()[:32]}.br"
    kept.parent.mkdir()
    kept.touch()
    assert site.get("/static/js/app.Ab12.js", **EVERY).content == SCRIPT
    _until(lambda: kept.stat().st_size == BEST)


def test_a_folder_that_can_not_be_written_costs_nothing_but_time(site: Client, tmp_path: Path) -> None:
    (tmp_path / "assets").write_text("not a folder")
    for _ in range(3):
        assert site.get("/static/js/app.Ab12.js", **EVERY).content == SCRIPT


def _until(true: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)


@pytest.fixture
def streamlit_site(both_cities: Cities) -> Client:
    """Our routes and Streamlit's own files, as the app serves them, without its sessions."""
    from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_assets_routes

    everything = [*routes(both_cities), *create_streamlit_static_assets_routes("")]
    return Client(Starlette(routes=everything, middleware=middleware(both_cities, early_files())))


def test_streamlits_page_speaks_the_surveys_language(streamlit_site: Client, spanish_event: Event) -> None:
    address = f"/survey?code={spanish_event.code}"
    for wanted, said in (("es-MX,en;q=0.5", "es"), ("ar", "en"), ("", "en")):
        answer = streamlit_site.get(address, accept_language=wanted)
        assert f'<html lang="{said}" dir="ltr">' in answer.text, wanted
        assert answer.headers["content-language"] == said
        assert "Accept-Language" in answer.headers["vary"] and answer.headers["cache-control"] == "no-cache"
    assert '<html lang="es"' in streamlit_site.get(f"{address}&lang=es").text
    assert '<html lang="ar" dir="rtl">' in streamlit_site.get("/survey?lang=ar").text
    assert '<html lang="en"' in streamlit_site.get("/results?lang=ar").text, "that page does not speak it"
    assert '<html lang="es"' in streamlit_site.get("/results", accept_language="es").text


def test_streamlits_page_carries_what_the_survey_needs_and_nothing_else(streamlit_site: Client, event: Event) -> None:
    text = streamlit_site.get(f"/survey?code={event.code}").text
    assert "woff2" not in text and "<title>Fair Hearing</title>" in text and "<noscript>" not in text
    assert f'href="/s/{event.code}?door=phone&amp;lang=en"' in text
    assert text.count('rel="modulepreload"') == streamlit_site.get("/results").text.count('rel="modulepreload"') + 3
    for name in early_files():
        assert (Path(get_static_dir()) / name).is_file()
    hostile = streamlit_site.get('/survey?code="><script>alert(1)</script>&lang="><b>').text
    assert "<script>alert" not in hostile and '"><b>' not in hostile


def test_streamlits_page_is_new_for_each_language_and_old_when_known(streamlit_site: Client) -> None:
    spanish = streamlit_site.get("/survey?lang=es")
    english = streamlit_site.get("/survey?lang=en", if_none_match=spanish.headers["etag"])
    assert english.status_code == 200
    again = streamlit_site.get("/survey?lang=es", if_none_match=spanish.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    head = streamlit_site.send("HEAD", "/survey?lang=es")
    assert head.status_code == 200 and head.content == b"" and head.headers["etag"] == spanish.headers["etag"]


def test_our_own_pages_pass_the_gate_unchanged(streamlit_site: Client, client: Client, event: Event) -> None:
    for path in (f"/s/{event.code}?door=phone&key=", "/staff/sign-in", "/s/NOPE"):
        ours, plain = streamlit_site.get(path), client.get(path)
        assert (ours.status_code, len(ours.content)) == (plain.status_code, len(plain.content))


def test_a_demo_that_is_not_built_is_not_waited_for(both_cities: Cities) -> None:
    def never() -> object:
        raise AssertionError("it was waited for")

    cities = replace(both_cities, open_demo=never, demo_within=lambda seconds: False)  # type: ignore[arg-type]  # above
    page = HTMLResponse('<html lang="en"><div id="root"></div>', headers={"ETag": '"1"'})
    app = Starlette(routes=[Route("/survey", lambda request: page)], middleware=middleware(cities, ()))
    assert 'lang="es"' in Client(app).get("/survey?code=DEMO&lang=es").text

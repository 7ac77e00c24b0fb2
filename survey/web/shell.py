"""The page that carries Streamlit, before its first script runs: the right language, nothing that it does not need.

Streamlit serves one file for every page of its own: in English, left to right, with a font that our pages don't use.
"""

import hashlib
import re
from collections.abc import Sequence
from functools import partial
from html import escape

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from survey import events
from survey.context import Cities, is_demo_code
from survey.errors import SurveyError
from survey.i18n import direction, language_tag
from survey.web.compression import Answer, ask, deliver, known, without
from survey.web.doors import find_event, language_for, plain_code

SURVEY = "/survey"
NOT_PAGES = ("/static/", "/_stcore/", "/media/", "/component/")
ROOT = '<div id="root"></div>'
NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
FONT = re.compile(r'\s*<link\s+rel="preload"[^>]*as="font"[^>]*/>')
LOOK = (
    "<style>html{background:#fbfaf7}.fh-wait{max-width:34rem;margin:0 auto;padding:3rem 1.1rem;color:#1d2733;"
    "font:1.06rem/1.5 system-ui,sans-serif}.fh-wait a{display:inline-block;padding:.7rem 0;color:#0b5e8a}"
    "[data-testid=stSkipToContent]{font-family:system-ui,sans-serif!important}"
    ".st-key-languages [data-testid=stIconMaterial]{display:none}</style>"
)
CONNECT = (
    "<script>window.__streamlit={BACKEND_BASE_URL:location.origin,"
    "HOST_CONFIG:{allowedOrigins:[location.origin],useExternalAuthToken:false,blockErrorDialogs:true}}</script>"
)
"""What Streamlit would otherwise ask the server in two round trips before it connects."""
RETURN = (
    "<script>(function(){let been=false,lost=false;new MutationObserver(function(){"
    "const state=document.querySelector('.stApp')?.dataset.testConnectionState;if(state!=='CONNECTED'){lost=been}"
    "else{if(lost)postMessage({stCommVersion:1,type:'RERUN_SCRIPT'},location.origin);been=true;lost=false}"
    "}).observe(document,{subtree:true,attributeFilter:['data-test-connection-state']})})()</script>"
)
"""After a lost connection the page is asked for once more. Streamlit does so only when it knew that a run was going on:
an answer chosen as the line broke would leave the page empty, since its run was stopped halfway."""
FORGET_FONT = (
    "<script>for(const sheet of document.styleSheets)for(let at=sheet.cssRules.length;at--;)"
    "if(/^@font-face[^}]*Source Sans/.test(sheet.cssRules[at].cssText))sheet.deleteRule(at)</script>"
)
"""Streamlit puts its own font (170 KB) behind ours: browsers would fetch it to look for Arabic or Chinese in it."""
QUIET = (
    "<style>body:not(:has(.fh-opening,.fh-progress)) :is([data-testid=stHeader],[data-testid=stSidebar])"
    "{display:none!important}</style><script>(function(fonts){if(fonts){const load=fonts.load.bind(fonts);"
    "fonts.load=(font,text)=>font.includes('Material')?Promise.resolve([]):load(font,text)}})(document.fonts)</script>"
)
"""On the survey: no menu before the page can say that it has none; icons (375 KB) once one is shown, not before."""


class Shell:
    """The app behind, with Streamlit's one file made ours. `early` are files that the survey needs soon after."""

    def __init__(self, app: ASGIApp, cities: Cities, early: Sequence[str] = ()) -> None:
        self.app = app
        self.cities = cities
        self.early = early
        self.original = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or scope["path"].startswith(NOT_PAGES):
            await self.app(scope, receive, send)
            return
        asked = without(scope, b"if-none-match", b"if-modified-since")
        gate = Gate(send)
        await self.app(asked, receive, gate)
        if gate.closed:
            self.original = self.original or (await ask(self.app, asked, receive)).body.decode("utf-8")
            await deliver(await self._answer(Request(scope)), scope, send)

    async def _answer(self, request: Request) -> Answer:
        language = await to_thread.run_sync(self._language, request)
        body = self._page(request, language).encode()
        etag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'.encode()
        varies = b"Accept-Language, Accept-Encoding"
        headers = [(b"cache-control", b"no-cache"), (b"etag", etag), (b"vary", varies)]
        if known(request.scope, etag):
            return Answer(304, headers)
        sized = (b"content-length", str(len(body)).encode())
        said = (b"content-language", language_tag(language).encode())
        return Answer(200, [(b"content-type", b"text/html; charset=utf-8"), sized, said, *headers], body)

    def _language(self, request: Request) -> str:
        """The page's first language: the survey's as its event offers it, any other page's as staff pages speak it."""
        texts, code = self.cities.real.texts, plain_code(request.query_params.get("code", ""))
        if request.url.path != SURVEY:
            return language_for(request, texts.staff)
        if not code or (is_demo_code(code) and not self.cities.demo_within(0)):
            return language_for(request, tuple(texts.languages))
        try:
            context, event = find_event(self.cities, code)
        except SurveyError:
            return language_for(request, tuple(texts.languages))
        return language_for(request, events.languages_of(context, event))

    def _page(self, request: Request, language: str) -> str:
        say = partial(self.cities.real.texts.get, language)
        survey = request.url.path == SURVEY
        parts = "".join(f'<link rel="modulepreload" crossorigin href="{name}">' for name in self.early if survey)
        wait = self._wait(plain_code(request.query_params.get("code", "")), language) if survey else ""
        changes = (
            ('<html lang="en">', f'<html lang="{language_tag(language)}" dir="{direction(language)}">'),
            ("<title>Streamlit</title>", f"<title>{escape(say('frame.product'))}</title>{LOOK}{CONNECT}{RETURN}"),
            ("</head>", f"{FORGET_FONT}{QUIET if survey else ''}{parts}</head>"),
            (ROOT, f'<div id="root">{wait}</div>'),
        )
        page = NOSCRIPT.sub("", FONT.sub("", self.original))
        for theirs, ours in changes:
            page = page.replace(theirs, ours)
        return page

    def _wait(self, code: str, language: str) -> str:
        """What stands there until the page does: the way to the light page, on weak signal or without script."""
        say = partial(self.cities.real.texts.get, language)
        light = f"/s/{code}?door=phone&amp;lang={language}" if code else f"/s?lang={language}"
        link = f'<a href="{light}">{escape(say("answer.welcome.phone"))}</a>'
        return f'<main class="fh-wait"><p>{escape(say("answer.opening"))}</p>{link}</main>'


class Gate:
    """Lets every answer through but Streamlit's page, which it keeps back: the only page that has a version tag."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.closed = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = Headers(raw=message["headers"])
            self.closed = headers.get("content-type", "").startswith("text/html") and "etag" in headers
        if not self.closed:
            await self.send(message)

"""The plain pages as a browser meets them: asked through ASGI, or served on a port of this machine."""

import asyncio
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette

from survey import events
from survey.context import Cities, Context
from survey.records import CityProfile, Door, Event, LanguageAcceptance
from survey.settings import Settings
from survey.storage.store import Store
from survey.web.routes import routes
from tests.survey.conftest import LIBRARY, NOON, PLACES, SECRET, TEXTS, stored_event

HOME = "https://hear.larkton.example"


@dataclass
class Client:
    """A browser without a screen: keeps cookies, follows nothing."""

    app: Starlette
    base: str = HOME
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.send("GET", path, headers=_named(headers))

    def post(self, path: str, fields: dict[str, object], **headers: str) -> httpx.Response:
        return self.send("POST", path, data=fields, headers=_named(headers))

    def send(self, method: str, path: str, **kwargs: object) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url=self.base, cookies=self.cookies) as client:
                answer = await client.request(method, path, **kwargs)  # type: ignore[arg-type]  # passed on
                self.cookies = client.cookies
                return answer

        with ThreadPoolExecutor(1) as thread:  # a browser of another test may have a loop in this one
            return thread.submit(lambda: asyncio.run(ask())).result()


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def small_demo(folder: Path) -> Context:
    """A synthetic city with one event."""
    settings = Settings.from_environment({"FAIR_HEARING_HOME": str(folder)})
    store = Store.open(settings.demo_url, "demo")
    store.places.put(PLACES)
    store.city.set_profile(CityProfile(city="Demo", department="Demo Police", runs_it="Nobody"))
    demo = Context(settings, store, LIBRARY, TEXTS, synthetic=True, clock=lambda: NOON, secret=SECRET)
    stored_event(demo, code="DEMO", languages=("en", "es"), door=Door.AUTO)
    return demo


@pytest.fixture
def both_cities(context: Context, tmp_path: Path) -> Iterator[Cities]:
    """The real city, and a small synthetic one that is built when first asked for."""
    opened: list[Context] = []

    def open_demo() -> Context:
        if not opened:
            opened.append(small_demo(tmp_path))
        return opened[0]

    yield Cities(real=context, open_demo=open_demo)
    for demo in opened:
        demo.store.close()


@pytest.fixture
def demo_context(both_cities: Cities) -> Context:
    """The small synthetic city."""
    return both_cities.open_demo()


@pytest.fixture
def client(both_cities: Cities) -> Client:
    """A browser at the door of both cities."""
    return Client(Starlette(routes=routes(both_cities)))


@pytest.fixture
def spanish_event(context: Context) -> Event:
    """An open event in English and Spanish, whose Spanish a named speaker accepted."""
    accept_spanish(context)
    return stored_event(context, code="GHJK34", languages=("en", "es"))


def accept_spanish(context: Context) -> None:
    """Records that a named speaker accepted the present Spanish wording."""
    digest = events.wording_digest(context, "es")
    context.store.city.accept_language(LanguageAcceptance("es", digest, "Ana Test", NOON.date()))


@pytest.fixture
def served(both_cities: Cities) -> Iterator[str]:
    """The address of the same app, served on a free port of this machine."""
    config = uvicorn.Config(Starlette(routes=routes(both_cities)), port=0, log_level="error", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
        assert thread.is_alive(), "the server did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def hidden(answer: httpx.Response, name: str) -> str:
    """The value of a hidden field on a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.text)
    assert found, f"no field {name}"
    return found[1]

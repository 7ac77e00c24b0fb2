"""The composition root: the only place that builds settings, stores and contexts."""

import logging
import secrets
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import Future, wait
from dataclasses import replace
from functools import partial
from threading import Event, Lock, Thread
from typing import TextIO

from questions.loader import SHIPPED, load
from survey import demo, doubts, releases
from survey.context import Cities, Context
from survey.i18n import load_texts
from survey.keys import open_secret
from survey.settings import Settings
from survey.storage.order import SOON, Forgetting
from survey.storage.store import Store
from survey.wording import with_corrections

log = logging.getLogger("survey")


def open_real(environ: Mapping[str, str], port: int = 8501) -> Context:
    """The real city. The first start makes and migrates its database and thinks of a set-up code."""
    settings = replace(Settings.from_environment(environ), local_address=f"http://localhost:{port}")
    store = Store.open(settings.database_url, "real")
    library = load([SHIPPED, *settings.content])
    code = "" if store.accounts.count() else secrets.token_hex(4)
    secret = open_secret(settings.home, environ.get("FAIR_HEARING_SECRET", ""))
    return with_corrections(
        Context(settings=settings, store=store, library=library, texts=load_texts(), setup_code=code, secret=secret)
    )


def open_cities(environ: Mapping[str, str], port: int = 8501) -> Cities:
    """The real city, and the demo city that is built the first time that someone looks around."""
    real = open_real(environ, port)
    builder = Builder(partial(demo.open_city, real))
    return Cities(real=real, open_demo=builder.city, demo_within=builder.within)


class Builder:
    """Makes a city once, in a thread of its own, so that whoever asks first can be told to wait a moment."""

    def __init__(self, make: Callable[[], Context]) -> None:
        self._make = make
        self._lock = Lock()
        self._begun: Future[Context] | None = None

    def city(self) -> Context:
        """The city, once it is made. Raises whatever kept it from being made; the next call tries again."""
        return self._begin().result()

    def within(self, seconds: float) -> bool:
        """Whether the city is made, or is within so many seconds."""
        return bool(wait([self._begin()], seconds).done)

    def _begin(self) -> "Future[Context]":
        with self._lock:
            failed = self._begun is not None and self._begun.done() and self._begun.exception() is not None
            if self._begun is None or failed:
                self._begun = Future()
                Thread(target=self._run, args=(self._begun,), daemon=True).start()
            return self._begun

    def _run(self, promised: "Future[Context]") -> None:
        try:
            promised.set_result(self._make())
        except BaseException as error:  # whatever it was, those who wait must hear of it
            promised.set_exception(error)


def without_setup_code(context: Context) -> Context:
    """The same city for commands, which must never know the set-up code."""
    return replace(context, setup_code="")


def forget_order_in_time(context: Context, every: float = SOON, stop: Event | None = None) -> Thread:
    """Every so many seconds, beside the server: old doubtful words go, and answers are rewritten in random order.

    A new release is read too, before somebody waits for it: that of a million answers takes seconds. `stop` ends it.
    """
    ended, forgetting = stop or Event(), Forgetting(context.store.engine)

    def run() -> None:
        while not ended.wait(every):
            try:
                doubts.forget_old(context)
                forgetting.again()
                releases.latest(context)
            except Exception as error:  # somebody reads for long, or the database is away: the next time will do
                log.warning("answers not rewritten: %s", type(error).__name__)

    thread = Thread(target=run, daemon=True)
    thread.start()
    return thread


def announce(cities: Cities, to: TextIO = sys.stdout) -> None:
    """Prints the address and, until an administrator signed up, the one-time set-up code."""
    address = cities.real.settings.local_address
    lines = [
        "",
        "  Fair Hearing",
        "",
        f"  Open     {address}",
        f"  Try it   {address}/s/DEMO",
    ]
    if cities.real.setup_code:
        lines += [
            "",
            f"  Set-up code   {cities.real.setup_code}",
            "  The first administrator signs up with it. It works once, and changes at every start.",
        ]
    print("\n".join([*lines, ""]), file=to, flush=True)

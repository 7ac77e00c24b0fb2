"""The composition root: the only place that builds settings, stores and contexts."""

import secrets
import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from threading import Lock
from typing import TextIO

from questions.loader import SHIPPED, load
from survey import demo
from survey.context import Cities, Context
from survey.i18n import load_texts
from survey.settings import Settings
from survey.storage.store import Store


def open_real(environ: Mapping[str, str]) -> Context:
    """The real city. The first start makes and migrates its database and thinks of a set-up code."""
    settings = Settings.from_environment(environ)
    store = Store.open(settings.database_url, "real")
    library = load([SHIPPED, *settings.content])
    code = "" if store.accounts.count() else secrets.token_hex(4)
    return Context(settings=settings, store=store, library=library, texts=load_texts(), setup_code=code)


def open_cities(environ: Mapping[str, str]) -> Cities:
    """The real city, and the demo city that is built the first time that someone looks around."""
    real = open_real(environ)
    lock = Lock()

    @cache
    def build() -> Context:
        return demo.open_city(real)

    def open_demo() -> Context:
        with lock:
            return build()

    return Cities(real=real, open_demo=open_demo)


def without_setup_code(context: Context) -> Context:
    """The same city for commands, which must never know the set-up code."""
    return replace(context, setup_code="")


def announce(cities: Cities, port: int, to: TextIO = sys.stdout) -> None:
    """Prints the address and, until an administrator signed up, the one-time set-up code."""
    lines = [
        "",
        "  Fair Hearing",
        "",
        f"  Open     http://localhost:{port}",
        f"  Try it   http://localhost:{port}/s/DEMO",
    ]
    if cities.real.setup_code:
        lines += [
            "",
            f"  Set-up code   {cities.real.setup_code}",
            "  The first administrator signs up with it. It works once, and changes at every start.",
        ]
    print("\n".join([*lines, ""]), file=to, flush=True)

"""One step of the benchmark of pages in a process of its own: a stored release is read, and pages are shown from it.

`python -m benchmarks._reading FOLDER` prints, as JSON, what the newest release of the store in FOLDER costs whoever
reads it first, and each page of results whoever comes after. Seconds are the processor's.
"""

import json
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from streamlit.testing.v1 import AppTest

from analysis import releasefile
from analysis.readings import HEADLINES, RECOMMENDATIONS
from benchmarks._published import open_city
from questions.loader import load
from survey.context import Context
from survey.i18n import load_texts
from survey.pages.viewer import Viewer
from survey.permissions import operator
from survey.records import ReleaseEntry
from survey.settings import Settings
from survey.storage.store import Store

PAGES = (
    "see_results",
    "see_standing",
    "compare_neighborhoods",
    "read_themes",
    "follow_recommendations",
    "see_methods",
)
NAMES = (*HEADLINES, *(f"rec_{name}" for name in RECOMMENDATIONS))
"""What pages ask for; the benchmark's own indices i00, i01 and so on take these names, in this order."""
ROUNDS = 3


@dataclass(frozen=True)
class Page:
    """Seconds from the start of a page to its first chart and to its end, the least of some rounds."""

    chart: float
    whole: float


@dataclass(frozen=True)
class Visit:
    """A release of so many megabytes and figures: seconds to read it, then each page."""

    answers: int
    figures: int
    megabytes: float
    read: float
    first: dict[str, float]
    pages: dict[str, Page]


def show_page(name, context, viewer, laps):  # type: ignore[no-untyped-def]  # its source runs alone, without our imports
    """A page as a visitor opens it; `laps` gets the moments of each chart or drawn row, and of its end."""
    import time
    from importlib import import_module

    import streamlit as st

    drawn, told, signs = st.vega_lite_chart, st.html, ("fh-strip", "<table", "fh-facts")

    def chart(*given, **named):  # type: ignore[no-untyped-def]
        made = drawn(*given, **named)
        laps.append(time.thread_time() - began)
        return made

    def html(body, *given, **named):  # type: ignore[no-untyped-def]
        made = told(body, *given, **named)
        if not body.startswith("<style") and any(sign in body for sign in signs):
            laps.append(time.thread_time() - began)
        return made

    page = import_module(f"survey.pages.{name}")
    st.vega_lite_chart, st.html, began = chart, html, time.thread_time()
    try:
        page.render(context, viewer)
    finally:
        st.vega_lite_chart, st.html = drawn, told
    laps.append(time.thread_time() - began)


def visit(context: Context, name: str) -> Page:
    """One page once, as somebody who leads the department sees it."""
    laps: list[float] = []
    kwargs = {"name": name, "context": context, "viewer": Viewer(operator(), "en"), "laps": laps}
    page = AppTest.from_function(show_page, kwargs=kwargs, default_timeout=600).run()
    if page.exception:
        raise RuntimeError(str(page.exception))
    return Page(laps[0], laps[-1])


def prepared(filled: Path, home: Path) -> Context:
    """A city of its own with the newest release of the filled store, whose indices bear the names pages ask for."""
    context = open_city(filled)
    entry = context.store.releases.history()[0]
    payload = releasefile.to_json(release) if (release := context.store.releases.latest()) else ""
    context.store.close()
    for number, name in enumerate(NAMES):
        payload = payload.replace(f'"i{number:02}"', f'"{name}"')
    settings = Settings.from_environment({"FAIR_HEARING_HOME": str(home)})
    store = Store.open(settings.database_url, "real")
    store.places.put(release.places if release else ())
    store.releases.publish(ReleaseEntry(1, entry.made_on, releasefile.digest(payload)), payload)
    return Context(settings, store, load(), load_texts(), synthetic=True)


def main(filled: Path) -> None:
    """Prepares, reads and visits."""
    with TemporaryDirectory() as home:
        context = prepared(filled, Path(home))
        began = time.process_time()
        release = context.store.releases.latest()
        read = time.process_time() - began
        assert release is not None
        size = len(releasefile.to_json(release)) / 1e6
        first = {name: visit(context, name).chart for name in PAGES}
        rounds = [{name: visit(context, name) for name in PAGES} for _ in range(ROUNDS)]
        least = {
            name: Page(min(one[name].chart for one in rounds), min(one[name].whole for one in rounds)) for name in PAGES
        }
        found = Visit(release.counts.get("answers_read", 0), len(release.figures), size, read, first, least)
        print(json.dumps(asdict(found)))
        context.store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

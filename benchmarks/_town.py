"""A server with a city in a folder of its own, watched in all it writes, and what it takes to reach its doors."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from io import StringIO
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from benchmarks._marks import Marked
from benchmarks._search import Search, Tally
from questions.loader import load
from survey import access, cards, kiosk, listening
from survey.__main__ import main
from survey.context import Context
from survey.i18n import load_texts
from survey.keys import open_secret
from survey.paper import numbers, printing
from survey.records import Account, CityProfile, Door, Event, Place, Program, Role, Side
from survey.settings import PROJECT, Settings
from survey.storage.store import Store
from tests.running import _wait, free_port

PASSWORD = "a long enough password"
LANGUAGES = ("en",)


@dataclass(frozen=True)
class Folders:
    """Where the server may write: its home, logs, temporary files, its user's folder; `desk` is the operator's own."""

    root: Path

    def __post_init__(self) -> None:
        for folder in (self.home, self.logs, self.temporary, self.user, self.shown, self.backups, self.desk):
            folder.mkdir(parents=True)

    home = property(lambda self: self.root / "home")
    logs = property(lambda self: self.root / "logs")
    temporary = property(lambda self: self.root / "tmp")
    user = property(lambda self: self.root / "user")
    shown = property(lambda self: self.root / "shown")
    backups = property(lambda self: self.root / "backups")
    desk = property(lambda self: self.root / "desk")

    def environment(self, database: str) -> dict[str, str]:
        """For the server and for commands: every log, every file and every temporary file goes to these folders."""
        kept = {name: text for name, text in os.environ.items() if not name.startswith(("STREAMLIT_", "FAIR_HEARING_"))}
        watch = self.desk / "watch"
        watch.mkdir(exist_ok=True)
        (watch / "sitecustomize.py").write_text(
            "from pathlib import Path\nfrom benchmarks._watching import install, plant_logger\n"
            f"install(Path({str(self.logs)!r}))\nplant_logger()\n"
        )
        return kept | {
            "FAIR_HEARING_HOME": str(self.home),
            "PYTHONPATH": f"{watch}:{PROJECT}",
            "TMPDIR": str(self.temporary),
            "HOME": str(self.user),
            "PYTHONDONTWRITEBYTECODE": "1",
            **({"DATABASE_URL": database} if database else {}),
        }


@dataclass
class Town:
    """A running server, the city behind it, and what residents and staff have in their hands."""

    folders: Folders
    context: Context
    port: int
    environment: Mapping[str, str]
    phone: Event
    desk: Event
    staff: Mapping[str, Account]
    cookies: Mapping[str, str]  # of signed-in staff
    kiosk_token: str
    card_numbers: Iterator[str]
    form_numbers: Iterator[str]
    quick: bool
    given: list[str] = field(default_factory=list)  # every cookie that the server set

    def ask(
        self,
        person: Marked,
        path: str,
        fields: Mapping[str, str] | bytes | None = None,
        method: str = "",
        **headers: str,
    ) -> tuple[int, str]:
        """Status and text of what the server answers this person, who comes from an address of their own."""
        body = urlencode(fields).encode() if isinstance(fields, Mapping) else fields
        sent = {**person.headers, "Content-Type": "application/x-www-form-urlencoded", **_named(headers)}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(person.source, 0))
        try:
            connection.request(method or ("GET" if body is None else "POST"), path, body, sent)
            answer = connection.getresponse()
            self.given += answer.headers.get_all("Set-Cookie", [])
            return answer.status, answer.read().decode("utf-8", "replace")
        finally:
            connection.close()

    def command(self, *arguments: str) -> str:
        """What one of our commands prints, with all its logs; on a quick run without a process of its own."""
        if self.quick:
            said = StringIO()
            main(arguments, self.environment, said, said)
            return said.getvalue()
        run = [sys.executable, "-m", "survey", *arguments]
        done = subprocess.run(run, env=dict(self.environment), cwd=PROJECT, capture_output=True, text=True, check=False)
        return done.stdout + done.stderr


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): text for name, text in headers.items()}


@contextmanager
def town(folders: Folders, people: int, database: str = "", *, quick: bool = False) -> Iterator[Town]:
    """A city with open events, staff, cards, paper forms and a listening session, and its server."""
    environment = folders.environment(database)
    context = _city(environment)
    events = [_event(context, code, door) for code, door in (("CDF479", Door.PHONE), ("GHJ346", Door.STREAMLIT))]
    boss = access.sign_up_first(context, "start", "ana", PASSWORD, Side.INDEPENDENT)
    staff = {"ana": boss}
    for name, role, side in (("lee", Role.LIAISON, Side.POLICE), ("stella", Role.STEWARD, Side.INDEPENDENT)):
        staff[name] = access.add_account(context, boss, name, PASSWORD, role, side)
    staff["hana"] = access.add_helper(context, staff["stella"], "hana", PASSWORD)
    listening.open_session(context, boss, events[0])
    port = free_port()
    with serving(folders, port, environment):
        yield Town(
            folders=folders,
            context=context,
            port=port,
            environment=environment,
            phone=events[0],
            desk=events[1],
            staff=staff,
            cookies={name: f"fair_hearing={access.sign_in(context, name, PASSWORD)}" for name in ("stella", "hana")},
            kiosk_token=kiosk.start(context, boss, events[0], kiosk.Draft("60", "2468", "2468", "en")).token,
            card_numbers=iter(cards.print_batch(context, boss, events[0], uuid4(), "", max(people, 10))),
            form_numbers=iter(_forms(context, boss, events[0], min(people, printing.MOST))),
            quick=quick,
        )
    context.store.close()


def _city(environment: Mapping[str, str]) -> Context:
    settings = Settings.from_environment(environment)
    store, secret = Store.open(settings.database_url, "real"), open_secret(settings.home)
    context = Context(settings, store, load(), load_texts(), setup_code="start", secret=secret)
    context.store.places.put([Place("north", "North Hill"), Place("river", "Riverside")])
    profile = CityProfile(city="Larkton", department="Larkton Police", runs_it="A university")
    context.store.city.set_profile(profile)
    return context


def _event(context: Context, code: str, door: Door) -> Event:
    today = datetime.now(UTC).date()
    days = {"starts_on": today - timedelta(days=2), "ends_on": today + timedelta(days=2), "time_zone": "UTC"}
    what = {"name": "Block party", "program": Program.COMMUNITY_EVENT, "place": "north", "instrument": "pulse"}
    event = Event(id=uuid4(), code=code, phrase="3-11-42", languages=LANGUAGES, door=door, **days, **what)
    context.store.events.add(event)
    return event


def _forms(context: Context, boss: Account, event: Event, count: int) -> list[str]:
    batch = printing.print_forms(context, boss, event, count, "en")
    return [numbers.written(event.code, number) for number in range(batch.first, batch.last + 1)]


@contextmanager
def serving(folders: Folders, port: int, environment: Mapping[str, str]) -> Iterator[None]:
    """`streamlit run` at its most talkative, stopped by its own process group."""
    options = ("--server.port", str(port), "--server.address", "127.0.0.1", "--logger.level", "debug")
    command = [sys.executable, "-m", "streamlit", "run", str(PROJECT / "survey_app.py"), *options]
    output = folders.logs / "output.log"
    with output.open("wb") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=log, cwd=folders.home, env=dict(environment), start_new_session=True
        )
    try:
        _wait(process, f"http://127.0.0.1:{port}", output)
        yield
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


class Watcher:
    """Reads, over and over, the files that exist for a moment only: journals and temporary files."""

    def __init__(self, search: Search, folders: Folders) -> None:
        self.tally = Tally()
        self._search, self._places = search, (folders.home, folders.temporary)
        self._seen: set[bytes] = set()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Watcher":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        for data in self._seen:
            self.tally.add(self._search.raw(data, "a journal or a temporary file"))

    def _look(self) -> None:
        while not self._stop.wait(0.005):
            for folder in self._places:
                for entry in os.scandir(folder):
                    passing = folder is self._places[1] or entry.name.endswith(("-journal", "-wal"))
                    if passing and entry.is_file():
                        with suppress(FileNotFoundError):
                            self._seen.add(Path(entry.path).read_bytes())

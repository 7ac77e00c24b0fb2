"""Answers sent while the network is cut at every step: none may be lost, none doubled, none left on the phone.

A real browser fills the phone page in, through a proxy that breaks before the page loads, in the middle of answering,
during the upload, after the server stored the answer but before its reply, and in the middle of the reply; pages are
reloaded, closed and opened again in between. Each run has its own person, whose comment holds a word of its own.
"""

import argparse
import os
import platform
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from benchmarks.screenshots import FLAGS
from questions.loader import load
from survey.context import Context
from survey.i18n import load_texts
from survey.records import CityProfile, Door, Event, Place, Program
from survey.settings import Settings
from survey.storage.store import Store
from tests.conftest import chromium
from tests.cutting import Cut, Network, cutting
from tests.running import free_port, running

CODE = "CDF479"
PATIENCE = 20_000
"""Milliseconds for anything that the page should do by itself."""
TRIES = 5
LETTERS = "bcdfghjkmnpqrstvwxz"
WAITING_OR_RECEIVED = "#try:enabled:visible, .receipt b:visible"
SENDING = (Cut.OFFLINE, Cut.UPLOAD, Cut.REPLY, Cut.HALF)
LEFT = """async () => [Object.keys(localStorage).length, Object.keys(sessionStorage).length,
  self.caches ? (await caches.keys()).length : 0,
  navigator.serviceWorker ? (await navigator.serviceWorker.getRegistrations()).length : 0]"""


@dataclass(frozen=True)
class Plan:
    """What happens to one person, drawn from a seed."""

    early: bool  # the network is away when the page is first opened
    amid: str  # what happens in the middle of answering: "", "reload", "reopen"
    cuts: tuple[Cut, ...]  # at each attempt to send, until the network is back
    between: tuple[str, ...]  # what the person does after each cut: "try", "reload", "reopen", "wait"


@dataclass
class Outcome:
    """What became of one person's answer; `problem` says what should not have been."""

    plan: Plan
    receipt: str = ""
    stored: int = 0
    problem: str = ""


@dataclass
class Phone:
    """A person's phone: one browser context, whose page may be closed and opened again."""

    context: BrowserContext
    network: Network
    word: str
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.page = self.context.new_page()

    def open(self) -> bool:
        """Opens the survey; False where there is no connection and nothing was kept."""
        for _ in range(TRIES):
            try:
                self.page.goto(f"{self.network.address}/s/{CODE}", timeout=PATIENCE)
            except Error as error:
                if "interrupted by another" not in str(error):
                    return False
                if self._opens_by_itself():
                    return True
            else:
                return True
        return False

    def _opens_by_itself(self) -> bool:
        """Whether the browser's error page tried again first: opening once more would hide a receipt that came."""
        try:
            self.page.wait_for_selector("[data-code]", state="attached", timeout=PATIENCE)
        except Error:
            return False
        return True

    def again(self, how: str) -> None:
        """Opens the survey anew, as people do; waits for the network where it can't."""
        if how == "reopen":
            self.page.close()
            self.page = self.context.new_page()
        if not self.open():
            self.network.set(Cut.NONE)
            assert any(self.open() for _ in range(TRIES)), "the page did not open"

    def first_half(self) -> None:
        self.page.locator("select[name=neighborhood]").select_option("river")
        self.page.locator("input[name=c1][value='4']").check()
        self.page.locator("textarea").fill(f"Please mend the {self.word} bench.")

    def second_half(self) -> None:
        self.page.locator("input[name=c2][value='-1']").check()
        self.page.locator("input[name=c9][value='2']").check()

    def has_first_half(self) -> bool:
        """Whether what was given before is still there."""
        said = self.page.locator("textarea").input_value()
        return self.word in said and self.page.locator("input[name=c1][value='4']").is_checked()

    def receipt(self, wait: int) -> str:
        """The code that the page shows, "" without one after so many milliseconds."""
        try:
            return self.page.locator(".receipt b").first.inner_text(timeout=wait)
        except Error:
            return ""


def draw(rng: random.Random) -> Plan:
    """One person's luck."""
    cuts = tuple(rng.choice(SENDING) for _ in range(rng.choice((0, 1, 1, 1, 2, 2, 3))))
    between = tuple(rng.choices(("try", "reload", "reopen", "wait"), (8, 6, 6, 1))[0] for _ in cuts)
    return Plan(rng.random() < 0.2, rng.choice(("", "", "reload", "reopen")), cuts, between)


def live(phone: Phone, plan: Plan) -> Outcome:
    """One person answers through all of it."""
    outcome, network = Outcome(plan), phone.network
    network.set(Cut.OFFLINE if plan.early else Cut.NONE)
    phone.again("reload")
    phone.first_half()
    if plan.amid:
        network.set(Cut.OFFLINE)
        phone.again(plan.amid)
        if not phone.has_first_half():
            outcome.problem = "what was given before is gone"
            return outcome
    phone.second_half()
    outcome.receipt = _send(phone, plan)
    left = phone.page.evaluate(LEFT)
    if not outcome.receipt:
        outcome.problem = "no receipt"
    elif any(left) and any(left := _settled(phone)):
        outcome.problem = f"left on the phone: {left}"
    return outcome


def _settled(phone: Phone) -> list[int]:
    """What is left once the browser had time to delete it: unregistering a worker is not done at once."""
    left: list[int] = []
    for _ in range(TRIES):
        phone.page.wait_for_timeout(1000)
        left = phone.page.evaluate(LEFT)
        if not any(left):
            break
    return left


def _send(phone: Phone, plan: Plan) -> str:
    """Presses Send into each cut, does what the person does, and mends the network; the receipt in the end."""
    pressed = False
    for cut, act in zip(plan.cuts, plan.between, strict=True):
        phone.network.set(cut)
        if not pressed:
            phone.page.locator("button.send[name=send]").click()
            pressed = True
        phone.page.locator(WAITING_OR_RECEIVED).first.wait_for(timeout=PATIENCE)
        if phone.page.locator(".receipt b:visible").count():  # opened on a mended network, it has sent by itself
            break
        ACTS[act](phone)
    phone.network.set(Cut.NONE)
    if not pressed:
        phone.page.locator("button.send[name=send]").click()
    else:
        phone.page.locator(WAITING_OR_RECEIVED).first.wait_for(timeout=PATIENCE)
        if phone.page.locator("#try").is_visible():
            phone.page.locator("#try").click()
    return phone.receipt(PATIENCE)


def _wait(phone: Phone) -> None:
    """Nothing: the network comes back, and the page has to see that by itself."""
    phone.network.set(Cut.NONE)
    phone.receipt(PATIENCE)


ACTS: dict[str, Callable[[Phone], None]] = {
    "try": lambda phone: phone.page.locator("#try").click(),
    "reload": lambda phone: phone.again("reload"),
    "reopen": lambda phone: phone.again("reopen"),
    "wait": _wait,
}


def lives(browser: Browser, network: Network, store: Store, runs: int, seed: int) -> Iterator[Outcome]:
    """So many people, one after another, each with a phone of their own; what is stored is read from the database."""
    rng = random.Random(seed)
    for _ in range(runs):
        plan, word = draw(rng), "".join(rng.choice(LETTERS) for _ in range(9))
        context = browser.new_context(viewport={"width": 360, "height": 740})
        try:
            outcome = live(Phone(context, network, word), plan)
        except (Error, AssertionError) as error:
            outcome = Outcome(plan, problem=str(error).splitlines()[0])
        network.set(Cut.NONE)
        context.close()
        outcome.stored = sum(word in remark.text for remark in store.responses.remarks())
        yield outcome


def steps(plan: Plan) -> Iterator[str]:
    """The rows of the table that a plan belongs to."""
    if plan.early:
        yield "before load"
    if plan.amid:
        yield "mid-answer"
    names = {Cut.OFFLINE: "at Send", Cut.UPLOAD: "during upload", Cut.REPLY: "before the reply", Cut.HALF: "mid-reply"}
    yield from sorted({names[cut] for cut in plan.cuts})
    if "reopen" in (plan.amid, *plan.between):
        yield "page closed"
    if len(plan.cuts) > 1:
        yield "several cuts"
    if not (plan.early or plan.amid or plan.cuts):
        yield "no cut"


def tell(outcomes: list[Outcome]) -> tuple[int, int]:
    """Prints a row for each step; how many answers were lost and doubled in all."""
    names = Counter(step for outcome in outcomes for step in steps(outcome.plan))
    print(f"{'network cut':<18} {'runs':>6} {'lost':>6} {'doubled':>8} {'receipts':>9} {'problems':>9}")
    for name in ("all", *sorted(names)):
        rows = [outcome for outcome in outcomes if name == "all" or name in steps(outcome.plan)]
        lost, doubled = sum(row.stored < 1 for row in rows), sum(row.stored > 1 for row in rows)
        shown, wrong = sum(bool(row.receipt) for row in rows), sum(bool(row.problem) for row in rows)
        print(f"{name:<18} {len(rows):>6} {lost:>6} {doubled:>8} {shown:>9} {wrong:>9}")
    for outcome in outcomes:
        if outcome.problem or outcome.stored != 1:
            print(f"  stored {outcome.stored}: {outcome.problem} {outcome.plan}")
    return sum(row.stored < 1 for row in outcomes), sum(row.stored > 1 for row in outcomes)


@contextmanager
def town(home: Path) -> Iterator[tuple[str, Context]]:
    """The address of a server with one open event, and the city behind it."""
    settings = Settings.from_environment({"FAIR_HEARING_HOME": str(home)})
    context = Context(settings, Store.open(settings.database_url, "real"), load(), load_texts())
    context.store.places.put([Place("north", "North Hill"), Place("river", "Riverside")])
    context.store.city.set_profile(CityProfile(city="Larkton", department="Larkton Police", runs_it="A university"))
    today = datetime.now(UTC).date()
    days = {"starts_on": today - timedelta(days=2), "ends_on": today + timedelta(days=2), "time_zone": "UTC"}
    what = {"name": "Block party", "program": Program.COMMUNITY_EVENT, "place": "north", "instrument": "pulse"}
    event = Event(id=uuid4(), code=CODE, phrase="3-11-42", languages=("en",), door=Door.PHONE, **days, **what)
    context.store.events.add(event)
    with running(home, free_port()) as address:
        yield address, context
    context.store.close()


def main() -> None:
    """Serves an event from a folder that is thrown away, and lets people answer it on a network that breaks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="40 people")
    chosen = parser.parse_args()
    runs = 40 if chosen.quick else chosen.runs
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores, seed {chosen.seed}")
    with (
        tempfile.TemporaryDirectory() as home,
        town(Path(home)) as (address, context),
        cutting(address) as network,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        outcomes = list(lives(browser, network, context.store, runs, chosen.seed))
        browser.close()
        lost, doubled = tell(outcomes)
        stored = sum(1 for _ in context.store.responses.answered())
    shown = sum(bool(outcome.receipt) for outcome in outcomes)
    print(f"{runs} people on a network that breaks: {lost} lost, {doubled} doubled, {shown} receipts, {stored} stored")


if __name__ == "__main__":
    main()

"""Forged and replayed one-time cards: how many are taken.

Forgeries come near real cards: made up at random, one bit turned, halves of two cards, another event's, a withdrawn
batch's, cut short. Each takes the way of an answer on the phone page. Then one real card is sent with many different
keys from many threads at once, and another with one key. On SQLite, and on PostgreSQL where its server is installed.
The seed makes the forgeries; real cards are random each time.
"""

import argparse
import platform
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from questions.loader import load
from survey import cards, responses
from survey.context import Context, utc_now
from survey.errors import SurveyError
from survey.i18n import load_texts
from survey.permissions import Permission, allowed
from survey.records import Account, Channel, Event, Program, Role, Side, Submission
from survey.settings import Settings
from survey.storage.store import Store

FORGED, REPLAYED = 100_000, 1_000
THREADS = 16
LETTERS = len(cards.ALPHABET)


@dataclass(frozen=True)
class Town:
    """An event with real cards, and cards that must not work at it."""

    context: Context
    event: Event
    real: Sequence[str]
    elsewhere: Sequence[str]
    withdrawn: Sequence[str]


@dataclass(frozen=True)
class Outcome:
    """What became of what was sent, by the error or "taken", and how many answers are stored."""

    sent: int
    became: Counter[str]
    stored: int


def make_town(context: Context, batch_size: int = cards.MOST_PRINTED) -> Town:
    """Two open events: batches that hold, one of another event, one that was withdrawn."""
    liaison = Account(uuid4(), "lee", Role.LIAISON, Side.POLICE)
    assert allowed(liaison, Permission.PLAN_EVENTS)
    event, other = (_event(context, code) for code in ("CDF479", "GHJ346"))
    lost = uuid4()
    printed = [
        cards.print_batch(context, liaison, at, batch, "", batch_size)
        for at, batch in ((event, uuid4()), (event, uuid4()), (other, uuid4()), (event, lost))
    ]
    cards.withdraw(context, liaison, event, lost)
    return Town(context, event, (*printed[0], *printed[1]), printed[2], printed[3])


def send(context: Context, event: Event, typed: str, key: UUID) -> str:
    """What becomes of one answer with a card: "taken", "repeated", or an error's code."""
    try:
        card = cards.verify(context, event, typed, key)
        if not card:
            return "repeated"
        receipt = responses.submit(context, event, Submission(key, {"c1": 4}, "en", Channel.PHONE, card=card))
    except SurveyError as error:
        return error.code
    return "repeated" if receipt.repeated else "taken"


def forge(town: Town, kind: str, count: int, chance: random.Random) -> Outcome:
    """Sends `count` forgeries of a kind."""
    before = responses.received(town.context, town.event)
    forgery = FORGERIES[kind]
    became = Counter(send(town.context, town.event, forgery(town, chance), uuid4()) for _ in range(count))
    return Outcome(count, became, responses.received(town.context, town.event) - before)


def once(town: Town, numbers: Sequence[str]) -> Outcome:
    """Sends each real card once: were these refused too, the rest would prove nothing."""
    before = responses.received(town.context, town.event)
    became = Counter(send(town.context, town.event, number, uuid4()) for number in numbers)
    return Outcome(len(numbers), became, responses.received(town.context, town.event) - before)


def replay(town: Town, number: str, keys: Sequence[UUID]) -> Outcome:
    """Sends one real card with each of the keys, from many threads at once."""
    before = responses.received(town.context, town.event)
    with ThreadPoolExecutor(THREADS) as pool:
        became = Counter(pool.map(partial(send, town.context, town.event, number), keys))
    return Outcome(len(keys), became, responses.received(town.context, town.event) - before)


def _made_up(town: Town, chance: random.Random) -> str:
    return cards._write(chance.randbytes(2 * cards.PART))


def _turned(town: Town, chance: random.Random) -> str:
    token = bytearray(_token(chance.choice(town.real)))
    place = chance.randrange(8 * len(token))
    token[place // 8] ^= 1 << place % 8
    return cards._write(bytes(token))


def _halves(town: Town, chance: random.Random) -> str:
    """The nonce of a card of one batch with the signature of a card of the other."""
    middle = len(town.real) // 2
    first, second = chance.choice(town.real[:middle]), chance.choice(town.real[middle:])
    return cards._write(_token(first)[: cards.PART] + _token(second)[cards.PART :])


def _cut(town: Town, chance: random.Random) -> str:
    number = chance.choice(town.real)
    return number[: chance.randrange(1, len(number))]


def _filled_up(town: Town, chance: random.Random) -> str:
    """Cut short and filled up again with other letters."""
    number = chance.choice(town.real)
    kept = chance.randrange(len(number) - 1)
    rest = [cards.ALPHABET[chance.randrange(LETTERS)] for _ in number[kept:]]
    filled = number[:kept] + "".join(rest)
    return filled if filled != number else number[::-1]


FORGERIES: dict[str, Callable[[Town, random.Random], str]] = {
    "made up": _made_up,
    "one bit turned": _turned,
    "halves of two": _halves,
    "another event's": lambda town, chance: chance.choice(town.elsewhere),
    "withdrawn": lambda town, chance: chance.choice(town.withdrawn),
    "cut short": _cut,
    "cut and filled up": _filled_up,
}


def _token(number: str) -> bytes:
    token = cards._read(number)
    assert token is not None
    return token


def _event(context: Context, code: str) -> Event:
    today: date = context.today()
    day = timedelta(days=1)
    event = Event(
        uuid4(), code, "1-2-42", "Fair", Program.COMMUNITY_EVENT, "", today - day, today + day, "UTC", "pulse", ("en",)
    )
    context.store.events.add(event)
    return event


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """Empty databases by name: SQLite, and PostgreSQL where its server is installed; gone afterwards."""
    from tests.conftest import postgresql_programs, postgresql_server

    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        found = {"SQLite": f"sqlite:///{folder}/cards.sqlite3"}
        if postgresql_programs():
            serve = contextmanager(postgresql_server.__wrapped__)  # type: ignore[attr-defined]  # the tests' own server
            server = stack.enter_context(serve())
            found["PostgreSQL"] = server.format(name="postgres")
        yield found


def measure(context: Context, forged: int, replayed: int, seed: int) -> tuple[int, int]:
    """Prints a row for each attack; returns how many forgeries were taken, and answers of the replayed card."""
    town, chance = make_town(context), random.Random(seed)
    taken = 0
    share = -(-forged // len(FORGERIES))
    for kind in FORGERIES:
        count = min(share, forged)
        forged -= count
        found = forge(town, kind, count, chance)
        taken += max(found.became["taken"], found.stored)
        show(f"forged: {kind}", found)
    show("real cards, each once", once(town, town.real[2:102]))
    many = replay(town, town.real[0], [uuid4() for _ in range(replayed)])
    show("one card, many keys", many)
    show("one card, one key", replay(town, town.real[1], [uuid4()] * replayed))
    return taken, many.stored


def show(name: str, found: Outcome) -> None:
    """Prints one row of the table."""
    became = ", ".join(f"{code} {count:,}" for code, count in sorted(found.became.items()))
    print(f"{name:<26} {found.sent:>7,} {found.stored:>7,}  {became}")


def main() -> None:
    """Attacks an event of a made-up city on each database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the forgeries and replays")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    part = 10 if asked.quick else 1
    print(f"{platform.platform()}, Python {platform.python_version()}, seed {asked.seed}, {THREADS} threads")
    headlines = []
    with databases() as found:
        for name, url in found.items():
            print(f"\n{name:<26}    sent  stored  what became of it")
            store = Store.open(url, "real")
            settings = Settings.from_environment({"FAIR_HEARING_HOME": str(Path(tempfile.gettempdir()))})
            context = Context(settings, store, load(), load_texts(), clock=utc_now, secret=random.randbytes(32))
            forged, replayed = FORGED // part, REPLAYED // part
            taken, answers = measure(context, forged, replayed, asked.seed)
            headlines.append(f"{name}: {forged:,} forged cards, {taken} taken; {replayed:,} replays, {answers} answer")
            store.close()
    print(f"\n{'. '.join(headlines)}.")


if __name__ == "__main__":
    main()

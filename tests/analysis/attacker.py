"""A seeded attacker of one city: subtractions, sums of parts, linear programs, means, percentages, tables and timing.

Each kind makes so many attempts and says which of them told something of 1 to 9 people, or what a whole group said.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from tests.analysis.readouts import K, count_percentages, pick, read_tables, time_quotes
from tests.analysis.reckoning import SLACK, between, mean_between
from tests.analysis.spying import OF_PLACES, SCORES, BoolArray, Fact, Secret, Spy

CLOSE = 5.0
NARROW = 10.0
GRAIN = {"trust": 25.0, "justice": 6.25}
"""How far apart two answers of a group lie that all said the same."""
Finder = Callable[[Spy, np.random.Generator], str | None]
"""One attempt: what it found out, "" for nothing, None where there was nothing to try."""

LIVE = "live counts alone"


def subtract(spy: Spy, chance: np.random.Generator) -> str | None:
    """One base less another that lies within it, of any releases and any tables of the same people."""
    whole = pick(chance, spy.facts)
    inner = [fact for fact in _beside(spy, whole) if _within(spy, fact.members, whole)]
    if not inner:
        return None
    part = pick(chance, inner)
    return _few(whole.base - part.base, whole, part)


def add_parts(spy: Spy, chance: np.random.Generator) -> str | None:
    """A base less as many parts of it as fit beside each other."""
    whole = pick(chance, spy.facts)
    taken = _packed(spy, chance, whole)
    if not taken:
        return None
    left = whole.base
    for number, part in enumerate(taken):
        left -= part.base
        if found := _few(left, whole, *taken[: number + 1]):
            return found
    return ""


def solve_as_stranger(spy: Spy, chance: np.random.Generator) -> str | None:
    """A linear program over all releases, for a secret of any cut, by who knows only them and the events."""
    return _solve(spy, _pick_secret(spy, chance, places=None), staff=False, neighbor=False)


def solve_as_staff(spy: Spy, chance: np.random.Generator) -> str | None:
    """The same for a neighborhood's secret by staff, who also watched how many answers each event received."""
    return _solve(spy, _pick_secret(spy, chance, places=True), staff=True, neighbor=False)


def solve_as_neighbor(spy: Spy, chance: np.random.Generator) -> str | None:
    """The same for any secret but a neighborhood's by who knows from where people came to each event, not how many."""
    return _solve(spy, _pick_secret(spy, chance, places=False), staff=False, neighbor=True)


def subtract_means(spy: Spy, chance: np.random.Generator) -> str | None:
    """n x mean of a figure less n x mean of what lies in it: what the rest said, if all of it said the same."""
    scored = [fact for fact in spy.facts if fact.table.startswith("index/") and fact.means]
    if not scored:
        return None
    whole = pick(chance, scored)
    (subject,) = whole.means
    parts = [one for one in _packed(spy, chance, whole) if subject in one.means]
    rest, people = whole.members.copy(), whole.base
    low, high = (whole.base * end for end in whole.means[subject])
    for part in parts:
        rest, people = rest & ~part.members, people - part.base
        low, high = low - part.base * part.means[subject][1], high - part.base * part.means[subject][0]
        if people > 0 and (found := _learned(spy, subject, rest, low / people, high / people)):
            return f"{found} from {whole.cut} less {[one.cut for one in parts]}"
    return "" if parts else None


def solve_means(spy: Spy, chance: np.random.Generator) -> str | None:
    """A linear program over bases and sums at once for the mean of a group that all said the same, its size known."""
    subject = str(chance.choice(SCORES))
    group = _unanimous(spy, chance, subject)
    if group is None:
        return None
    facts = [fact for fact in spy.facts if subject in fact.means]
    touching = [fact for fact in facts if (fact.members & group).any()]
    if not touching:
        return ""
    low, high = mean_between(spy, subject, facts, group)
    found = _learned(spy, subject, group, low, high)
    return f"{found} by a program" if found else ""


KINDS: Mapping[str, tuple[Finder, int]] = {
    "one base less another": (subtract, 40),
    "a base less its parts": (add_parts, 20),
    "program, stranger": (solve_as_stranger, 3),
    "program, staff": (solve_as_staff, 3),
    "program, neighbor": (solve_as_neighbor, 3),
    "means, subtracted": (subtract_means, 15),
    "means, program": (solve_means, 2),
    "percent to count": (count_percentages, 10),
    "tables": (read_tables, 1),
    "quotes by time": (time_quotes, 3),
}
"""Each kind of attack and its share of all attempts in per cent."""


@dataclass
class Tried:
    """The attempts of one kind; `live` is how often staff's live counts alone told as much."""

    attempts: int = 0
    live: int = 0
    found: tuple[str, ...] = ()

    def __add__(self, other: "Tried") -> "Tried":
        return Tried(self.attempts + other.attempts, self.live + other.live, self.found + other.found)


def attack(spy: Spy, seed: int, attempts: int) -> dict[str, Tried]:
    """All kinds of attack on a city by their shares."""
    done = {}
    for number, (name, (find, share)) in enumerate(KINDS.items()):
        chance, tried = np.random.default_rng((seed, number)), Tried()
        wanted, asked = round(attempts * share / 100), 0
        while tried.attempts < wanted and asked < 20 * wanted:
            asked += 1
            found = find(spy, chance)
            if found is not None:
                tried.attempts += 1
                tried.live += found == LIVE
                tried.found += (found,) if found and found != LIVE else ()
        done[name] = tried
    return done


def _beside(spy: Spy, fact: Fact) -> Iterator[Fact]:
    tables = spy.same(fact.table)
    return (other for other in spy.facts if other is not fact and other.table in tables)


def _within(spy: Spy, members: BoolArray, whole: Fact) -> bool:
    return not (members & ~whole.members & spy.possible[whole.table]).any()


def _few(people: int, *facts: Fact) -> str:
    told = ", ".join(f"{fact.table} {fact.cut} in {fact.release}" for fact in facts)
    return f"{people} people: {told}" if 0 < people < K else ""


def _packed(spy: Spy, chance: np.random.Generator, whole: Fact) -> list[Fact]:
    """Parts of a fact, taken at random, none of which has anybody in common with another."""
    left, taken = whole.members.copy(), []
    others = list(_beside(spy, whole))
    for number in chance.permutation(len(others))[:80]:
        part = others[number]
        held = part.members & spy.possible[whole.table]
        if held.any() and not (held & ~left).any() and part.base < whole.base:
            left &= ~part.members
            taken.append(part)
    return taken


def _pick_secret(spy: Spy, chance: np.random.Generator, places: bool | None) -> Secret | None:
    secrets = list(spy.secrets(pick(chance, spy.releases)))
    fit = [
        one
        for one in secrets
        if (places is None or (one.cut.grid in OF_PLACES) == places) and (one.kind == "hidden" or one.people < K)
    ]
    return pick(chance, fit) if fit else None


def _solve(spy: Spy, secret: Secret | None, *, staff: bool, neighbor: bool) -> str | None:
    if secret is None:
        return None
    tables = spy.same(secret.table)
    facts = [fact for fact in spy.facts if fact.table in tables and fact.release <= secret.release]
    known = [(fact.members, fact.base, fact.base) for fact in facts]
    if any(fact.cut == secret.cut and fact.release == secret.release for fact in facts) and secret.kind == "hidden":
        return None  # another table of the same people shows it: nobody meant to hide it
    live = list(_live(spy, secret)) if staff else []
    imagined = spy.people[secret.table] > 0 if neighbor else spy.possible[secret.table]
    low, high = between(secret, [*known, *live], imagined)
    if high - low >= K:
        return ""
    if staff:
        alone = between(secret, live, imagined)
        if alone[1] - alone[0] < K:
            return LIVE
    return f"{secret.people} known as {low}-{high}: {secret.kind}, {secret.table} {secret.cut} in {secret.release}"


def _live(spy: Spy, secret: Secret) -> Iterator[tuple[BoolArray, float, float]]:
    """No more of a table's people than answers, and just as many where nobody leaves a question out."""
    full = spy.city.complete and "index/trust" in spy.same(secret.table)
    for release in range(1, secret.release + 1):
        for members, people in (*spy.received(release), *spy.arrived(release)):
            yield members, float(people) if full else 0.0, float(people)


def _unanimous(spy: Spy, chance: np.random.Generator, subject: str) -> BoolArray | None:
    """A group of two people or more who all gave the same answer: at an event, or of a cut, or who came since."""
    table = f"index/{subject}"
    release = int(chance.integers(1, len(spy.releases) + 1))
    held = [members for members, _ in spy.received(release)]
    held += [
        fact.members & ~other.members
        for fact in spy.facts
        for other in spy.facts
        if fact.table == other.table == table and fact.cut == other.cut and fact.release > other.release
    ]
    held += [secret.members for secret in spy.secrets(spy.releases[release - 1]) if secret.table == table]
    alike = [group for group in held if spy.count(table, group) > 1 and len(_answers(spy, subject, group)) == 1]
    return pick(chance, alike) if alike else None


def _answers(spy: Spy, subject: str, group: BoolArray) -> set[float]:
    return set().union(*(spy.said[subject][number] for number in np.flatnonzero(group)))


def _learned(spy: Spy, subject: str, group: BoolArray, low: float, high: float) -> str:
    """What was learned, if all of the group said the same: a narrow range around that, or no other answer in it."""
    low, high, said = max(0.0, low), min(100.0, high), _answers(spy, subject, group)
    if len(said) != 1:
        return ""
    near = high - low < NARROW - SLACK and abs((low + high) / 2 - next(iter(said))) <= CLOSE + SLACK
    fit = [point for point in np.arange(0, 100.1, GRAIN[subject]) if low - SLACK <= point <= high + SLACK]
    if not near and len(fit) > 1:
        return ""
    people = spy.count(f"index/{subject}", group)
    return f"all {people} said {next(iter(said)):.0f} ({low:.1f}-{high:.1f}), {subject}"

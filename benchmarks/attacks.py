"""Attacks on made-up cities whose whole truth is known: what an attacker works out of all releases together.

Found is what must not be: a base or a difference of bases of 1 to 9 people, a hidden base known to less than 10 people,
or what a whole group said. The attacker has the exact base of all that is shown, though pages round it; staff also
watch how many answers each event received, and what those counts tell alone is only counted. Then the same attacker
reads cities whose engine was weakened on purpose.
"""

import argparse
import platform
from collections.abc import Iterable, Mapping

from tests.analysis.attacker import KINDS, Tried, attack
from tests.analysis.besieged import besiege, publish
from tests.analysis.planted import FREE_DATES, PLANTED
from tests.analysis.spying import Spy

SEED, CITIES, ATTEMPTS = 0, 12, 10_000
QUICK_CITIES, QUICK_ATTEMPTS = 2, 300
SMALL = (8, 13)


def besieged(seed: int, attempts: int, weakness: str = "", *, small: bool = True) -> dict[str, Tried]:
    """All kinds of attack on one city, with a planted weakness where one is named."""
    city = besiege(seed, SMALL) if small else besiege(seed)
    if not weakness:
        return attack(Spy(city, publish(city)), seed, attempts)
    with PLANTED[weakness]():
        spy = Spy(city, publish(city), free_dates=weakness == FREE_DATES)
    return attack(spy, seed, attempts)


def add(tables: Iterable[Mapping[str, Tried]]) -> dict[str, Tried]:
    """What was tried and found in several cities together."""
    total = {name: Tried() for name in KINDS}
    for table in tables:
        for name, tried in table.items():
            total[name] += tried
    return total


def _sum(table: Mapping[str, Tried]) -> tuple[int, int]:
    return sum(one.attempts for one in table.values()), sum(len(one.found) for one in table.values())


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_CITIES} small cities, {QUICK_ATTEMPTS} attempts")
    parser.add_argument("--say", action="store_true", help="print what was found")
    asked = parser.parse_args()
    cities, wanted = (QUICK_CITIES, QUICK_ATTEMPTS) if asked.quick else (CITIES, ATTEMPTS)
    print(f"{platform.platform()}, Python {platform.python_version()}, seeds {SEED} to {SEED + cities - 1}\n")
    print(f"{'kind':<24} {'attempts':>9} {'found':>6} {'live counts alone':>18}")
    each = -(-wanted // cities)
    total = add(besieged(SEED + number, each, small=asked.quick or number % 2 == 1) for number in range(cities))
    for name, tried in total.items():
        print(f"{name:<24} {tried.attempts:>9,} {len(tried.found):>6} {tried.live:>18}")
        for found in sorted(set(tried.found)) if asked.say else ():
            print(f"  {found}")
    tries, found_in_all = _sum(total)
    print(f"\n{'weakness planted':<24} {'attempts':>9} {'found':>6}")
    caught = []
    for weakness in PLANTED:
        planted = add(besieged(SEED + number, 150, weakness) for number in range(1 if asked.quick else 3))
        counts = _sum(planted)
        print(f"{weakness:<24} {counts[0]:>9,} {counts[1]:>6}")
        caught.append(counts[1] > 0)
    print(f"\n{found_in_all} of {tries:,} attempts found anything; {sum(caught)} of {len(caught)} weaknesses caught.")


if __name__ == "__main__":
    main()

"""Who lives in a city, by margin: what answers are weighted to, and what shares of answers are laid beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

QUESTIONS: Mapping[str, str] = {"age": "age", "gender": "gender", "race": "race", "language": "home_language"}
"""Which question of `demographics.toml` asks about each margin; the margin "place" is where people live."""
PLACE = "place"
MORE = "more"
"""The code of who chose more than one, where many may be chosen: two or more races."""


@dataclass(frozen=True)
class Target:
    """How many people of a margin have one of `codes`: codes of choices as text, MORE, or ids of places."""

    margin: str
    codes: tuple[str, ...]
    people: int


def share(population: Sequence[Target], margin: str, code: str) -> float | None:
    """A single group's share of its margin's people, in whole per cent; None where it has no line of its own."""
    total = sum(target.people for target in population if target.margin == margin)
    own = next((one for one in population if one.margin == margin and one.codes == (code,)), None)
    return None if own is None else float(round(100 * own.people / total))


def margins(population: Sequence[Target]) -> dict[str, tuple[Target, ...]]:
    """The targets by margin, in the order of the file."""
    names = dict.fromkeys(target.margin for target in population)
    return {name: tuple(target for target in population if target.margin == name) for name in names}

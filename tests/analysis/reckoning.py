"""Linear programs of an attacker: between what people and points must lie for all that is known to be true."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import block_array, csr_array, eye_array

from tests.analysis.spying import BoolArray, Fact, Secret, Spy

SLACK = 1e-6
"""How far a program's result may be beside a whole number."""


def between(
    secret: Secret, known: Sequence[tuple[BoolArray, float, float]], imagined: BoolArray
) -> tuple[float, float]:
    """The fewest and most people of the secret, whole, for which everything known can be true."""
    rows = np.array([secret.members, *(members for members, _, _ in known)])[:, imagined]
    rows = np.unique(rows[:, rows.any(axis=0)], axis=1).astype(float)
    goal, rows = rows[0], rows[1:]
    least, most = (np.array([one[end] for one in known]) for end in (1, 2))
    exact = least == most
    loose = ~exact
    limits = csr_array(np.vstack([rows[loose], -rows[loose], -goal]))
    tops = np.concatenate([most[loose], -least[loose], [-secret.least]])
    ends = [
        linprog(sign * goal, limits, tops, csr_array(rows[exact]), least[exact], method="highs") for sign in (1, -1)
    ]
    low, high = (
        sign * found.fun if found.status == 0 else _stuck(found.status)
        for sign, found in zip((1, -1), ends, strict=True)
    )
    return float(np.ceil(low - SLACK)), float(np.floor(high + SLACK)) if np.isfinite(high) else np.inf


def _stuck(status: int) -> float:
    """Infinity for an unbounded program; anything else is a mistake of the attacker's."""
    if status != 3:
        raise ArithmeticError(f"a program of the attacker ended with status {status}")
    return np.inf


def mean_between(spy: Spy, subject: str, facts: Sequence[Fact], group: BoolArray) -> tuple[float, float]:
    """The lowest and highest mean of a group of known size: people and their points as one program."""
    rows = np.array([group, *(fact.members for fact in facts)])
    rows = np.unique(rows[:, rows.any(axis=0) & (spy.people[f"index/{subject}"] > 0)], axis=1).astype(float)
    goal, rows, width = rows[0], rows[1:], rows.shape[1]
    size = spy.count(f"index/{subject}", group)
    bases = np.array([fact.base for fact in facts], dtype=float)
    ends = np.array([fact.means[subject] for fact in facts])
    blank = csr_array((len(facts), width))
    people = block_array([[csr_array(np.vstack([rows, goal])), csr_array((len(facts) + 1, width))]])
    sums = csr_array(rows)
    limits = block_array([[blank, sums], [blank, -sums], [-100 * eye_array(width), eye_array(width)]])
    tops = np.concatenate([bases * ends[:, 1], -bases * ends[:, 0], np.zeros(width)])
    aim = np.concatenate([np.zeros(width), goal])
    found = [linprog(sign * aim, limits, tops, people, [*bases, size], method="highs") for sign in (1, -1)]
    if any(one.status for one in found):
        raise ArithmeticError(f"a program of means ended with {[one.message for one in found]}")
    return found[0].fun / size, -found[1].fun / size

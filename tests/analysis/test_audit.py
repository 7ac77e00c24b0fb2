"""The auditor against brute force, an independent solver, classic ways to subtract, and auditors that miss a row."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from analysis.audit import Leak, Table, audit, bounds
from analysis.estimates import IntArray
from analysis.nesting import rests
from analysis.programs import Program
from analysis.scores import FloatArray

K = 10
Atoms = Iterable[int]


def table(counts: Sequence[int], known: Sequence[Atoms], secrets: Sequence[Atoms], at_least: int = 0) -> Table:
    """Groups given by the numbers of their atoms."""
    return Table(
        np.array(counts, dtype=np.int64),
        _matrix(known, len(counts)),
        _matrix(secrets, len(counts)),
        np.full(len(secrets), at_least),
    )


def _matrix(groups: Sequence[Atoms], atoms: int) -> csr_array:
    rows = np.zeros((len(groups), atoms), dtype=np.int64)
    for row, group in zip(rows, groups, strict=True):
        row[list(group)] = 1
    return csr_array(rows)


def without(given: Table, row: int) -> Table:
    """What an auditor would see that ignores one known cell."""
    kept = [each for each in range(given.known.shape[0]) if each != row]
    return replace(given, known=csr_array(given.known)[kept])


@dataclass(frozen=True)
class Classic:
    """A known way to subtract: the table, and what every auditor must say of its secrets."""

    table: Table
    found: dict[int, tuple[float, float]]


CLASSICS = {
    "one hidden cell": Classic(table([4, 30, 25], [[0, 1, 2], [1], [2]], [[0]]), {0: (4, 4)}),
    "two hidden cells with eight people": Classic(
        table([4, 4, 30], [[0, 1, 2], [2]], [[0], [1]]), {0: (0, 8), 1: (0, 8)}
    ),
    "somebody is there": Classic(table([5, 5, 30], [[0, 1, 2], [2]], [[0], [1]], 1), {0: (1, 9), 1: (1, 9)}),
    "two by two with both margins": Classic(
        table([3, 20, 22, 30], [[0, 1], [2, 3], [0, 2], [1, 3], [3]], [[0], [1], [2]]),
        {0: (3, 3), 1: (20, 20), 2: (22, 22)},
    ),
    "a margin of three": Classic(
        table([3, 20, 0, 30], [[0, 1], [2, 3], [0, 2], [1, 3]], [[0], [1], [2], [3]]),
        {0: (0, 3), 1: (20, 23), 2: (0, 3), 3: (27, 30)},
    ),
    # Each relation has two hidden parts with ten people or more; together they give the fourth away: a+b, b+c, a+c.
    "three overlapping relations": Classic(
        table([12, 4, 15], [[0, 1], [1, 2], [0, 2]], [[0], [1], [2]]), {0: (12, 12), 1: (4, 4), 2: (15, 15)}
    ),
    # Quarter and program cut the same events: the quarter's other events less the program's other events.
    "two overlapping relations": Classic(
        table([14, 20, 17], [[0, 1], [1, 2], [0, 2]], [[0, 1, 2], [0]]), {0: (51, 51), 1: (14, 14)}
    ),
    # At both releases the city and the south were updated, the north was not: what came there is the city's rest.
    "two releases": Classic(table([40, 30, 3, 12], [[0, 1], [1], [0, 1, 2, 3], [1, 3]], [[2]]), {0: (3, 3)}),
    "nobody is known to be there": Classic(table([0, 0, 12], [[0, 1], [2]], [[0], [2]]), {0: (0, 0), 1: (12, 12)}),
    "nobody and a rest": Classic(table([0, 6, 12], [[0], [0, 1, 2], [2]], [[0, 1]]), {0: (6, 6)}),
}

SAFE = {
    "two hidden cells with ten": table([4, 6, 30], [[0, 1, 2], [2]], [[0], [1]]),
    "hidden in both directions": table([6, 20, 22, 12], [[0, 1], [2, 3], [0, 2], [1, 3]], [[0], [1], [2], [3]]),
    "in no known cell": table([3, 40], [[1]], [[0]]),
    "nobody is no secret": table([3, 40], [[0], [1]], [[]]),
    "nothing is known": table([3, 4], [], [[0], [0, 1]]),
}


@pytest.mark.parametrize("name", CLASSICS)
def test_classic_ways_to_subtract_are_found(name: str) -> None:
    classic = CLASSICS[name]
    assert {leak.secret: (leak.low, leak.high) for leak in audit(classic.table, K)} == classic.found
    assert bounds(classic.table, list(classic.found)) == pytest.approx(np.array(list(classic.found.values())))


@pytest.mark.parametrize("name", SAFE)
def test_what_is_safe_passes(name: str) -> None:
    assert audit(SAFE[name], K) == ()


@pytest.mark.parametrize("row", range(5))
def test_an_auditor_that_ignores_a_known_cell_misses_a_leak(row: int) -> None:
    """Whichever it is, first or last: so such an auditor fails above."""
    told = [classic for classic in CLASSICS.values() if row < classic.table.known.shape[0]]
    seen = [{leak.secret: (leak.low, leak.high) for leak in audit(without(each.table, row), K)} for each in told]
    assert any(leaks != classic.found for classic, leaks in zip(told, seen, strict=True))


@pytest.mark.parametrize(
    "name", ["one hidden cell", "two releases", "three overlapping relations", "nobody and a rest"]
)
def test_each_cell_of_a_proof_is_needed_where_no_two_say_the_same(name: str) -> None:
    """So hiding any one of them is a repair."""
    given_table = CLASSICS[name].table
    for leak in audit(given_table, K):
        assert_proven(given_table, leak, K)
        for row in leak.proof:
            low, high = bounds(without(given_table, row), [leak.secret])[0]
            assert high - low > leak.high - leak.low


def test_bounds_of_some_secrets_and_of_people_in_no_known_cell() -> None:
    given_table = table([3, 40, 7], [[1, 2]], [[0, 1], [2], [0]], 1)
    assert bounds(given_table, [0, 2]).tolist() == [[1.0, np.inf], [1.0, np.inf]]
    assert bounds(given_table).tolist() == [[1.0, np.inf], [1.0, 47.0], [1.0, np.inf]]


def test_enough_leaks_end_the_search() -> None:
    assert len(audit(CLASSICS["a margin of three"].table, K, enough=2)) == 2
    assert len(audit(CLASSICS["nobody is known to be there"].table, K, enough=1)) == 1


def test_half_a_person_gives_no_room() -> None:
    """Three that overlap in a ring have 31.5 together at the most, so 31; the rest of 40 has 8.5 at least, so 9."""
    ring, other = (
        [[start, start + 1, start + 3], [start + 1, start + 2, start + 4], [start, start + 2, start + 5]]
        for start in (0, 6)
    )
    given_table = table([10, 10, 10, 1, 1, 1] * 2 + [10], [*ring, *other, [6, 7, 8, 12]], [[0, 1, 2, 12]])
    assert bounds(given_table)[0] == pytest.approx(np.array([8.5, 71.5]))
    assert [(leak.low, leak.high) for leak in audit(given_table, 63)] == [(9, 71)]
    assert audit(given_table, 62) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        table([3, -1], [[0, 1]], [[0]]),
        table([0, 5], [[0, 1]], [[0]], 1),
        replace(table([3, 5], [[0, 1]], [[0]]), known=csr_array(np.array([[1, 2]]))),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(wrong: Table) -> None:
    with pytest.raises(ValueError):
        audit(wrong, K)


EVERYBODY, NO_OTHERS = csr_array(np.ones((1, 2))), csr_array((0, 2))


def test_a_solver_that_breaks_a_row_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    program = Program(EVERYBODY, np.array([5.0]), NO_OTHERS, np.zeros(0))
    monkeypatch.setattr(program, "_low", np.array([4.0]))
    with pytest.raises(ArithmeticError):
        program.highest(np.array([1.0, 0.0]))


def test_a_program_without_a_point_is_an_error() -> None:
    with pytest.raises(ArithmeticError):
        Program(EVERYBODY, np.array([-2.0]), NO_OTHERS, np.zeros(0))


def test_rests_are_groups_with_far_fewer_members_and_nothing_is_lost() -> None:
    known = csr_array(city(1).known, dtype=float)
    made = rests(known, np.arange(known.shape[0]))
    left = (made @ known).toarray()
    assert set(np.unique(left)) == {0.0, 1.0}
    assert left.sum() < known.sum() / 2
    assert abs(np.linalg.det(made.toarray())) == pytest.approx(1)


@some.composite
def small_tables(draw: some.DrawFn) -> Table:
    """Three to six atoms of few people, two to five known groups beside everybody, and one to four secrets."""
    atoms = draw(some.integers(3, 6))
    group = some.sets(some.integers(0, atoms - 1), min_size=1)
    counts = draw(some.lists(some.integers(0, 3), min_size=atoms, max_size=atoms))
    known = [range(atoms), *draw(some.lists(group, min_size=2, max_size=5))]
    secrets = draw(some.lists(group, min_size=1, max_size=4))
    given_table = table(counts, known, secrets)
    some_there = given_table.secrets @ given_table.counts > 0
    return replace(given_table, at_least=some_there * draw(some.integers(0, 1)))


def whole_bounds(given_table: Table) -> FloatArray:
    """The lowest and highest base of each secret in every table of whole people: (secrets, 2)."""
    known, secrets = given_table.known.toarray(), given_table.secrets.toarray()
    sums = known @ given_table.counts
    points = allotments(int(given_table.counts.sum()), len(given_table.counts))
    bases = points @ secrets.T
    allowed = np.all(points @ known.T == sums, axis=1) & np.all(bases >= given_table.at_least, axis=1)
    return np.column_stack([bases[allowed].min(axis=0), bases[allowed].max(axis=0)])


def allotments(people: int, atoms: int) -> IntArray:
    """Every way to allot whole people to atoms: (ways, atoms), at most 33,649 of them for 18 people in 6 atoms."""
    bars = itertools.combinations(range(people + atoms - 1), atoms - 1)
    walls = np.array([(-1, *each, people + atoms - 1) for each in bars], dtype=np.int64)
    return np.diff(walls, axis=1) - 1


def reference(given_table: Table) -> FloatArray:
    """The same by scipy's solver, from scratch for each bound, nothing merged: (secrets, 2)."""
    known, secrets = given_table.known.toarray(), given_table.secrets.toarray()
    told = {"A_eq": known, "b_eq": known @ given_table.counts, "A_ub": -secrets, "b_ub": -given_table.at_least}
    return np.array([[sign * linprog(sign * row, **told).fun for sign in (1, -1)] for row in secrets])


@settings(max_examples=60, deadline=None)
@given(small_tables(), some.integers(1, 6))
def test_small_tables_against_every_table_of_whole_people(given_table: Table, k: int) -> None:
    found, whole = bounds(given_table), whole_bounds(given_table)
    assert np.all(found[:, 0] <= whole[:, 0] + 1e-6) and np.all(found[:, 1] >= whole[:, 1] - 1e-6)
    assert found == pytest.approx(reference(given_table), abs=1e-6)
    leaks = {leak.secret: leak for leak in audit(given_table, k)}
    inward = np.column_stack([np.ceil(found[:, 0] - 1e-6), np.floor(found[:, 1] + 1e-6)])
    assert sorted(leaks) == np.flatnonzero(inward[:, 1] - inward[:, 0] < k).tolist()
    for row, leak in leaks.items():
        assert (leak.low, leak.high) == tuple(inward[row])
        assert leak.low <= whole[row, 0] and whole[row, 1] <= leak.high
        assert_proven(given_table, leak, k)


def assert_proven(given_table: Table, leak: Leak, k: int) -> None:
    """The cells of the proof are enough to know it to less than k."""
    alone = replace(given_table, known=csr_array(given_table.known)[list(leak.proof)])
    low, high = bounds(alone, [leak.secret])[0]
    assert np.floor(high + 1e-6) - np.ceil(low - 1e-6) < k


def city(seed: int) -> Table:
    """Sixteen places in four quarters and forty events: known are most sums, secret every other small one."""
    chance = np.random.default_rng(seed)
    event = np.repeat(np.arange(40), 4)
    home, quarter, program = chance.integers(0, 16, 160), event // 10, event % 5
    counts = chance.negative_binomial(1, 0.15, 160)
    labels = [home * 4 + quarter, home + 100, event + 200, quarter + 300, program + 400, 0 * event + 500]
    groups = [np.flatnonzero(label == each) for label in labels for each in np.unique(label)]
    small = [bool(counts[group].sum() < K or chance.random() < 0.05) for group in groups]
    known = [group for group, hidden in zip(groups, small, strict=True) if not hidden]
    secrets = [group for group, hidden in zip(groups, small, strict=True) if hidden and counts[group].sum()]
    return table(counts.tolist(), known, secrets, 1)


@pytest.mark.parametrize("seed", range(3))
def test_a_city_against_another_solver(seed: int) -> None:
    given_table = city(seed)
    expected = reference(given_table)
    assert bounds(given_table) == pytest.approx(expected, abs=1e-5)
    narrow = np.flatnonzero(expected[:, 1] - expected[:, 0] < K - 1e-6).tolist()
    leaks = audit(given_table, K)
    assert set(narrow) <= {leak.secret for leak in leaks}
    assert 5 < len(leaks) < len(expected), "a city without leaks, or without anything safe, tests nothing"
    for leak in leaks:
        assert_proven(given_table, leak, K)


def test_after_a_repair_only_leaks_and_new_secrets_need_a_look() -> None:
    """What was wide stays so when a known cell is hidden, somebody being there."""
    before = city(0)
    leaks = audit(before, K)
    hidden = max(row for leak in leaks for row in leak.proof)
    secrets = csr_array(vstack([before.secrets, csr_array(before.known)[[hidden]]]))
    after = replace(without(before, hidden), secrets=secrets, at_least=np.ones(secrets.shape[0]))
    look = [*(leak.secret for leak in leaks), before.secrets.shape[0]]
    assert audit(after, K, rows=look) == audit(after, K)
    assert [leak.secret for leak in audit(after, K, rows=[leaks[0].secret])] == [leaks[0].secret]


def test_the_solver_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """Newer ones greet on standard output, where the command line's own words belong."""
    audit(CLASSICS["two releases"].table, K)
    assert "".join(capfd.readouterr()) == ""

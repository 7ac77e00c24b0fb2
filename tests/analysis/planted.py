"""Weaknesses planted into the engine for as long as a release is made, so that the attacker shows it can find them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from unittest.mock import patch

from analysis import disclosure, ledgers
from analysis.disclosure import Decision, Relation
from analysis.grids import Key
from analysis.ledgers import Ledger


def _only_too_few(
    bases: Mapping[Key, int],
    relations: Sequence[Relation[Key]],
    k: int = disclosure.K,
    first: Iterable[Key] = (),
    *_: object,
) -> frozenset[Key]:
    return disclosure.too_few(bases, k)


def _find_nothing(*_: object) -> list[object]:
    return []


def _decide_anew(ledger: Ledger, k: int, **_: object) -> Decision[Key]:
    bases = ledger.layout.bases(ledger.people)
    hidden = ledger.layout.hide(bases, k)
    return Decision(frozenset(bases) - hidden, frozenset(), frozenset(), hidden)


@contextmanager
def complementary_off() -> Iterator[None]:
    """Only cuts of too few are hidden, and nobody audits."""
    with ExitStack() as planted:
        planted.enter_context(patch.object(disclosure, "hide", _only_too_few))
        planted.enter_context(audit_off())
        yield


def audit_off() -> AbstractContextManager[object]:
    """What complementary hiding leaves open stays open."""
    return patch.object(ledgers, "find_leaks", _find_nothing)


def k_rule_off() -> AbstractContextManager[object]:
    """Every cut is shown anew in every release."""
    return patch.object(Ledger, "decide", _decide_anew)


PLANTED: Mapping[str, Callable[[], AbstractContextManager[object]]] = {
    "complementary hiding off": complementary_off,
    "audit off": audit_off,
    "every cut anew each time": k_rule_off,
    "free dates": nullcontext,
}
"""How each is planted; free dates are a door of their own beside the releases: see `Spy`."""
FREE_DATES = "free dates"

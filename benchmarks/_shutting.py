"""Ways to break a store while people answer, and to mend it again."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks._town import Town

REFUSING = "CREATE TRIGGER refuse BEFORE INSERT ON comment"
NO_PLACES = ("ALTER TABLE place RENAME TO gone",), ("ALTER TABLE gone RENAME TO place",)


@dataclass(frozen=True)
class State:
    """Statements that break the store and that mend it."""

    breaks: Sequence[str]
    mends: Sequence[str]


STATES: Mapping[str, Mapping[str, State]] = {
    "no space left": {
        "sqlite": State([f"{REFUSING} BEGIN SELECT RAISE(ABORT, 'no space left'); END"], ["DROP TRIGGER refuse"]),
        "postgresql": State(
            [
                "CREATE FUNCTION refuse() RETURNS trigger AS 'BEGIN RAISE ''no space left''; END' LANGUAGE plpgsql",
                f"{REFUSING} FOR EACH ROW EXECUTE FUNCTION refuse()",
            ],
            ["DROP TRIGGER refuse ON comment", "DROP FUNCTION refuse()"],
        ),
    },
    "a value that is not allowed": {
        "postgresql": State(
            ["ALTER TABLE comment ADD CONSTRAINT never CHECK (text = 'never') NOT VALID"],
            ["ALTER TABLE comment DROP CONSTRAINT never"],
        ),
    },
    "a table is gone": {"sqlite": State(*NO_PLACES), "postgresql": State(*NO_PLACES)},
    "locked": {"sqlite": State(["BEGIN EXCLUSIVE"], ["ROLLBACK"])},
}
"""By what is wrong and by kind of database."""


@contextmanager
def shut(place: Town, state: State) -> Iterator[None]:
    """The store, broken for as long as this lasts."""
    with place.context.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        raw = connection.connection.cursor()
        for statement in state.breaks:
            raw.execute(statement)
        try:
            yield
        finally:
            for statement in state.mends:
                raw.execute(statement)
            raw.close()

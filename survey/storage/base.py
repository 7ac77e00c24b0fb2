"""How repositories reach the database: short read and write transactions on one engine."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from sqlalchemy import Engine
from sqlmodel import Session


class Repository:
    """The rows of one noun."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._write_engine = engine.execution_options(write=True)
        self._turn: AbstractContextManager[object] = engine.get_execution_options().get("turn", nullcontext())

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads."""
        with Session(self._engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session in one write transaction, committed at the end or rolled back on any error."""
        with self._turn, Session(self._write_engine) as session, session.begin():
            yield session

"""Releases as they were published, and their layers: added, never changed."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import fields
from threading import Lock

from sqlalchemy import func, update
from sqlalchemy import select as sql_select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from analysis.figures import Release
from analysis.layers import Layer
from analysis.releasefile import digest, from_json
from survey.errors import StoreMismatch, SurveyError
from survey.records import ReleaseEntry, Taken
from survey.storage import staged
from survey.storage.alone import alone
from survey.storage.base import Repository
from survey.storage.rows import to_record, to_row
from survey.storage.tables import LayerRow, NoteRow, ReleaseRow

NOTHING_TAKEN = Taken()


class Releases(Repository):
    """Stored releases; since none ever changes, the newest can be kept once read."""

    _newest: Release | None = None
    _reading_it = Lock()

    def alone(self) -> AbstractContextManager[None]:
        """Held while a release is made. Raises SurveyError("release_under_way") when someone else is making one."""
        return alone(self._engine)

    def publish(
        self,
        entry: ReleaseEntry,
        payload: str,
        layers: Sequence[Layer] = (),
        taken: Taken = NOTHING_TAKEN,
        keeping: Collection[str] = (),
    ) -> None:
        """Stores a release with its layers and puts what was taken into it: all in one transaction, or nothing.

        A correction takes back every layer that counted until now, but for the years in `keeping`.
        Raises SurveyError("release_meanwhile") when this version is there, or what is taken is not what the release
        was made of.
        """
        try:
            with self.writing() as session:
                session.add(to_row(ReleaseRow, entry, payload=payload))
                session.flush()
                if entry.replaces:
                    _take_back(session, entry.version, keeping)
                session.add_all([to_row(LayerRow, layer) for layer in layers])
                if _settle(session) != taken:
                    raise SurveyError("release_meanwhile")
        except IntegrityError as error:
            raise SurveyError("release_meanwhile") from error

    def layers(self, years: Collection[str] | None = None) -> tuple[Layer, ...]:
        """What every release added, of all years or of some, the oldest first; what was taken back too."""
        wanted = select(LayerRow).order_by(col(LayerRow.since), col(LayerRow.year))
        if years is not None:
            wanted = wanted.where(col(LayerRow.year).in_(years))
        with self.reading() as session:
            return tuple(to_record(Layer, row, {}) for row in session.exec(wanted))

    def history(self) -> tuple[ReleaseEntry, ...]:
        """Every release without its content, the newest first."""
        columns = [ReleaseRow.__table__.c[item.name] for item in fields(ReleaseEntry)]  # type: ignore[attr-defined]
        with self.reading() as session:
            found = session.execute(sql_select(*columns).order_by(col(ReleaseRow.version).desc()))
            return tuple(ReleaseEntry(*row) for row in found)

    def latest_version(self) -> int:
        """The newest version, 0 when there is none."""
        with self.reading() as session:
            return session.exec(select(func.max(ReleaseRow.version))).one() or 0

    def latest(self) -> Release | None:
        """The newest release, None before the first."""
        version = self.latest_version()
        if version == 0:
            return None
        with self._reading_it:  # who comes meanwhile waits for it, as reading it twice takes twice the memory
            if self._newest is None or self._newest.version != version:
                self._newest = self.version(version)
            return self._newest

    def version(self, version: int) -> Release | None:
        """One release, None where there is none. Raises StoreMismatch when it is not what was published."""
        with self.reading() as session:
            row = session.get(ReleaseRow, version)
        if row is None:
            return None
        if digest(row.payload) != row.digest:
            raise StoreMismatch(f"Release {version} in the database is not the one that was published.")
        return from_json(row.payload)


def _take_back(session: Session, version: int, keeping: Collection[str]) -> None:
    counting = update(LayerRow).where(col(LayerRow.until) == 0, col(LayerRow.year).not_in(keeping))
    session.execute(counting.values(until=version))


def _settle(session: Session) -> Taken:
    """Puts what was taken into the release; how much that was."""
    answers = staged.settle(session)
    notes = update(NoteRow).where(col(NoteRow.stage) == staged.TAKEN).values(stage=staged.RELEASED)
    return Taken(answers, len(session.execute(notes.returning(col(NoteRow.id))).all()))

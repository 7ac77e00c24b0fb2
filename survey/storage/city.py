"""Stored facts about the city, accepted languages, and releases."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from analysis.figures import Release
from analysis.releasefile import from_json
from survey.errors import SurveyError
from survey.records import CityProfile, Correction, LanguageAcceptance
from survey.storage.base import Repository
from survey.storage.rows import to_record, to_row
from survey.storage.tables import CitySettingRow, CorrectionRow, LanguageAcceptanceRow, ReleaseRow

_PROFILE = "profile"


class City(Repository):
    """Who runs the survey, and which languages a named speaker accepted."""

    def profile(self) -> CityProfile:
        with self.reading() as session:
            row = session.get(CitySettingRow, _PROFILE)
        return CityProfile(**json.loads(row.value)) if row else CityProfile()

    def set_profile(self, profile: CityProfile) -> None:
        with self.writing() as session:
            session.merge(CitySettingRow(name=_PROFILE, value=json.dumps(asdict(profile))))

    def note(self, name: str) -> str:
        """A short note that the program left for itself, "" when there is none."""
        with self.reading() as session:
            row = session.get(CitySettingRow, f"note.{name}")
            return row.value if row else ""

    def set_note(self, name: str, value: str) -> None:
        with self.writing() as session:
            session.merge(CitySettingRow(name=f"note.{name}", value=value))

    def accept_language(self, acceptance: LanguageAcceptance) -> None:
        with self.writing() as session:
            session.merge(to_row(LanguageAcceptanceRow, acceptance))

    def correct(self, corrections: Sequence[Correction]) -> None:
        """Stores new wordings; a text's last correction replaces those before."""
        with self.writing() as session:
            for correction in corrections:
                session.merge(to_row(CorrectionRow, correction))

    def corrections(self) -> tuple[Correction, ...]:
        with self.reading() as session:
            return tuple(to_record(Correction, row, {}) for row in session.exec(select(CorrectionRow)))

    def acceptances(self) -> tuple[LanguageAcceptance, ...]:
        with self.reading() as session:
            return tuple(to_record(LanguageAcceptance, row, {}) for row in session.exec(select(LanguageAcceptanceRow)))


class Releases(Repository):
    """Releases as they were published: added, never changed, so that the newest can be kept once read."""

    _newest: Release | None = None

    def add(self, version: int, made_on: date, digest: str, payload: str) -> None:
        """Raises SurveyError("release_meanwhile") when another run published this version first."""
        try:
            with self.writing() as session:
                session.add(ReleaseRow(version=version, made_on=made_on, digest=digest, payload=payload))
        except IntegrityError as error:
            raise SurveyError("release_meanwhile") from error

    def latest_version(self) -> int:
        """The newest version, 0 when there is none."""
        with self.reading() as session:
            return session.exec(select(func.max(ReleaseRow.version))).one() or 0

    def latest(self) -> Release | None:
        """The newest release, None before the first."""
        version = self.latest_version()
        if version == 0:
            return None
        if self._newest is None or self._newest.version != version:
            with self.reading() as session:
                self._newest = from_json(session.get_one(ReleaseRow, version).payload)
        return self._newest

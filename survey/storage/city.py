"""Stored facts about the city, accepted languages and speakers' corrections."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from sqlmodel import select

from analysis.population import Target
from survey.records import CityProfile, Correction, LanguageAcceptance
from survey.storage.base import Repository
from survey.storage.rows import to_record, to_row
from survey.storage.tables import CitySettingRow, CorrectionRow, LanguageAcceptanceRow

_PROFILE = "profile"
_POPULATION = "population"


class City(Repository):
    """Who runs the survey, and which languages a named speaker accepted."""

    def profile(self) -> CityProfile:
        with self.reading() as session:
            row = session.get(CitySettingRow, _PROFILE)
        return CityProfile(**json.loads(row.value)) if row else CityProfile()

    def set_profile(self, profile: CityProfile) -> None:
        with self.writing() as session:
            session.merge(CitySettingRow(name=_PROFILE, value=json.dumps(asdict(profile))))

    def population(self) -> tuple[Target, ...]:
        """Who lives in the city by margin, () where no file was given."""
        with self.reading() as session:
            row = session.get(CitySettingRow, _POPULATION)
        held = json.loads(row.value) if row else []
        return tuple(Target(one["margin"], tuple(one["codes"]), one["people"]) for one in held)

    def set_population(self, targets: Sequence[Target]) -> None:
        with self.writing() as session:
            session.merge(CitySettingRow(name=_POPULATION, value=json.dumps([asdict(one) for one in targets])))

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

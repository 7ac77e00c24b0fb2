"""What happened in the demo city, with one correction, so that its charts have marks."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from survey.incidents import IncidentDraft
from survey.records import IncidentKind, IncidentStatus

INCIDENTS = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True)
class DemoVersion:
    """One version of what was said, the day it was said, and why it differs from the one before."""

    draft: IncidentDraft
    said_on: date
    why: str


def make_incidents(today: date) -> tuple[tuple[DemoVersion, ...], ...]:
    """The versions of each incident of `incidents.toml`, whose days are counted from today."""
    rows = tomllib.loads(INCIDENTS.read_text("utf-8"))["incident"]
    return tuple(
        tuple(
            DemoVersion(
                IncidentDraft(
                    today + timedelta(days=version["days"]),
                    row["place"],
                    IncidentKind(row["kind"]),
                    version["words"],
                    IncidentStatus(version["status"]),
                ),
                today + timedelta(days=version["said"]),
                version.get("why", ""),
            )
            for version in row["version"]
        )
        for row in rows
    )

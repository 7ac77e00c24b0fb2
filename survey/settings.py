"""Settings from the environment; everything has a default, so that a first start needs none."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SMALLEST_GROUP = 10
PROJECT = Path(__file__).resolve().parent.parent


class BadSetting(ValueError):
    """A setting that the program can't be run with; the message says why."""


@dataclass(frozen=True)
class Settings:
    """Where data and content live. `content` are extra folders of questions beside the shipped ones.

    Nothing is shown about fewer people than `smallest_group`.
    """

    home: Path
    database_url: str
    content: tuple[Path, ...] = ()
    local_address: str = "http://localhost:8501"
    smallest_group: int = SMALLEST_GROUP

    @property
    def demo_url(self) -> str:
        """The demo city's own database; it can't be pointed at another server."""
        return f"sqlite:///{self.home / 'demo-city.sqlite3'}"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Reads FAIR_HEARING_HOME, DATABASE_URL, FAIR_HEARING_QUESTIONS (folders separated as in PATH) and
        FAIR_HEARING_SMALLEST_GROUP, which can only be raised. Raises BadSetting.
        """
        home = Path(environ.get("FAIR_HEARING_HOME") or PROJECT / "data").resolve()
        url = environ.get("DATABASE_URL") or f"sqlite:///{home / 'fair-hearing.sqlite3'}"
        folders = [part for part in environ.get("FAIR_HEARING_QUESTIONS", "").split(":") if part]
        return cls(
            home=home,
            database_url=_with_driver(url),
            content=tuple(Path(part) for part in folders),
            smallest_group=_smallest_group(environ.get("FAIR_HEARING_SMALLEST_GROUP", "")),
        )


def _smallest_group(text: str) -> int:
    """The number of people; a lower one than the promised would be a broken promise."""
    if not text.strip():
        return SMALLEST_GROUP
    if not text.strip().isdecimal() or int(text) < SMALLEST_GROUP:
        raise BadSetting(f"FAIR_HEARING_SMALLEST_GROUP must be a whole number, {SMALLEST_GROUP} or more.")
    return int(text)


def _with_driver(url: str) -> str:
    """Names the psycopg driver where a PostgreSQL URL names none."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url

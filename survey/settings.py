"""Settings from the environment; everything has a default, so that a first start needs none."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """Where data and content live. `content` are extra folders of questions beside the shipped ones."""

    home: Path
    database_url: str
    content: tuple[Path, ...] = ()
    local_address: str = "http://localhost:8501"

    @property
    def demo_url(self) -> str:
        """The demo city's own database; it can't be pointed at another server."""
        return f"sqlite:///{self.home / 'demo-city.sqlite3'}"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Reads FAIR_HEARING_HOME, DATABASE_URL and FAIR_HEARING_QUESTIONS (folders separated as in PATH)."""
        home = Path(environ.get("FAIR_HEARING_HOME") or PROJECT / "data").resolve()
        url = environ.get("DATABASE_URL") or f"sqlite:///{home / 'fair-hearing.sqlite3'}"
        folders = [part for part in environ.get("FAIR_HEARING_QUESTIONS", "").split(":") if part]
        return cls(home=home, database_url=_with_driver(url), content=tuple(Path(part) for part in folders))


def _with_driver(url: str) -> str:
    """Names the psycopg driver where a PostgreSQL URL names none."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url

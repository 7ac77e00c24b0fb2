"""What every service and page receives: one city's store, content, texts, clock and ids."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from questions.model import Library
from survey.i18n import Texts
from survey.settings import Settings
from survey.storage.store import Store


def utc_now() -> datetime:
    """The system clock, with its zone."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Context:
    """One city. `synthetic` marks the demo city; `setup_code` is there until the first administrator signed up."""

    settings: Settings
    store: Store
    library: Library
    texts: Texts
    synthetic: bool = False
    clock: Callable[[], datetime] = utc_now
    new_id: Callable[[], UUID] = uuid4
    new_token: Callable[[], str] = secrets.token_urlsafe
    setup_code: str = field(default="", repr=False)

    def today(self, time_zone: str = "UTC") -> date:
        """The day it is in a time zone."""
        return self.clock().astimezone(ZoneInfo(time_zone)).date()


@dataclass(frozen=True)
class Cities:
    """The real city and the demo city, which is made when first asked for. Nothing passes between them."""

    real: Context
    open_demo: Callable[[], Context]

    def for_code(self, code: str) -> Context:
        """The city that a code belongs to: real codes have no vowels, so none begins with DEMO."""
        return self.open_demo() if code.upper().startswith("DEMO") else self.real

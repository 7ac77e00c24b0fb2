"""What every service and page receives: one city's store, content, texts, clock and ids."""

import secrets
from collections.abc import Callable, Mapping
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
    """One city. `synthetic` marks the demo city; `setup_code` is there until the first administrator signed up.

    `secret` is what keys are made from (`survey.keys`); `corrected` has speakers' corrections by language and text id,
    which `library` and `texts` show (`survey.wording`).
    """

    settings: Settings
    store: Store
    library: Library
    texts: Texts
    synthetic: bool = False
    clock: Callable[[], datetime] = utc_now
    new_id: Callable[[], UUID] = uuid4
    new_token: Callable[[], str] = secrets.token_urlsafe
    setup_code: str = field(default="", repr=False)
    secret: bytes = field(default=b"", repr=False)
    corrected: Mapping[str, dict[str, str]] = field(default_factory=dict, repr=False)

    def today(self, time_zone: str = "UTC") -> date:
        """The day it is in a time zone."""
        return self.clock().astimezone(ZoneInfo(time_zone)).date()


def demo_at_hand(_seconds: float) -> bool:
    """For a demo city that need not be built first."""
    return True


def is_demo_code(code: str) -> bool:
    """Whether a code belongs to the demo city: real codes have no vowels, so none begins with DEMO."""
    return code.upper().startswith("DEMO")


@dataclass(frozen=True)
class Cities:
    """The real city and the demo city, which is made when first asked for. Nothing passes between them.

    `open_demo` waits until the demo is built; `demo_within` begins to build it, waits that many seconds at most,
    and says whether it is there.
    """

    real: Context
    open_demo: Callable[[], Context]
    demo_within: Callable[[float], bool] = demo_at_hand

    def for_code(self, code: str) -> Context:
        """The city that a code belongs to."""
        return self.open_demo() if is_demo_code(code) else self.real

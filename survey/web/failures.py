"""Counting failed sign-ins by account name, in memory, so that passwords can't be tried without end."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

MOST_FAILURES = 10
WAIT = timedelta(minutes=15)
MOST_NAMES = 10_000


@dataclass
class Failures:
    """Failures of the last 15 minutes by name. No address is kept, and nothing is written to disk."""

    times: dict[str, list[datetime]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def must_wait(self, name: str, now: datetime) -> bool:
        """Whether this name has failed too often."""
        with self.lock:
            return len(self._recent(name, now)) >= MOST_FAILURES

    def note(self, name: str, now: datetime) -> None:
        """Counts one failure."""
        with self.lock:
            if len(self.times) >= MOST_NAMES:
                self.times = {known: times for known in self.times if (times := self._recent(known, now))}
            self.times[name[:80]] = [*self._recent(name, now), now]

    def forget(self, name: str) -> None:
        """Forgets the failures of a name that got in."""
        with self.lock:
            self.times.pop(name[:80], None)

    def _recent(self, name: str, now: datetime) -> list[datetime]:
        return [time for time in self.times.get(name[:80], ()) if now - time < WAIT]

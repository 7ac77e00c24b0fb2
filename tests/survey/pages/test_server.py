"""What Streamlit is told before it serves anyone."""

from pathlib import Path

import pytest
from streamlit.runtime.memory_session_storage import MemorySessionStorage

from survey.pages import server


def test_a_busy_event_does_not_push_out_who_will_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    first = MemorySessionStorage.__init__
    monkeypatch.setattr(first, "__defaults__", first.__defaults__)  # put back afterwards
    server.keep_waiting_sessions()
    storage = MemorySessionStorage(ttl_seconds=600)
    assert storage._cache.maxsize == server.MOST_WAITING >= 1_000  # type: ignore[attr-defined]  # as Streamlit makes it


def test_the_parts_that_the_survey_needs_early_are_there() -> None:
    names = [Path(name).name.split(".")[0] for name in server.early_files()]
    assert names == ["Html", "purify", "Button"]

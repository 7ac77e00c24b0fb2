"""What Streamlit is told before it serves anyone."""

import logging
from collections.abc import Iterator
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


@pytest.fixture
def logs() -> Iterator[None]:
    """What is silenced for a server is heard again by the tests after."""
    access, trouble = logging.getLogger("uvicorn.access"), logging.getLogger("uvicorn.error")
    before = (logging.root.manager.disable, access.disabled, trouble.filters.copy())
    yield
    logging.root.manager.disable, access.disabled, trouble.filters = before


def test_no_log_level_brings_a_visitors_address_or_cookies_into_a_log(
    logs: None, caplog: pytest.LogCaptureFixture
) -> None:
    names = ("uvicorn.access", "uvicorn.error", "websockets.server", "streamlit")
    for name in ("", *names):
        caplog.set_level(1, name or None)  # an operator's wish, before and so overruled
    server.enforce_privacy()
    for name in names:
        logging.getLogger(name).debug("< cookie: fair_hearing=secret")
    for name in ("uvicorn.access", "uvicorn.error"):
        logging.getLogger(name).info('203.0.113.77 - "WebSocket /_stcore/stream" [accepted]')
    assert caplog.messages == []
    logging.getLogger("uvicorn.error").error("a real trouble is still told")
    assert caplog.messages == ["a real trouble is still told"]

"""The first start in a pseudo-terminal: no question, no outside request, address and set-up code printed."""

import os
import pty
import re
import select
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.conftest import PROJECT

GUARD = """
import socket, sys
_connect = socket.socket.connect
_look_up = socket.getaddrinfo
LOCAL = ("127.0.0.1", "::1", "localhost", "0.0.0.0", None, "", b"localhost")
def note(kind, host):
    with open({log!r}, "a") as log:
        log.write(f"{{kind}} {{host}}\\n")
def connect(self, address, *rest):
    if self.family != socket.AF_UNIX and address[0] not in LOCAL:
        note("connect", address[0])
        raise OSError("no outside requests")
    return _connect(self, address, *rest)
def look_up(host, *rest, **named):
    if host not in LOCAL:
        note("look-up", host)
        raise OSError("no outside requests")
    return _look_up(host, *rest, **named)
socket.socket.connect = connect
socket.getaddrinfo = look_up
"""


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Started:
    """A server that runs in a pseudo-terminal, and what it wrote there."""

    def __init__(self, process: "subprocess.Popen[bytes]", terminal: int, port: int, outside: Path) -> None:
        self.process, self.terminal, self.port, self.outside = process, terminal, port, outside
        self.written = ""

    def read_until(self, pattern: str, seconds: float = 90) -> "re.Match[str]":
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = re.search(pattern, self.written)
            if found:
                return found
            if select.select([self.terminal], [], [], 0.2)[0]:
                try:
                    self.written += os.read(self.terminal, 65536).decode("utf-8", "replace")
                except OSError:
                    break
        raise AssertionError(f"{pattern!r} never came. The terminal shows:\n{self.written}")

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=60) as answer:
            return str(answer.read().decode())


@contextmanager
def started(tmp_path: Path, *options: str, **environ: str) -> Iterator[Started]:
    """`streamlit run survey_app.py` as a newcomer would, from a folder that is not ours, with DISPLAY set."""
    guard, outside, elsewhere = tmp_path / "guard", tmp_path / "outside.log", tmp_path / "elsewhere"
    for folder in (guard, elsewhere, tmp_path / "home"):
        folder.mkdir()
    (guard / "sitecustomize.py").write_text(GUARD.format(log=str(outside)))
    port = free_port()
    controller, terminal = pty.openpty()
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("STREAMLIT_", "FAIR_HEARING_", "DATABASE_"))
    }
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            str(PROJECT / "survey_app.py"),
            "--server.port",
            str(port),
            *options,
        ],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        cwd=elsewhere,
        env={
            **clean,
            "HOME": str(tmp_path / "home"),
            "DISPLAY": ":99",
            "PYTHONPATH": str(guard),
            "FAIR_HEARING_HOME": str(tmp_path / "data"),
            **environ,
        },
        start_new_session=True,
    )
    os.close(terminal)
    try:
        yield Started(process, controller, port, outside)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(controller)


def test_the_first_start_asks_nothing_and_calls_nobody(tmp_path: Path) -> None:
    with started(tmp_path) as server:
        code = server.read_until(r"Set-up code\s+(\w+)").group(1)
        server.read_until(rf"http://localhost:{server.port}\b")
        server.read_until(r"http://localhost:\d+/s/DEMO")
        assert len(code) == 8
        wait_for(server, "/health")
        assert "streamlit" in server.get("/").lower()
        assert code not in server.get("/setup")
        assert (tmp_path / "data" / "fair-hearing.sqlite3").exists()
        assert not re.search(r"(?i)e-?mail|External URL|Network URL|statistics", server.written)
        assert not server.outside.exists(), server.outside.read_text()


def test_the_demo_survey_is_built_while_its_page_says_so(tmp_path: Path) -> None:
    with started(tmp_path) as server:
        wait_for(server, "/health")
        with pytest.raises(urllib.error.HTTPError) as first:
            server.get("/s/DEMO?door=phone")
        assert (first.value.code, first.value.headers["Refresh"]) == (503, "3")
        assert "building the demo city" in first.value.read().decode()
        first.value.close()
        wait_for(server, "/s/DEMO?door=phone", seconds=180)
        page = server.get("/s/DEMO?door=phone")
        assert "<form" in page
        assert "ynthetic" in page
        assert not server.outside.exists(), server.outside.read_text()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STREAMLIT_BROWSER_GATHER_USAGE_STATS", "true"),
        ("STREAMLIT_CLIENT_SHOW_ERROR_DETAILS", "full"),
        ("STREAMLIT_RUNNER_POST_SCRIPT_GC", "true"),
    ],
)
def test_it_does_not_start_with_telemetry_or_error_details(tmp_path: Path, name: str, value: str) -> None:
    with started(tmp_path, **{name: value}) as server:
        server.read_until("does not start with these Streamlit options changed")
        assert server.process.wait(timeout=60) != 0


def test_the_guard_sees_an_outside_request(tmp_path: Path) -> None:
    """Streamlit's own welcome looks up this machine's outside address: the guard must notice, or it proves nothing."""
    with started(tmp_path, "--logger.hideWelcomeMessage=false") as server:
        server.read_until("does not start with these Streamlit options changed")
        assert server.outside.exists()


def wait_for(server: Started, path: str, seconds: float = 90) -> None:
    """Until the server answers; it is asked again as long as nothing listens."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            server.get(path)
        except OSError:
            if time.monotonic() > deadline or server.process.poll() is not None:
                raise
            select.select([server.terminal], [], [], 0.2)
        else:
            return

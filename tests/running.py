"""A real server for tests: `streamlit run survey_app.py` on a free port, stopped by its own process group."""

import os
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

from tests.conftest import PROJECT


def free_port() -> int:
    """A port that nothing listened on a moment ago."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(home: Path, port: int, script: Path = PROJECT / "survey_app.py") -> Iterator[str]:
    """The address of a server that keeps its data in `home`; its output goes to `home/server.log`."""
    settings = {
        name: value for name, value in os.environ.items() if not name.startswith(("STREAMLIT_", "FAIR_HEARING_"))
    }
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--server.address", "127.0.0.1"],
            stdout=log,
            stderr=log,
            cwd=home,
            env={**settings, "FAIR_HEARING_HOME": str(home), "PYTHONPATH": str(PROJECT)},
            start_new_session=True,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(process, address, home / "server.log")
        yield address
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait(process: "subprocess.Popen[bytes]", address: str, log: Path, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            try:
                process.wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                continue
    raise AssertionError(f"The server did not start:\n{log.read_text()}")

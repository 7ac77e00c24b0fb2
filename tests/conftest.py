"""Fixtures for every test: where the public data is, and a PostgreSQL of our own."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
REASONS = {
    "postgresql": "PostgreSQL's server programs were not found. Get them with: apt-get install postgresql",
    "browser": "Chromium was not found. Get it with: apt-get install chromium",
    "data": "The public data files were not found. Set FAIR_HEARING_DATA to the folder that holds them",
}


def chromium() -> str | None:
    """Chromium's program, None where it is not installed."""
    return os.environ.get("FAIR_HEARING_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def data_folder() -> Path:
    """Where the public data files are looked for."""
    return Path(os.environ.get("FAIR_HEARING_DATA") or PROJECT.parent / "shared" / "data")


def postgresql_programs() -> Path | None:
    """The folder with initdb and pg_ctl, None where PostgreSQL's server is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
"""What keeps a test's Chromium quiet."""

AVAILABLE = {
    "postgresql": lambda: postgresql_programs() is not None,
    "browser": lambda: chromium() is not None,
    "data": lambda: data_folder().is_dir(),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips what the machine lacks, and says how to get it."""
    lacking = {name for name, available in AVAILABLE.items() if not available()}
    if lacking - {"data"} and os.environ.get("FAIR_HEARING_SKIP_NOTHING"):
        raise pytest.UsageError("Nothing may be skipped here. " + " ".join(REASONS[name] for name in sorted(lacking)))
    for item in items:
        for name in lacking:
            if item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=REASONS[name]))


@pytest.fixture(scope="session")
def public_data() -> Path:
    """The folder of public data files; tests that use it carry the `data` mark."""
    return data_folder()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, one for all tests that carry the `browser` mark."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a PostgreSQL made for this test run, reached by a socket in a folder of its own."""
    programs = postgresql_programs()
    assert programs is not None
    with tempfile.TemporaryDirectory(prefix="fair-hearing-pg-", ignore_cleanup_errors=True) as folder:
        user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []  # it refuses to run as root
        if user:
            shutil.chown(folder, "postgres")
        data, options = f"{folder}/data", f"-k {folder} -c listen_addresses='' -c fsync=off"

        def run(*command: str | Path) -> None:
            with open(f"{folder}.log", "ab") as log:
                subprocess.run([*user, *command], check=True, stdout=log, stderr=log, cwd=folder)

        run(programs / "initdb", "-D", data, "-U", "survey", "-A", "trust", "-E", "UTF8")
        run(programs / "pg_ctl", "-D", data, "-w", "-o", options, "start")
        yield f"postgresql+psycopg://survey@/{{name}}?host={folder}"
        run(programs / "pg_ctl", "-D", data, "-w", "-m", "fast", "stop")
        Path(f"{folder}.log").unlink()

"""A PostgreSQL with the settings that docs/OPERATIONS.md asks for, and otherwise as talkative as it can be."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import postgresql_programs

SETTINGS = {
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_connections": "off",
    "log_disconnections": "off",
    "track_commit_timestamp": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "archive_mode": "off",
    "wal_recycle": "off",
}
"""What docs/OPERATIONS.md says."""


@dataclass(frozen=True)
class Server:
    """A running server: where its data lies, its log, and its programs."""

    folder: Path
    programs: Path
    user: tuple[str, ...]

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://survey@/postgres?host={self.folder}"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def database(self, name: str) -> str:
        """The address of a new database."""
        subprocess.run([self.programs / "createdb", "-h", self.folder, "-U", "survey", name], check=True)
        return self.url.replace("/postgres?", f"/{name}?")

    def dump(self, file: Path, *options: str, database: str = "postgres") -> Path:
        """What pg_dump writes."""
        reached = ("-h", self.folder, "-U", "survey", "-d", database)
        subprocess.run([self.programs / "pg_dump", *reached, *options, f"--file={file}"], check=True)
        return file

    def run(self, program: str, *arguments: str) -> None:
        """One of its programs, which refuse to run as root."""
        with self.log.open("ab") as log:
            command = [*self.user, str(self.programs / program), "-D", str(self.data), *arguments]
            subprocess.run(command, check=True, stdout=log, stderr=log, cwd=self.folder)


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """A new server on a socket in a folder of its own."""
    programs = postgresql_programs()
    assert programs is not None
    folder.mkdir()
    root = os.geteuid() == 0
    if root:
        shutil.chown(folder, "postgres")
    server = Server(folder, programs, ("runuser", "-u", "postgres", "--") if root else ())
    server.run("initdb", "-U", "survey", "-A", "trust", "-E", "UTF8")
    chosen = " ".join(f"-c {name}={text}" for name, text in SETTINGS.items())
    server.run("pg_ctl", "-w", "-o", f"-k {folder} -c listen_addresses='' -c log_min_messages=debug2 {chosen}", "start")
    try:
        yield server
    finally:
        server.run("pg_ctl", "-w", "-m", "fast", "stop")

"""The import contracts hold, and each of them notices when it is broken."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT

PLANTED = [
    ("questions/model.py", "import analysis.records", "never back"),
    ("analysis/scores.py", "import survey.errors", "never back"),
    ("survey/events.py", "import survey.pages.viewer", "Inside survey"),
    ("survey/records.py", "import survey.storage.tables", "Inside survey"),
    ("survey/context.py", "import survey.compose", "Inside survey"),
    ("survey/web/phone.py", "import streamlit", "streamlit lives in pages"),
    ("survey/pages/start.py", "import starlette", "starlette lives in web"),
    ("survey/pages/start.py", "import sqlmodel", "Databases live in storage"),
    ("survey/releases.py", "import sqlalchemy", "Databases live in storage"),
    ("survey/pages/see_standing.py", "import altair", "altair lives in charts"),
    ("survey/responses.py", "import nltk", "nltk and its companions live in text"),
    ("survey/web/poster.py", "import qrcode", "qrcode lives in qr"),
    ("survey/responses.py", "import cryptography", "cryptography lives in kiosk"),
    ("survey/web/staffdoor.py", "import argon2", "argon2 lives in access"),
    ("survey/pages/see_standing.py", "import analysis.release", "read a Release"),
    ("survey/web/phone.py", "import analysis.disclosure", "read a Release"),
    ("analysis/weighting.py", "import weightipy", "for tests only"),
]


def contracts(folder: Path) -> "subprocess.CompletedProcess[str]":
    command = "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])"
    return subprocess.run([sys.executable, "-c", command], cwd=folder, capture_output=True, text=True, check=False)


def copied(folder: Path) -> Path:
    for name in ("questions", "analysis", "survey"):
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in (".importlinter", "survey_app.py"):
        shutil.copy(PROJECT / name, folder)
    return folder


def test_the_contracts_hold() -> None:
    found = contracts(PROJECT)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize(("file", "line", "contract"), PLANTED, ids=[f"{file}: {line}" for file, line, _ in PLANTED])
def test_a_planted_import_is_noticed(tmp_path: Path, file: str, line: str, contract: str) -> None:
    planted = copied(tmp_path) / file
    planted.write_text(f"{planted.read_text()}\n{line}  # planted\n")
    found = contracts(tmp_path)
    assert found.returncode != 0
    (broken,) = [part for part in found.stdout.splitlines() if part.endswith("BROKEN") and contract in part] or [""]
    assert broken, found.stdout

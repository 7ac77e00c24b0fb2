"""The command line on real stores: what it does, prints and answers to the shell."""

import io
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import text

from analysis import releasefile
from analysis.figures import Release
from survey import retention
from survey.__main__ import main
from survey.records import ReleaseEntry
from survey.retention import Rule
from survey.settings import Settings
from survey.storage.store import Store
from tests.conftest import PROJECT
from tests.survey.pages.released import full

MAPPING = """
source = "paper-2026"
instrument = "pulse"
row_id = ["form"]
day = 2026-01-05
language = "en"
weight = "w"
event = { name = "Paper forms", starts_on = 2026-01-01, ends_on = 2026-01-31 }
place = { column = "place", create = true }
questions = { c1 = { column = "trust", values = { 8 = "dont_know" } }, comment = { column = "words" } }
"""
ANSWERS = "form,place,trust,words,w,age\n1,Old Town,5,Fine,1,3\n2,Old Town,8,,1,3\n"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    problems: str


@dataclass(frozen=True)
class Shell:
    """Runs commands on a city of its own, with files beside it."""

    folder: Path

    def __call__(self, *arguments: str) -> Ran:
        out, problems = io.StringIO(), io.StringIO()
        found = [str(self.folder / one) if (self.folder / one).is_file() else one for one in arguments]
        code = main(found, {"FAIR_HEARING_HOME": str(self.folder / "home")}, out, problems)
        return Ran(code, out.getvalue(), problems.getvalue())

    def write(self, name: str, text: str | bytes) -> None:
        (self.folder / name).write_bytes(text.encode() if isinstance(text, str) else text)

    def store(self) -> Store:
        settings = Settings.from_environment({"FAIR_HEARING_HOME": str(self.folder / "home")})
        return Store.open(settings.database_url, "real")


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    made = Shell(tmp_path)
    made.write("m.toml", MAPPING)
    made.write("answers.csv", ANSWERS)
    return made


def test_import_says_what_became_of_the_file(shell: Shell) -> None:
    ran = shell("import", "--mapping", "m.toml", "answers.csv")
    assert (ran.code, ran.problems) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "Read 2 rows of answers.csv: 2 added, 0 here already, 0 refused."
    assert lines[1].startswith("They belong to the event Paper forms, code ")
    assert lines[2:] == [
        "New neighborhoods: Old Town.",
        "Rows without an answer to comment: 1.",
        "Columns that the mapping does not use: age.",
        "Weights in w were left out of 2 rows: this version does not use weights from files.",
    ]
    again = shell("import", "--mapping", "m.toml", "answers.csv")
    assert (again.code, again.out.splitlines()[0]) == (
        0,
        "Read 2 rows of answers.csv: 0 added, 2 here already, 0 refused.",
    )


def test_refused_rows_are_printed_without_what_was_written_in_them(shell: Shell) -> None:
    shell.write("answers.csv", ANSWERS + "3,Old Town,secret,words,1,3\n4,Old Town\n5,North,4,,1,3\n")
    ran = shell("import", "--mapping", "m.toml", "answers.csv")
    assert ran.code == 1
    assert "3 added, 0 here already, 2 refused" in ran.out
    assert ran.out.splitlines()[-3:] == [
        "Refused rows:",
        "line 4: c1: This value is no whole number, and the mapping does not say what it means.",
        "line 5: This row has more or fewer columns than the first line.",
    ]
    assert "secret" not in ran.out


def test_messages_come_in_spanish_too(shell: Shell) -> None:
    ran = shell("--language", "es", "import", "--mapping", "m.toml", "answers.csv")
    assert ran.out.startswith("Se leyeron 2 filas de answers.csv: 2 agregadas")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("import", "--mapping", "m.toml", "nowhere.csv"), "Can't read nowhere.csv: No such file or directory."),
        (("import", "--mapping", "nowhere.toml", "answers.csv"), "Can't read nowhere.toml: No such file or directory."),
        (("import", "--mapping", "latin.toml", "answers.csv"), "latin.toml is not UTF-8 text."),
        (("import", "--mapping", "bad.toml", "answers.csv"), "bad.toml: missing field 'source'"),
        (("import", "--mapping", "m.toml", "m.toml"), "m.toml: row_id: the file has no column 'form'"),
        (("import", "--mapping", "m.toml", "empty.csv"), "There is nothing in this file yet."),
        (("import", "--mapping", "m.toml", "answers.csv", "--event", "NOPE"), "We don't know this code."),
        (("places", "empty.csv"), "There is nothing in this file yet."),
        (("places", "twice.txt"), "number 3: Two neighborhoods have the same name."),
    ],
)
def test_what_can_not_be_done_is_said_with_code_2(shell: Shell, arguments: tuple[str, ...], message: str) -> None:
    shell.write("latin.toml", "source = 'Gràcia'".encode("latin-1"))
    shell.write("bad.toml", MAPPING.replace("source", "sauce"))
    shell.write("empty.csv", "")
    shell.write("twice.txt", "North\nSouth\nNorth\n")
    ran = shell(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.problems


def test_places_are_added_once(shell: Shell) -> None:
    shell.write("places.txt", "North Hill\nOld Town\n")
    assert shell("places", "places.txt").out == "2 neighborhoods were read from places.txt. The city has 2 now.\n"
    assert shell("places", "places.txt").out == "2 neighborhoods were read from places.txt. The city has 2 now.\n"
    store = shell.store()
    assert [place.id for place in store.places.all()] == ["north-hill", "old-town"]
    store.close()


def test_release_publishes_and_is_noted_as_the_operators(shell: Shell) -> None:
    shell("import", "--mapping", "m.toml", "answers.csv")
    assert shell("release").out.startswith("Published release 1 of ")
    assert shell("release").out.startswith("Published release 2 of ")
    store = shell.store()
    assert store.releases.latest_version() == 2
    assert [entry[2:] for entry in store.audit.all() if entry[2] == "published_release"] == [
        ("published_release", "1"),
        ("published_release", "2"),
    ]
    store.close()


def test_holdings_list_what_is_there_why_and_how_long(shell: Shell) -> None:
    shell("import", "--mapping", "m.toml", "answers.csv")
    ran = shell("holdings")
    assert (ran.code, ran.problems) == (0, "")
    assert "response: Your answers. Rows: 2. Kept as long as the city keeps its results." in ran.out
    assert (
        "  event: The event whose code you used, so that results can be shown by event. Kept 12 months at most"
        in ran.out
    )
    assert "receipt: Your receipt. Rows: 2. Kept 30 days" in ran.out
    assert "  fair-hearing.sqlite3 (" in ran.out and "  secret.key (64 bytes)" in ran.out
    assert "How rare answers are, among 2 that count" in ran.out
    assert "and answers together: 2 (100 %) have what no other has, 2 (100 %) share it" in ran.out
    assert "The same without the answers: 0 (0 %) have what no other has, 2 (100 %) share it" in ran.out
    assert "NOT EXPLAINED" not in ran.out


def test_holdings_name_what_nobody_explained(shell: Shell) -> None:
    store = shell.store()
    with store.engine.begin() as connection:
        connection.execute(text("ALTER TABLE response ADD COLUMN address TEXT"))
    store.close()
    shell.write("home/visitors.log", "somebody")
    ran = shell("holdings")
    assert ran.code == 1
    assert "NOT EXPLAINED: response.address is in the database" in ran.out
    assert "visitors.log (8 bytes): NOT EXPLAINED" in ran.out


def test_holdings_come_in_spanish_too(shell: Shell) -> None:
    assert "Filas: 0. Se guarda mientras la ciudad" in shell("--language", "es", "holdings").out


def test_retain_says_what_went_and_counts_again(shell: Shell) -> None:
    shell("import", "--mapping", "m.toml", "answers.csv")
    store = shell.store()
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE receipt SET imported = false"))
    store.close()
    ran = shell("retain")
    assert (ran.code, ran.problems) == (0, "")
    assert ran.out.startswith("Receipts of events that closed more than 30 days ago. Due: 2. Done: 2. Left: 0.\n")
    assert ran.out.endswith("Counted again: 0 left.\n")
    assert "Due: 0. Done: 0. Left: 0." in shell("retain").out.splitlines()[0]


def test_retain_fails_aloud_where_something_is_left(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell("release")
    idle = Rule(due=lambda _context, _kept: 4, remove=lambda _context, _kept: 0)
    monkeypatch.setattr(retention, "RULES", {"receipts": idle})
    ran = shell("retain")
    assert ran.code == 1 and "Due: 4. Done: 0. Left: 4." in ran.out and "Counted again: 4 left." in ran.out


def test_a_wrong_release_is_corrected_with_a_reason(shell: Shell) -> None:
    refused = shell("release", "--correct", "Neighborhoods were mixed up.")
    assert (refused.code, refused.problems) == (2, "There is no release yet that could be corrected.\n")
    shell("release")
    assert "10 to 300 characters" in shell("release", "--correct", "wrong").problems
    ran = shell("release", "--correct", "Neighborhoods were mixed up.")
    assert ran.code == 0 and ran.out.startswith("Published release 2 of ")
    assert ran.out.endswith("It corrects release 1.\n")
    store = shell.store()
    assert [(one.version, one.replaces, one.reason) for one in store.releases.history()] == [
        (2, 1, "Neighborhoods were mixed up."),
        (1, 0, ""),
    ]
    store.close()


def test_a_database_of_another_kind_is_left_alone(shell: Shell) -> None:
    settings = Settings.from_environment({"FAIR_HEARING_HOME": str(shell.folder / "home")})
    Store.open(settings.database_url, "demo").close()
    ran = shell("release")
    assert ran.code == 2 and "demo" in ran.problems


def test_the_demo_city_is_built_apart_from_the_real_one(shell: Shell) -> None:
    ran = shell("demo", "--port", "8601")
    assert (ran.code, ran.problems) == (0, "")
    assert ran.out.endswith("http://localhost:8601/s/DEMO\n")
    settings = Settings.from_environment({"FAIR_HEARING_HOME": str(shell.folder / "home")})
    demo = Store.open(settings.demo_url, "demo")
    assert demo.releases.latest_version() > 0
    demo.close()
    store = shell.store()
    assert store.places.all() == ()
    store.close()


@pytest.mark.parametrize(
    "arguments", [(), ("frobnicate",), ("import", "answers.csv"), ("--language", "tlh", "release")]
)
def test_wrong_usage_leaves_with_code_2(
    shell: Shell, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        shell(*arguments)
    assert left.value.code == 2
    assert "usage: python -m survey" in capsys.readouterr().err


def test_help_names_every_command_and_no_command_tells_the_set_up_code(tmp_path: Path) -> None:
    environ = {**os.environ, "FAIR_HEARING_HOME": str(tmp_path)}
    run = [sys.executable, "-W", "error", "-m", "survey"]
    helped = subprocess.run([*run, "--help"], cwd=PROJECT, env=environ, capture_output=True, text=True, check=True)
    assert all(
        f"\n    {name}" in helped.stdout for name in ("import", "places", "release", "demo", "holdings", "retain")
    )
    done = subprocess.run([*run, "release"], cwd=PROJECT, env=environ, capture_output=True, text=True, check=True)
    assert done.stdout.count("\n") == 1 and done.stderr == ""
    assert "code" not in done.stdout.lower()


def test_backup_writes_one_checked_file_and_never_over_another(shell: Shell) -> None:
    shell("import", "--mapping", "m.toml", "answers.csv")
    copy = shell.folder / "copy.sqlite3"
    ran = shell("backup", str(copy))
    assert ran.code == 0 and str(copy) in ran.out and "secret.key" in ran.out
    restored = Store.open(f"sqlite:///{copy}", "real")
    assert sum(restored.responses.counts().values()) == 2
    restored.close()
    again = shell("backup", str(copy))
    assert (again.code, again.out) == (2, "") and "is there already" in again.problems


def test_reports_are_written_by_command_and_after_a_release(shell: Shell) -> None:
    store = shell.store()
    missing = shell("report", "--quarter", "2026-Q1", str(shell.folder / "early.html"))
    assert missing.code == 2 and "no release yet" in missing.problems and not (shell.folder / "early.html").exists()
    _store_release(store, replace(full(), yearly_counts={"2026": {"answers_read": 25}}))
    store.close()
    asked = shell("report", "--quarter", "2026-Q1", "--language", "es", str(shell.folder / "one.html"))
    assert asked.code == 0 and '<html lang="es">' in (shell.folder / "one.html").read_text("utf-8")
    assert shell("report", "--public", str(shell.folder / "public.html")).code == 0
    assert "<blockquote" not in (shell.folder / "public.html").read_text("utf-8")
    unknown = shell("--language", "es", "report", "--event", "ZZZZZZ", str(shell.folder / "two.html"))
    assert unknown.code == 2 and "No conocemos este código" in unknown.problems
    lost = shell("report", str(shell.folder / "nowhere" / "x.html"))
    assert lost.code == 2 and "Can't write" in lost.problems
    nightly = shell("release", "--reports", str(shell.folder / "reports"))
    assert nightly.code == 0, nightly.problems
    assert sorted(one.name for one in (shell.folder / "reports").iterdir()) == ["2026-Q2.en.html", "2026-Q2.es.html"]
    (shell.folder / "taken").write_text("a file, no folder")
    blocked = shell("release", "--reports", str(shell.folder / "taken"))
    assert blocked.code == 1 and "Published release" in blocked.out and "Can't write" in blocked.out


def _store_release(store: Store, release: Release) -> None:
    payload = releasefile.to_json(release)
    store.releases.publish(ReleaseEntry(release.version, release.made_on, releasefile.digest(payload)), payload)

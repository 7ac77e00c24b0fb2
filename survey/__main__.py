"""The command line: `python -m survey --help`."""

import os
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO

from questions.errors import ContentError
from survey.commands import NOTHING, PORT, Outcome, run
from survey.compose import open_real, without_setup_code
from survey.errors import StoreMismatch
from survey.i18n import SHIPPED
from survey.settings import BadSetting

CLOSING = """\
Commands work on the real city of this machine: FAIR_HEARING_HOME, DATABASE_URL and FAIR_HEARING_QUESTIONS say where
it is, as they do for the server. Whoever may run them on this machine may do what they do.

Exit codes: 0 done; 1 done, but some rows were refused, lack an entry or are left; 2 nothing was done.
"""


def parser() -> ArgumentParser:
    """All commands and what they take."""
    made = ArgumentParser(
        "python -m survey", description="Fair Hearing.", epilog=CLOSING, formatter_class=RawDescriptionHelpFormatter
    )
    made.add_argument("--language", choices=_languages(), default="en", help="the language of messages (default: en)")
    commands = made.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("holdings", help="list everything that is stored", description=HOLDINGS)
    commands.add_parser("retain", help="remove what was kept long enough", description=RETAIN)
    _add_import(commands.add_parser("import", help="add answers from a CSV file", description=IMPORT))
    _add_places(commands.add_parser("places", help="add or rename the city's neighborhoods", description=PLACES))
    _add_release(commands.add_parser("release", help="publish a release now", description=RELEASE))
    _add_report(commands.add_parser("report", help="write a report to print or keep", description=REPORT))
    _add_backup(commands.add_parser("backup", help="copy the database into a new file", description=BACKUP))
    _add_demo(commands.add_parser("demo", help="build the demo city", description=DEMO))
    return made


HOLDINGS = "Lists every table and field stored, why, for how long, how many rows there are, and how rare answers are."
RETAIN = "Removes what was kept as long as the settings say, and counts again. Publishing a release does so too."
IMPORT = "Adds the rows of a CSV file, each once: importing the same file again adds nothing. See docs/IMPORT.md."
PLACES = "Reads neighborhoods from GeoJSON, from a list with one name a line, or from CSV headed id,name."
RELEASE = "Publishes a release with what came since the one before. Run it every night."
REPORT = "Writes a quarter's or a closed event's report, out of the newest release, as one HTML file."
BACKUP = "Copies the database into a new file, checked, while the server runs. See docs/OPERATIONS.md."
DEMO = "Builds the demo city, whose people and answers are invented. It has a database of its own."


def _add_import(command: ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE.csv", help="the answers")
    command.add_argument("--mapping", type=Path, required=True, metavar="M.toml", help="what its columns mean")
    command.add_argument("--event", metavar="CODE", help="add them to this event, not to the mapping's own")


def _add_places(command: ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help="GeoJSON, a plain list or CSV")
    command.add_argument("--name-property", default="name", metavar="NAME", help="GeoJSON: what holds the name")
    command.add_argument("--id-property", default="", metavar="NAME", help="GeoJSON: what holds the id, if anything")


def _add_backup(command: ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help="where to; it must not exist yet")


def _add_release(command: ArgumentParser) -> None:
    command.add_argument("--correct", metavar="REASON", help="count all anew and replace the newest; all read REASON")

    command.add_argument(
        "--reports", type=Path, metavar="FOLDER", help="then write the newest finished quarter's reports into it"
    )
    _add_public(command)


def _add_report(command: ArgumentParser) -> None:
    about = command.add_mutually_exclusive_group()
    about.add_argument("--quarter", metavar="2026-Q3", help="the quarter (default: the newest that is over)")
    about.add_argument("--event", metavar="CODE", help="an event that is over, instead of a quarter")
    command.add_argument("--language", dest="spoken", choices=_languages(), help="the language of the report")
    _add_public(command)
    command.add_argument("file", type=Path, metavar="FILE", help="where to; one that is there is replaced")


def _add_public(command: ArgumentParser) -> None:
    command.add_argument(
        "--public", action="store_true", help="without comments word for word, as everyone may have it"
    )


def _languages() -> list[str]:
    return sorted(place.name for place in (SHIPPED / "staff").iterdir())


def _add_demo(command: ArgumentParser) -> None:
    command.add_argument("--rebuild", action="store_true", help="throw the present demo city away first")
    command.add_argument("--port", type=int, default=PORT, help=f"the server's port (default: {PORT})")


def main(arguments: Sequence[str], environ: Mapping[str, str], out: TextIO, problems: TextIO) -> int:
    """Runs one command and returns its exit code; argparse itself leaves with 2 on wrong usage."""
    asked = parser().parse_args(arguments)
    try:
        outcome = _run(asked, environ)
    except (ContentError, StoreMismatch, BadSetting) as error:
        print(error, file=problems)
        return NOTHING
    print("\n".join(outcome.lines), file=problems if outcome.code == NOTHING else out)
    return outcome.code


def _run(asked: Namespace, environ: Mapping[str, str]) -> Outcome:
    context = without_setup_code(open_real(environ))
    try:
        return run(context, asked)
    finally:
        context.store.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ, sys.stdout, sys.stderr))

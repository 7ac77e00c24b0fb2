"""What a seizure would yield: every table, field and file, why and for how long, and how rare rows are."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

from analysis.rarity import Rarity, rarity
from survey import retention
from survey.context import Context
from survey.permissions import Permission, require
from survey.records import Account

ENTRIES = Path(__file__).with_suffix(".toml")
RARE = "rare_answers"
"""The note that holds the public share of unique answers, and its day."""
FEWEST = 100
STEP = 10


@dataclass(frozen=True)
class Table:
    """One table: which part of the list it belongs to, and its fields with how long each is kept."""

    name: str
    part: str
    fields: Mapping[str, str]

    @property
    def kept(self) -> str:
        """How long most of its fields are kept; ties go to the first."""
        return max(self.fields.values(), key=list(self.fields.values()).count)


@dataclass(frozen=True)
class File:
    """One file in the data folder: its name, its size in bytes, and its entry ("" when it has none)."""

    name: str
    size: int
    entry: str


@dataclass(frozen=True)
class Inventory:
    """What there is now: rows by table, what lacks an entry, files, and how rare counted answers are.

    `whole` compares event, neighborhood, day, questionnaire, language and answers; `outside` all but the answers.
    """

    rows: Mapping[str, int]
    unexplained: tuple[str, ...]
    files: tuple[File, ...]
    whole: Rarity
    outside: Rarity


def tables() -> tuple[Table, ...]:
    """Every table that is explained, in the order of the list."""
    return tuple(Table(name, entry["part"], entry["fields"]) for name, entry in _entries()["table"].items())


def files() -> Mapping[str, str]:
    """Names of files in the data folder as patterns, with their entries."""
    return dict(_entries()["file"])


def elsewhere() -> tuple[str, ...]:
    """What lies outside the data folder, and is not counted here."""
    return tuple(_entries()["elsewhere"])


def unexplained(context: Context) -> tuple[str, ...]:
    """Tables and fields of the database that have no entry, as `table.field`."""
    explained = {f"{table.name}.{field}" for table in tables() for field in table.fields}
    stored = context.store.holdings.fields()
    return tuple(
        name for table, fields in stored.items() for field in fields if (name := f"{table}.{field}") not in explained
    )


def why(context: Context, language: str, table: str, field: str) -> str:
    """Why a field is kept."""
    return context.texts.get(language, f"holdings.field.{table}.{field}")


def how_long(context: Context, language: str, kept: str, periods: retention.Periods) -> str:
    """For how long, with the lengths that the city chose."""
    return context.texts.get(language, f"holdings.kept.{kept}", **asdict(periods))


def take_stock(context: Context, actor: Account | None) -> Inventory:
    """Counts everything, for the public page too. Raises SurveyError("not_allowed")."""
    require(actor, Permission.CHANGE_SETTINGS)
    whole, outside = _compare(context)
    _note(context, whole)
    return Inventory(context.store.holdings.rows(), unexplained(context), _files(context), whole, outside)


def note_rarity(context: Context) -> None:
    """Keeps the share of unique answers for the public page, in steps of 10 per cent and from 100 answers on."""
    _note(context, rarity(hash(row) for row in context.store.holdings.combinations()))


def noted_rarity(context: Context) -> int | None:
    """How many of 100 answers are unique, to the nearest 10; None where nobody counted or there are too few."""
    noted = context.store.city.note(RARE)
    return int(noted) if noted else None


@cache
def _entries() -> Mapping[str, Any]:
    return tomllib.loads(ENTRIES.read_text("utf-8"))


def _note(context: Context, found: Rarity) -> None:
    share = STEP * round(found.share(found.unique) / STEP) if found.rows >= FEWEST else ""
    context.store.city.set_note(RARE, str(share))


def _compare(context: Context) -> tuple[Rarity, Rarity]:
    """The rows are hashed: a million would fill the memory."""
    combinations = context.store.holdings.combinations
    return rarity(hash(row) for row in combinations()), rarity(hash(row[:-1]) for row in combinations())


def _files(context: Context) -> tuple[File, ...]:
    home = context.settings.home
    there = sorted(path for path in home.rglob("*") if path.is_file()) if home.is_dir() else []
    return tuple(
        File(name, path.stat().st_size, _entry(name)) for path in there if (name := path.relative_to(home).as_posix())
    )


def _entry(name: str) -> str:
    return next((entry for pattern, entry in files().items() if fnmatch(name, pattern)), "")

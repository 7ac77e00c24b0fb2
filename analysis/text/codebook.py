"""The codebook of themes: what it says, checked as it is read."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

RECOMMENDATIONS = ("history", "openness", "bias", "visibility", "inside", "")
STATUSES = ("measured", "draft")
NAMED_IN = ("en", "es")
FILE = "codebook.toml"

# A group or a dot repeated without a bound is what lets one text take a pattern minutes.
_UNBOUNDED = re.compile(r"(?:\)|(?<!\\)\.)(?:[*+]|\{\d*,\})")


class CodebookError(ValueError):
    """A codebook that cannot be used: names the file, the theme ("" for the file as a whole) and the reason."""

    def __init__(self, file: str, theme: str, reason: str) -> None:
        super().__init__(f"{file}: theme {theme}: {reason}" if theme else f"{file}: {reason}")
        self.file, self.theme, self.reason = file, theme, reason


@dataclass(frozen=True)
class Theme:
    """One theme: names and patterns by language, and the recommendation of the source paper it belongs to, or ""."""

    id: str
    recommendation: str
    names: Mapping[str, str]
    patterns: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Codebook:
    """All themes. `languages` maps each covered language to how well its patterns are known to work."""

    version: str
    languages: Mapping[str, str]
    themes: tuple[Theme, ...]


@cache
def load_codebook() -> Codebook:
    """The codebook that ships with this package."""
    return read_codebook(files(__package__).joinpath(FILE).read_text(encoding="utf-8"), FILE)


def read_codebook(text: str, file: str) -> Codebook:
    """A codebook from TOML; raises CodebookError at the first thing wrong."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(file, "", str(error)) from error
    version, languages, rows = raw.get("version"), raw.get("languages", {}), raw.get("theme", [])
    for reason in _problems_of_file(version, languages, rows):
        raise CodebookError(file, "", reason)
    for row in rows:
        for reason in _problems_of_theme(row, languages):
            raise CodebookError(file, str(row.get("id", "")), reason)
    return Codebook(str(version), languages, tuple(map(_theme, rows)))


def is_regex(pattern: str) -> bool:
    """Whether a pattern is a regular expression: written between slashes."""
    return len(pattern) > 2 and pattern.startswith("/") and pattern.endswith("/")


def is_exact(pattern: str) -> bool:
    """Whether the words of a pattern must stand as written: it begins with "="."""
    return pattern.startswith("=")


def _theme(row: Mapping[str, Any]) -> Theme:
    patterns = {language: tuple(listed) for language, listed in row["patterns"].items()}
    return Theme(row["id"], row["recommendation"], row["names"], patterns)


def _problems_of_file(version: Any, languages: Mapping[str, str], rows: list[Any]) -> Iterable[str]:
    if not version or not isinstance(version, str):
        yield "version is missing"
    if not rows:
        yield "no themes"
    for language, status in languages.items():
        if status not in STATUSES:
            yield f"language {language} has no such status: {status}"
    ids = [row.get("id", "") for row in rows]
    for repeated in sorted({id for id in ids if ids.count(id) > 1}):
        yield f"theme {repeated} appears twice"


def _problems_of_theme(row: Mapping[str, Any], languages: Mapping[str, str]) -> Iterable[str]:
    if not re.fullmatch(r"[a-z][a-z_]{0,30}", str(row.get("id", ""))):
        yield "id is missing or not in small letters"
    if row.get("recommendation") not in RECOMMENDATIONS:
        yield f"no such recommendation: {row.get('recommendation')}"
    for language in NAMED_IN:
        if not row.get("names", {}).get(language):
            yield f"no name in {language}"
    patterns = row.get("patterns", {})
    for language in sorted(set(languages) ^ set(patterns)):
        yield f"patterns and [languages] disagree about {language}"
    for language, listed in patterns.items():
        if not listed:
            yield f"no patterns in {language}"
        for pattern in listed:
            yield from (f"pattern {pattern!r} in {language}: {reason}" for reason in _problems_of_pattern(pattern))


def _problems_of_pattern(pattern: str) -> Iterable[str]:
    if not is_regex(pattern):
        if not any(map(str.isalnum, pattern)):
            yield "says nothing"
        return
    if _UNBOUNDED.search(pattern):
        yield "unbounded repetition of a group or a dot"
    try:
        if re.compile(pattern[1:-1]).search(""):
            yield "matches nothing at all"
    except re.error as error:
        yield f"no regular expression ({error})"

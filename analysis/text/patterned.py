"""What gives a person away by its form: numbers, addresses, plates and the like."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from phonenumbers import Leniency, PhoneNumberMatcher

from analysis.text.masks import KINDS

Check = Callable[[str], bool]

_BETWEEN = " "
_NOT_HANDLES = frozenset("work home school night noon the all least most church my any this".split(_BETWEEN))
_NOT_STREETS = frozenset(
    "mph feet foot ft people cars car houses homes more new percent block blocks year years old min minutes hour hours "
    "day days on of in the a an to and or for from at by two three four each per mile miles kid kids officers cops "
    "police pm am residents families times every our this that wide one is are was were high low busy long week weeks "
    "towards toward near personas carros años anos horas minutos veces hay han tiene desde entre son fue".split(
        _BETWEEN
    )
)

_BEGIN_STREETS = frozenset("Old New High Long Low Park Day".split(_BETWEEN))


@dataclass(frozen=True)
class Found:
    """A stretch to be masked; `doubtful` where the cue is weak."""

    kind: str
    start: int
    end: int
    doubtful: bool = False


@dataclass(frozen=True)
class Rule:
    """A pattern of one kind; where it has a group named `it`, only that part is masked."""

    kind: str
    pattern: re.Pattern[str]
    doubtful: bool
    check: Check


def find_patterned(text: str) -> Iterator[Found]:
    """Everything in `text` that its form alone gives away; stretches may overlap."""
    yield from _valid_phones(text)
    for rule in load_rules():
        group = "it" if "it" in rule.pattern.groupindex else 0
        for match in rule.pattern.finditer(text):
            if rule.check(match.group(group)):
                yield Found(rule.kind, match.start(group), match.end(group), rule.doubtful)


def _valid_phones(text: str) -> Iterator[Found]:
    """Numbers that a numbering plan knows; a number without a country is read as North American."""
    if _digits(text) >= 7:
        for match in PhoneNumberMatcher(text, "US", leniency=Leniency.VALID):
            yield Found("phone", match.start, match.end)


@cache
def load_rules() -> tuple[Rule, ...]:
    """The rules that ship with this package."""
    raw = _raw()
    parts: dict[str, str] = {}
    for name, part in raw["parts"].items():
        parts[name] = _pattern(part, parts)
    return tuple(_rule(row, parts) for row in raw["rule"])


def rules_version() -> str:
    """The version of the rules file."""
    return str(_raw()["version"])


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("redaction.toml").read_text(encoding="utf-8"))


def _rule(row: Mapping[str, Any], parts: Mapping[str, str]) -> Rule:
    if row["kind"] not in KINDS:
        raise ValueError(f"redaction.toml: no such kind: {row['kind']}")
    flags = re.NOFLAG if row.get("cased") else re.IGNORECASE
    pattern = re.compile(_pattern(row["pattern"], parts), flags)
    return Rule(row["kind"], pattern, bool(row.get("doubtful")), CHECKS[row.get("check", "any")])


def _pattern(lines: str, parts: Mapping[str, str]) -> str:
    joined = "".join(lines.strip("\n").split("\n"))
    for name, part in parts.items():
        joined = joined.replace(f"<{name}>", part)
    return joined


def _digits(text: str) -> int:
    return sum(character.isdecimal() for character in text)


def _handle_like(text: str) -> bool:
    return any(character.isalpha() for character in text) and any(sign in "._0123456789" for sign in text)


def _mixed(text: str) -> bool:
    return _digits(text) > 0 and any(character.isalpha() for character in text)


def _plate(text: str) -> bool:
    """Letters and digits, and no group that is a word of small letters."""
    return _mixed(text) and _digits(text) >= 2 and not re.search(r"\b[a-z]{2,}\b", text)


def _no_years(text: str) -> bool:
    groups = re.findall(r"\d+", text)
    return not all(len(group) == 4 and group[:2] in ("18", "19", "20") for group in groups)


def _street(text: str) -> bool:
    """No word that goes with counts; some of them begin names of streets when they have a capital."""
    words = re.findall(r"[^\W\d_]+", text)
    return not {word.lower() for word in words if word not in _BEGIN_STREETS} & _NOT_STREETS


CHECKS: Mapping[str, Check] = {
    "any": lambda text: True,
    "handle": lambda text: text[1:].lower() not in _NOT_HANDLES,
    "handle_like": _handle_like,
    "long_number": lambda text: 9 <= _digits(text) <= 19 and _no_years(text),
    "mixed": _mixed,
    "no_round_range": lambda text: not text.endswith("000"),
    "no_years": _no_years,
    "phone_digits": lambda text: 7 <= _digits(text) <= 15 and _no_years(text),
    "plate": _plate,
    "street": _street,
}

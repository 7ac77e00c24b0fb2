"""Interface texts by language, asked for as `area.key`.

`locales/LANGUAGE.toml` is everything that residents read, in every language; `locales/staff/LANGUAGE/AREA.toml` is the
rest, in the languages that staff pages speak.
"""

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

SHIPPED = Path(__file__).parent / "locales"
SOURCE_LANGUAGE = "en"
WITH_SCRIPT = {"zh": "zh-Hans"}
MADE_FROM = "made_from"
MONTHS = {
    "ht": ("janvye", "fevriye", "mas", "avril", "me", "jen", "jiyè", "out", "septanm", "oktòb", "novanm", "desanm"),
}
"""Where CLDR has another language's: its Haitian Creole has the French ones."""


@dataclass(frozen=True)
class Texts:
    """All interface texts; what a language lacks is shown in English.

    `resident` are the ids of what residents read, which every language has to have; `staff` the languages that have
    the rest as well; `made_from` has the digest of the English that each language was translated from.
    """

    languages: Mapping[str, Mapping[str, str]]
    resident: frozenset[str]
    staff: tuple[str, ...]
    made_from: Mapping[str, str] = field(default_factory=dict)

    @property
    def resident_areas(self) -> tuple[str, ...]:
        """The first parts of the ids that residents read, in the order of the English file."""
        source = self.languages[SOURCE_LANGUAGE]
        return tuple(dict.fromkeys(text_id.split(".")[0] for text_id in source if text_id in self.resident))

    def get(self, language: str, text_id: str, /, **fields: object) -> str:
        """The text with its `{fields}` filled in. Raises KeyError on an id that no language has."""
        chosen = self.languages.get(language, {})
        text = chosen.get(text_id)
        if text is None:
            text = self.languages[SOURCE_LANGUAGE][text_id]
        return text.format(**fields) if fields else text

    def has(self, text_id: str) -> bool:
        return text_id in self.languages[SOURCE_LANGUAGE]

    @property
    def digest(self) -> str:
        """Changes whenever an English text that residents read does."""
        source = self.languages[SOURCE_LANGUAGE]
        return wording_digest({text_id: source[text_id] for text_id in self.resident})

    def missing(self, language: str) -> tuple[str, ...]:
        """Text ids that `language` should have and has not."""
        needed = self.languages[SOURCE_LANGUAGE].keys() if language in self.staff else self.resident
        return tuple(sorted(needed - self.languages.get(language, {}).keys()))

    def stale(self, language: str) -> tuple[str, ...]:
        """Text ids that `language` has and English has no longer."""
        return tuple(sorted(self.languages.get(language, {}).keys() - self.languages[SOURCE_LANGUAGE].keys()))


def load_texts(folder: Path = SHIPPED) -> Texts:
    """Reads every language's files. Raises ValueError when a text stands in both of them."""
    resident = {path.stem: dict(_flat("", tomllib.loads(path.read_text("utf-8")))) for path in folder.glob("*.toml")}
    made_from = {language: texts.pop(MADE_FROM, "") for language, texts in resident.items()}
    staff = {place.name: dict(_area_texts(place)) for place in sorted((folder / "staff").iterdir())}
    for language, texts in staff.items():
        if twice := texts.keys() & resident[language].keys():
            raise ValueError(f"{language}: {', '.join(sorted(twice))} stand in two files")
    languages = {language: {**resident[language], **staff.get(language, {})} for language in _in_order(resident)}
    return Texts(languages, frozenset(resident[SOURCE_LANGUAGE]), tuple(_in_order(staff)), made_from)


def wording_digest(texts: Mapping[str, str]) -> str:
    """The first 12 hex digits of the SHA-256 of texts by their ids."""
    lines = "\n".join(f"{text_id}={texts[text_id]}" for text_id in sorted(texts))
    return hashlib.sha256(lines.encode()).hexdigest()[:12]


def _in_order(languages: Mapping[str, object]) -> list[str]:
    """English first, the others by their codes."""
    return sorted(languages, key=lambda language: (language != SOURCE_LANGUAGE, language))


def _area_texts(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.glob("*.toml")):
        yield from _flat(path.stem, tomllib.loads(path.read_text("utf-8")))


def _flat(prefix: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(f"{prefix}.{key}" if prefix else key, inner)
    else:
        yield prefix, str(value)


def direction(language: str) -> str:
    """ "rtl" or "ltr", as the language is written."""
    return Locale.parse(language).text_direction


def language_tag(language: str) -> str:
    """How HTML names the language (BCP 47): with its script where the bare code leaves that open.

    >>> language_tag("zh"), language_tag("es")
    ('zh-Hans', 'es')
    """
    return WITH_SCRIPT.get(language, language)


def accepted_languages(header: str) -> list[str]:
    """The languages of an Accept-Language header, best first; what is malformed counts as unwanted."""
    weighted = []
    for part in header[:500].split(","):
        name, _, weight = part.strip().partition(";q=")
        try:
            quality = float(weight or 1)
        except ValueError:
            quality = 0
        if name and 0 < quality <= 1:
            weighted.append((quality, name.strip()))
    return [name for _, name in sorted(weighted, key=lambda entry: -entry[0])]


def first_match(wishes: Iterable[str], offered: Sequence[str]) -> str:
    """The first wish that is offered, with or without its region; else the source language, else the first offered."""
    for wanted in (*wishes, SOURCE_LANGUAGE):
        for language in offered:
            if wanted.lower() == language.lower() or wanted.lower().split("-")[0] == language.lower():
                return language
    return offered[0]


def language_name(language: str) -> str:
    """The language's name for itself, capitalized as a menu shows it."""
    name = Locale.parse(language).get_display_name(language) or language
    return name[:1].upper() + name[1:]


def show_day(day: date, language: str) -> str:
    """A day in words of the language, such as November 23, 2026."""
    if language in MONTHS:
        return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"
    return format_date(day, format="long", locale=language)


def show_number(number: float, language: str) -> str:
    """A number with the language's separators and at most one decimal."""
    return format_decimal(number, format="#,##0.#", locale=language)


def show_decimals(number: float, language: str) -> str:
    """A coefficient with the language's separators and two decimals, such as 0.70."""
    return format_decimal(number, format="0.00", locale=language)

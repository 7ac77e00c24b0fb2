"""Names of people, found by what stands before them."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from analysis.text.fold import fold
from analysis.text.patterned import Found

_WORD = re.compile(r"[^\W\d_][^\W\d_'’-]{0,30}(?:['’-][^\W\d_]{1,30}){0,3}\.?")
_GAP = re.compile(r"[ \t]{0,3},?[ \t]{0,3}[\"“(]?")
_AND = re.compile(r"[ \t]{0,2}(?:,|&|,? and| y| e| et)[ \t]{1,2}", re.IGNORECASE)
_HAN = re.compile(r"[\u4e00-\u9fff]{2,3}")
_SIGNATURE = re.compile(
    r"(?:^|[\n.!?—–-]|(?:thanks|thank you|sincerely|regards|gracias|atentamente),?)\s{0,3}"
    r"(?!thank|gracias|sincerely|regards|atentamente)([^\W\d_][\w'-]{1,20}(?: [^\W\d_][\w'-]{1,20}){1,2})[.!]?\s{0,3}$"
)
MAX_WORDS = 4


@dataclass(frozen=True)
class Cues:
    """What announces a name, and words that help to tell names from others; all folded."""

    version: str
    titles: re.Pattern[str]
    kin: re.Pattern[str]
    sure: re.Pattern[str]
    weak: re.Pattern[str]
    known_only: re.Pattern[str]
    by_language: dict[str, re.Pattern[str]]
    particles: frozenset[str]
    not_names: frozenset[str]
    known: frozenset[str]
    public: tuple[str, ...]


def find_names(text: str, language: str) -> Iterator[Found]:
    """Names after English and Spanish cues in any text, after those of `language`, and signatures.

    `doubtful` marks weak cues and names written without capitals. Where capitals mean nothing, only
    names of the list count.
    """
    cues, folded = load_cues(), fold(text)
    shouting = _capitals_mean_nothing(text)
    for pattern, weak, known_only in _searches(cues, language):
        for match in pattern.finditer(folded):
            yield from _names_after(text, match.end(), weak=weak, known_only=known_only or shouting)
    yield from _signature(text, folded, cues)


def _capitals_mean_nothing(text: str) -> bool:
    """A text all in capitals, or one of five words and more that nearly all begin with one."""
    found = _WORD.findall(text)
    small = sum(word[0].islower() for word in found)
    return text.upper() == text or (len(found) >= 5 and small < 0.3 * len(found))


def _searches(cues: Cues, language: str) -> Iterator[tuple[re.Pattern[str], bool, bool]]:
    """Each pattern of cues with: is it weak, must the name be a known one."""
    yield from ((pattern, False, False) for pattern in (cues.titles, cues.kin, cues.sure))
    yield cues.weak, True, False
    yield cues.known_only, True, True
    if language in cues.by_language:
        yield cues.by_language[language], True, False


def _names_after(text: str, position: int, *, weak: bool, known_only: bool) -> Iterator[Found]:
    """The name at `position`, and a second one after "and" where it is a known one."""
    gap = _GAP.match(text, position)
    found = _name_at(text, gap.end() if gap else position, weak=weak, known_only=known_only)
    while found:
        yield found
        link = _AND.match(text, found.end)
        found = _name_at(text, link.end(), weak=weak, known_only=True) if link else None


def _name_at(text: str, position: int, *, weak: bool, known_only: bool) -> Found | None:
    cues = load_cues()
    han = _HAN.match(text, position)
    if han:
        return Found("name", position, han.end(), doubtful=True)
    first = _WORD.match(text, position)
    if not first or not _may_be_name(first.group(), cues):
        return None
    known, capital = _bare(first.group()) in cues.known, first.group()[0].isupper()
    uncased = not first.group()[0].islower() and not capital
    if not known and (known_only or not (capital or uncased)):
        return None
    if fold(text[position : position + 20]).startswith(cues.public):
        return None
    end = _end_of_name(text, first, cues, known_only=known_only or not capital)
    return Found("name", position, end, doubtful=not capital or (weak or known_only) and not known)


def _end_of_name(text: str, first: re.Match[str], cues: Cues, *, known_only: bool) -> int:
    """Where the name ends: further capitalized words belong to it, with particles between them."""
    end = position = _trim(first)
    for _ in range(MAX_WORDS - 1):
        following = _WORD.match(text, position + 1) if text[position : position + 1] == " " else None
        if not following:
            break
        word = _bare(following.group())
        if word in cues.particles:
            position = following.end()
        elif _continues(following.group(), cues, known_only=known_only):
            end = position = _trim(following)
        else:
            break
    return end


def _continues(word: str, cues: Cues, *, known_only: bool) -> bool:
    known = _bare(word) in cues.known
    return _may_be_name(word, cues) and (known if known_only else word[0].isupper())


def _signature(text: str, folded: str, cues: Cues) -> Iterator[Found]:
    """A full name as the last words of a comment, if its first word is a known name."""
    match = _SIGNATURE.search(folded[-100:])
    if match:
        start, end = (place + max(0, len(text) - 100) for place in match.span(1))
        parts = text[start:end].rstrip(".!").split()
        if _bare(parts[0]) in cues.known and all(part[0].isupper() and _may_be_name(part, cues) for part in parts):
            yield Found("name", start, end, doubtful=True)


def _may_be_name(word: str, cues: Cues) -> bool:
    initial = len(word) == 2 and word[0].isupper() and word[1] == "."
    return initial or len(_bare(word)) > 1 and _bare(word) not in cues.not_names


def _bare(word: str) -> str:
    """A word folded, without its dot and its possessive ending."""
    return re.sub(r"(?:'s|\.)$", "", fold(word).rstrip("."))


def _trim(match: re.Match[str]) -> int:
    """The end of a word without a possessive or a full stop; the dot of an initial stays."""
    word = match.group()
    without = re.sub(r"(?:['’]s)?\.?$", "", word)
    return match.start() + (len(word) if len(without) == 1 else len(without))


@cache
def load_cues() -> Cues:
    """The cues that ship with this package."""
    raw = tomllib.loads(files(__package__).joinpath("names.toml").read_text(encoding="utf-8"))
    listed = raw["words"]
    known_only = raw["weak_known_only"].split("|")
    return Cues(
        version=raw["version"],
        titles=_titles(raw["titles"].split(), frozenset(raw["dotted"].split())),
        kin=_kin(raw),
        sure=_any_of(raw["sure"].strip().splitlines()),
        weak=_any_of(set(raw["weak"].strip().splitlines()) - set(known_only)),
        known_only=_any_of(known_only),
        by_language={code: _any_of(cues, whole=code != "zh") for code, cues in raw["by_language"].items()},
        particles=frozenset(listed["particles"].split()),
        not_names=frozenset(fold(listed["not_names"] + raw["titles"]).split()),
        known=frozenset(fold(listed["known"]).split()),
        public=tuple(listed["public"]),
    )


def _titles(titles: list[str], dotted: frozenset[str]) -> re.Pattern[str]:
    written = [title + r"\.?" if title in dotted else title for title in sorted(set(titles), key=len, reverse=True)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(written)})(?=[ \t])")


def _kin(raw: dict[str, str]) -> re.Pattern[str]:
    owners, between, kin = ("|".join(map(re.escape, raw[key].split())) for key in ("owners", "between", "kin"))
    return re.compile(rf"(?<!\w)(?:{owners})[ \t]{{1,2}}(?:(?:{between})[ \t]{{1,2}}){{0,2}}(?:{kin})(?=[ \t,])")


def _any_of(cues: Iterable[str], *, whole: bool = True) -> re.Pattern[str]:
    ordered = sorted((fold(cue) for cue in cues), key=len, reverse=True)
    body = "|".join(re.escape(cue).replace(r"\ ", r"[ \t]{1,2}") for cue in ordered)
    return re.compile(rf"(?<!\w)(?:{body})(?=[ \t])" if whole else f"(?:{body})")

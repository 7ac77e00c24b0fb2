"""Names of people, found by what stands before them."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from analysis.text.fold import fold
from analysis.text.patterned import Found

WORD = re.compile(r"[^\W\d_][^\W\d_'’-]{0,30}(?:['’-][^\W\d_]{1,30}){0,3}\.?")
_GAP = re.compile(r"[ \t]{0,3},?[ \t]{0,3}[\"“(]?")
_AND = re.compile(r"[ \t]{0,2}(?:,|&|,? and| y| e| et)[ \t]{1,2}", re.IGNORECASE)
_PLURAL = re.compile(
    r"(?:officers|cops|deputies|ers|sons|friends|cousins|hijos|hijas|les|tes|os|as|names (?:are|were))$"
)
_HAN = re.compile(r"[\u4e00-\u9fff]{2,3}")
_LAST_WORD = re.compile(r"([^\W\d_]{1,20})\W{0,3}$")
_INTRODUCED = re.compile(r"(?:,? (?:and I|from|y) |, | [A-Z])")
_PEOPLE = re.compile(r"(?:en[oa]|ense|ian|ish|ese)$")
MAX_WORDS = 4
WORDS = ("not_names", "given", "known", "places", "after_place", "things")


@dataclass(frozen=True)
class Cues:
    """What announces a name, and words that help to tell names from others; all folded."""

    version: str
    titles: re.Pattern[str]
    short: re.Pattern[str]
    kin: re.Pattern[str]
    sure: re.Pattern[str]
    weak: re.Pattern[str]
    known_only: re.Pattern[str]
    by_language: dict[str, re.Pattern[str]]
    things: frozenset[str]
    particles: frozenset[str]
    not_names: frozenset[str]
    given: frozenset[str]
    known: frozenset[str]
    places: frozenset[str]
    after_place: frozenset[str]
    public: tuple[str, ...]


def find_names(text: str, language: str) -> Iterator[Found]:
    """Names after English and Spanish cues in any text, and after those of `language`.

    `doubtful` marks weak cues and names written without capitals. Where capitals mean nothing, only
    names of the list count, and words after a short rank such as "SGT".
    """
    cues, folded = load_cues(), fold(text)
    shouting = capitals_mean_nothing(text)
    for pattern, weak, known_only in _searches(cues, language):
        for match in pattern.finditer(folded):
            if word_before(folded, match.start()) not in cues.things:
                only = known_only or shouting and not cues.short.match(folded, match.start())
                yield from _names_after(text, match, weak=weak or shouting, known_only=only)


def capitals_mean_nothing(text: str) -> bool:
    """A text all in capitals, or one of five words and more that nearly all begin with one."""
    found = WORD.findall(text)
    small = sum(word[0].islower() for word in found)
    return text.upper() == text or (len(found) >= 5 and small < 0.3 * len(found))


def _searches(cues: Cues, language: str) -> Iterator[tuple[re.Pattern[str], bool, bool]]:
    """Each pattern of cues with: is it weak, must the name be a known one."""
    yield from ((pattern, False, False) for pattern in (cues.titles, cues.kin, cues.sure))
    yield cues.weak, True, False
    yield cues.known_only, True, True
    if language in cues.by_language:
        yield cues.by_language[language], True, False


def _names_after(text: str, cue: re.Match[str], *, weak: bool, known_only: bool) -> Iterator[Found]:
    """The name after a cue, and more after "and": any after "officers" or "my sons", else a known one."""
    gap = _GAP.match(text, cue.end())
    found = _name_at(text, gap.end() if gap else cue.end(), weak=weak, known_only=known_only)
    while found:
        yield found
        link = _AND.match(text, found.end)
        only = known_only or not _PLURAL.search(cue.group())
        found = _name_at(text, link.end(), weak=True, known_only=only) if link else None


def _name_at(text: str, position: int, *, weak: bool, known_only: bool) -> Found | None:
    cues = load_cues()
    han = _HAN.match(text, position)
    if han:
        return Found("name", position, han.end(), doubtful=True)
    first = WORD.match(text, position)
    if not first or not may_be_name(first.group(), cues):
        return None
    known, capital = bare(first.group()) in cues.known, first.group()[0].isupper()
    uncased = not first.group()[0].islower() and not capital
    introduced = known_only and _introduces_itself(text, first)
    if not known and (known_only and not introduced or not (capital or uncased)):
        return None
    if is_public(text, position):
        return None
    end = end_of_name(text, first, known_only=known_only and not introduced or not capital)
    return Found("name", position, end, doubtful=not capital or (weak or known_only) and not known)


def _introduces_itself(text: str, first: re.Match[str]) -> bool:
    """Whether a capitalized word after "I'm" goes on like a name: "Odalys and I", "Odalys from", "Odalys Vance"."""
    if capitals_mean_nothing(text) or first.group().isupper() or not first.group()[0].isupper():
        return False
    said = text[max(0, first.start() - 12) : first.start()].lower()
    goes_on = _INTRODUCED.match(text, first.end())
    return (
        said.rstrip().endswith(("i'm", "i’m", "i am", "soy"))
        and bool(goes_on)
        and not _PEOPLE.search(bare(first.group()))
    )


def is_public(text: str, position: int) -> bool:
    """Whether a name of public memory stands here."""
    return fold(text[position : position + 20]).startswith(load_cues().public)


def word_before(folded: str, position: int) -> str:
    """The word before a place in a folded text, "" where there is none."""
    found = _LAST_WORD.search(folded[max(0, position - 24) : position])
    return found.group(1) if found else ""


def end_of_name(text: str, first: re.Match[str], *, known_only: bool) -> int:
    """Where the name ends: further capitalized words belong to it, with particles between them."""
    cues = load_cues()
    end = position = _trim(first)
    for _ in range(MAX_WORDS - 1):
        following = WORD.match(text, position + 1) if text[position : position + 1] == " " else None
        if not following:
            break
        word = bare(following.group())
        if word in cues.particles:
            position = following.end()
        elif _continues(following.group(), cues, known_only=known_only):
            end = position = _trim(following)
        else:
            break
    return end


def _continues(word: str, cues: Cues, *, known_only: bool) -> bool:
    known = bare(word) in cues.known
    return may_be_name(word, cues) and (known if known_only else word[0].isupper())


def may_be_name(word: str, cues: Cues) -> bool:
    """Whether a word is an initial, or one that is not listed as no name."""
    initial = len(word) == 2 and word[0].isupper() and word[1] == "."
    return initial or len(bare(word)) > 1 and bare(word) not in cues.not_names


def bare(word: str) -> str:
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
    words = {name: frozenset(fold(listed[name]).split()) for name in WORDS}
    known_only = raw["weak_known_only"].split("|")
    titles, dotted = raw["titles"].split(), frozenset(raw["dotted"].split())
    return Cues(
        version=raw["version"],
        titles=_titles(titles, dotted),
        short=_titles(sorted(dotted), dotted),
        kin=_kin(raw),
        sure=_any_of(raw["sure"].strip().splitlines()),
        weak=_any_of(set(raw["weak"].strip().splitlines()) - set(known_only)),
        known_only=_any_of(known_only),
        by_language={code: _any_of(cues, whole=code != "zh") for code, cues in raw["by_language"].items()},
        particles=frozenset(listed["particles"].split()),
        not_names=words["not_names"] | frozenset(fold(raw["titles"]).split()),
        known=words["given"] | words["known"],
        public=tuple(listed["public"]),
        **{name: words[name] for name in ("given", "places", "after_place", "things")},
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

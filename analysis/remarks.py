"""What people said, read once, as samples that figures are made of."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from analysis.estimates import IntArray
from analysis.figures import Grid, Label, Measure
from analysis.grids import Layout, Setting, lay_out
from analysis.records import Remark, RemarkSource
from analysis.scores import BoolArray, FloatArray
from analysis.text.language import Language
from analysis.text.model import Unscored
from analysis.text.sentiment import Sentiment

KINDS = (1, 2, 3, 4)
POLARITIES = ("negative", "neutral", "positive")

FALL_BACK = (Grid.PLACE_QUARTER, Grid.PLACE_YEAR, Grid.CITY_QUARTER, Grid.CITY_YEAR)
GRIDS: Mapping[Measure, tuple[Grid, ...]] = {
    Measure.THEME: (*FALL_BACK, Grid.PROGRAM_YEAR),
    Measure.SESSION_THEME: (Grid.PLACE_YEAR, Grid.CITY_QUARTER, Grid.CITY_YEAR),
    Measure.KIND: FALL_BACK,
    Measure.POLARITY: FALL_BACK,
}
SOURCES: Mapping[Measure, RemarkSource] = {
    Measure.THEME: RemarkSource.SURVEY,
    Measure.SESSION_THEME: RemarkSource.SESSION,
    Measure.KIND: RemarkSource.SURVEY,
    Measure.POLARITY: RemarkSource.SURVEY,
}


def arrange(kind: Measure, settings: Sequence[Setting], people: IntArray) -> Layout:
    """Where a measure is shown, decided on all grids of its source: measures of the same people hide the same cuts."""
    grids = dict.fromkeys(grid for other, used in GRIDS.items() if SOURCES[other] is SOURCES[kind] for grid in used)
    whole = lay_out(settings, grids, people)
    return replace(whole, cuts=tuple(cut for cut in whole.cuts if cut.grid in GRIDS[kind]))


class Hit(Protocol):
    """Where a theme was found in a text, by which version of the codebook."""

    @property
    def theme(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def version(self) -> str: ...


class Reading(Protocol):
    """What a reader found in one text, or why it found nothing."""

    @property
    def language(self) -> Language: ...
    @property
    def sentiment(self) -> Sentiment | Unscored: ...
    @property
    def themes(self) -> Sequence[Hit] | Unscored: ...


Reader = Callable[[str, str], Reading]


@dataclass(frozen=True)
class ReadRemark:
    """A remark with its reading."""

    remark: Remark
    reading: Reading

    @property
    def hits(self) -> Sequence[Hit]:
        return () if isinstance(self.reading.themes, Unscored) else self.reading.themes


Person = tuple[ReadRemark, ...]
"""All that one person said."""


def read_all(remarks: Sequence[Remark], read: Reader) -> tuple[ReadRemark, ...]:
    """Every remark with its reading; the same text from the same form is read once."""
    distinct = sorted({(remark.text, remark.language) for remark in remarks})
    readings = {key: read(*key) for key in distinct}
    return tuple(ReadRemark(remark, readings[remark.text, remark.language]) for remark in remarks)


def per_person(remarks: Sequence[ReadRemark]) -> tuple[Person, ...]:
    """What each person said, everybody once: several comments of one person are one row.

    A table has as many people as its best-agreed note, since the same ones may be behind each of its notes; a note
    that fewer agreed to counts for that many of them.
    """
    voices: dict[tuple[object, ...], list[ReadRemark]] = defaultdict(list)
    for number, item in enumerate(remarks):
        known = (item.remark.event, item.remark.voice) if item.remark.voice else (number,)
        voices[known].append(item)
    return tuple(
        tuple(item for item in said if item.remark.people > person)
        for said in voices.values()
        for person in range(max(item.remark.people for item in said))
    )


def theme_columns(people: Sequence[Person], themes: Sequence[Label]) -> dict[str, FloatArray]:
    """By theme, whether each person speaks of it, shape (people,); NaN where themes could not be coded."""
    coded = np.array([not all(isinstance(item.reading.themes, Unscored) for item in said) for said in people], bool)
    found = [{hit.theme for item in said for hit in item.hits} for said in people]
    return {label.id: _column((label.id in named for named in found), coded) for label in themes}


def kind_columns(people: Sequence[Person], themes: Sequence[Label]) -> dict[str, FloatArray]:
    """By the author's own label, whether each person chose it, shape (people,); NaN where there is none."""
    found = [{item.remark.kind for item in said}.intersection(KINDS) for said in people]
    labelled = np.array(list(map(bool, found)), dtype=bool)
    return {str(kind): _column((kind in chosen for chosen in found), labelled) for kind in KINDS}


def polarity_columns(people: Sequence[Person], themes: Sequence[Label]) -> dict[str, FloatArray]:
    """By polarity, whether a remark of each person has it, shape (people,); NaN where none was scored."""
    found = [{_polarity(item) for item in said} - {""} for said in people]
    scored = np.array(list(map(bool, found)), dtype=bool)
    return {name: _column((name in polarities for polarities in found), scored) for name in POLARITIES}


COLUMNS: Mapping[Measure, Callable[[Sequence[Person], Sequence[Label]], dict[str, FloatArray]]] = {
    Measure.THEME: theme_columns,
    Measure.SESSION_THEME: theme_columns,
    Measure.KIND: kind_columns,
    Measure.POLARITY: polarity_columns,
}


def subjects(kind: Measure, themes: Sequence[Label]) -> tuple[str, ...]:
    """Every subject that a measure of remarks has."""
    return tuple(COLUMNS[kind]((), themes))


def count(remarks: Sequence[ReadRemark]) -> dict[str, int]:
    """How many remarks were read and why some have no result."""
    found: Counter[str] = Counter()
    for item in remarks:
        note = item.remark.source is RemarkSource.SESSION
        found["notes_read" if note else "remarks_read"] += 1
        found["notes_without_people"] += note and item.remark.people < 1
        found["remarks_language_unclear"] += not item.reading.language.confident
        for name, result in (("sentiment", item.reading.sentiment), ("themes", item.reading.themes)):
            if isinstance(result, Unscored):
                found[f"remarks_unscored_{name}_{result.reason}"] += 1
    return found


def methods(remarks: Sequence[ReadRemark]) -> dict[str, str]:
    """Which methods and versions read the remarks, as one text for each result."""
    found: dict[str, set[str]] = {"language": set(), "sentiment": set(), "themes": set()}
    for item in remarks:
        found["language"].add(f"{item.reading.language.method} {item.reading.language.version}")
        if not isinstance(item.reading.sentiment, Unscored):
            found["sentiment"].add(f"{item.reading.sentiment.method} {item.reading.sentiment.version}")
        found["themes"].update(f"codebook {hit.version}" for hit in item.hits)
    return {name: "; ".join(sorted(used)) for name, used in found.items() if used}


def _polarity(item: ReadRemark) -> str:
    return "" if isinstance(item.reading.sentiment, Unscored) else item.reading.sentiment.polarity


def _column(hits: Iterable[bool], known: BoolArray) -> FloatArray:
    return np.where(known, np.array(list(hits), dtype=np.float64), np.nan)

"""What people said, read once, as samples that figures are made of."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from analysis.disclosure import shown_count
from analysis.figures import Grid, Label, Measure
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


def read_all(remarks: Sequence[Remark], read: Reader) -> tuple[ReadRemark, ...]:
    """Every remark with its reading; the same text from the same form is read once."""
    distinct = sorted({(remark.text, remark.language) for remark in remarks})
    readings = {key: read(*key) for key in distinct}
    return tuple(ReadRemark(remark, readings[remark.text, remark.language]) for remark in remarks)


def per_person(remarks: Sequence[ReadRemark]) -> tuple[ReadRemark, ...]:
    """Each remark once for each of the people behind it, so that every row is a person."""
    return tuple(item for item in remarks for _ in range(item.remark.people))


def theme_columns(people: Sequence[ReadRemark], themes: Sequence[Label]) -> dict[str, FloatArray]:
    """By theme, whether each remark speaks of it, shape (people,); NaN where themes could not be coded."""
    coded = np.array([not isinstance(item.reading.themes, Unscored) for item in people], dtype=bool)
    found = [{hit.theme for hit in item.hits} for item in people]
    return {label.id: _column((label.id in named for named in found), coded) for label in themes}


def kind_columns(people: Sequence[ReadRemark], themes: Sequence[Label]) -> dict[str, FloatArray]:
    """By the author's own label, whether each remark has it, shape (people,); NaN where it has none."""
    labelled = np.array([item.remark.kind in KINDS for item in people], dtype=bool)
    return {str(kind): _column((item.remark.kind == kind for item in people), labelled) for kind in KINDS}


def polarity_columns(people: Sequence[ReadRemark], themes: Sequence[Label]) -> dict[str, FloatArray]:
    """By polarity, whether each remark has it, shape (people,); NaN where none was scored."""
    found = [_polarity(item) for item in people]
    scored = np.array([bool(polarity) for polarity in found], dtype=bool)
    return {name: _column((polarity == name for polarity in found), scored) for name in POLARITIES}


COLUMNS: Mapping[Measure, Callable[[Sequence[ReadRemark], Sequence[Label]], dict[str, FloatArray]]] = {
    Measure.THEME: theme_columns,
    Measure.SESSION_THEME: theme_columns,
    Measure.KIND: kind_columns,
    Measure.POLARITY: polarity_columns,
}


def count(remarks: Sequence[ReadRemark]) -> dict[str, int]:
    """How many remarks were read and why some have no result, to the nearest 5."""
    found = Counter({"remarks_read": 0, "notes_read": 0, "notes_without_people": 0})
    for item in remarks:
        note = item.remark.source is RemarkSource.SESSION
        found["notes_read" if note else "remarks_read"] += 1
        found["notes_without_people"] += note and item.remark.people < 1
        found["remarks_language_unclear"] += not item.reading.language.confident
        for name, result in (("sentiment", item.reading.sentiment), ("themes", item.reading.themes)):
            if isinstance(result, Unscored):
                found[f"remarks_unscored_{name}_{result.reason}"] += 1
    return {name: shown_count(number) for name, number in sorted(found.items())}


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

"""Answers sorted by audience, so that nobody's are mixed with others', and turned into samples."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis import scores
from analysis.estimates import IntArray
from analysis.figures import Grid, Measure
from analysis.grids import (
    ALL_GRIDS,
    CARD,
    CITY_GRIDS,
    EVERYBODY,
    INSTRUMENT,
    OPEN,
    Layout,
    Setting,
    lay_out,
    lay_out_channels,
)
from analysis.measures import Sample
from analysis.records import Answered, EventFacts, Remark, Value
from analysis.scores import BoolArray, FloatArray
from questions.model import DONT_KNOW, PREFER_NOT, Index, Instrument, Library

RESIDENT = "resident"
AUDIENCE_GRIDS: Mapping[str, tuple[Grid, ...]] = {RESIDENT: ALL_GRIDS}
"""On which grids an audience's indices are shown; all but residents are shown for the city only."""

CHANNELS: Mapping[str, str] = {"card": CARD, "phone": OPEN, "streamlit": OPEN}
"""Which channels are compared: paper, kiosks and files are neither a card nor an open code."""

OFF_SCALE_MEASURES: Mapping[Measure, int] = {Measure.DONT_KNOW: DONT_KNOW, Measure.PREFER_NOT: PREFER_NOT}


@dataclass(frozen=True)
class Panel:
    """The answers of one audience, or of one already public file, with where and when each was given."""

    audience: str
    instruments: tuple[Instrument, ...]
    answers: tuple[Answered, ...]
    settings: tuple[Setting, ...]

    @cached_property
    def layout(self) -> Layout:
        """Where this audience's indices are shown."""
        arrange = lay_out_channels if self.audience == RESIDENT else lay_out
        return arrange(self.settings, (*AUDIENCE_GRIDS.get(self.audience, CITY_GRIDS), EVERYBODY, INSTRUMENT))

    @cached_property
    def city(self) -> Layout:
        return lay_out(self.settings, CITY_GRIDS)

    @cached_property
    def events(self) -> IntArray:
        """The event of each person as a number, shape (people,)."""
        return number_events(self.settings)


def locate(item: Answered | Remark, events: Mapping[str, EventFacts]) -> Setting:
    """Where, when and at what kind of event something was said."""
    facts = events.get(item.event)
    program, closed = (facts.program, facts.closed) if facts else ("", False)
    channel = CHANNELS.get(item.channel, "") if isinstance(item, Answered) else ""
    return Setting(item.event, item.place, item.day, program, closed, item.instrument, channel)


def number_events(settings: Sequence[Setting]) -> IntArray:
    """Events as numbers, shape (people,)."""
    names = np.array([setting.event for setting in settings], dtype=str)
    return np.unique(names, return_inverse=True)[1].astype(np.int64)


def sort_answers(
    answers: Iterable[Answered], library: Library, events: Mapping[str, EventFacts]
) -> tuple[tuple[Panel, ...], tuple[Panel, ...]]:
    """The panels of audiences, and one panel for each already public file; unknown instruments are in neither."""
    audiences: dict[str, list[Answered]] = defaultdict(list)
    public: dict[str, list[Answered]] = defaultdict(list)
    for answer in answers:
        instrument = library.instruments.get(answer.instrument)
        if instrument is not None:
            groups, name = (public, instrument.id) if instrument.public_source else (audiences, instrument.audience)
            groups[name].append(answer)
    return tuple(_panels(audiences, library, events)), tuple(_panels(public, library, events))


def _panels(
    groups: Mapping[str, Sequence[Answered]], library: Library, events: Mapping[str, EventFacts]
) -> Iterable[Panel]:
    for name, answers in sorted(groups.items()):
        used = sorted({answer.instrument for answer in answers})
        settings = tuple(locate(answer, events) for answer in answers)
        yield Panel(name, tuple(library.instruments[item] for item in used), tuple(answers), settings)


def holds(instrument: Instrument, index: Index) -> bool:
    """Whether the instrument asks every item of the index."""
    return all(instrument.question(item) is not None for item in index.items)


def holders(panel: Panel, index: Index) -> frozenset[str]:
    """The panel's instruments that ask every item of the index."""
    return frozenset(instrument.id for instrument in panel.instruments if holds(instrument, index))


def asked_only(panel: Panel, index: Index) -> Panel:
    """The panel without the instruments that do not ask the index, so that sums are of people who were asked."""
    asked = holders(panel, index)
    if len(asked) == len(panel.instruments):
        return panel
    kept = [row for row, answer in enumerate(panel.answers) if answer.instrument in asked]
    return Panel(
        panel.audience,
        tuple(instrument for instrument in panel.instruments if instrument.id in asked),
        tuple(panel.answers[row] for row in kept),
        tuple(panel.settings[row] for row in kept),
    )


def native_scores(panel: Panel, index: Index) -> FloatArray:
    """The index of each person, native scale, shape (people,); NaN where not asked or not scored."""
    asked = holders(panel, index)
    questions = (instrument.question(item) for instrument in panel.instruments for item in index.items)
    reverse = frozenset(question.id for question in questions if question is not None and question.reverse_keyed)
    return scores.score([_values(answer, asked) for answer in panel.answers], index, reverse)


def index_sample(panel: Panel, index: Index, native: FloatArray, subject: str) -> Sample:
    """The index of each person in points, from `native` scores of shape (people,)."""
    return Sample(Measure.INDEX, {subject: scores.points(native, index)}, panel.events, panel.layout)


def members(panel: Panel, instrument: Instrument) -> BoolArray:
    """Whether each person answered the instrument, shape (people,)."""
    return np.array([answer.instrument == instrument.id for answer in panel.answers], dtype=bool)


def name_apart(panel: Panel, audiences: Iterable["Panel"], library: Library) -> Callable[[str], str]:
    """How an index or question of the panel is named: an audience that shares it with another is put before it."""
    others = [item for other in audiences if other.audience != panel.audience for item in other.instruments]
    shared = {question.id for instrument in others for question in instrument.questions}
    shared |= {index.id for index in library.indices.values() if any(holds(item, index) for item in others)}
    if panel.audience == RESIDENT:
        shared = set()
    return lambda subject: f"{panel.audience}:{subject}" if subject in shared else subject


def off_scale_samples(panel: Panel, name: Callable[[str], str]) -> Iterable[Sample]:
    """For each question that offers it, whether people chose "don't know" or "prefer not", among all who answered."""
    questions = {question.id: question for instrument in panel.instruments for question in instrument.questions}
    for question in questions.values():
        given = [answer.values.get(question.id) for answer in panel.answers]
        for measure, code in OFF_SCALE_MEASURES.items():
            if any(choice.value == code for choice in question.choices):
                column = np.array([_chose(value, code) for value in given], dtype=np.float64)
                yield Sample(measure, {name(question.id): column}, panel.events, panel.city)


def _values(answer: Answered, asked: frozenset[str]) -> Mapping[str, Value]:
    return answer.values if answer.instrument in asked else {}


def _chose(value: Value | None, code: int) -> float:
    if value is None:
        return float("nan")
    return float(code in value if isinstance(value, tuple) else value == code)

"""What a panel of answers says: figures, changes, summaries and tables of one audience."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from analysis import change, panels, scores, tables
from analysis.figures import BandTable, Change, Figure, Label, Summary
from analysis.grids import INSTRUMENT, Group
from analysis.measures import MEAN, RATE, Measured, measure
from analysis.panels import RESIDENT, Panel
from analysis.scores import FloatArray
from questions.model import SOURCE_LANGUAGE, Crosstab, Index, Library


@dataclass
class Findings:
    """Everything found so far, in the parts of a Release."""

    figures: list[Figure] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    summaries: list[Summary] = field(default_factory=list)
    tables: list[BandTable] = field(default_factory=list)
    indices: list[Label] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, measured: Measured) -> None:
        """Takes over the figures, and how many of them are hidden."""
        self.figures += measured.figures
        self.counts.update(measured.counts)


def add_audience(found: Findings, panel: Panel, library: Library, others: Iterable[Panel], today: date) -> None:
    """Adds all that is shown of an audience; only residents' indices are compared between quarters."""
    name = panels.name_apart(panel, others, library)
    parts: dict[frozenset[str], Panel] = {}
    for index in _asked(panel, library):
        asked = panels.holders(panel, index)
        parts[asked] = part = parts.get(asked) or panels.asked_only(panel, index)
        subject, native = name(index.id), panels.native_scores(part, index)
        measured = measure(panels.index_sample(part, index, native, subject), MEAN)
        found.add(measured)
        found.counts.update(_count_unscored(part, index, native, subject))
        found.summaries += _summaries(part, index, native, subject, measured)
        if panel.audience == RESIDENT:
            found.changes += change.quarterly_changes(measured, today)
        if subject != index.id:
            found.indices.append(label(library, index, subject, f" ({panel.audience})"))
    for sample in panels.off_scale_samples(panel, name):
        found.add(measure(sample, RATE))
    _add_tables(found, panel, library)


def add_public_file(found: Findings, panel: Panel, library: Library) -> None:
    """Adds summaries and tables of an already public file, which is on no grid."""
    for index in _asked(panel, library):
        native = panels.native_scores(panel, index)
        found.summaries += _summaries(panel, index, native, index.id, None)
    _add_tables(found, panel, library)


def label(library: Library, index: Index, subject: str, addition: str = "") -> Label:
    """The index's name in every language that has one, and its items' recommendation where they share one."""
    text_id = f"{index.id}.label"
    translated = {code: item.texts[text_id] for code, item in library.translations.items() if text_id in item.texts}
    names = {SOURCE_LANGUAGE: index.label, **translated}
    questions = (question for instrument in library.instruments.values() for question in instrument.questions)
    shared = {question.recommendation for question in questions if question.id in index.items}
    recommendation = shared.pop() if len(shared) == 1 else ""
    return Label(subject, {code: f"{text}{addition}" for code, text in names.items()}, recommendation)


def _asked(panel: Panel, library: Library) -> Iterable[Index]:
    return (index for index in library.indices.values() if panels.holders(panel, index))


def _count_unscored(panel: Panel, index: Index, native: FloatArray, subject: str) -> dict[str, int]:
    """How many people were asked and have no score, and how many stored codes are on no scale."""
    asked = panels.holders(panel, index)
    values = [answer.values for answer in panel.answers if answer.instrument in asked]
    unscored = len(values) - int((~np.isnan(native)).sum())
    return {
        f"unscored_{subject}": unscored,
        f"impossible_{subject}": scores.count_impossible(values, index),
    }


def _summaries(
    panel: Panel, index: Index, native: FloatArray, subject: str, measured: Measured | None
) -> Iterable[Summary]:
    """One for each instrument that holds the index and, where figures are hidden together, is not hidden."""
    for instrument in (item for item in panel.instruments if panels.holds(item, index)):
        if measured is None or measured.shown(Group(INSTRUMENT, instrument.id)):
            summary = tables.summarise(instrument, subject, native[panels.members(panel, instrument)])
            if summary is not None:
                yield summary


def _add_tables(found: Findings, panel: Panel, library: Library) -> None:
    for crosstab in library.crosstabs:
        _add_table(found, panel, crosstab, library.indices[crosstab.rows], library.indices[crosstab.columns])


def _add_table(found: Findings, panel: Panel, crosstab: Crosstab, of_rows: Index, of_columns: Index) -> None:
    for instrument in panel.instruments:
        if panels.holds(instrument, of_rows) and panels.holds(instrument, of_columns):
            chosen = panels.members(panel, instrument)
            rows, columns = (panels.native_scores(panel, index)[chosen] for index in (of_rows, of_columns))
            table = tables.cross(instrument, crosstab, rows, columns)
            found.tables += [] if table is None else [table]
            left_out = tables.between_bands(rows, columns, crosstab)
            found.counts[f"between_bands_{crosstab.id}"] += left_out

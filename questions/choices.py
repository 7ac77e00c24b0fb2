"""The choices of a question: a shared scale, its own list or a range of numbers, and the off-scale answers on offer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from questions.entries import Entry
from questions.model import OFF_SCALE, Choice

OFF_SCALE_ID = "off_scale"
LONGEST_RANGE = 101


@dataclass(frozen=True)
class Scales:
    """The shared scales by id, and the wording of the off-scale answers by code."""

    scales: Mapping[str, tuple[Choice, ...]]
    off_scale: Mapping[int, Choice]


def read_scale(entry: Entry) -> tuple[Choice, ...]:
    """The points of one scale: a table of code = "wording", or `range = [0, 10]` with `labels` for some points."""
    if "range" not in entry.table:
        return _on_scale(entry, _worded(entry, entry.id, entry.table))
    entry.only("range", "labels")
    return _on_scale(entry, _ranged(entry))


def read_off_scale(entry: Entry) -> dict[int, Choice]:
    """The wording of "don't know" and "prefer not to answer"."""
    choices = {choice.value: choice for choice in _worded(entry, OFF_SCALE_ID, entry.table)}
    if choices.keys() - OFF_SCALE:
        entry.note(f"only {_listed(OFF_SCALE)} are off-scale codes")
    return choices


def read_choices(entry: Entry, scales: Scales, off_scale: tuple[int, ...]) -> tuple[Choice, ...]:
    """All choices of a question: those on the scale, low to high, then the off-scale ones on offer."""
    named = [key for key in CHOICE_FORMS if key in entry.table]
    if len(named) != 1:
        entry.note(f"needs exactly one of {', '.join(CHOICE_FORMS)}")
        return ()
    return CHOICE_FORMS[named[0]](entry, scales) + _offered(entry, scales, entry.numbers(OFF_SCALE_ID, off_scale))


def _shared(entry: Entry, scales: Scales) -> tuple[Choice, ...]:
    name = entry.text("scale")
    if name and name not in scales.scales:
        entry.note(f"unknown scale '{name}'")
    return scales.scales.get(name, ())


def _own(entry: Entry, scales: Scales) -> tuple[Choice, ...]:
    return _on_scale(entry, _worded(entry, entry.id, entry.inner("choices").table))


def _own_range(entry: Entry, scales: Scales) -> tuple[Choice, ...]:
    return _on_scale(entry, _ranged(entry))


CHOICE_FORMS: Mapping[str, Callable[[Entry, Scales], tuple[Choice, ...]]] = {
    "scale": _shared,
    "choices": _own,
    "range": _own_range,
}


def _offered(entry: Entry, scales: Scales, codes: tuple[int, ...]) -> tuple[Choice, ...]:
    for code in codes:
        if code not in scales.off_scale:
            entry.note(f"no wording for off-scale code {code} in [off_scale] of scales.toml")
    return tuple(scales.off_scale[code] for code in codes if code in scales.off_scale)


def _ranged(entry: Entry) -> tuple[Choice, ...]:
    ends = entry.numbers("range")
    if len(ends) != 2 or not 0 < ends[1] - ends[0] < LONGEST_RANGE:
        entry.note("'range' should be [lowest, highest]")
        return ()
    points = range(ends[0], ends[1] + 1)
    labels = entry.inner("labels").table
    for code in sorted(labels.keys() - {str(point) for point in points}):
        entry.note(f"label '{code}' is outside the range")
    return _worded(entry, entry.id, {str(point): labels.get(str(point), str(point)) for point in points})


def _worded(entry: Entry, prefix: str, table: Mapping[str, Any]) -> tuple[Choice, ...]:
    choices = []
    for code, text in table.items():
        if not _is_code(code):
            entry.note(f"choice '{code}' is not a whole number")
        elif not isinstance(text, str) or not text.strip():
            entry.note(f"choice {code} has no wording")
        else:
            choices.append(Choice(int(code), f"{prefix}.{code}", text))
    return tuple(choices)


def _is_code(code: str) -> bool:
    digits = code.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) < 5 and str(int(code)) == code


def _on_scale(entry: Entry, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    values = [choice.value for choice in choices]
    if len(values) < 2:
        entry.note("needs at least two choices")
    if values != sorted(values):
        entry.note("choices should go from the lowest code to the highest")
    if OFF_SCALE & set(values):
        entry.note(f"{_listed(OFF_SCALE)} are kept for off-scale answers")
    return choices


def _listed(codes: frozenset[int]) -> str:
    return " and ".join(str(code) for code in sorted(codes, reverse=True))

"""Who lives in a city, from a CSV file headed `margin,category,people`."""

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from analysis.population import MORE, PLACE, QUESTIONS, Target
from questions.model import Library, Question, QuestionKind
from survey.errors import InvalidInput
from survey.records import Place

HEADER = ("margin", "category", "people")
TOGETHER = "+"
MOST_CHARACTERS, MOST_ROWS, MOST_PEOPLE = 200_000, 1_000, 1_000_000_000
MOST_PROBLEMS = 20
SEVERAL = ("two or more", "more than one", "two or more races", MORE)
"""What a file may call people with more than one answer, where many may be chosen."""

_FIELD = "population"
Known = Mapping[str, Mapping[str, str]]
"""By margin: the code of each name that a file may use, in small letters."""


@dataclass(frozen=True)
class _Row:
    """One line of the file as it stands there; `position` is its number."""

    position: int
    cells: Sequence[str]


def read_population(text: str, library: Library, places: Sequence[Place]) -> tuple[Target, ...]:
    """The targets of a file. Categories are answers in any language or their codes, neighborhoods by name or id.

    "13 to 17 + 18 to 24" is one group. Raises InvalidInput: `population` has the first problem's code, and
    `population.N` the problem of line N.
    """
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise InvalidInput({_FIELD: "empty"})
    if len(text) > MOST_CHARACTERS:
        raise InvalidInput({_FIELD: "population_too_big"})
    rows = _rows(text)
    if not rows or tuple(cell.casefold() for cell in rows[0].cells) != HEADER:
        raise InvalidInput({_FIELD: "population_header"})
    if len(rows) == 1:
        raise InvalidInput({_FIELD: "empty"})
    return _checked(rows[1:], names(library, places))


def template(library: Library, places: Sequence[Place], language: str) -> str:
    """A file to fill in: every group of every margin in a language where it has one, without people."""
    texts = library.translations[language].texts if language in library.translations else {}
    rows = [
        (margin, texts.get(choice.text_id, choice.text))
        for margin, question in _asked(library).items()
        for choice in question.scale
    ]
    out = io.StringIO()
    csv.writer(out).writerows([HEADER, *((*row, "") for row in (*rows, *((PLACE, place.name) for place in places)))])
    return out.getvalue()


def names(library: Library, places: Sequence[Place]) -> Known:
    """What a file may call each group of each margin."""
    found = {margin: _choices(question, library) for margin, question in _asked(library).items()}
    return {**found, PLACE: {_plain(name): place.id for place in places for name in (place.id, place.name)}}


def _asked(library: Library) -> Mapping[str, Question]:
    """The question of each margin that any questionnaire asks about."""
    asked = {item.id: item for instrument in library.instruments.values() for item in instrument.questions}
    return {margin: asked[question] for margin, question in QUESTIONS.items() if question in asked}


def _choices(question: Question, library: Library) -> Mapping[str, str]:
    translated = [item.texts for item in library.translations.values()]
    known = dict.fromkeys(SEVERAL, MORE) if question.kind is QuestionKind.CHOICES else {}
    for choice in question.scale:
        said = (
            choice.text,
            str(choice.value),
            *(texts[choice.text_id] for texts in translated if choice.text_id in texts),
        )
        known |= {_plain(name): str(choice.value) for name in said}
    return known


def _rows(text: str) -> list[_Row]:
    """The lines that hold anything. Raises InvalidInput for more than MOST_ROWS, or for no CSV file."""
    read = csv.reader(text.splitlines(), strict=True)
    try:
        filled = ((read.line_num, cells) for cells in read if any(cell.strip() for cell in cells))
        rows = [_Row(line, [cell.strip() for cell in cells]) for line, cells in islice(filled, MOST_ROWS + 2)]
    except csv.Error as error:
        raise InvalidInput({_FIELD: "population_row", f"{_FIELD}.{read.line_num}": "population_row"}) from error
    if len(rows) > MOST_ROWS + 1:
        raise InvalidInput({_FIELD: "population_too_big"})
    return rows


def _checked(rows: Sequence[_Row], known: Known) -> tuple[Target, ...]:
    targets: dict[int, Target] = {}
    problems: dict[int, str] = {}
    for row in rows:
        try:
            targets[row.position] = _target(row, known)
        except ValueError as error:
            problems[row.position] = str(error)
    lines = Counter(row.cells[0].casefold() for row in rows)
    problems |= _together(targets, lines)
    if problems:
        shown = sorted(problems.items())[:MOST_PROBLEMS]
        raise InvalidInput({_FIELD: shown[0][1], **{f"{_FIELD}.{line}": code for line, code in shown}})
    return tuple(targets.values())


def _target(row: _Row, known: Known) -> Target:
    """One line. Raises ValueError with the code of its problem."""
    if len(row.cells) != len(HEADER):
        raise ValueError("population_row")
    margin, category, people = row.cells
    if (groups := known.get(margin.casefold())) is None:
        raise ValueError("population_margin")
    parts = [category] if _plain(category) in groups else category.split(TOGETHER)
    codes = [groups.get(_plain(part)) for part in parts]
    if not all(codes):
        raise ValueError("population_category")
    if not (people.isascii() and people.isdigit() and 0 < int(people[:20]) <= MOST_PEOPLE):
        raise ValueError("population_people")
    return Target(margin.casefold(), tuple(code for code in codes if code), int(people))


def _together(targets: Mapping[int, Target], lines: Mapping[str, int]) -> dict[int, str]:
    """What is wrong between lines: a group named twice, and a margin of one line, which says nothing."""
    each = Counter((one.margin, code) for one in targets.values() for code in one.codes)
    alone = {line: "population_alone" for line, one in targets.items() if lines[one.margin] == 1}
    twice = (line for line, one in targets.items() if any(each[one.margin, code] > 1 for code in one.codes))
    return alone | dict.fromkeys(twice, "population_twice")


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()

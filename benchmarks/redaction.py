"""What redaction finds in comments and what it hides for nothing: precision and recall by kind and language.

Labelled comments of our own in two parts: one that the rules were tuned on, and one that was labelled before and never
used to tune them, so believe that one. A labelled word counts as found when it is gone. A mask counts as right when it
hides a labelled word or part of one. Then real comments, where their folder is: nobody labelled those, so every mask in
them is counted as false, names that a writer did give included.
"""

import argparse
import csv
import platform
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analysis.text.masks import KINDS
from analysis.text.redaction import Hidden, redact_and_tell, redaction_version
from tests.conftest import PROJECT, data_folder

LABELLED = {"tuned on": "planted.toml", "held out": "planted_held_out.toml"}
REAL = {
    "Bowling Green": ("polis_bowling_green_en_comments.csv", "comment-body"),
    "London youth": ("polis_london_youth_policing_comments.csv", "comment-body"),
    "Santa Monica": ("santa_monica_2014_open_ended_coded.csv", "Fullstring"),
}
UNCUED, NAME, PATTERNED = "name, uncued", "name, by cue", "patterned"
QUICK = 200
csv.field_size_limit(sys.maxsize)


@dataclass(frozen=True)
class Comment:
    """A labelled comment: by kind, the words that must go."""

    text: str
    language: str
    hidden: Mapping[str, Sequence[str]]


@dataclass
class Tally:
    """Labelled words that are gone and that stayed, masks that hide one and that hide none, by row of the table."""

    found: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    stayed: list[str] = field(default_factory=list)
    needless: list[str] = field(default_factory=list)

    def recall(self, row: str) -> float:
        """The share of labelled words that are gone; 1 where there are none."""
        return _share(self.found[row], self.missed[row])

    def precision(self, row: str) -> float:
        """The share of masks that hide a labelled word; 1 where there are none."""
        return _share(self.right[row], self.false[row])


def labelled(part: str, language: str = "") -> tuple[Comment, ...]:
    """The comments of one part, those of one language where it is given."""
    raw = (PROJECT / "tests/analysis/text" / LABELLED[part]).read_text("utf-8")
    found = tomllib.loads(raw)["text"]
    return tuple(Comment(**row) for row in found if language in ("", row["language"]))


def count(comments: Sequence[Comment]) -> Tally:
    """Redacts each and compares with its labels."""
    tally = Tally()
    for comment in comments:
        redacted, masks = redact_and_tell(comment.text, comment.language)
        words = [(_row(kind), word) for kind, listed in comment.hidden.items() for word in listed]
        for row, word in words:
            for name in _rows(row):
                (tally.missed if word in redacted.text else tally.found)[name] += 1
            tally.stayed += [word] if word in redacted.text else []
        for mask in masks:
            overlap = [row for row, word in words if _overlap(word, mask.words)]
            row = overlap[0] if overlap else _row(mask.kind)
            for name in _rows(row):
                (tally.right if overlap else tally.false)[name] += 1
            tally.needless += [] if overlap else [f"{mask.kind}: {mask.words}"]
    return tally


def real(name: str, most: int | None = None) -> tuple[int, list[Hidden]]:
    """How many real comments there are in a file, and all masks in them."""
    file, column = REAL[name]
    texts = list(_texts(data_folder() / file, column))[:most]
    return len(texts), [mask for text in texts for mask in redact_and_tell(text, "en")[1]]


def _texts(file: Path, column: str) -> Iterator[str]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from (row[column] for row in csv.DictReader(lines) if row[column].strip())


def _row(kind: str) -> str:
    return {"name": NAME, "uncued": UNCUED}.get(kind, kind)


def _rows(row: str) -> tuple[str, ...]:
    return (row,) if row in (NAME, UNCUED) else (row, PATTERNED)


def _overlap(label: str, words: str) -> bool:
    return label in words or words in label


def _share(part: int, rest: int) -> float:
    return part / (part + rest) if part + rest else 1.0


def show(part: str, language: str, tally: Tally, kinds: Sequence[str]) -> None:
    """Prints a row for each kind that was labelled or masked."""
    for row in kinds:
        labels, masks = tally.found[row] + tally.missed[row], tally.right[row] + tally.false[row]
        if labels + masks:
            figures = f"{labels:>6} {tally.recall(row):>6.2f} {masks:>6} {tally.precision(row):>9.2f}"
            print(f"{part:<9} {language:<8} {row:<13} {figures}")


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} of each city's real comments instead of all")
    parser.add_argument("--say", action="store_true", help="print what stayed and what was hidden for nothing")
    asked = parser.parse_args()
    machine = f"{platform.platform()}, Python {platform.python_version()}, no seed: nothing here is random"
    print(f"{machine}, redaction {redaction_version()}\n")
    print(f"{'part':<9} {'language':<8} {'kind':<13} {'words':>6} {'recall':>6} {'masks':>6} {'precision':>9}")
    kinds = (*(kind for kind in KINDS if kind != "name"), PATTERNED, NAME, UNCUED)
    tallies = {}
    for part in LABELLED:
        for language in ("en", "es"):
            tally = tallies[part, language] = count(labelled(part, language))
            show(part, language, tally, kinds)
            if asked.say:
                print("stayed:", *tally.stayed, sep="\n  ")
                print("hidden for nothing:", *tally.needless, sep="\n  ")
    said = [
        f"{language} {row} {tallies['held out', language].recall(row):.2f}"
        for language in ("en", "es")
        for row in (PATTERNED, NAME)
    ]
    print(f"\nHeld-out recall: {', '.join(said)}; {_measure_real(asked.quick, asked.say)}.")


def _measure_real(quick: bool, say: bool) -> str:
    """Prints a row for each city with real comments; returns the headline of them all."""
    if not data_folder().is_dir():
        return "real comments not at hand"
    print(f"\n{'real comments of':<17} {'n':>6} {'masks':>6} {'per 100':>8} {'ms each':>8}")
    total = hits = 0
    for name in REAL:
        began = time.perf_counter()
        texts, masks = real(name, QUICK if quick else None)
        spent = (time.perf_counter() - began) / texts * 1000
        print(f"{name:<17} {texts:>6,} {len(masks):>6} {100 * len(masks) / texts:>8.2f} {spent:>8.1f}")
        total, hits = total + texts, hits + len(masks)
        if say:
            print(*(f"  {mask.kind}{' (doubtful)' if mask.doubtful else ''}: {mask.words}" for mask in masks), sep="\n")
    return f"at most {100 * hits / total:.2f} false hits per 100 of {total:,} real comments"


if __name__ == "__main__":
    main()

"""What is true in the demo city, read from `truth.toml`, `questionnaire.toml` and `neighborhoods.geojson`."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from survey.records import Place

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class PlaceTruth:
    """One neighborhood: how many answer (1 is usual), its points on every index and on single ones, and its shares."""

    size: float
    all: float
    felt: float
    spanish: float
    index: Mapping[str, float] = field(default_factory=dict)
    theme: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Planted:
    """A change that really happened, in points by index, whole after `rise` quarters; `places` empty is the city."""

    name: str
    places: tuple[str, ...]
    quarter: int
    rise: int
    points: Mapping[str, float]
    theme: Mapping[str, float] = field(default_factory=dict)
    recovery: float = 0.0
    recovery_quarters: int = 1

    def share(self, quarter: int) -> float:
        """How much of the change is there in a quarter, 0-1."""
        since = quarter - self.quarter
        if since < 0:
            return 0.0
        risen = min(1.0, (since + 1) / (self.rise + 1))
        return risen * (1 - self.recovery * min(1.0, since / self.recovery_quarters))


@dataclass(frozen=True)
class Variance:
    """An answer's standard deviation in points, and the shares of its variance by event and by person."""

    spread: float
    event: float
    person: float


@dataclass(frozen=True)
class CommentTruth:
    """How people comment: `kinds` are weights of the four kinds, `languages` shares beside English and Spanish."""

    kinds: tuple[float, ...]
    share: float
    second_theme: float
    unlabeled: float
    planted_contact: float
    languages: Mapping[str, float]


@dataclass(frozen=True)
class Questionnaire:
    """How questionnaires are filled in: items by index, rates by item, weights of choices."""

    items: Mapping[str, tuple[str, ...]]
    item_points: Mapping[str, float]
    dont_know: Mapping[str, float]
    habits: Mapping[str, float]
    instruments: Mapping[str, tuple[str, ...]]
    comment_question: Mapping[str, str]
    asks_place: frozenset[str]
    choices: Mapping[str, tuple[float, ...]]
    many_choices: Mapping[str, tuple[float, ...]]

    def index_of(self, item: str) -> str:
        """The index that an item belongs to, "" for a question that is no rating."""
        return next((index for index, items in self.items.items() if item in items), "")


@dataclass(frozen=True)
class Truth:
    """Everything that the demo city is drawn from."""

    city: Mapping[str, str]
    neighborhoods: tuple[Place, ...]
    baseline: Mapping[str, float]
    drift: Mapping[str, float]
    variance: Variance
    gap: Mapping[str, float]
    changes: tuple[Planted, ...]
    places: Mapping[str, PlaceTruth]
    themes: Mapping[str, float]
    comments: CommentTruth
    questionnaire: Questionnaire

    def level(self, index: str, place: str, quarter: int) -> float:
        """The true mean of an index in points, 0-100, in a place ("" is nowhere in particular) and quarter, 0-12."""
        here = self.places.get(place)
        offset = here.all + here.index.get(index, 0.0) if here else 0.0
        planted = sum(
            change.points.get(index, 0.0) * change.share(quarter) for change in self.changes if _reaches(change, place)
        )
        return self.baseline[index] + self.drift.get(index, 0.0) * quarter / 4 + offset + planted

    def theme_weights(self, place: str, quarter: int) -> dict[str, float]:
        """How often a comment from a place and quarter speaks of each theme, adding up to one."""
        here = self.places.get(place)
        weights = {
            theme: weight * (here.theme.get(theme, 1.0) if here else 1.0) for theme, weight in self.themes.items()
        }
        for change in self.changes:
            if _reaches(change, place):
                for theme, factor in change.theme.items():
                    weights[theme] *= 1 + (factor - 1) * change.share(quarter)
        total = sum(weights.values())
        return {theme: weight / total for theme, weight in weights.items()}


def _reaches(change: Planted, place: str) -> bool:
    return not change.places or place in change.places


@cache
def load_truth(folder: Path = FOLDER) -> Truth:
    """Reads the three files."""
    raw = _toml(folder / "truth.toml")
    return Truth(
        city=raw["city"],
        neighborhoods=tuple(_neighborhoods(folder / "neighborhoods.geojson")),
        baseline=raw["baseline"],
        drift=raw["drift"],
        variance=Variance(**raw["variance"]),
        gap=raw["gap"],
        changes=tuple(Planted(**(change | {"places": tuple(change["places"])})) for change in raw["change"]),
        places={name: PlaceTruth(**place) for name, place in raw["place"].items()},
        themes=raw["themes"],
        comments=CommentTruth(**(raw["comments"] | {"kinds": tuple(raw["comments"]["kinds"])})),
        questionnaire=_questionnaire(_toml(folder / "questionnaire.toml")),
    )


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _neighborhoods(path: Path) -> list[Place]:
    features = json.loads(path.read_text("utf-8"))["features"]
    return [Place(one["id"], one["properties"]["name"], json.dumps(one["geometry"])) for one in features]


def _questionnaire(raw: dict[str, Any]) -> Questionnaire:
    lists = ("items", "instruments", "choices", "many_choices")
    tuples = {name: {key: tuple(values) for key, values in raw[name].items()} for name in lists}
    return Questionnaire(**(raw | tuples | {"asks_place": frozenset(raw["asks_place"]["instruments"])}))

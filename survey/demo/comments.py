"""Comments of the demo city, put together from `words/LANGUAGE.toml`: what they speak of is known."""

import random
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from survey.demo.people import Person
from survey.demo.truth import Truth

WORDS = Path(__file__).parent / "words"
KINDS = ("thanks", "concern", "idea", "question")
SLOT = re.compile(r"\{(\w+)\}")
OPENING, CLOSING = 0.24, 0.2


@dataclass(frozen=True)
class Written:
    """A comment with what is true of it: themes by id, the kind (1-4), the label its author chose (0: none)."""

    text: str
    language: str
    themes: tuple[str, ...]
    kind: int
    label: int


def write(truth: Truth, chance: random.Random, person: Person, quarter: int) -> Written:
    """One comment of one person about one theme, or two."""
    comments = truth.comments
    language = _language(truth, chance, person)
    weights = truth.theme_weights(person.home, quarter)
    kind = _kind(truth, chance, person)
    count = 2 if chance.random() < comments.second_theme else 1
    themes = _themes(chance, weights, language, KINDS[kind - 1], count)
    text = " ".join(sentence_about(chance, language, theme, KINDS[kind - 1]) for theme in themes)
    text = _framed(chance, load_words(language), KINDS[kind - 1], text)
    if chance.random() < comments.planted_contact:
        text = f"{text} {_filled(chance, load_words(language), chance.choice(load_words(language)['contact']))}"
    return Written(text, language, themes, kind, 0 if chance.random() < comments.unlabeled else kind)


@cache
def load_words(language: str) -> Mapping[str, Any]:
    """The sentences of one language: `theme.THEME.KIND` lists, `slot` lists, openings and closings by kind."""
    return tomllib.loads((WORDS / f"{language}.toml").read_text("utf-8"))


def _language(truth: Truth, chance: random.Random, person: Person) -> str:
    if person.language != "en":
        return person.language
    others = truth.comments.languages
    return chance.choices(["en", *others], weights=[1 - sum(others.values()), *others.values()])[0]


def _kind(truth: Truth, chance: random.Random, person: Person) -> int:
    """Thank-yous come more from people with a good opinion, concerns from those with a poor one."""
    thanks, concern, idea, question = truth.comments.kinds
    tilt = 2.0 ** max(-2.0, min(2.0, person.trait))
    return chance.choices((1, 2, 3, 4), weights=(thanks * tilt, concern / tilt, idea, question))[0]


def _themes(
    chance: random.Random, weights: Mapping[str, float], language: str, kind: str, count: int
) -> tuple[str, ...]:
    sayable = {theme: weight for theme, weight in weights.items() if _sentences(language, theme, kind)}
    chosen: list[str] = []
    for _ in range(count):
        left = {theme: weight for theme, weight in sayable.items() if theme not in chosen}
        if left:
            chosen += chance.choices(list(left), weights=list(left.values()))
    return tuple(chosen)


def _sentences(language: str, theme: str, kind: str) -> list[str]:
    said: list[str] = load_words(language)["theme"].get(theme, {}).get(kind, [])
    return said


def sentence_about(chance: random.Random, language: str, theme: str, kind: str) -> str:
    """One sentence of a kind about a theme. Raises IndexError where the language has none."""
    return _filled(chance, load_words(language), chance.choice(_sentences(language, theme, kind)))


def _filled(chance: random.Random, words: Mapping[str, Any], sentence: str) -> str:
    """The sentence with a word for each slot; the first letter becomes a capital."""
    text = SLOT.sub(lambda slot: str(chance.choice(words["slot"][slot.group(1)])), sentence)
    return text[:1].upper() + text[1:]


def _framed(chance: random.Random, words: Mapping[str, Any], kind: str, text: str) -> str:
    """Now and then a few words before or after, as people write."""
    openings, closings = words.get("opening", {}).get(kind, []), words.get("closing", {}).get(kind, [])
    if openings and chance.random() < OPENING:
        text = _joined(chance.choice(openings), text)
    if closings and chance.random() < CLOSING:
        text = f"{text} {chance.choice(closings)}"
    return text


def _joined(opening: str, text: str) -> str:
    """After a comma or colon the sentence goes on in small letters, unless it begins with "I"."""
    goes_on = opening[-1] in ",:" and not re.match(r"I\b", text)
    return f"{opening} {text[0].lower() if goes_on else text[0]}{text[1:]}"

"""A release by hand whose every number is its own, so that a number on a page can be traced to it."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from itertools import count
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from analysis import releasefile
from analysis.estimates import MEAN_LINEARISED, RATE_BORROWED
from analysis.figures import (
    Bound,
    Change,
    Cut,
    Evidence,
    Figure,
    Grid,
    Label,
    Measure,
    Quote,
    Release,
    State,
)
from analysis.inferences import Reliability, Share, Trust, Weighted
from analysis.readings import HEADLINES, RECOMMENDATIONS
from analysis.records import PlaceFacts
from survey.context import Context
from survey.pages.past_releases import short
from survey.records import ReleaseEntry

MALICE = "![x](https://evil.example/p.png) <script>alert(1)</script> <img src=x onerror=alert(1)> late & *bold*"
LATE = Evidence("history", MALICE.index("late"), MALICE.index("late") + 4)
OUTLINE = json.dumps({"type": "Polygon", "coordinates": [[[10, 50], [11, 50], [11, 51], [10, 50]]]})
QUARTERS = ("2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2")
CHART = "arrow_vega_lite_chart"
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def full() -> Release:
    """Everything that a release can hold: shown, ranges only, bounds, hidden, and words that try to be markup."""
    steps = count(1)
    figures = tuple(_figures(steps))
    return Release(
        version=707,
        made_on=date(2026, 6, 14),
        synthetic=True,
        places=(PlaceFacts("b", "birch", OUTLINE), PlaceFacts("a", "Alder", OUTLINE), PlaceFacts("c", "Cove", OUTLINE)),
        indices=tuple(_label(name) for name in (*HEADLINES, *(f"rec_{name}" for name in RECOMMENDATIONS))),
        themes=tuple(Label(name, {"en": f"Topic {name}", "es": f"Tema {name}"}, name) for name in RECOMMENDATIONS),
        periods=("2025", "2026", *QUARTERS, "2026-06"),
        open_periods=("2026", "2026-Q2", "2026-06"),
        figures=figures,
        changes=(
            Change("trust", "", "2026-Q1", "2025-Q4", 4.7, 1.9, 7.3, "test"),
            Change("safety", "", "2026-Q1", "2025-Q4", -6.1, -9.7, -2.3, "test"),
            Change("fairness", "", "2026-Q1", "2025-Q4", 1.3, -3.7, 6.7, "test"),
        ),
        quotes=(
            Quote("survey", "2025", "a", 2, "en", MALICE, (LATE,)),
            Quote("session", "2025", "", 0, "es", "Nos escuchan.", (Evidence("history", 4, 12),)),
        ),
        shares=tuple(_shares()),
        weighted=(
            Weighted("trust", "2025", 2215, 33.1, 32.3, 33.9, 805, 31.7, 30.1, 34.9, ("age", "language"), release=702),
            Weighted("safety", "2025", 2225, 43.1, 42.3, 43.9, stopped="thin:age", release=702),
        ),
        reliability=(
            Reliability("procedural_justice", "2025", "", "", 2235, 4, Trust.GOOD, 0.84, 0.81, 0.87, 0.85, 702),
            Reliability("procedural_justice", "2025", "es", "card", 95, 4, Trust.WARN, 0.66, 0.52, 0.76, release=702),
            Reliability("procedural_justice", "2025", "es", "open", 15, 4, Trust.TOO_FEW, release=702),
        ),
        counts={
            "answers_read": 4315,
            "remarks_read": 1315,
            "remarks_unscored_sentiment_no_words": 35,
            "unscored_trust": 65,
            "notes_read": 0,
            "something_new": 85,
        },
        methods={"scores": "mean of valid items"},
    )


def publish(context: Context, release: Release) -> None:
    """Stores a release as it would have been published."""
    payload = releasefile.to_json(release)
    digest = releasefile.digest(payload)
    entry = ReleaseEntry(release.version, release.made_on, digest, release.replaces, release.reason)
    context.store.releases.publish(entry, payload)


def empty() -> Release:
    """A release of a city where nobody has answered."""
    return Release(version=1, made_on=date(2026, 6, 14), synthetic=False)


def all_hidden() -> Release:
    """The full release with every figure hidden."""
    made = full()
    hidden = tuple(Figure(one.measure, one.subject, one.cut, State.HIDDEN) for one in made.figures)
    return replace(made, figures=hidden, changes=(), quotes=())


def numbers(release: Release) -> set[float]:
    """Every number that a page may take from the release."""
    found = {float(number) for one in release.figures for number in (one.value, one.low, one.high, one.base) if number}
    found |= {abs(number) for one in release.changes for number in (one.difference, one.low, one.high)}
    found |= {float(number) for number in release.counts.values()} | {
        float(release.version),
        float(release.made_on.day),
    }
    found |= {float(one.release) for one in release.figures} | {one.detectable or 0.0 for one in release.changes}
    found |= {number for one in release.shares for number in (one.answers, one.population, float(one.base)) if number}
    found |= _behind(release)
    found |= read_numbers(short(releasefile.digest(releasefile.to_json(release))))
    found |= {float(period[:4]) for period in release.periods} | {float(len(release.quotes))}
    return found


def _behind(release: Release) -> set[float]:
    """The numbers of weights and of reliability."""
    parts = ("base", "raw", "raw_low", "raw_high", "effective", "value", "low", "high", "alpha", "omega", "release")
    everything = (*release.weighted, *release.reliability, *release.shares)
    return {float(number) for one in everything for name in parts if (number := getattr(one, name, None))}


def of_texts(context: Context, language: str) -> set[float]:
    """Every number that stands in the interface texts themselves."""
    texts = (*context.texts.languages[language].values(), *context.library.translations[language].texts.values())
    return {one for text in texts for one in read_numbers(text)}


def read_numbers(text: str) -> set[float]:
    """The numbers in a text in English notation."""
    return {float(found.replace(",", "")) for found in NUMBER.findall(text)}


def visible(html: str) -> str:
    """The words of markup without its tags and style."""
    return unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", " ", html, flags=re.DOTALL)))


def charts(page: AppTest) -> list[dict[str, Any]]:
    """The specifications of all charts of a page."""
    assert not page.exception, page.exception
    found = [
        one for one in page if isinstance(one, Element) and one.type in ("vega_lite_chart", "arrow_vega_lite_chart")
    ]
    return [json.loads(one.proto.spec) for one in found]


def rows(chart: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows that a chart draws; of a map, what its features say."""
    values = chart["layer"][0]["data"]["values"]
    return [row.get("properties", row) for row in values]


def said_in_charts(page: AppTest) -> str:
    """Titles and the words of every row."""
    titles = [line for chart in charts(page) for line in (*chart["title"]["text"], *chart["title"]["subtitle"])]
    words = [f"{row['short']} {row['told']}" for chart in charts(page) for row in rows(chart)]
    return "\n".join([*titles, *words])


def _label(name: str) -> Label:
    return Label(name, {"en": f"Score {name}", "es": f"Medida {name}"})


def _shown(steps: Iterator[int], measure: Measure, subject: str, cut: Cut) -> Figure:
    """A figure no number of which occurs elsewhere."""
    step = next(steps)
    value = round(20.1 + 0.1 * step, 1)
    return Figure(
        measure,
        subject,
        cut,
        State.SHOWN,
        1000 + 5 * step,
        value,
        round(value - 11.3, 1),
        round(value + 13.7, 1),
        method=MEAN_LINEARISED if measure is Measure.INDEX else RATE_BORROWED,
        release=707 if cut.period in ("2026-Q1", "2026-Q2") else 703,
    )


def _shares() -> Iterator[Share]:
    """A margin of each sort: places, ages of which one is heard less and one is hidden, and languages."""
    for margin, group, answers, population in (
        ("place", "b", 52.3, 47.1),
        ("place", "a", 47.7, 52.9),
        ("age", "2", 91.3, 61.1),
        ("age", "7", 8.7, 21.9),
        ("age", "1", None, 17.3),
        ("language", "1", 71.3, None),
    ):
        yield Share(margin, group, "2025", 2245, answers, population, 705)


def _figures(steps: Iterator[int]) -> Iterator[Figure]:
    for subject in (*HEADLINES, *(f"rec_{name}" for name in RECOMMENDATIONS)):
        for period in QUARTERS:
            yield _shown(steps, Measure.INDEX, subject, Cut(Grid.CITY_QUARTER, period))
    for grid, periods in ((Grid.PLACE_QUARTER, QUARTERS), (Grid.PLACE_YEAR, ("2025", "2026"))):
        for period in periods:
            yield _shown(steps, Measure.INDEX, "trust", Cut(grid, period, "a"))
            yield Figure(Measure.INDEX, "trust", Cut(grid, period, "b"), State.INTERVAL_ONLY, 15, None, 41.0, 67.0)
            yield Figure(Measure.INDEX, "trust", Cut(grid, period, "c"), State.HIDDEN)
    for grid, period, place in (
        (Grid.CITY_QUARTER, "2026-Q1", ""),
        (Grid.CITY_YEAR, "2025", ""),
        (Grid.PLACE_YEAR, "2025", "a"),
    ):
        yield from _words(steps, Measure.THEME, Cut(grid, period, place))
    yield from _words(steps, Measure.SESSION_THEME, Cut(Grid.CITY_YEAR, "2025"))
    for measure, subjects in ((Measure.KIND, "1234"), (Measure.POLARITY, ("negative", "neutral", "positive"))):
        for subject in subjects:
            yield _shown(steps, measure, subject, Cut(Grid.CITY_YEAR, "2025"))


def _words(steps: Iterator[int], measure: Measure, cut: Cut) -> Iterator[Figure]:
    """A theme of each sort: shown, few, at most, at least, and hidden."""
    yield _shown(steps, measure, "history", cut)
    yield Figure(measure, "openness", cut, State.SHOWN, 55, None, bound=Bound.FEW)
    yield Figure(measure, "bias", cut, State.SHOWN, 65, 5.0, bound=Bound.AT_MOST)
    yield Figure(measure, "visibility", cut, State.SHOWN, 75, 95.0, bound=Bound.AT_LEAST)
    yield Figure(measure, "inside", cut, State.HIDDEN)

"""A hostile reader of one release of a small city, who knows who belongs to what and can subtract."""

import itertools
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from analysis.disclosure import K
from analysis.figures import Cut, Grid, Measure, State
from analysis.grids import ALL_GRIDS, INSTRUMENT, Group, Key, Level, Setting, lay_out
from analysis.measures import MEAN, Measured, Sample, measure
from analysis.release import build_release
from analysis.remarks import GRIDS
from tests.analysis.makings import JUSTICE, LATER, LIBRARY, instrument, material, people

RESIDENTS: tuple[Level, ...] = (*ALL_GRIDS, INSTRUMENT)
FORM = instrument("encounter", ("e1",))
PROGRAMS = {"river": "fair", "north": "school", "old-town": "fair"}


def small_city(seed: int) -> list[Setting]:
    """Some 25 events of 3 to 60 people in three places and two years; some people come from elsewhere."""
    chance = np.random.default_rng(seed)
    settings = []
    for number in range(25):
        place = str(chance.choice(list(PROGRAMS)))
        program = PROGRAMS[place] if chance.random() < 0.8 else "walk"
        day = date(int(chance.integers(2024, 2026)), int(chance.integers(1, 13)), 5)
        instrument = "full" if program == "school" else "pulse"
        for _ in range(int(chance.negative_binomial(2, 0.1)) + 3):
            home = place if chance.random() < 0.85 else str(chance.choice(["", *PROGRAMS]))
            settings.append(Setting(f"e{number}", home, day, program, bool(number % 5), instrument))
    return settings


def measured(settings: list[Setting], levels: tuple[Level, ...]) -> Measured:
    events = np.array([int(setting.event[1:]) for setting in settings], dtype=np.int64)
    values = np.random.default_rng(1).integers(0, 5, len(settings)) * 25.0
    return measure(Sample.of_people(Measure.INDEX, {"trust": values}, events, lay_out(settings, levels)), MEAN)


def told(found: Measured) -> Mapping[Key, frozenset[int]]:
    """Who stands behind everything that is published: the cuts, and each questionnaire's summary."""
    return {
        key: frozenset(rows.tolist())
        for key, rows in found.sample.layout.rows.items()
        if found.shown(key) and (key in found.sample.layout.cuts or key == Group(INSTRUMENT, getattr(key, "name", "")))
    }


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("levels", [RESIDENTS, GRIDS[Measure.THEME], GRIDS[Measure.SESSION_THEME]])
def test_no_published_group_less_another_is_fewer_than_ten(seed: int, levels: tuple[Level, ...]) -> None:
    known = told(measured(small_city(seed), levels))
    for outer, inner in itertools.permutations(known, 2):
        if known[inner] < known[outer]:
            assert len(known[outer] - known[inner]) >= K, (outer, inner)


def test_a_neighborhood_s_year_less_a_program_held_only_there() -> None:
    """Both are listed with their events, so anybody sees that one lies within the other: 47 less 40 are 7."""
    day = date(2025, 7, 10)
    here = [Setting(f"e{n % 6}", "north", day, "fair" if n < 40 else "walk", True) for n in range(47)]
    there = [Setting(f"e{6 + n % 6}", "river", day, "walk", True) for n in range(60)]
    found = measured([*here, *there], GRIDS[Measure.THEME])
    year, program = Cut(Grid.PLACE_YEAR, "2025", place="north"), Cut(Grid.PROGRAM_YEAR, "2025", program="fair")
    assert not (found.shown(year) and found.shown(program))


def test_a_questionnaire_that_does_not_ask_hides_no_containment() -> None:
    """The fairs' 60 who were asked about trust all live north; the encounter form of others does not ask it."""
    fairs = [item for number in range(3) for item in people(20, event=f"fair-{number}")]
    walks = [
        item
        for number in range(7)
        for item in (*people(1, event=f"w{number}"), *people(12, "river", event=f"w{number}"))
    ]
    beside = people(30, "river", event="fair-3", instrument="encounter", values={"e1": 3})
    library = replace(LIBRARY, instruments={**LIBRARY.instruments, "encounter": FORM})
    given = material([*fairs, *walks, *beside], library=library)
    events = tuple(replace(event, program="fair" if "fair" in event.id else "walk") for event in given.events)
    release = build_release(replace(given, events=events), LATER, 1)
    (north,) = release.select(Measure.INDEX, Grid.PLACE_YEAR, subject="trust", place="north")
    programs = release.select(Measure.INDEX, Grid.PROGRAM_YEAR, subject="trust")
    (fair,) = (figure for figure in programs if figure.cut.program == "fair")
    assert State.HIDDEN in (north.state, fair.state), "else north's 67 less the fairs' 60 are seven"


def test_two_scores_hide_the_same_neighborhoods() -> None:
    """Else the neighborhood that covers four people under one score is told by the other, and with it the four."""
    sizes = {"few": (4, 4), "north": (12, 13), "old-town": (13, 12), "river": (60, 60)}
    answers = [
        replace(answer, values={"c1": number % 5 + 1} if trust else dict.fromkeys(JUSTICE.items, number % 5 + 1))
        for place, counts in sizes.items()
        for trust, count in zip((True, False), counts, strict=True)
        for number, answer in enumerate(people(count, place))
    ]
    release = build_release(material(answers), LATER, 1)
    hidden = {
        subject: {
            figure.cut.place
            for figure in release.select(Measure.INDEX, Grid.PLACE_YEAR, subject=subject)
            if figure.state is State.HIDDEN
        }
        for subject in ("trust", "justice")
    }
    assert hidden["trust"] == hidden["justice"] == {"few", "north"}

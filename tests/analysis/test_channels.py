"""One-time cards beside open codes: under the same rules as all figures, and never at the cost of another."""

import itertools
import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from analysis import releasefile
from analysis.channels import by_channel, channel_years
from analysis.disclosure import K
from analysis.figures import Cut, Figure, Grid, Measure, Release, State
from analysis.grids import ALL_GRIDS, INSTRUMENT, Setting, lay_out, lay_out_channels
from analysis.records import Answered
from analysis.release import build_release
from tests.analysis.makings import LATER, material, people
from tests.analysis.test_attack import measured, small_city, told

LEVELS = (*ALL_GRIDS, INSTRUMENT)


def by(channel: str, answers: Sequence[Answered]) -> list[Answered]:
    return [replace(answer, channel=channel) for answer in answers]


def released(*groups: Sequence[Answered]) -> Release:
    return build_release(material([answer for group in groups for answer in group]), LATER, 1)


def channels(release: Release) -> dict[str, Figure]:
    """The figures of trust by channel."""
    found = release.select(Measure.INDEX, Grid.CHANNEL_YEAR, subject="trust", period="2025")
    return {figure.cut.channel: figure for figure in found}


def others(release: Release) -> list[Figure]:
    return [figure for figure in release.figures if figure.cut.grid is not Grid.CHANNEL_YEAR]


def answering(value: int, answers: Sequence[Answered]) -> list[Answered]:
    """The same people, all but every fifth with the same answer."""
    return [replace(answer, values={"c1": value if number % 5 else 3}) for number, answer in enumerate(answers)]


def test_cards_and_open_codes_stand_beside_each_other() -> None:
    release = released(by("card", answering(2, people(60))), answering(4, people(120)), by("streamlit", people(30)))
    found = channels(release)
    assert found.keys() == {"card", "open"}
    assert (found["card"].base, found["open"].base) == (60, 150)
    assert found["card"].value is not None and found["open"].value is not None
    assert found["card"].value < found["open"].value
    assert channel_years(release) == ("2025",)
    ((label, card, opened),) = by_channel(release, "2025")
    assert (label.id, card, opened) == ("trust", found["card"], found["open"])


def test_under_thirty_people_only_the_range_is_told() -> None:
    found = channels(released(by("card", people(18)), people(120)))
    assert (found["card"].state, found["card"].value) == (State.INTERVAL_ONLY, None)


@pytest.mark.parametrize(("cards", "without"), [(9, 200), (200, 9), (1, 22)])
def test_both_are_hidden_where_one_is_of_fewer_than_ten(cards: int, without: int) -> None:
    release = released(by("card", people(cards)), people(without))
    assert {figure.state for figure in channels(release).values()} <= {State.HIDDEN}
    assert channel_years(release) == ()
    (city,) = release.select(Measure.INDEX, Grid.CITY_YEAR, subject="trust", period="2025")
    assert city.base == 5 * round((cards + without) / 5)


@pytest.mark.parametrize("channel", ["paper", "kiosk", "import", "demo"])
def test_what_is_neither_a_card_nor_an_open_code_is_in_neither(channel: str) -> None:
    release = released(by("card", people(60)), people(120), by(channel, people(200)))
    found = channels(release)
    assert (found["card"].base, found["open"].base) == (60, 120)
    assert found.keys() == {"card", "open"}


def test_without_cards_a_release_is_what_it_was() -> None:
    assert channels(released(people(120), by("paper", people(60)))) == {}


def mixed(seed: int, share: float) -> list[Setting]:
    """The small city of the hostile reader, where some of the people had a card."""
    chance = np.random.default_rng(seed)
    return [
        replace(setting, channel=str(chance.choice(["card", "open", ""], p=[share, 0.9 - share, 0.1])))
        for setting in small_city(seed)
    ]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("share", [0.02, 0.3, 0.85])
def test_no_published_group_less_another_is_fewer_than_ten(seed: int, share: float) -> None:
    known = told(measured(mixed(seed, share), (*LEVELS, Grid.CHANNEL_YEAR)))
    for outer, inner in itertools.permutations(known, 2):
        if known[inner] < known[outer]:
            assert len(known[outer] - known[inner]) >= K, (outer, inner)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("share", [0.02, 0.3, 0.85])
def test_no_other_cut_is_given_up_for_the_comparison(seed: int, share: float) -> None:
    settings = mixed(seed, share)
    everybody = [lay_out(settings, LEVELS), lay_out_channels(settings, LEVELS)]
    hidden = [made.hide({key: len(rows) for key, rows in made.rows.items()}) for made in everybody]
    assert hidden[1] & set(everybody[0].cuts) <= hidden[0]


def test_a_comparison_that_would_cost_a_neighborhood_is_left_out() -> None:
    """All of north had cards and five of river: cards less north would be those five, so north or cards must go."""
    north, river = by("card", people(20)), [*by("card", people(5, "river")), *people(100, "river")]
    elsewhere = people(100, "old-town")
    settings = [
        Setting(
            answer.event,
            answer.place,
            answer.day,
            "fair",
            True,
            "pulse",
            "card" if answer.channel == "card" else "open",
        )
        for answer in (*north, *river, *elsewhere)
    ]
    laid = lay_out(settings, (*LEVELS, Grid.CHANNEL_YEAR))
    hidden = laid.hide({key: len(rows) for key, rows in laid.rows.items()})
    assert Cut(Grid.PLACE_YEAR, "2025", place="north") in hidden, "nothing is given up: this test proves nothing"
    release = released(north, river, elsewhere)
    assert channels(release) == {}
    assert others(release) == others(released(*(by("phone", some) for some in (north, river, elsewhere))))


def test_a_release_of_before_channels_is_still_read() -> None:
    content = json.loads(releasefile.to_json(released(people(60))))
    for figure in content["release"]["figures"]:
        assert figure["cut"].pop("channel") == ""
    read = releasefile.from_json(json.dumps(content))
    assert read == released(people(60))
    assert channel_years(read) == ()

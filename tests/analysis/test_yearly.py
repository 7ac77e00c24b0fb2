"""What a release says of a whole year: reliability, weighted means and who is heard, and when it says it anew."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from analysis import releasefile
from analysis.figures import Grid, Measure, Release, State
from analysis.inferences import Reliability, Share, Trust, Weighted
from analysis.layers import Layer
from analysis.material import count
from analysis.population import Target
from analysis.records import Answered, Value
from analysis.release import Built, Earlier, build, build_release
from questions.loader import load
from tests.analysis.makings import JULY, LATER, material

LIBRARY = load()
POPULATION = (
    Target("gender", ("1",), 500),
    Target("gender", ("2",), 500),
    Target("age", ("2", "3"), 300),
    Target("age", ("4",), 300),
    Target("age", ("5", "6", "7"), 400),
)
CORE = tuple(f"c{number}" for number in range(1, 10))


def crowd(
    count: int, seed: int = 0, shared: float = 1.0, language: str = "en", day: date = JULY, **said: Value
) -> list[Answered]:
    """People at eight events who answer the long questionnaire; `shared` is how much their answers hang together."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        level = 3 + shared * chance.gauss(0, 1)
        values: dict[str, Value] = {name: max(1, min(5, round(level + chance.gauss(0, 1)))) for name in CORE}
        values |= {"age": chance.choice([2, 4, 5, 5, 6]), "gender": chance.choice([1, 1, 1, 2]), "home_language": 1}
        place, event = chance.choice(["north", "river"]), f"{day:%m%d}-{number % 8}"
        found.append(Answered(event, place, day, "full", language, "phone", values | said))
    return found


def publish(*given: Sequence[Answered], population: Sequence[Target] = POPULATION) -> list[Release]:
    """One release after another, each of what came since the one before."""
    built: list[Built] = []
    layers: tuple[Layer, ...] = ()
    known = material([item for some in given for item in some], library=LIBRARY).events
    for version, new in enumerate(given, 1):
        made = replace(material(list(new), library=LIBRARY), events=known, population=population)
        earlier = Earlier(built[-1].release, layers) if built else Earlier()
        built.append(build(made, count(made), LATER, version, earlier))
        layers = (*layers, *built[-1].layers)
    return [one.release for one in built]


@pytest.fixture(scope="module")
def plain() -> Release:
    """The release of 400 people, weighted."""
    return publish(crowd(400))[0]


def justice(release: Release, language: str = "", mode: str = "") -> Reliability | None:
    wanted = ("procedural_justice", "2025", language, mode)
    return next((one for one in release.reliability if (one.subject, one.year, one.language, one.mode) == wanted), None)


def trust(release: Release) -> Weighted | None:
    return next((one for one in release.weighted if one.subject == "trust"), None)


def shares(release: Release, margin: str) -> dict[str, Share]:
    return {one.group: one for one in release.shares if one.margin == margin}


def test_reliability_is_told_for_all_and_for_languages_of_fifty_or_more() -> None:
    (release,) = publish([*crowd(150), *crowd(60, 1, language="es"), *crowd(20, 2, language="vi")])
    everyone, spanish = justice(release), justice(release, "es")
    assert everyone is not None and everyone.verdict is Trust.GOOD and everyone.base == 230
    assert everyone.alpha is not None and everyone.low is not None and everyone.low < everyone.alpha
    assert len(everyone.item_rest) == 4 and everyone.against == ()
    assert spanish is not None and spanish.base == 60 and spanish.item_rest == ()
    assert justice(release, "vi") is None
    assert releasefile.from_json(releasefile.to_json(release)) == release


def test_few_of_one_language_follow_from_no_difference() -> None:
    (release,) = publish([*crowd(150), *crowd(6, 1, language="es")])
    assert justice(release) is not None
    assert justice(release, "en") is None, "else all less these are six"


def test_under_fifty_people_reliability_is_refused_and_the_index_stays() -> None:
    (release,) = publish(crowd(40, shared=0))
    row = justice(release)
    assert row is not None and (row.verdict, row.alpha, row.base) == (Trust.TOO_FEW, None, 40)
    assert any(one.subject == "procedural_justice" and one.base for one in release.figures)


def test_an_index_under_sixty_is_hidden_wherever_it_stands_and_counted(plain: Release) -> None:
    (noise,) = publish(crowd(400, shared=0.2))
    row = justice(noise)
    assert row is not None and row.verdict is Trust.HIDDEN and row.alpha is not None and row.alpha < 0.6
    for release, hidden in ((noise, True), (plain, False)):
        figures = [one for one in release.figures if one.subject == "procedural_justice"]
        assert figures and all(one.state is State.HIDDEN and not one.base for one in figures) is hidden
        rest = (*release.summaries, *release.weighted, *release.pooled)
        assert any(one.subject == "procedural_justice" for one in rest) is not hidden
        assert release.counts.get("indices_hidden_unreliable", 0) == hidden
    assert any(one.subject == "trust" and one.base for one in noise.figures), "one item has no reliability and stays"


def test_an_index_comes_back_with_its_reliability() -> None:
    first, second = publish(crowd(100, shared=0.1), crowd(400, 1, shared=1.5))
    (before,), (now,) = (
        one.select(Measure.INDEX, Grid.CITY_YEAR, subject="procedural_justice") for one in (first, second)
    )
    assert before.state is State.HIDDEN and now.base == 500


def test_a_few_more_people_leave_every_word_as_it_was() -> None:
    first, second, third = publish(crowd(200), crowd(6, 1), crowd(30, 2))
    assert first.reliability and first.weighted and first.shares
    assert (second.reliability, second.weighted) == (first.reliability, first.weighted)
    assert [one for one in second.shares if one.margin != "place"] == [
        one for one in first.shares if one.margin != "place"
    ]
    assert {one.release for one in third.reliability} == {one.release for one in third.weighted} == {3}


def test_what_one_of_the_newest_said_changes_nothing() -> None:
    said = ({"c1": 1, "c2": 1, "age": 2}, {"c1": 5, "c2": 5, "age": 6, "gender": 2})
    one, other = (publish(crowd(200), [*crowd(3, 1), *crowd(1, 2, **values)])[1] for values in said)  # type: ignore[arg-type]
    assert (one.reliability, one.weighted, one.shares) == (other.reliability, other.weighted, other.shares)


def test_weighted_stands_beside_raw_of_the_same_people(plain: Release) -> None:
    row = trust(plain)
    assert row is not None and row.stopped == "" and row.margins == ("gender", "age")
    assert row.value is not None and row.low is not None and row.high is not None
    assert row.base == 400 and 0 < row.effective < 400
    assert row.low <= row.value <= row.high and row.raw_low <= row.raw <= row.raw_high


def test_weights_move_the_mean_to_whom_the_answers_lack() -> None:
    women, men = crowd(300, gender=1, c1=2), crowd(60, 1, gender=2, c1=4)
    (release,) = publish([*women, *men], population=POPULATION[:2])
    row = trust(release)
    assert row is not None and (row.raw, row.value) == (33.0, 50.0)


@pytest.mark.parametrize(
    ("population", "stopped"),
    [
        ((*POPULATION, Target("race", ("1",), 5), Target("race", ("2",), 5)), "thin:race"),
        ((Target("gender", ("1", "2"), 5), Target("gender", ("3",), 5)), "thin:gender"),
    ],
)
def test_a_thin_margin_stops_the_weights_and_says_so(population: tuple[Target, ...], stopped: str) -> None:
    (release,) = publish(crowd(300), population=population)
    row = trust(release)
    assert row is not None and (row.stopped, row.value, row.effective) == (stopped, None, 0)


def test_thin_neighborhoods_alone_are_left_out_and_the_margins_used_are_told() -> None:
    few = [replace(one, place="old-town") for one in crowd(5, 1)]
    wanted = (*POPULATION, *(Target("place", (place,), 100) for place in ("north", "river")))
    thick, thin = (
        publish([*crowd(300), *few], population=targets)[0]
        for targets in (wanted, (*wanted, Target("place", ("old-town",), 100)))
    )
    used = [row.margins for row in (trust(thick), trust(thin)) if row is not None and not row.stopped]
    assert used == [("gender", "age", "place"), ("gender", "age")]


def test_without_a_file_nothing_is_weighted() -> None:
    (release,) = publish(crowd(300), population=())
    assert release.weighted == () and {one.population for one in release.shares} == {None}


def test_the_short_questionnaire_has_no_weights_and_no_back_door() -> None:
    """Where the short one has under ten people, the long one's mean beside the city's would tell of them."""
    (release,) = publish([*crowd(200), *[replace(one, instrument="pulse") for one in crowd(6, 1)]])
    assert release.weighted == ()


def test_a_new_file_moves_no_weighted_mean_before_ten_new_people() -> None:
    first, second = (crowd(300), crowd(4, 1))
    built = count(replace(material(first, library=LIBRARY), population=POPULATION))
    made = replace(material(first, library=LIBRARY), population=POPULATION)
    one = build(made, built, LATER, 1)
    other = replace(material(second, library=LIBRARY), events=made.events, population=POPULATION[:2])
    two = build(other, count(other), LATER, 2, Earlier(one.release, one.layers))
    assert two.release.weighted == one.release.weighted


def test_a_correction_makes_everything_anew_of_the_same_people() -> None:
    people, wrong = crowd(200), crowd(40, 1, c1=1)
    made = replace(material([*people, *wrong], library=LIBRARY), population=POPULATION)
    first = build(made, count(made), LATER, 1)
    right = replace(made, answers=people)
    second = build(right, count(right), LATER, 2, Earlier(first.release, first.layers), "Counted twice.").release
    alone = publish(people)[0]
    for now, then in ((second.reliability, alone.reliability), (second.weighted, alone.weighted)):
        assert now and {one.release for one in now} == {2}
        assert [replace(one, release=1) for one in now] == list(then)  # type: ignore[type-var]


def test_shares_of_age_bands_stand_beside_the_population(plain: Release) -> None:
    ages = shares(plain, "age")
    assert ages["4"].population == 30.0 and ages["2"].population is None, "joined with others in the file"
    assert ages["5"].answers is not None and 35 <= ages["5"].answers <= 45 and ages["5"].base == 400


def test_a_group_under_ten_is_hidden_with_the_next_smallest() -> None:
    few = [replace(one, values={**one.values, "age": 7}) for one in crowd(6, 3)]
    ages = shares(publish([*crowd(400), *few])[0], "age")
    assert ages["7"].answers is None
    assert sorted(one.answers is None for one in ages.values()) == [False] * 3 + [True] * 2


def test_shares_of_places_are_made_of_shown_bases_alone() -> None:
    (release,) = publish([*crowd(400), *[replace(one, place="old-town") for one in crowd(5, 1)]])
    places = shares(release, "place")
    shown = release.select(Measure.INDEX, Grid.PLACE_YEAR, subject="trust")
    bases = {one.cut.place: one.base for one in shown if one.base}
    (city,) = release.select(Measure.INDEX, Grid.CITY_YEAR, subject="trust")
    assert places.keys() == {"north", "river", "old-town"}
    assert {name for name, one in places.items() if one.answers is not None} == bases.keys() and bases
    assert all(places[name].answers == round(100 * base / city.base) for name, base in bases.items())


def test_staff_and_public_files_are_in_no_share() -> None:
    staff = [replace(one, instrument="staff") for one in crowd(80)]
    assert build_release(material(staff, library=LIBRARY), LATER, 1).shares == ()

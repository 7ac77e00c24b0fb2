"""Releases one after the other: what was shown stays until enough people came, and nothing tells the newest."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from analysis import audit
from analysis.books import open_books
from analysis.disclosure import K, Refused
from analysis.figures import Cut, Figure, Grid, Measure, Release, State
from analysis.grids import Setting, lay_out
from analysis.layers import Layer, read, write
from analysis.ledgers import Ledger, Step, overlaid
from analysis.material import count
from analysis.records import Answered, EventFacts, Remark
from analysis.release import Built, Earlier, build
from tests.analysis.makings import JULY, LATER, comments, material, people

MAY = date(2025, 5, 5)
NORTH = Cut(Grid.PLACE_YEAR, "2025", place="north")
CITY = Cut(Grid.CITY_YEAR, "2025")
Given = tuple[Sequence[Answered], Sequence[Remark]]


def publish(*given: Sequence[Answered] | Given, k: int = K) -> list[Built]:
    """One release after another, each of what came since the one before."""
    built: list[Built] = []
    layers: tuple[Layer, ...] = ()
    for version, new in enumerate(given, 1):
        answers, remarks = new if isinstance(new, tuple) else (new, ())
        events = {event.id: event for one in built for event in one.release.events}
        made = replace(material(list(answers), list(remarks)), k=k)
        made = replace(made, events=tuple((events | {event.id: event for event in made.events}).values()))
        counted = count(made)
        earlier = Earlier(built[-1].release, layers) if built else Earlier()
        built.append(build(made, counted, LATER, version, earlier))
        layers = (*layers, *built[-1].layers)
    return built


def correct(before: list[Built], everything: Sequence[Answered]) -> Built:
    made = material(list(everything))
    layers = tuple(layer for one in before for layer in one.layers)
    return build(made, count(made), LATER, len(before) + 1, Earlier(before[-1].release, layers), "Counted twice.")


def trust(release: Release, cut: Cut = NORTH) -> Figure:
    (found,) = (one for one in release.figures if one.cut == cut and one.subject == "trust")
    return found


def test_with_too_few_new_people_a_figure_stays_word_for_word() -> None:
    first, second = publish([*people(60), *people(60, "river")], people(6, values={"c1": 5}))
    assert trust(second.release) == trust(first.release) and trust(first.release).release == 1
    assert trust(second.release, CITY) == trust(first.release, CITY), "else the six are the difference"


def test_with_enough_new_people_a_figure_and_its_totals_move_together() -> None:
    first, second = publish([*people(60), *people(60, "river")], people(12))
    assert trust(second.release).release == trust(second.release, CITY).release == 2
    assert trust(second.release).base == 70 and trust(first.release).base == 60
    river = Cut(Grid.PLACE_YEAR, "2025", place="river")
    assert trust(second.release, river) == trust(first.release, river)


def test_few_new_people_here_and_many_there_move_neither_alone() -> None:
    """North's four and the city's sixteen would tell, with river's twelve, who the four are."""
    _, second = publish([*people(60), *people(60, "river")], [*people(4), *people(12, "river")])
    moved = {cut.place for cut in (NORTH, replace(NORTH, place="river")) if trust(second.release, cut).release == 2}
    assert not (moved and trust(second.release, CITY).release == 2)


def test_people_too_few_at_first_count_once_there_are_enough() -> None:
    *_, third = publish([*people(60), *people(60, "river")], people(6), people(6))
    assert (trust(third.release).release, trust(third.release).base) == (3, 70)


def test_a_hidden_place_is_shown_once_it_has_enough_people() -> None:
    first, second = publish([*people(60), *people(60, "river"), *people(5, "old-town")], people(40, "old-town"))
    old_town = replace(NORTH, place="old-town")
    assert trust(first.release, old_town).state is State.HIDDEN
    assert (trust(second.release, old_town).state, trust(second.release, old_town).base) == (State.SHOWN, 45)


def test_a_year_that_nothing_new_touches_stays_word_for_word() -> None:
    past = [*people(60, day=date(2022, 3, 3)), *people(60, "river", date(2022, 3, 3))]
    first, second = publish(past, people(60))
    old, new = ({one for one in made.release.figures if one.cut.period.startswith("2022")} for made in (first, second))
    assert old == new and len(old) > 10
    assert {layer.year for layer in second.layers} == {"2025"}


def test_a_quote_comes_out_only_with_nine_others() -> None:
    said = comments(40, "respect")
    _, few, enough = publish(
        (people(60), said), (people(12), comments(3, "respect now")), (people(12), comments(20, "respect late"))
    )
    assert not any("now" in quote.text for quote in few.release.quotes)
    assert set(few.release.quotes) <= set(enough.release.quotes)


def test_a_correction_takes_the_place_of_what_was_wrong_and_says_so() -> None:
    right = [*people(60), *people(60, "river")]
    twice = [*right, *people(30)]
    corrected = correct(publish(twice), right).release
    assert (corrected.replaces, corrected.reason) == (1, "Counted twice.")
    assert trust(corrected).base == 60 and trust(corrected).release == 2


def test_a_correction_does_not_tell_whom_it_takes_out() -> None:
    right = [*people(60), *people(60, "river")]
    before = publish([*right, *people(3, values={"c1": 5})])
    corrected = correct(before, right).release
    assert trust(corrected) == trust(before[0].release), "else the three are the difference"


def test_a_correction_without_anybody_else_shows_other_numbers() -> None:
    wrong = [replace(one, values={"c1": 1 + number % 2}) for number, one in enumerate(people(60))]
    corrected = correct(publish(wrong), people(60)).release
    assert trust(corrected).value == 50.0 and trust(corrected).base == 60


def test_the_smallest_group_can_be_larger_than_ten() -> None:
    (ten,), (thirty,) = publish([*people(60), *people(40, "river")]), publish([*people(60), *people(25, "river")], k=30)
    assert trust(ten.release).state is State.SHOWN
    assert trust(thirty.release, replace(NORTH, place="river")).state is State.HIDDEN
    assert "k 30 on bases" in thirty.release.methods["disclosure"]


def test_a_layer_comes_back_the_same() -> None:
    (built,) = publish((people(40), comments(20, "respect")))
    for layer in built.layers:
        page = read(layer)
        assert write(page, layer.year) == layer
        (book,) = open_books([layer], {}, 2).values()
        assert book.now.people("answers").sum() == 40


def test_whoever_a_correction_counts_again_is_the_same_person() -> None:
    before, after = np.array([5, 7, 0]), np.array([5, 4, 6])
    steps = overlaid((Step(1, 2, before), Step(2, 0, after)))
    found = {(step.since, step.until): step.people.tolist() for step in steps}
    assert found == {(1, 0): [5, 4, 0], (1, 2): [0, 3, 0], (2, 0): [0, 0, 6]}


PLACES, EVENTS = ("north", "river", "old-town"), ("a", "b", "c", "d")
GRIDS = (Grid.PLACE_QUARTER, Grid.PLACE_YEAR, Grid.CITY_QUARTER, Grid.CITY_YEAR)
SPOTS = [
    Setting(event, place, date(2025, 1 + 3 * n, 1), "", False) for n, event in enumerate(EVENTS) for place in PLACES
]
STEP = st.lists(st.sampled_from([0, 0, 1, 3, 6, 12, 30]), min_size=len(SPOTS), max_size=len(SPOTS))


@settings(max_examples=40, deadline=None)
@given(st.lists(STEP, min_size=1, max_size=3))
def test_no_base_and_no_newest_people_are_told_by_all_releases_together(steps: list[list[int]]) -> None:
    """An attacker's own equations, of bases as they were shown, about everybody in each place, quarter and release."""
    shown: dict[str, tuple[int, ...]] = {}
    layout = lay_out(SPOTS, GRIDS)
    taken: list[Step] = []
    equations: list[np.ndarray] = []
    secrets: list[np.ndarray] = []
    for version, people_of in enumerate(steps, 1):
        taken.append(Step(version, 0, np.array(people_of, dtype=np.int64)))
        ledger = Ledger(layout, tuple(taken), shown, version)
        decision = ledger.decide(K)
        until = np.repeat(np.arange(1, len(steps) + 1) <= version, len(SPOTS)).astype(float)
        for cut in layout.cuts:
            inside = np.zeros(len(SPOTS))
            inside[layout.rows[cut]] = 1
            if cut in decision.updated:
                shown[ledger.names[cut]] = (*shown.get(ledger.names[cut], ()), version)
                equations.append(np.tile(inside, len(steps)) * until)
            elif cut in decision.hidden:
                secrets.append(np.tile(inside, len(steps)) * until)
        for key in decision.updated - set(layout.cuts):
            shown[ledger.names[key]] = (*shown.get(ledger.names[key], ()), version)
    counts = np.concatenate([np.array(one) for one in steps])
    asked = [secret for secret in secrets if 0 < secret @ counts < K]
    if asked and equations:
        known = csr_matrix(np.array(equations).reshape(-1, len(counts)))
        table = audit.Table(counts, known, csr_matrix(np.array(asked)), np.ones(len(asked)))
        for low, high in audit.bounds(table):
            assert high - low >= K - 1e-6


@pytest.mark.parametrize("grid", [Grid.PLACE_QUARTER, Grid.CITY_MONTH])
def test_every_figure_says_which_release_made_it(grid: Grid) -> None:
    _, second = publish([*people(60, day=MAY), *people(60)], people(30, day=JULY))
    made = {one.release for one in second.release.select(Measure.INDEX, grid) if one.state is not State.HIDDEN}
    assert made == {1, 2}


def of_events(people_at: dict[str, int], closed: str, version: int, before: list[Built]) -> Built:
    """A release of answers at events A, B and C, of which those named are closed."""
    answers = [replace(one, event=event) for event, size in people_at.items() for one in people(size)]
    events = tuple(EventFacts(name, name, "fair", "north", name in closed, "2025") for name in "ABC")
    made = replace(material(answers), events=events)
    layers = tuple(layer for one in before for layer in one.layers)
    earlier = Earlier(before[-1].release, layers) if before else Earlier()
    return build(made, count(made), LATER, version, earlier)


@pytest.mark.parametrize(("a", "b", "c"), [(30, 60, 4), (60, 60, 9), (60, 45, 4)])
@pytest.mark.parametrize("later", [{}, {"B": 25}])
@pytest.mark.parametrize("closed", ["AB", "B"])
def test_events_that_close_one_after_the_other_tell_nothing_of_the_one_still_open(
    a: int, b: int, c: int, later: dict[str, int], closed: str
) -> None:
    first = of_events({"A": a, "B": b, "C": c}, "A", 1, [])
    second = of_events(later, closed, 2, [first])
    told = [trust(second.release, Cut(Grid.EVENT, event=event)).state is State.SHOWN for event in "AB"]
    assert trust(second.release, CITY).state is State.SHOWN and sum(told) < 2, "the city less A less B is C"


def test_an_event_that_was_told_stays_as_it_was_told() -> None:
    first = of_events({"A": 60, "B": 60, "C": 60}, "A", 1, [])
    reopened = of_events({"B": 12}, "B", 2, [first])
    (event,) = (one for one in reopened.release.events if one.id == "A")
    assert (event.closed, event.program) == (True, "fair")
    assert trust(reopened.release, Cut(Grid.EVENT, event="A")) == trust(first.release, Cut(Grid.EVENT, event="A"))


def test_what_was_told_and_is_no_cut_any_more_is_refused() -> None:
    layout = lay_out([Setting("e", "north", JULY, "fair", True)] * 60, (Grid.PLACE_YEAR, Grid.CITY_YEAR))
    ledger = Ledger(layout, (Step(1, 0, np.ones(60, dtype=np.int64)),), {"event|||gone||": (1,)}, 2)
    with pytest.raises(Refused, match="is no cut any more"):
        ledger.decide(K)


def test_no_count_tells_what_one_of_the_newest_left_out() -> None:
    told = []
    for said in ({"c1": 3}, {"c1": 3, "s1": 77}, {"c1": 3, "s1": 3}, {"c1": 77}):
        staff = people(1, instrument="staff", values=said)
        _, second = publish([*people(60), *people(60, "river")], [*people(12), *staff])
        told.append((second.release.counts, second.release.yearly_counts))
    assert told == [told[0]] * 4 and told[0][0]["answers_read"] == 135


def test_counts_move_once_ten_stand_behind_it() -> None:
    few, more, enough = publish(people(60), people(6, values={"c1": 88}), people(6, values={"c1": 88}))
    told = [one.release.counts.get("unscored_trust") for one in (few, more, enough)]
    assert told == [None, None, 10]
    assert [one.release.counts["answers_read"] for one in (few, more, enough)] == [60, 60, 70]


def test_newcomers_of_one_event_who_all_agree_are_not_told() -> None:
    """1,220 x 50.8 less 1,200 x 50.0 would be what each of the twenty said."""
    first, second = publish(people(1200), people(20, event="late", values={"c1": 5}))
    assert trust(first.release, CITY).value == 50.0
    assert trust(second.release, CITY).state is State.HIDDEN or trust(second.release, CITY) == trust(
        first.release, CITY
    )

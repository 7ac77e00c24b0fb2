"""Which cut everybody falls into, and that every sum among cuts is written down and true."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.figures import Cut, Grid
from analysis.grids import ALL_GRIDS, EVERYBODY, INSTRUMENT, Group, Setting, lay_out

LEVELS = (*ALL_GRIDS, EVERYBODY, INSTRUMENT)


def at(event: str = "e1", place: str = "north", day: date = date(2025, 7, 10), closed: bool = True) -> Setting:
    return Setting(event, place, day, "fair", closed, "pulse")


SETTINGS = st.builds(
    Setting,
    event=st.sampled_from(["e1", "e2", "e3", ""]),
    place=st.sampled_from(["north", "river", ""]),
    day=st.sampled_from([date(2025, 7, 10), date(2025, 8, 1), date(2025, 11, 1), date(2026, 1, 5)]),
    program=st.sampled_from(["fair", "school", ""]),
    closed=st.booleans(),
    instrument=st.sampled_from(["pulse", "full"]),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(SETTINGS, max_size=40))
def test_every_total_is_the_sum_of_its_parts(settings: list[Setting]) -> None:
    layout = lay_out(settings, LEVELS)
    for relation in layout.relations:
        parts = [row for part in relation.parts for row in layout.rows[part].tolist()]
        assert sorted(parts) == layout.rows[relation.total].tolist()


def test_one_person_is_in_one_cut_of_each_grid() -> None:
    assert set(lay_out([at()], LEVELS).cuts) == {
        Cut(Grid.PLACE_QUARTER, "2025-Q3", place="north"),
        Cut(Grid.PLACE_YEAR, "2025", place="north"),
        Cut(Grid.CITY_MONTH, "2025-07"),
        Cut(Grid.CITY_QUARTER, "2025-Q3"),
        Cut(Grid.CITY_YEAR, "2025"),
        Cut(Grid.EVENT, event="e1"),
        Cut(Grid.PROGRAM_YEAR, "2025", program="fair"),
    }


def test_no_place_and_open_events_count_in_sums_but_are_not_published() -> None:
    layout = lay_out([at(), at(place="", event="e2", closed=False)], LEVELS)
    assert not any(cut.place == "" and cut.grid in (Grid.PLACE_YEAR, Grid.PLACE_QUARTER) for cut in layout.cuts)
    assert [cut.event for cut in layout.cuts if cut.grid is Grid.EVENT] == ["e1"]
    quarter = Cut(Grid.CITY_QUARTER, "2025-Q3")
    nowhere = Cut(Grid.PLACE_QUARTER, "2025-Q3", place="")
    assert any(relation.total == quarter and nowhere in relation.parts for relation in layout.relations)


def test_an_event_over_two_months_counts_in_their_rests() -> None:
    layout = lay_out([at(), at(day=date(2025, 8, 1)), at("e2")], LEVELS)
    july = Cut(Grid.CITY_MONTH, "2025-07")
    rest = Group(Grid.EVENT, rest_of=july)
    sums = [relation.parts for relation in layout.relations if relation.total == july]
    assert set(sums[0]) == {Cut(Grid.EVENT, event="e2"), rest}
    assert layout.rows[rest].tolist() == [0]

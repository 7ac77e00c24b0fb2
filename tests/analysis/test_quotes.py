"""Which remarks are shown word for word."""

import random
from dataclasses import replace
from datetime import date

from analysis.figures import Evidence, Grid, Measure, Quote, Release
from analysis.layers import Layer
from analysis.material import count
from analysis.quotes import MOST
from analysis.records import Remark
from analysis.release import Earlier, build, build_release
from tests.analysis.makings import LATER, comments, material, notes


def shown(*remarks: list[Remark]) -> tuple[Quote, ...]:
    return release(*remarks).quotes


def release(*remarks: list[Remark]) -> Release:
    return build_release(material(remarks=[item for part in remarks for item in part]), LATER, 1)


def places(quotes: tuple[Quote, ...], word: str) -> set[str]:
    return {quote.place for quote in quotes if word in quote.text}


def test_five_who_speak_of_a_theme_are_quoted_with_their_place() -> None:
    assert places(shown(comments(5, "respect"), comments(30, "other")), "respect") == {"north"}


def test_four_in_a_place_are_quoted_as_the_city_s() -> None:
    others = comments(30, "other"), comments(30, "respect", "river")
    assert places(shown(comments(4, "respect me"), *others), "respect me") == {""}


def test_four_in_the_city_are_not_quoted() -> None:
    assert places(shown(comments(4, "respect"), comments(30, "other")), "respect") == set()


def test_a_place_that_is_hidden_is_not_named() -> None:
    quotes = shown(comments(9, "respect", "river"), comments(40, "respect"), comments(12, "respect", "old-town"))
    assert places(quotes, "river") == {""}, "fewer than ten"
    assert places(quotes, "old-town") == {""}, "hidden so that the ten cannot be worked out"


def test_no_known_place_is_the_city_s() -> None:
    assert places(shown(comments(30, "respect me", ""), comments(30, "respect")), "respect me") == {""}


def test_a_rare_second_theme_takes_the_place_away() -> None:
    """Two in this place speak of speed, six in the city: who also speaks of it is the city's."""
    both = comments(2, "respect and speed")
    quotes = shown(both, comments(20, "respect"), comments(30, "speed", "river"))
    assert places(quotes, "respect and speed") == {""}
    found = next(quote for quote in quotes if "and" in quote.text)
    assert found.evidence == (Evidence("respect", 0, 7), Evidence("speed", 12, 17))


def test_a_label_that_few_chose_is_not_told() -> None:
    few = [replace(item, kind=4) for item in comments(4, "respect me")]
    quotes = shown(few, comments(8, "respect"), comments(30, "other"))
    assert {(quote.place, quote.kind) for quote in quotes} == {("north", 0), ("north", 2)}


def test_the_same_words_are_quoted_once() -> None:
    same = [item for item in comments(6, "respect") for _ in range(3)]
    assert len(shown(same, comments(30, "other"))) == 6


def test_no_more_than_the_cap() -> None:
    assert len(shown(comments(60, "respect"))) == MOST


def test_order_says_nothing_about_arrival() -> None:
    remarks = comments(11, "respect") + comments(40, "other")
    mixed = random.Random(1).sample(remarks, len(remarks))
    assert shown(mixed) == shown(remarks)
    assert [quote.text for quote in shown(remarks)] != sorted(item.text for item in remarks[:11])


def test_session_notes_count_people_and_years_apart() -> None:
    last_year = notes(2, "respect old", 3, day=date(2024, 7, 1))
    quotes = shown(notes(8, "respect", 5), last_year, comments(30, "other"))
    assert {(quote.source, quote.year, quote.place) for quote in quotes} == {("session", "2025", "north")}


def test_the_newest_few_are_not_quoted_though_their_place_is_told_anew() -> None:
    """Six came after the figure of forty, then six more: twelve are new to the figure, but six to the quotes."""
    made: Release | None = None
    layers: tuple[Layer, ...] = ()
    batches = comments(40, "other"), comments(6, "other late"), comments(6, "respect last")
    for version, said in enumerate(batches, 1):
        given = material(remarks=said)
        built = build(given, count(given), LATER, version, Earlier(made, layers))
        made, layers = built.release, (*layers, *built.layers)
    assert made
    (told,) = made.select(Measure.THEME, Grid.PLACE_YEAR, subject="respect")
    assert told.release == 3 and not any("last" in quote.text for quote in made.quotes)

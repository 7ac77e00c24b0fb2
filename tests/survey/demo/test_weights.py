"""The demo city's own population: its weights, how its indices hang together, and who is not heard."""

from analysis.inferences import Trust
from tests.survey.demo.conftest import Built


def test_weighted_means_stand_beside_raw_ones_and_say_what_they_rest_on(built: Built) -> None:
    rows = [one for one in built.release.weighted if one.subject == "trust"]
    assert {one.stopped for one in rows} == {""} and len(rows) >= 3
    assert all({"age", "gender", "language"} <= set(one.margins) and 0 < one.effective <= one.base for one in rows)


def test_who_feels_alike_is_planted_so_the_core_index_is_reliable(built: Built) -> None:
    rows = [one for one in built.release.reliability if one.subject == "procedural_justice"]
    assert {one.verdict for one in rows} <= {Trust.GOOD, Trust.WARN} and {"", "en", "es"} <= {
        one.language for one in rows
    }


def test_every_neighborhood_stands_beside_its_share_of_the_population(built: Built) -> None:
    places = [one for one in built.release.shares if one.margin == "place"]
    assert places and all(one.population for one in places)

"""Population files: what they may hold, and every mistake said at its line."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.population import Target
from questions.loader import load
from survey.errors import InvalidInput
from survey.exchange.population import read_population, template
from survey.records import Place

LIBRARY = load()
PLACES = (Place("north-hill", "North Hill"), Place("old-town", "Old Town"))
AGES = ("13 to 17", "18 to 24", "25 to 34", "35 to 44", "45 to 54", "55 to 64", "65 or older")
GOOD = """margin,category,people
age,13 to 17 + 18 to 24,9200
age, 65 OR OLDER ,4100
Gender,Mujer,51000
gender,2,49000
race,White,60000
race,Two or more,4000
place,Old Town,300
place,north-hill,700
"""


def problems_of(*lines: str) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        read_population("\n".join(("margin,category,people", *lines)), LIBRARY, PLACES)
    return caught.value.problems


def test_a_file_names_groups_by_answer_code_or_neighborhood_in_any_language() -> None:
    assert read_population("\ufeff" + GOOD, LIBRARY, PLACES) == (
        Target("age", ("1", "2"), 9200),
        Target("age", ("7",), 4100),
        Target("gender", ("1",), 51000),
        Target("gender", ("2",), 49000),
        Target("race", ("7",), 60000),
        Target("race", ("more",), 4000),
        Target("place", ("old-town",), 300),
        Target("place", ("north-hill",), 700),
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("age,13 to 17", "population_row"),
        ("age,13 to 17,9,200", "population_row"),
        ("income,high,5", "population_margin"),
        ("age,40 to 90,5", "population_category"),
        ("age,13 to 17 + ,5", "population_category"),
        ("age,Two or more,5", "population_category"),
        ("place,Nowhere,5", "population_category"),
        ("age,13 to 17,", "population_people"),
        ("age,13 to 17,0", "population_people"),
        ("age,13 to 17,-5", "population_people"),
        ("age,13 to 17,5.5", "population_people"),
        ("age,13 to 17,٥", "population_people"),
        ('age,13 to 17,"9,200"', "population_people"),
        ("age,65 or older,1", "population_twice"),
        ("gender,Woman,5", "population_alone"),
    ],
)
def test_each_mistake_is_said_at_its_line(line: str, code: str) -> None:
    problems = problems_of("age,65 or older,5", "age,18 to 24,6", "", line)
    assert problems["population.5"] == code and problems["population"] == code


def test_all_mistakes_are_said_at_once() -> None:
    problems = problems_of("age,18 to 24,x", "wealth,all,3", "age,25 to 34,7", "age,35 to 44,8")
    assert problems == {
        "population": "population_people",
        "population.2": "population_people",
        "population.3": "population_margin",
    }
    alone = problems_of("age,18 to 24,5", "age,25 to 34,x")
    assert "population.2" not in alone, "the margin has a second line, if a wrong one"


@pytest.mark.parametrize("language", ["en", "es", "xx"])
def test_a_template_filled_in_is_read(language: str) -> None:
    lines = template(LIBRARY, PLACES, language).splitlines()
    assert problems_of(*lines[1:])["population"] == "population_people", "as long as it is empty"
    found = read_population("\n".join([lines[0], *(f"{line}7" for line in lines[1:])]), LIBRARY, PLACES)
    assert {one.margin for one in found} == {"age", "gender", "race", "language", "place"}
    assert [one.codes for one in found if one.margin == "place"] == [("north-hill",), ("old-town",)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" \n", "empty"),
        ("margin,category,people\n", "empty"),
        ("age,13 to 17,5", "population_header"),
        ("margin,category,people\n" + "age,13 to 17,5\n" * 1001, "population_too_big"),
        ("x" * 200_001, "population_too_big"),
        ('margin,category,people\nage,"13 to 17,5', "population_row"),
    ],
)
def test_files_that_are_no_population(text: str, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_population(text, LIBRARY, PLACES)
    assert caught.value.problems["population"] == code


@given(
    st.lists(st.integers(1, 10**9), min_size=7, max_size=7), st.permutations(range(7)), st.sampled_from(["\n", "\r\n"])
)
def test_whatever_is_written_is_read(people: list[int], order: list[int], end: str) -> None:
    out = io.StringIO()
    rows = [("age", AGES[at], people[at]) for at in order]
    csv.writer(out, lineterminator=end).writerows([("margin", "category", "people"), *rows])
    found = read_population(out.getvalue(), LIBRARY, PLACES)
    assert found == tuple(Target("age", (str(at + 1),), people[at]) for at in order)


@given(st.text(max_size=200), st.booleans())
def test_no_text_breaks_the_reader(text: str, headed: bool) -> None:
    try:
        read_population(("margin,category,people\n" if headed else "") + text, LIBRARY, PLACES)
    except InvalidInput as error:
        assert "population" in error.problems

"""What a figure opens, on every page of results: method, people, range, questions, release, weights and history."""

from dataclasses import replace

import pytest

from analysis.figures import Verdict
from survey.context import Context
from tests.survey.pages import released
from tests.survey.pages.conftest import Open, html

PAGES = ("see_standing", "compare_neighborhoods", "read_themes", "follow_recommendations", "see_results")


def opened(sent: str, summary: str) -> str:
    """The words inside the part whose summary begins with these words."""
    parts = [" ".join(released.visible(part).split()) for part in sent.split('<details class="fh-open')[1:]]
    return next(part.partition(">")[2] for part in parts if part.partition(">")[2].strip().startswith(summary))


@pytest.mark.parametrize("name", PAGES)
def test_figures_open_on_every_page_by_a_click_or_a_key(open_page: Open, context: Context, name: str) -> None:
    released.publish(context, released.full())
    sent = html(open_page(name).run())
    assert sent.count("<details") == sent.count("<summary>") > 0
    assert "This number over time" in sent and "word for word" in sent


def test_a_score_opens_all_that_stands_behind_it(open_page: Open, context: Context) -> None:
    made = released.full()
    released.publish(context, made)
    said = opened(html(open_page("see_standing").run()), "Score trust")
    series = made.select(released.Measure.INDEX, released.Grid.CITY_QUARTER, subject="trust")
    assert "An average. Its range counts events, not only people" in said
    assert "Stands since Release 707." in said
    assert "“How much do you trust" in said and "(0) to" in said
    for one in series:
        assert f"{one.value:g} {one.low:g}–{one.high:g} {one.base:,} {one.release}" in said, "its history"
    assert said.index("Apr–Jun 2026 (open)") < said.index("Jul–Sep 2025"), "the newest first"


def test_raw_stands_beside_weighted_with_the_effective_number(open_page: Open, context: Context) -> None:
    released.publish(context, released.full())
    sent = html(open_page("see_standing").run())
    said = opened(sent, "Score trust")
    assert "Raw and weighted, 2025 As people came: 33.1 (range 32.3 to 33.9), about 2,215 people." in said
    assert "31.7 (range 30.1 to 34.9). Used for it: Age, Language at home. This does not make it a random" in said
    assert "they tell as much as about 805 people" in said
    assert "Not weighted: too few people in one group of this margin: Age." in opened(sent, "Score safety")


def test_reliability_is_told_by_language_and_way_of_answering(open_page: Open, context: Context) -> None:
    released.publish(context, released.full())
    sent = html(open_page("see_standing").run())
    said = opened(sent, "Score procedural_justice")
    assert "Everybody: the questions fit together well (about 2,235 people)." in said
    assert "Alpha 0.84 (range 0.81 to 0.87), omega 0.85." in said
    assert "Español, with a one-time card: the questions fit together only partly" in said and "Alpha 0.66" in said
    assert "Español, by an open code: too few people to say." in said
    assert said.count("“How much do they") == 4, "every question word for word"
    assert "With one question we can't check" in opened(sent, "Score trust")


def test_questions_are_in_the_readers_language(open_page: Open, context: Context) -> None:
    released.publish(context, released.full())
    sent = html(open_page("see_standing", language="es").run())
    asked = context.library.text("c1.text", "es")
    assert asked in opened(sent, "Medida trust") and asked != context.library.text("c1.text", "en")


def test_a_number_that_stands_longer_says_since_when(open_page: Open, context: Context) -> None:
    made = released.full()
    older = tuple(replace(one, release=min(one.release, 703)) for one in made.figures)
    released.publish(context, replace(made, figures=older))
    said = opened(html(open_page("see_standing").run()), "Score trust")
    assert "Release 703. Too little has come in since then to change it." in said


def test_a_neighborhood_opens_and_only_flagged_changes_have_an_arrow(open_page: Open, context: Context) -> None:
    made = released.full()
    sides = ("2026-Q1", "2025-Q4")
    up = released.Change("trust", "a", *sides, 8.9, 2.3, 9.7, "test", verdict=Verdict.UP)
    none = replace(up, place="b", verdict=Verdict.NONE)
    released.publish(context, replace(made, changes=(up, none)))
    page = open_page("compare_neighborhoods").run()
    alder, birch = released.charts(page)[:2]
    assert "↑ Up 8.9 points since Oct–Dec 2025" in alder["title"]["subtitle"]
    assert not any("points since" in line for line in birch["title"]["subtitle"])
    birch = opened(html(page), "birch")
    assert "between 41 and 67 of 100, about 15 people" in birch
    assert "What moved Jan–Mar 2026: No detectable change since Oct–Dec 2025." in birch

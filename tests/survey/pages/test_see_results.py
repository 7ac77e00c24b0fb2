"""The public page: plain words, who answered, how it was made."""

from survey.context import Context
from tests.survey.pages import released
from tests.survey.pages.conftest import Open, shown


def test_anyone_reads_scores_neighborhoods_and_topics(open_page: Open, context: Context) -> None:
    released.publish(context, released.full())
    page = open_page("see_results", account=None).run()
    city, places, topics = released.charts(page)
    assert city["title"]["text"] == ["Scores from 0 to 100, Jan–Mar 2026"] and len(released.rows(city)) == 6
    assert [row["label"] for row in released.rows(places)] == ["Alder", "birch", "Cove"]
    assert released.rows(topics)[0]["label"] == "Topic visibility", "the most common first"


def test_it_says_how_many_answered_and_how_it_was_made(open_page: Open, context: Context) -> None:
    released.publish(context, released.full())
    said = shown(open_page("see_results").run())
    assert "Answers counted</dt><dd>4,315" in said
    assert "This is release number 707" in said
    assert "mean of valid items" in said and "Not enough answers for a score: Score trust" in said
    assert "Other: something new</dt><dd>85" in said, "a count without a text of its own is shown all the same"

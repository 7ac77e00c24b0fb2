"""The five recommendations: their scores, their topics and what was promised on them."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

from survey.context import Context
from survey.records import Commitment, CommitmentStatus
from tests.survey.pages import released
from tests.survey.pages.conftest import Open, html, shown


def promise(context: Context, theme: str, words: str, due: date) -> None:
    context.store.commitments.put(
        Commitment(
            uuid4(), theme, "", "They said so.", words, "Chief", due, CommitmentStatus.PROMISED, date(2026, 1, 5)
        )
    )


def test_each_recommendation_has_its_score_and_topics(open_page: Open, context: Context) -> None:
    released.publish(context, released.full())
    page = open_page("follow_recommendations").run()
    said = shown(page)
    for name in released.RECOMMENDATIONS:
        assert f"Score rec_{name}" in said and f"Topic {name}" in said
    assert len(released.charts(page)) == 5
    assert "Topic openness: few: 1 to 4 of about 55 people" in said


def test_promises_stand_with_their_recommendation_as_text(open_page: Open, context: Context) -> None:
    released.publish(context, released.full())
    promise(context, "bias", "Train <b>everyone</b> by spring.", date(2026, 3, 1))
    promise(context, "traffic", "Paint the crossing.", date(2027, 3, 1))
    sent = html(open_page("follow_recommendations").run())
    section = sent[sent.index("3. Reduce bias") : sent.index("4. Be there")]
    assert "Train &lt;b&gt;everyone&lt;/b&gt; by spring." in section and "Overdue" in section
    assert "Paint the crossing" not in sent, "traffic belongs to none of the five"
    assert "Nothing has been promised on this yet" in sent


def test_a_score_that_nobody_was_asked_for_is_one_sentence(open_page: Open, context: Context) -> None:
    made = released.full()
    figures = tuple(figure for figure in made.figures if not figure.subject.startswith("rec_"))
    released.publish(context, replace(made, figures=figures))
    page = open_page("follow_recommendations").run()
    assert shown(page).count("Only the longer survey asks them.") == 5
    assert not released.charts(page)
    assert "Bar: range" not in shown(page), "there is no chart to explain"

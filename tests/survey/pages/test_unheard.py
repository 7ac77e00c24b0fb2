"""Who is not heard: shares of answers beside shares of the people, in words; and why, where nothing can be told."""

from collections.abc import Callable
from dataclasses import replace

from survey.context import Context
from survey.records import Account, Role
from tests.survey.pages import released
from tests.survey.pages.conftest import Open, html, shown


def told(sent: str) -> str:
    """The words of this part of the page."""
    part = sent[sent.index("Who is not heard?") : sent.index("What do people talk about?")]
    return " ".join(released.visible(part).split())


def test_groups_that_are_heard_less_are_named_and_hidden_ones_too(open_page: Open, context: Context) -> None:
    released.publish(context, released.full())
    said = told(html(open_page("see_standing").run()))
    assert "In 2025, these groups answered less than their share of the city:" in said
    assert "Age: 65 or older. 8.7% of those who answered, 21.9% of those who live here." in said
    assert "Too few answers to show, so perhaps not heard either: Age: 13 to 17." in said
    assert "Neighborhood: Alder." not in said, "nine in ten of its share is not less"


def test_every_group_opens_with_its_question_in_the_readers_language(open_page: Open, context: Context) -> None:
    released.publish(context, released.full())
    said = told(html(open_page("see_standing").run()))
    alder = "Alder 47.7% of those who answered, 52.9% of those who live here"
    assert said.index(alder) < said.index("birch 52.3% of those who answered"), "by the alphabet"
    assert "“How old are you?”" in said and "English 71.3% of those who answered" in said
    spanish = released.visible(html(open_page("see_standing", language="es").run()))
    assert "Edad: 65 o más. 8,7 % de quienes respondieron" in " ".join(spanish.split())


def test_without_a_population_only_who_answered_is_told(open_page: Open, context: Context) -> None:
    made = released.full()
    released.publish(context, replace(made, shares=tuple(replace(one, population=None) for one in made.shares)))
    said = told(html(open_page("see_standing").run()))
    assert "we do not know who lives in the city" in said and "less than their share" not in said
    assert "Alder 47.7% of those who answered" in said


def test_nobody_heard_less_is_said(open_page: Open, context: Context) -> None:
    made = released.full()
    released.publish(context, replace(made, shares=made.shares[:2]))
    assert "no group that we can show answered much less" in told(html(open_page("see_standing").run()))


def test_without_shares_it_says_why_and_what_to_do(
    open_page: Open, context: Context, account_for: Callable[..., Account]
) -> None:
    released.publish(context, replace(released.full(), shares=()))
    page = open_page("see_standing", account_for(Role.LIAISON)).run()
    assert "Only the longer survey asks for age and language" in told(html(page))
    assert "Plan an event that reaches them" in shown(page)
    assert "Plan an event that reaches them" not in shown(open_page("see_standing", account_for(Role.LEADER)).run())

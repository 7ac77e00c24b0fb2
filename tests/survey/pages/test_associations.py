"""What goes with trust, as leaders read it: in words of association, with ranges, and silent where nothing is told."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from analysis.figures import Cut, Figure, Grid, Measure, State
from analysis.inferences import Association
from survey.context import Context
from survey.records import Account, Role
from tests.survey.pages import released
from tests.survey.pages.conftest import Open, shown

Make = Callable[..., Account]
ROWS = (
    Association("trust", "procedural_justice", "", "2025", 4105, 7.3, 6.8, 7.9, 6.9, 6.3, 7.4),
    Association("cooperation", "procedural_justice", "", "2025", 4110, 0.4, -0.7, 1.6),
    Association("trust", "contact", "came", "2025", 385, 37.0, 33.0, 41.0, -12.0, -17.0, -8.0),
    Association("trust", "contact", "none", "2025", 905, 59.0, 56.0, 62.0),
    Association("trust", "straight_lining", "varied", "2025", 3905, 51.0, 49.0, 53.0),
    Association("trust", "straight_lining", "same", "2025", 205, 77.0, 74.0, 81.0),
    Association("cooperation", "straight_lining", "varied", "2025", 3915, 66.0, 64.0, 68.0),
)
CAUSES = ("because", "drives", "effect of", "leads to", "increases", "porque", "aumenta", "efecto")


def read(open_page: Open, account_for: Make, context: Context, language: str = "en") -> str:
    released.publish(context, replace(released.full(), associations=ROWS))
    return shown(open_page("see_standing", account_for(Role.LEADER), language).run())


def test_slopes_are_said_with_their_ranges_and_unclear_ones_as_unclear(
    open_page: Open, account_for: Make, context: Context
) -> None:
    text = read(open_page, account_for, context)
    assert (
        "Score trust tended to be higher where people saw fairer treatment: 7.3 points for every 10 (6.8 to 7.9)"
        in text
    )
    assert "Among people of the same event it is 6.9 points (6.3 to 7.4)" in text
    assert "tell whether Score cooperation goes with seeing fairer treatment" in text
    assert "too few different answers" in text


def test_contact_has_its_levels_and_how_far_they_are_from_none(
    open_page: Open, account_for: Make, context: Context
) -> None:
    text = read(open_page, account_for, context)
    assert "Police came to them" in text and "37 (33 to 41)" in text and "-12 (-17 to -8)" in text
    assert "Both" not in text.split("By contact with police")[1].split("</table>")[0]


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_is_called_a_cause(open_page: Open, account_for: Make, context: Context, language: str) -> None:
    texts = context.texts
    said = [texts.get(language, text_id) for text_id in texts.languages["en"] if text_id.startswith("associations.")]
    assert not [word for word in CAUSES if word in " ".join(said).lower()]
    released.publish(context, replace(released.full(), associations=ROWS))
    title = texts.get(language, "associations.title")
    assert title in shown(open_page("see_standing", account_for(Role.LEADER), language).run())


def test_a_release_without_any_says_nothing(open_page: Open, account_for: Make, context: Context) -> None:
    released.publish(context, released.full())
    assert "What goes with trust" not in shown(open_page("see_standing", account_for(Role.LEADER)).run())


def test_everyone_reads_scores_with_and_without_flagged_answers(open_page: Open, context: Context) -> None:
    made = released.full()
    cut = Cut(Grid.CITY_YEAR, "2025")
    figures = [
        Figure(Measure.INDEX, name, cut, State.SHOWN, 4110, 52.0, 50.0, 54.0) for name in ("trust", "cooperation")
    ]
    released.publish(context, replace(made, associations=ROWS, figures=(*made.figures, *figures)))
    table = shown(open_page("see_results").run()).split("Would careful answers alone say something else?")[1]
    assert "51 (49 to 53)" in table and "About 205 people, beside about 3,905 others" in table
    assert "66 (64 to 68)" in table and "Too few to show" in table
    assert "all of them count in every other number" in table

"""Correcting a release on the page, and how everyone learns of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from streamlit.testing.v1 import AppTest

from survey import releases, responses
from survey.context import Context
from survey.pages.past_releases import AT_FIRST, short
from survey.records import Account, Channel, Role, Submission
from tests.survey.conftest import stored_event
from tests.survey.pages import released
from tests.survey.pages.conftest import Open, keys, shown

Make = Callable[..., Account]
REASON = "The picnic <b>was entered</b> under *the wrong* place."
RESULTS = ("see_standing", "compare_neighborhoods", "read_themes", "follow_recommendations", "see_results")


@pytest.fixture
def page(open_page: Open, context: Context, account_for: Make) -> AppTest:
    """The page with one release, as a leader sees it."""
    releases.publish_nightly(context)
    return open_page("publish", account_for(Role.LEADER)).run()


def test_before_the_first_release_there_is_nothing_to_correct(open_page: Open, account_for: Make) -> None:
    assert "correct-look" not in keys(open_page("publish", account_for(Role.LEADER)).run().button)


def test_a_correction_is_looked_at_before_it_is_published(page: AppTest, context: Context) -> None:
    page.text_area(key="correct.reason").set_value(REASON)
    page.button(key="correct-look").click().run()
    assert "Release 2 of June 15, 2026 corrects release 1: The picnic &lt;b&gt;was entered&lt;/b&gt;" in shown(page)
    assert "t be undone" in shown(page) and context.store.releases.latest_version() == 1
    page.button(key="correct").click().run()
    assert "The correction is published" in shown(page)
    assert page.text_area(key="correct.reason").value == ""
    assert context.store.releases.history()[0].reason == REASON
    assert "correct" not in keys(page.button)


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(page: AppTest, context: Context) -> None:
    page.text_area(key="correct.reason").set_value("Wrong")
    page.button(key="correct-look").click().run()
    assert "Please say in 10 to 300 characters" in shown(page)
    assert page.text_area(key="correct.reason").value == "Wrong"
    page.text_area(key="correct.reason").set_value(REASON)
    page.button(key="correct-look").click().run()
    assert "Please say in 10 to 300 characters" not in shown(page)
    page.text_area(key="correct.reason").set_value("Hm").run()
    assert "correct" not in keys(page.button), "changed since it was looked at"
    assert context.store.releases.latest_version() == 1


def test_who_thinks_again_keeps_the_words(page: AppTest, context: Context) -> None:
    page.text_area(key="correct.reason").set_value(REASON)
    page.button(key="correct-look").click().run()
    page.button(key="correct-back").click().run()
    assert page.text_area(key="correct.reason").value == REASON
    assert "correct-look" in keys(page.button) and context.store.releases.latest_version() == 1


def test_while_another_release_is_made_the_words_stay(page: AppTest, context: Context) -> None:
    page.text_area(key="correct.reason").set_value(REASON)
    page.button(key="correct-look").click().run()
    with context.store.releases.alone():
        page.button(key="correct").click().run()
        assert "Someone else is making a release right now" in shown(page)
        page.button(key="publish").click().run()
        assert "Someone else is making a release right now" in shown(page)
    assert page.text_area(key="correct.reason").value == REASON
    assert context.store.releases.latest_version() == 1


@pytest.mark.parametrize("name", RESULTS)
def test_everyone_reads_what_was_corrected_and_why(open_page: Open, context: Context, name: str) -> None:
    released.publish(context, replace(released.full(), version=1))
    assert "corrects release" not in shown(open_page(name).run())
    released.publish(context, replace(released.full(), version=2, replaces=1, reason=REASON))
    said = shown(open_page(name).run())
    assert "Release 2 of June 14, 2026 corrects release 1: The picnic &lt;b&gt;was entered&lt;/b&gt; under *the" in said
    assert "Release 2, published on June 14, 2026." in said
    assert "corrige la publicación 1: The picnic" in shown(open_page(name, language="es").run())


def test_all_releases_are_listed_for_everyone(open_page: Open, context: Context) -> None:
    for version in range(1, AT_FIRST + 3):
        corrected = {"replaces": version - 1, "reason": REASON} if version == 7 else {}
        released.publish(context, replace(released.full(), version=version, **corrected))  # type: ignore[arg-type]
    page = open_page("see_results").run()
    said = shown(page)
    listed = [said.index(f'<td data-head="Release">{version}</td>') for version in range(AT_FIRST + 2, 0, -1)]
    assert listed == sorted(listed)
    assert "2 earlier releases" in [expander.label for expander in page.expander]
    assert "Corrected by release 7." in said and "Corrects release 6: The picnic &lt;b&gt;" in said
    assert all(short(entry.digest) in said for entry in releases.history(context))


def test_years_that_can_not_be_counted_again_are_told_before_and_every_wrong_release_is_marked(
    open_page: Open, context: Context, account_for: Make
) -> None:
    """What is new comes out in a release of its own then, which the correction replaces too."""
    old = stored_event(context, starts_on=date(2025, 1, 5), ends_on=date(2025, 1, 5))
    then = replace(context, clock=lambda: datetime(2025, 1, 5, 12, tzinfo=UTC))
    responses.submit(then, old, Submission(uuid4(), {"c1": 4}, "en", Channel.PHONE))
    released.publish(context, replace(released.full(), version=1))
    page = open_page("publish", account_for(Role.LEADER)).run()
    page.text_area(key="correct.reason").set_value(REASON)
    page.button(key="correct-look").click().run()
    assert "Release 3 of June 15, 2026 corrects release 1" in shown(page)
    assert "stay as they were: what is about 2025" in shown(page)
    page.button(key="correct").click().run()
    assert "The correction is published" in shown(page)
    assert [(one.version, one.replaces) for one in releases.history(context)] == [(3, 1), (2, 0), (1, 0)]
    said = shown(open_page("see_results").run())
    assert said.count("Corrected by release 3.") == 2 and said.count("Corrects release 1") == 1

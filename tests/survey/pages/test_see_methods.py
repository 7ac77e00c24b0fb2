"""The page of methods: everything in it comes from the release and the questionnaires that run."""

from dataclasses import replace

import pytest

from survey.context import Context
from survey.i18n import show_number
from tests.survey.pages.conftest import Open, shown
from tests.survey.pages.released import publish, visible
from tests.survey.report.test_report import full


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_question_stands_there_with_its_answers(context: Context, open_page: Open, language: str) -> None:
    """Before there is a release too: what is asked is known."""
    said = visible(shown(open_page("see_methods", language=language).run()))
    for instrument in context.library.instruments.values():
        for question in instrument.questions:
            assert context.library.text(f"{question.id}.text", language) in said
            for choice in question.choices:
                assert context.library.text(choice.text_id, language) in said


def test_the_release_tells_of_itself(context: Context, open_page: Open) -> None:
    publish(context, full())
    said = visible(shown(open_page("see_methods").run()))
    for told in ("707", "4,315", "57.7 (55.1 to 60.3)", "0.83 (0.81 to 0.86)", "2,105", "3.3%", "mean of valid items"):
        assert told in said
    digest = context.store.releases.history()[0].digest
    assert digest in said and "has no weights" not in said


@pytest.mark.parametrize(("language", "told"), [("en", "has no weights"), ("es", "no tiene pesos")])
def test_what_a_release_does_not_have_is_said(context: Context, open_page: Open, language: str, told: str) -> None:
    publish(context, replace(full(), weighted=(), reliability=(), counts={"answers_read": 25}))
    said = visible(shown(open_page("see_methods", language=language).run()))
    assert told in said and show_number(25, language) in said
    assert ("No figure had to be left out" if language == "en" else "Ninguna cifra tuvo que quedar fuera") in said

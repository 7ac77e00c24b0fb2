"""How a questionnaire becomes steps."""

import pytest

from survey.pages.steps import MOST_ON_A_STEP, all_steps, asked_steps, step_of
from tests.survey.conftest import LIBRARY


@pytest.mark.parametrize("name", list(LIBRARY.instruments))
def test_every_question_is_asked_once_and_in_order(name: str) -> None:
    instrument = LIBRARY.instruments[name]
    steps = all_steps(instrument)
    assert tuple(question for step in steps for question in step) == instrument.questions
    assert all(1 <= len(step) <= MOST_ON_A_STEP for step in steps)


def test_questions_of_one_scale_share_steps_evenly() -> None:
    steps = [tuple(question.id for question in step) for step in all_steps(LIBRARY.instruments["pulse"])]
    ratings = [step for step in steps if step[0].startswith("c") and step[0][1:].isdigit()]
    assert max(len(step) for step in ratings[:3]) - min(len(step) for step in ratings[:3]) <= 1
    assert ratings[-2:] == [("c8",), ("c9",)]


def test_a_dependent_question_is_a_step_only_after_its_answer() -> None:
    pulse = LIBRARY.instruments["pulse"]
    without = asked_steps(pulse, {})
    assert step_of(without, "comment_kind") == 1
    assert len(asked_steps(pulse, {"comment": "More light"})) == len(without) + 1

"""Every mistake in content files is named with its file, the id and the reason."""

from pathlib import Path

import pytest

from questions.errors import ContentError
from questions.loader import load
from tests.questions.folders import changed

MISTAKES = {
    "missing field": ("modules/views.toml", 'source = "Own"', "", "q1", "missing field 'source'"),
    "blank field": ("modules/views.toml", 'text = "How much?"', 'text = " "', "q1", "'text' is empty"),
    "wrong type": ("modules/views.toml", 'text = "How much?"', "text = 3", "q1", "'text' should be a text"),
    "misspelt field": ("modules/views.toml", 'kind = "rating"', 'kind = "rating"\nhelp_ = "x"', "q1", "'help_'"),
    "field of another kind": (
        "modules/views.toml",
        'kind = "choice"',
        'kind = "place"',
        "q2",
        "unknown field 'choices'",
    ),
    "no version": ("modules/views.toml", 'version = "1"', "", "", "missing field 'version'"),
    "no questions": ("modules/views.toml", "[[questions]]", "[[other]]", "", "unknown field 'other'"),
    "unknown kind": ("modules/views.toml", '"rating"', '"stars"', "q1", "unknown kind 'stars'"),
    "unknown scale": ("modules/views.toml", '"level"', '"levels"', "q1", "unknown scale 'levels'"),
    "no choices": ("modules/views.toml", 'scale = "level"', "", "q1", "exactly one of scale, choices, range"),
    "bad id": ("modules/views.toml", 'id = "q1"', 'id = "q 1"', "q 1", "begins with a letter"),
    "unknown recommendation": (
        "modules/views.toml",
        'scale = "level"',
        'scale = "level"\nrecommendation = "magic"',
        "q1",
        "unknown recommendation 'magic'",
    ),
    "duplicate question": ("modules/views.toml", 'id = "q2"', 'id = "q1"', "q1", "duplicate id"),
    "id of a scale": ("modules/views.toml", 'id = "q2"', 'id = "level"', "level", "a scale has this id"),
    "unknown condition": ("modules/views.toml", 'question = "q1"', 'question = "q9"', "q2", "unknown question 'q9'"),
    "condition on no answer": ("modules/views.toml", "[1, 2]", "[1, 7]", "q2", "the answer 7"),
    "condition not before": ("modules/views.toml", 'question = "q1"', 'question = "q2"', "short", "not asked before"),
    "condition of wrong type": ("modules/views.toml", "[1, 2]", '["a"]', "q2", "'values' should be a list of whole"),
    "choice without code": (
        "modules/views.toml",
        '1 = "Yes"',
        'one = "Yes"',
        "q2",
        "choice 'one' is not a whole number",
    ),
    "choice without wording": ("modules/views.toml", '1 = "Yes"', '1 = ""', "q2", "choice 1 has no wording"),
    "one choice": ("modules/views.toml", '1 = "Yes", ', "", "q2", "at least two choices"),
    "scale out of order": ("scales.toml", '3 = "High"', '0 = "High"', "level", "from the lowest code"),
    "off-scale on a scale": ("scales.toml", '1 = "Low"', '-1 = "Low"', "level", "kept for off-scale answers"),
    "scale on no table": ("scales.toml", "[level]", "other = 3\n[level]", "off_scale", "choice 'other'"),
    "third off-scale code": ("scales.toml", "[level]", '-3 = "?"\n[level]', "off_scale", "only -1 and -2"),
    "no off-scale wording": ("scales.toml", '-2 = "Prefer not to answer"', "", "q1", "off-scale code -2"),
    "bad range": ("scales.toml", '1 = "Low"', "range = [3, 1]", "level", "'range' should be"),
    "bad TOML": ("instruments.toml", "minutes = 1", "minutes = ", "", "line 7"),
    "unknown module": ("instruments.toml", '["views"]', '["view"]', "short", "unknown module 'view'"),
    "module twice": ("instruments.toml", '["views"]', '["views", "views"]', "short", "listed twice"),
    "no modules": ("instruments.toml", '["views"]', "[]", "short", "'modules' should be a list of texts"),
    "unknown audience": ("instruments.toml", '"resident"', '"dogs"', "short", "unknown audience 'dogs'"),
    "minutes as text": ("instruments.toml", "minutes = 1", "minutes = true", "short", "'minutes' should be a whole"),
    "table for a list": ("instruments.toml", "[[instrument]]", "[instrument]", "", "'instrument' should be a list of"),
    "unknown table": ("instruments.toml", "[[instrument]]", "[[instruments]]", "", "unknown field 'instruments'"),
    "unknown item": ("indices.toml", '["q1"]', '["q7"]', "view", "unknown item 'q7'"),
    "item no rating": ("indices.toml", '["q1"]', '["q2"]', "view", "item 'q2' is not a rating"),
    "item twice": ("indices.toml", '["q1"]', '["q1", "q1"]', "view", "listed twice"),
    "item on another scale": (
        "indices.toml",
        "high = 3",
        "high = 5",
        "view",
        "on a different scale: 1 to 3, not 1 to 5",
    ),
    "unknown index": ("indices.toml", 'rows = "view"', 'rows = "views"', "twice", "unknown index 'views'"),
    "bands overlap": ("indices.toml", "[2, 3]", "[1.5, 3]", "twice", "not overlap"),
    "bands of wrong type": ("indices.toml", "[2, 3]", "[2]", "twice", "list of [low, high]"),
    "unknown text": ("locales/es.toml", "q1.text", "q1.title", "q1.title", "unknown text id"),
    "text of wrong type": ("locales/es.toml", '"¿Cuánto?"', "3", "q1.text", "should be a text"),
    "unknown status": ("locales/es.toml", '"draft"', '"good"', "", "unknown translation status 'good'"),
    "unknown direction": ("locales/es.toml", '"ltr"', '"up"', "", "unknown direction 'up'"),
    "accepted by nobody": ("locales/es.toml", '"draft"', '"accepted"', "", "accepted without a name and a date"),
    "accepted but incomplete": (
        "locales/es.toml",
        '"draft"',
        '"accepted"\naccepted_by = "Ana Ruiz"\naccepted_on = 2026-11-02',
        "short.title",
        "not translated",
    ),
    "date as text": (
        "locales/es.toml",
        '"draft"',
        '"draft"\naccepted_on = "today"',
        "",
        "'accepted_on' should be a date",
    ),
}

NOTICED_IN = {"no off-scale wording": "modules/views.toml", "condition not before": "instruments.toml"}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_names_file_id_and_reason_of_each_mistake(tmp_path: Path, mistake: str) -> None:
    file, old, new, content_id, reason = MISTAKES[mistake]
    with pytest.raises(ContentError) as caught:
        load([changed(tmp_path, file, old, new)])
    found = [problem for problem in caught.value.problems if reason in problem.reason and problem.id == content_id]
    assert found, str(caught.value)
    assert found[0].file == str(tmp_path / NOTICED_IN.get(mistake, file))
    assert str(found[0]) in str(caught.value)

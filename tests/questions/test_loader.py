"""Loading content: what is read and how folders are joined."""

from pathlib import Path

import pytest

from questions.errors import ContentError, Problem
from questions.loader import SHIPPED, load
from questions.model import DONT_KNOW, PREFER_NOT, Band, Condition, QuestionKind, ReviewStatus
from tests.questions.folders import SOUND, write


def test_reads_a_sound_folder(tmp_path: Path) -> None:
    library = load([write(tmp_path, SOUND)])
    first, second = library.instruments["short"].questions
    assert [choice.value for choice in first.scale] == [1, 2, 3]
    assert [choice.value for choice in first.choices] == [1, 2, 3, DONT_KNOW, PREFER_NOT]
    assert second.condition == Condition("q1", (1, 2))
    assert [choice.text_id for choice in second.choices] == ["q2.1", "q2.2"]
    assert library.crosstabs[0].bands == (Band(1, 1.5), Band(2, 3))
    assert library.text("q1.text", "es") == "¿Cuánto?"
    assert library.text("short.title", "es") == "Short"


def test_collects_all_problems(tmp_path: Path) -> None:
    files = SOUND | {
        "instruments.toml": SOUND["instruments.toml"].replace("views", "none"),
        "indices.toml": SOUND["indices.toml"].replace('"q1"', '"q7"'),
    }
    with pytest.raises(ContentError) as caught:
        load([write(tmp_path, files)])
    assert {Path(problem.file).name for problem in caught.value.problems} == {"instruments.toml", "indices.toml"}


def test_accepts_a_byte_order_mark(tmp_path: Path) -> None:
    files = SOUND | {"instruments.toml": "\ufeff" + SOUND["instruments.toml"]}
    assert "short" in load([write(tmp_path, files)]).instruments


def test_names_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    folder = write(tmp_path, SOUND)
    (folder / "scales.toml").write_bytes(b'[level]\n1 = "\xe9"')
    with pytest.raises(ContentError, match=r"scales\.toml: not UTF-8 text"):
        load([folder])


@pytest.mark.parametrize("name", ["absent", "empty"])
def test_names_a_folder_without_content(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ContentError, match=f"{name}: no content here"):
        load([SHIPPED, tmp_path / name])


PUBLIC_FILE = {
    "modules/police.toml": """
version = "1"
title = "Ratings in a public file"

[[questions]]
id = "FORCE_A"
kind = "rating"
range = [0, 10]
labels = { 0 = "0 (very bad)", 10 = "10 (very good)" }
construct = "rating of police"
text = "Force A"
source = "The publisher"
""",
    "instruments.toml": """
[[instrument]]
id = "public_file"
version = "2020"
title = "Public file"
audience = "resident"
minutes = 0
modules = ["place", "police"]
public_source = "City statistics office"
""",
    "indices.toml": """
[[index]]
id = "force"
label = "Force A"
items = ["FORCE_A"]
low = 0
high = 10

[[crosstab]]
id = "force_by_force"
rows = "force"
columns = "force"
bands = [[0, 4.5], [5, 7.5], [8, 10]]
""",
}


def test_joins_a_city_folder_with_the_shipped_one(tmp_path: Path) -> None:
    library = load([SHIPPED, write(tmp_path, PUBLIC_FILE)])
    instrument = library.instruments["public_file"]
    rating = instrument.question("FORCE_A")
    assert instrument.public_source == "City statistics office"
    assert instrument.question("neighborhood")
    assert rating
    assert [choice.value for choice in rating.scale] == list(range(11))
    assert [choice.text for choice in rating.scale][::5] == ["0 (very bad)", "5", "10 (very good)"]
    assert {"pulse", "public_file"} <= library.instruments.keys()
    assert [crosstab.id for crosstab in library.crosstabs] == ["force_by_force"]


@pytest.mark.parametrize(
    ("file", "content_id"),
    [
        ("scales.toml", "extent"),
        ("modules/core.toml", "core"),
        ("instruments.toml", "pulse"),
        ("indices.toml", "trust"),
    ],
)
def test_refuses_an_id_that_another_folder_has(tmp_path: Path, file: str, content_id: str) -> None:
    folder = write(tmp_path, {file: (SHIPPED / file).read_text("utf-8")})
    with pytest.raises(ContentError) as caught:
        load([SHIPPED, folder])
    assert (
        Problem(str(folder / file), content_id, f"duplicate id, already in {SHIPPED / file}") in caught.value.problems
    )


def test_refuses_a_second_wording_of_off_scale_answers(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="off_scale: duplicate id"):
        load([SHIPPED, write(tmp_path, {"scales.toml": '[off_scale]\n-1 = "Hm"'})])


def test_refuses_two_questions_about_place(tmp_path: Path) -> None:
    place = SOUND["modules/views.toml"].replace('kind = "rating"\nscale = "level"', 'kind = "place"')
    place = place.split("asked_if")[0].replace('choices = { 1 = "Yes", 2 = "No" }\n', "").replace('"choice"', '"place"')
    with pytest.raises(ContentError, match="short: an instrument asks for one place only"):
        load([write(tmp_path, SOUND | {"modules/views.toml": place})])


def test_refuses_english_as_a_translation(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"en\.toml: English is the source language"):
        load([write(tmp_path, SOUND | {"locales/en.toml": SOUND["locales/es.toml"]})])


@pytest.mark.parametrize("name", ["README", "zh-Hans", "e"])
def test_refuses_a_locale_file_not_named_by_a_language(tmp_path: Path, name: str) -> None:
    with pytest.raises(ContentError, match="should be a language code"):
        load([write(tmp_path, SOUND | {f"locales/{name}.toml": SOUND["locales/es.toml"]})])


def test_kinds_are_told_apart() -> None:
    kinds = {question.kind for module in load().modules for question in module.questions}
    assert kinds == set(QuestionKind)


def test_the_source_language_is_there_as_a_translation() -> None:
    english = load().translations["en"]
    assert english.status is ReviewStatus.ACCEPTED
    assert english.texts["c1.text"].startswith("How much do you trust")

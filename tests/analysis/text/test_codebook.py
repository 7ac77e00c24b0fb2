"""The codebook: complete, safe, and clear about what is wrong with it."""

import re
import time

import pytest

from analysis.text.codebook import CodebookError, is_regex, load_codebook, read_codebook

IDS = [
    *("history", "use_of_force", "duty_to_intervene", "transparency", "complaints", "bias", "stops", "visibility"),
    *("youth", "response", "safety", "traffic", "crisis", "recruiting", "inside"),
]
GOOD = """
version = "1"
[languages]
en = "measured"
[[theme]]
id = "stops"
recommendation = "bias"
names = { en = "Stops", es = "Paradas" }
[theme.patterns]
en = ["pulled over", '/\\bstop{1,2}ed\\b/']
"""


def test_the_shipped_codebook_is_complete() -> None:
    codebook = load_codebook()
    assert [theme.id for theme in codebook.themes] == IDS
    assert {"en", "es"} <= set(codebook.languages)
    assert {theme.recommendation for theme in codebook.themes} == {
        *("history", "openness", "bias", "visibility", "inside", "")
    }


def test_a_good_codebook_is_read() -> None:
    assert read_codebook(GOOD, "my.toml").themes[0].patterns["en"][0] == "pulled over"


@pytest.mark.parametrize(
    ("old", "new", "theme", "reason"),
    [
        ('version = "1"', "", "", "version is missing"),
        ('version = "1"', "version = ", "", "line 2"),
        ('"measured"', '"perfect"', "", "no such status: perfect"),
        ('id = "stops"', 'id = "Stops!"', "Stops!", "small letters"),
        ('"bias"', '"kindness"', "stops", "no such recommendation: kindness"),
        (', es = "Paradas"', "", "stops", "no name in es"),
        ('en = ["pulled over"', 'es = ["alto"]\nen = ["pulled over"', "stops", "disagree about es"),
        ('en = "measured"', 'en = "measured"\nes = "draft"', "stops", "disagree about es"),
        ('"pulled over"', '"..."', "stops", "says nothing"),
        ("stop{1,2}ed", "(stop", "stops", "no regular expression"),
        ("stop{1,2}ed", "(a+)+b", "stops", "unbounded repetition"),
        ("stop{1,2}ed", "a.*b", "stops", "unbounded repetition"),
        ("\\bstop{1,2}ed\\b", "x{0,3}", "stops", "matches nothing at all"),
    ],
)
def test_an_error_names_file_theme_and_reason(old: str, new: str, theme: str, reason: str) -> None:
    broken = GOOD.replace(old, new)
    assert broken != GOOD
    with pytest.raises(CodebookError) as caught:
        read_codebook(broken, "my.toml")
    assert (caught.value.file, caught.value.theme) == ("my.toml", theme)
    assert reason in str(caught.value)
    assert "my.toml" in str(caught.value)


def test_a_theme_twice_is_an_error() -> None:
    with pytest.raises(CodebookError, match="appears twice"):
        read_codebook(GOOD + GOOD[GOOD.index("[[theme]]") :], "my.toml")


@pytest.mark.parametrize("text", ["police " * 600, "officers stop " * 300, "a" * 4000, "traffic on " * 400, " " * 4000])
def test_no_expression_is_slow_on_hostile_text(text: str) -> None:
    expressions = [
        re.compile(pattern[1:-1])
        for theme in load_codebook().themes
        for patterns in theme.patterns.values()
        for pattern in patterns
        if is_regex(pattern)
    ]
    began = time.perf_counter()
    for expression in expressions:
        expression.findall(text)
    assert time.perf_counter() - began < 5

"""The pieces of pages show text as text."""

import pytest
from streamlit.testing.v1 import AppTest

from survey.pages.blocks import badge, plain
from survey.pages.style import SHEET, lockup, mark
from tests.survey.pages.conftest import html

HOSTILE = '<script>x</script>"><img src=x>'


def run_blocks(hostile):  # type: ignore[no-untyped-def]  # its source runs alone, without our imports
    """Every block, with hostile text in every part."""
    from survey.pages import blocks

    blocks.opening(hostile, hostile, hostile)
    blocks.section(hostile, hostile)
    blocks.words(hostile)
    blocks.notice(hostile, "info", hostile)
    blocks.stamp(hostile, hostile, hostile)
    blocks.empty(hostile, hostile)
    blocks.cards([blocks.Card(hostile, hostile, hostile, hostile)])
    blocks.points([hostile])
    blocks.facts([(hostile, hostile)])
    blocks.table([hostile], [[hostile]], hostile)
    blocks.anchors([(hostile, hostile)])


def test_no_block_lets_markup_through() -> None:
    page = AppTest.from_function(run_blocks, kwargs={"hostile": HOSTILE}).run()
    sent = html(page)
    assert sent.count("&lt;script&gt;") >= 18
    assert "<script" not in sent
    assert "<img" not in sent
    assert not page.markdown


def test_badges_and_pictures_escape_too() -> None:
    assert "<script" not in badge(HOSTILE)
    assert "<script" not in lockup(HOSTILE, HOSTILE)
    assert mark().startswith("<svg ")


@pytest.mark.parametrize(
    ("typed", "label"),
    [("Tom & Ana", "Tom & Ana"), ("**x**", r"\*\*x\*\*"), ("![a](b)", r"\!\[a\]\(b\)"), ("a\n\n# b", r"a \# b")],
)
def test_plain_labels_hold_no_markdown(typed: str, label: str) -> None:
    assert plain(typed) == label


def test_the_style_sheet_loads_nothing_from_elsewhere() -> None:
    sheet = SHEET.read_text("utf-8")
    assert "url(" not in sheet
    assert "@import" not in sheet

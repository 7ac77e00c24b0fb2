"""What looks for faults finds planted ones."""

import pytest
from playwright.sync_api import Page

from tests.browser.axe import scan
from tests.browser.conftest import Town

pytestmark = pytest.mark.browser

SMALL = '<a href="/a" style="display:inline-block;width:9px;height:9px;overflow:hidden">a</a>'
FAULTS = {
    "label": "document.querySelector('#code').labels[0].remove()",
    "color-contrast": "document.querySelector('#code-help').style.color = '#b0b0b0'",
    "target-size": f"document.querySelector('main').insertAdjacentHTML('beforeend', '<p>{SMALL}{SMALL}</p>')",
    "html-has-lang": "document.documentElement.removeAttribute('lang')",
    "aria-valid-attr-value": "document.querySelector('#code').setAttribute('aria-invalid', 'perhaps')",
}


@pytest.mark.parametrize("rule", FAULTS)
def test_a_planted_fault_is_noticed(town: Town, desk: Page, rule: str) -> None:
    desk.goto(f"{town.address}/s")
    assert scan(desk) == []
    desk.evaluate(f"() => {{ {FAULTS[rule]} }}")
    assert {one.rule for one in scan(desk)} == {rule}


@pytest.mark.parametrize(("color", "wrong"), [("#1d2733", False), ("#8d9aa8", True)])
def test_contrast_that_axe_leaves_open_is_measured(town: Town, desk: Page, color: str, wrong: bool) -> None:
    desk.goto(f"{town.address}/s")
    desk.evaluate(
        """color => { const line = document.querySelector('#code-help'); line.style.color = color;
        line.style.background = 'linear-gradient(#fbfaf7, #fff)'; }""",
        color,
    )
    assert bool(scan(desk)) is wrong

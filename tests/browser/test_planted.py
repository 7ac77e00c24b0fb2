"""What looks for faults finds planted ones."""

import pytest
from playwright.sync_api import Page

from tests.browser import reach
from tests.browser.axe import scan
from tests.browser.conftest import PHONE, Town

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


STYLED = "document.querySelector('#code').style"
AFTER = "document.querySelector('main').insertAdjacentHTML('beforeend', "
MISHAPS = {
    "wide": (reach.too_narrow, f"{STYLED}.cssText = 'width: 25rem'"),
    "cut": (reach.too_narrow, "document.querySelector('#code-help').style.cssText = 'height: 1em; overflow: hidden'"),
    "small": (reach.too_small, f"{AFTER}'<p><a href=/ style=\"display:inline-block;height:30px\">Elsewhere</a></p>')"),
    "moving": (reach.moving, f"{STYLED}.transition = 'width 1s'"),
    "direction": (lambda page: reach.unsaid(page, "en", "ltr"), "document.documentElement.dir = 'rtl'"),
    "no ring": (lambda page: reach.stops(page)[1], f"{STYLED}.outline = 'none'"),
    "trap": (
        lambda page: reach.stops(page)[1],
        "document.querySelector('#code').onkeydown = event => event.key === 'Tab' && event.preventDefault()",
    ),
}
"""What looks at a page, and a script that makes it find something."""


@pytest.mark.parametrize("name", MISHAPS)
def test_a_planted_mishap_is_noticed(town: Town, desk: Page, name: str) -> None:
    look, spoil = MISHAPS[name]
    desk.set_viewport_size(PHONE)
    desk.goto(f"{town.address}/s")
    assert list(look(desk)) == []
    desk.evaluate(f"() => {{ {spoil} }}")
    assert list(look(desk)) != []

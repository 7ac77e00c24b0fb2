"""axe-core in a page: what breaks WCAG 2.2 A or AA, and what axe could not decide, decided from the pixels."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

from PIL import Image
from playwright.sync_api import Page

LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
RUN = """async tags => {
  const run = await axe.run(document, {
    runOnly: { type: 'tag', values: tags },
    rules: { 'target-size': { enabled: true } },
    resultTypes: ['violations', 'incomplete'],
    elementRef: true,
  });
  window.fhUndecided = run.incomplete.flatMap(rule => rule.nodes.map(node => node.element));
  const told = found => found.flatMap(rule => rule.nodes.map(node => ({ rule: rule.id,
    where: node.target.flat().join(' ').slice(-160), shown: node.html.slice(0, 160),
    why: [...node.any, ...node.all, ...node.none].map(check => check.message).join('; ') })));
  return { wrong: told(run.violations), undecided: told(run.incomplete), tried: run.passes.length };
}"""
BOXES = """() => window.fhUndecided.map(one => {
  const box = one.getBoundingClientRect(), style = getComputedStyle(one), size = parseFloat(style.fontSize);
  const seen = one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && box.width && box.height;
  return { box: seen ? [box.left, box.top, box.right, box.bottom] : null,
    large: size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) };
})"""
WHOLE = "() => Math.max(...[...document.querySelectorAll('*')].map(one => one.scrollHeight))"
TALLEST = 12_000


@dataclass(frozen=True)
class Finding:
    """One element that a rule of axe's is about: where it is, how it begins and what axe says."""

    rule: str
    where: str
    shown: str
    why: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.why} At {self.where}: {self.shown}"


@cache
def _library() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


def scan(page: Page) -> list[Finding]:
    """What breaks WCAG on the page as it stands; empty when nothing does.

    Playwright evaluates beside the page's Content-Security-Policy, so a strict one keeps nothing from being checked.
    Contrast that axe leaves open, such as words over a drawing, is measured on a picture of the page; any other open
    point counts as wrong. Raises AssertionError when no rule found anything to check.
    """
    if not page.evaluate("() => !!window.axe"):
        page.evaluate(_library())
    told = page.evaluate(RUN, list(LEVELS))
    assert told["tried"], "axe checked nothing"
    undecided = [Finding(**one) for one in told["undecided"]]
    return [Finding(**one) for one in told["wrong"]] + (_decided(page, undecided) if undecided else [])


def _decided(page: Page, undecided: list[Finding]) -> list[Finding]:
    """Those open points that are wrong after all."""
    was = page.viewport_size
    assert was is not None
    page.set_viewport_size({"width": was["width"], "height": min(page.evaluate(WHOLE), TALLEST)})
    picture = Image.open(BytesIO(page.screenshot(scale="css"))).convert("RGB")
    boxes = page.evaluate(BOXES)
    page.set_viewport_size(was)
    return [
        one
        for one, seen in zip(undecided, boxes, strict=True)
        if one.rule != "color-contrast"
        or (seen["box"] is not None and contrast_in(picture, seen["box"]) < (3 if seen["large"] else 4.5))
    ]


def contrast_in(picture: Image.Image, box: tuple[float, float, float, float]) -> float:
    """The contrast (1 to 21, as WCAG defines it) of the most frequent color in a box with the one farthest from it."""
    left, top, right, bottom = box
    part = picture.crop((int(left), int(top), int(right) + 1, int(bottom) + 1))
    colors = part.getcolors(part.width * part.height)
    ground = _luminance(max(colors)[1])
    return max(_ratio(ground, _luminance(color)) for _, color in colors)


def _ratio(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _luminance(color: tuple[int, int, int]) -> float:
    """Relative luminance of an sRGB color, 0 to 1 (WCAG 2.2)."""
    parts = (part / 255 for part in color)
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

"""A report as one file: its template, its style, and nothing from anywhere else."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from analysis import drawings
from survey.i18n import language_tag
from survey.methods import Part
from survey.report.pieces import Section
from survey.telling import Telling

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Head:
    """What stands above a report: who it is from, about what, and what to know before reading."""

    city: str
    title: str
    notices: tuple[str, ...]
    digest: str
    made_on: str


def render(
    telling: Telling, head: Head, sections: Sequence[Section], methods: Sequence[Part], asked: Sequence[Part]
) -> str:
    """The whole file as HTML."""
    rendered: str = _template().render(
        say=telling.say,
        language=language_tag(telling.language),
        head=head,
        release=telling.release,
        version=telling.number(telling.release.version),
        sections=sections,
        methods=methods,
        asked=asked,
        axis=Markup(drawings.axis()),
    )
    return rendered


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["style"] = Markup(" ".join((HERE / "report.css").read_text("utf-8").split()))
    return environment.get_template("report.html")

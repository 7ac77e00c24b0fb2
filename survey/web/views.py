"""Turning templates into complete, self-contained pages with strict headers."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import Response

from survey.i18n import Texts, direction, language_name, language_tag, show_day, show_number

TEMPLATES = Path(__file__).parent / "templates"
INLINE = (
    "page.css",
    "poster.css",
    "a4.css",
    "letter.css",
    "cards.css",
    "page.js",
    "aloud.js",
    "keep.js",
    "send.js",
    "kiosk.css",
    "kiosk_queue.js",
    "kiosk_staff.js",
    "kiosk.js",
    "paper.css",
    "key_paper.css",
    "key_paper.js",
)
"""What pages carry inside themselves: no page asks for a second file."""


@dataclass(frozen=True)
class Views:
    """The templates with the interface texts; `policy` allows exactly the inline styles and script that are ours."""

    environment: Environment
    texts: Texts
    policy: str

    @property
    def version(self) -> str:
        """Changes whenever a style or a script does, and with it what a page kept on a phone may do."""
        return hashlib.sha256(self.policy.encode()).hexdigest()[:12]

    @property
    def headers(self) -> Mapping[str, str]:
        """What every page says to browsers."""
        return {
            "Content-Security-Policy": self.policy,
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }

    def page(
        self,
        template: str,
        language: str,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        **values: object,
    ) -> Response:
        """A page in a language. It is never kept by a browser, and tells no other site where it was."""
        text = self.part(template, language, **values)
        kept = {**self.headers, "Content-Language": language_tag(language), **(headers or {})}
        return Response(text, status, kept, media_type="text/html")

    def part(self, template: str, language: str, **values: object) -> Markup:
        """The template filled in, as a part of a page."""
        rendered = self.environment.get_template(template).render(
            language=language,
            direction=direction(language),
            t=partial(self.texts.get, language),
            has=self.texts.has,
            version=self.version,
            **values,
        )
        return Markup(rendered)


def open_views(texts: Texts) -> Views:
    """Reads the templates; styles and script are squeezed and hashed once."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    inline = {name: _squeezed((TEMPLATES / name).read_text("utf-8")) for name in INLINE}
    environment.globals["inline"] = inline
    environment.filters["day"] = show_day
    environment.filters["number"] = show_number
    environment.filters["language_name"] = language_name
    environment.filters["direction"] = direction
    environment.filters["tag"] = language_tag
    return Views(environment, texts, _policy(inline))


def _squeezed(text: str) -> str:
    """Without indents and line ends, which inline files do not need: each line is a whole rule or statement."""
    return "".join(line.strip() for line in text.splitlines() if not line.strip().startswith(("/*", "//")))


def _policy(inline: Mapping[str, str]) -> str:
    styles = " ".join(_source(text) for name, text in inline.items() if name.endswith(".css"))
    scripts = " ".join(_source(text) for name, text in inline.items() if name.endswith(".js"))
    return (
        f"default-src 'none'; style-src {styles}; script-src {scripts}; img-src data:; "
        "connect-src 'self'; worker-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

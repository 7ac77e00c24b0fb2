"""SurveyJS with the questions of our phone page, served at its best: minified, compressed beforehand, cached for long.

Its two packages (MIT) are fetched with `npm pack` into a folder that is thrown away; nothing of them is kept here.
"""

import gzip
import json
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from questions.loader import SHIPPED, load
from questions.model import Question, QuestionKind
from tests.conftest import PROJECT

VERSION = "2.5.38"
FILES = {
    "survey-core": ("survey-core.fontless.min.css", "survey.core.min.js"),
    "survey-js-ui": ("survey-js-ui.min.js",),
}
KINDS = {
    QuestionKind.RATING: "radiogroup",
    QuestionKind.CHOICE: "radiogroup",
    QuestionKind.CHOICES: "checkbox",
    QuestionKind.PLACE: "dropdown",
    QuestionKind.COMMENT: "comment",
}
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<title>Survey</title><link rel="stylesheet" href="/survey-core.fontless.min.css">
<script defer src="/survey.core.min.js"></script><script defer src="/survey-js-ui.min.js"></script>
<script>addEventListener("DOMContentLoaded", function () {
new Survey.Model(%s).render(document.getElementById("survey")); });</script>
</head><body><div id="survey"></div></body></html>"""
TYPES = {".js": "text/javascript", ".css": "text/css", "": "text/html; charset=utf-8"}


@contextmanager
def surveyjs(folder: Path) -> Iterator[str]:
    """The http address of the survey. Raises OSError or SubprocessError where the packages can't be had."""
    files = {f"/{name}": gzip.compress(content, 9) for name, content in {**_packages(folder), "": _page()}.items()}
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, files))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    """Answers with compressed files from memory, over connections that stay open."""

    protocol_version = "HTTP/1.1"

    def __init__(self, files: Mapping[str, bytes], *args: object) -> None:
        self.files = files
        super().__init__(*args)  # type: ignore[arg-type]  # as the server gives them

    def do_GET(self) -> None:
        content = self.files.get(self.path, b"")
        self.send_response(200 if content else 404)
        self.send_header("Content-Type", TYPES.get(Path(self.path).suffix, "text/plain"))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Cache-Control", "no-cache" if self.path == "/" else "public, max-age=31536000, immutable")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the table is the only output."""


def _packages(folder: Path) -> dict[str, bytes]:
    wanted = [f"{name}@{VERSION}" for name in FILES]
    subprocess.run(["npm", "pack", "--silent", *wanted], cwd=folder, check=True, capture_output=True, timeout=120)
    found = {}
    for package, names in FILES.items():
        with tarfile.open(folder / f"{package}-{VERSION}.tgz") as archive:
            for name in names:
                member = archive.extractfile(f"package/{name}")
                assert member is not None, name
                found[name] = member.read()
    return found


def _page() -> bytes:
    pulse = load([SHIPPED]).instruments["pulse"]
    survey = {"title": pulse.title, "elements": [_element(question) for question in pulse.questions]}
    return (PAGE % json.dumps(survey)).encode()


def _element(question: Question) -> dict[str, object]:
    element: dict[str, object] = {"type": KINDS[question.kind], "name": question.id, "title": question.text}
    if question.kind is QuestionKind.PLACE:
        element["choices"] = _places()
    elif question.choices:
        element["choices"] = [{"value": choice.value, "text": choice.text} for choice in question.choices]
    if question.condition:
        element["visibleIf"] = f"{{{question.condition.question_id}}} notempty"
    return element


def _places() -> list[dict[str, str]]:
    outlines = json.loads((PROJECT / "survey" / "demo" / "neighborhoods.geojson").read_text("utf-8"))
    return [{"value": place["id"], "text": place["properties"]["name"]} for place in outlines["features"]]

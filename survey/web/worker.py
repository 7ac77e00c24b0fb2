"""The service worker: what opens a page again where there is no connection, with the headers that it came with."""

import json
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from survey.web.views import TEMPLATES, Views

OWN_POLICY = "default-src 'none'; connect-src 'self'"


@dataclass(frozen=True)
class Worker:
    """Serves the worker's script, which changes whenever the pages' own scripts or styles do."""

    views: Views
    file: Path = TEMPLATES / "worker.js"

    def script(self, request: Request) -> Response:
        """The script, with the version and the headers of the pages that it may keep."""
        headers = {"Content-Type": "text/html; charset=utf-8", **self.views.headers}
        begins = f"const VERSION = {json.dumps(self.views.version)}, HEADERS = {json.dumps(headers)};\n"
        kept = {
            "Content-Security-Policy": OWN_POLICY,
            "Cache-Control": "no-cache",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(begins + self.file.read_text("utf-8"), headers=kept, media_type="text/javascript")

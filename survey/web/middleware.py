"""What stands between the network and every answer of the app, Streamlit's included, from the outside in."""

from collections.abc import Sequence

from starlette.middleware import Middleware

from survey.context import Cities
from survey.web.compression import Compression
from survey.web.shell import Shell


def middleware(cities: Cities, early: Sequence[str]) -> list[Middleware]:
    """For `st.App`. `early` are addresses of files that the survey needs soon after its page."""
    return [
        Middleware(Compression, folder=cities.real.settings.home / "assets"),
        Middleware(Shell, cities=cities, early=early),
    ]

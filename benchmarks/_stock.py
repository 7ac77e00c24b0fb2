"""Our Streamlit survey as Streamlit serves it by itself: without our middleware, in its own font."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import PROJECT
from tests.running import free_port, running

APP = """import os

import streamlit as st

if __name__ == "__main__":
    from stock_app import cities

    from survey.pages import show

    show(cities)
else:
    from survey.compose import open_cities
    from survey.web.routes import routes

    cities = open_cities(os.environ)
    app = st.App(__file__, routes=routes(cities))
"""


@contextmanager
def stock(home: Path) -> Iterator[str]:
    """The address of such a server; its demo city is the one in `home`."""
    folder = home / "stock"
    (folder / ".streamlit").mkdir(parents=True)
    (folder / "stock_app.py").write_text(APP)
    ours = (PROJECT / ".streamlit" / "config.toml").read_text("utf-8")
    theirs = re.sub(r"(?m)^font = .*$", 'font = "sans-serif"', ours)
    (folder / ".streamlit" / "config.toml").write_text(theirs)
    with running(home, free_port(), folder / "stock_app.py") as address:
        yield address

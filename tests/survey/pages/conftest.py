"""Opens any page by its name with a real city, and reads back all the words on it."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from survey.context import Context
from survey.pages.viewer import Viewer
from survey.records import Account

Open = Callable[..., AppTest]


def run_page(name, context, viewer):  # type: ignore[no-untyped-def]  # its source runs alone, without our imports
    """The script of every page test."""
    from importlib import import_module

    import_module(f"survey.pages.{name}").render(context, viewer)


@pytest.fixture
def open_page(context: Context) -> Open:
    """Opens a page of the city as an account (None is the public) in a language."""

    def open_(name: str, account: Account | None = None, language: str = "en", city: Context = context) -> AppTest:
        kwargs = {"name": name, "context": city, "viewer": Viewer(account, language)}
        return AppTest.from_function(run_page, kwargs=kwargs, default_timeout=30)

    return open_


def shown(page: AppTest) -> str:
    """Everything that the page shows, as one text; HTML as it was sent."""
    assert not page.exception, page.exception
    return "\n".join(_said(element) for element in page if isinstance(element, Element))


def html(page: AppTest) -> str:
    """All HTML of the page as it was sent."""
    return "\n".join(_said(element) for element in page if isinstance(element, Element) and element.type == "html")


def keys(elements: Iterable[Any]) -> list[str]:
    """The keys of widgets."""
    return [element.key for element in elements if element.key]


def _said(element: Element) -> str:
    proto = element.proto
    parts = [getattr(proto, name, "") for name in ("body", "label", "value", "help", "options", "page")]
    return " ".join(str(part) for part in parts if part)

"""The Streamlit pages: `PAGES` is the list, `show` frames the one that was asked for."""

from survey.pages.frame import show
from survey.pages.listing import PAGES

__all__ = ["PAGES", "show"]

"""Declared comparisons in words, as pages say them; reports say them alike."""

from survey.changes import ARROWS, Speaker, arrow, say_change, say_kinds

__all__ = ["ARROWS", "Speaker", "arrow", "say_change", "say_kinds"]

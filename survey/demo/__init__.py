"""The demo city: Larkwater, which does not exist. Its answers are synthetic and live in a database of their own."""

from survey.demo.city import open_city, rebuild

__all__ = ["open_city", "rebuild"]

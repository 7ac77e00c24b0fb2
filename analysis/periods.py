"""Calendar periods as text: 2025-07 a month, 2025-Q3 a quarter, 2025 a year."""

from calendar import monthrange
from datetime import date


def month(day: date) -> str:
    """
    >>> month(date(2025, 7, 4))
    '2025-07'
    """
    return f"{day.year:04d}-{day.month:02d}"


def quarter(day: date) -> str:
    """
    >>> quarter(date(2025, 7, 4))
    '2025-Q3'
    """
    return f"{day.year:04d}-Q{(day.month + 2) // 3}"


def year(day: date) -> str:
    """
    >>> year(date(2025, 7, 4))
    '2025'
    """
    return f"{day.year:04d}"


def previous_quarter(name: str) -> str:
    """
    >>> previous_quarter("2025-Q1")
    '2024-Q4'
    """
    return quarter(date.fromordinal(first_day(name).toordinal() - 1))


def first_day(period: str) -> date:
    """The day a month, quarter or year begins."""
    number, _, part = period.partition("-")
    first_month = 3 * int(part[1:]) - 2 if part.startswith("Q") else int(part or 1)
    return date(int(number), first_month, 1)


def last_day(period: str) -> date:
    """The day a month, quarter or year ends."""
    number, _, part = period.partition("-")
    last_month = 3 * int(part[1:]) if part.startswith("Q") else int(part or 12)
    return date(int(number), last_month, monthrange(int(number), last_month)[1])


def is_open(period: str, today: date) -> bool:
    """Whether answers of the period can still arrive: it is open through its last day."""
    return today <= last_day(period)

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


def next_quarter(name: str) -> str:
    """
    >>> next_quarter("2025-Q4")
    '2026-Q1'
    """
    return quarter(date.fromordinal(last_day(name).toordinal() + 1))


def a_year_before(period: str) -> str:
    """
    >>> a_year_before("2025-Q1"), a_year_before("2025")
    ('2024-Q1', '2024')
    """
    number, dash, part = period.partition("-")
    return f"{int(number) - 1:04d}{dash}{part}"


def quarters(period: str) -> tuple[str, ...]:
    """
    >>> quarters("2025"), quarters("2025-Q3")
    (('2025-Q1', '2025-Q2', '2025-Q3', '2025-Q4'), ('2025-Q3',))
    """
    return (period,) if "-" in period else tuple(f"{period}-Q{number}" for number in range(1, 5))


def quarters_between(first: date, last: date) -> tuple[str, ...]:
    """
    >>> quarters_between(date(2025, 11, 3), date(2026, 4, 1))
    ('2025-Q4', '2026-Q1', '2026-Q2')
    """
    found = [quarter(first)]
    while found[-1] < quarter(last):
        found.append(next_quarter(found[-1]))
    return tuple(found)


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

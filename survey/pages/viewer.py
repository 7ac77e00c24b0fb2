"""Who is looking, and in which language."""

from dataclasses import dataclass

from survey.records import Account


@dataclass(frozen=True)
class Viewer:
    """What a page knows about the person before it: an account when signed in, and their language."""

    account: Account | None
    language: str

"""Who is looking, and in which language."""

from dataclasses import dataclass, field

from survey import access
from survey.context import Context
from survey.records import Account


@dataclass(frozen=True)
class Viewer:
    """What a page knows about the person before it: an account when signed in, with its sign-in, and their language."""

    account: Account | None
    language: str
    token: str = field(default="", repr=False)

    def signed_out(self, context: Context) -> bool:
        """Whether the sign-in that this page was opened with has ended on the server since."""
        return bool(self.token) and access.signed_in(context, self.token) != self.account

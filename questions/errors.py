"""What is wrong with content files: every problem names its file, the id and the reason."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing to mend in a content file; `id` is "" when the file as a whole is meant."""

    file: str
    id: str
    reason: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.id, self.reason) if part)


class ContentError(Exception):
    """Content that cannot be served; holds all problems that were found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

"""Expected failures: a code that pages translate, and problems of single fields."""

from collections.abc import Mapping


class SurveyError(Exception):
    """Something went wrong that a person can understand; `code` is a text id under `error.`."""

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields


class InvalidInput(SurveyError):
    """Input that has to be mended: every problem at once, as `{field: code}`."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("invalid_input")
        self.problems = dict(problems)

    def __str__(self) -> str:
        return ", ".join(f"{name}: {code}" for name, code in self.problems.items())


class StoreMismatch(Exception):
    """The database is not the one this program may serve; says which and what to do."""

"""What the database holds, asked of the database itself: its tables and fields, and how many rows there are."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import Text, cast, func, inspect, literal_column
from sqlalchemy import select as sql_select
from sqlalchemy import table as named_table
from sqlmodel import col

from survey.storage.base import Repository
from survey.storage.tables import ResponseRow

PAGE = 2_000
_COMBINED = ("event", "place", "day", "instrument", "language")


class Holdings(Repository):
    """Tables as they are, whether this program knows them or not."""

    def fields(self) -> dict[str, tuple[str, ...]]:
        """Every table and its fields, by name."""
        found = inspect(self._engine)
        return {
            name: tuple(str(column["name"]) for column in found.get_columns(name))
            for name in sorted(found.get_table_names())
        }

    def rows(self) -> dict[str, int]:
        """How many rows each table has now."""
        with self.reading() as session:
            return {
                name: session.execute(
                    sql_select(func.count(literal_column("1"))).select_from(named_table(name))
                ).scalar_one()
                for name in self.fields()
            }

    def combinations(self) -> Iterator[tuple[object, ...]]:
        """Event, place, day, questionnaire, language and answers of each counted response, the answers last.

        Read in pages: one long read would keep SQLite's writers waiting, and residents are among them.
        """
        key, answers = col(ResponseRow.key), cast(col(ResponseRow.answers), Text)
        columns = [col(getattr(ResponseRow, name)) for name in _COMBINED]
        counted = sql_select(key, *columns, answers).where(col(ResponseRow.rehearsal).is_(False)).order_by(key)
        after = UUID(int=0)
        while True:
            with self.reading() as session:
                page = session.execute(counted.where(key > after).limit(PAGE)).all()
            if not page:
                return
            yield from (tuple(row)[1:] for row in page)
            after = page[-1][0]

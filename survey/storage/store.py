"""The Store: one database, opened for one purpose, with a repository for each noun."""

from pathlib import Path
from typing import Self

from sqlalchemy import Engine

from survey.storage import backup, schema
from survey.storage.cards import Cards
from survey.storage.city import City
from survey.storage.doubts import Doubts
from survey.storage.engine import open_engine
from survey.storage.events import Events, Places
from survey.storage.holdings import Holdings
from survey.storage.incidents import Incidents
from survey.storage.listening import Commitments, Listening
from survey.storage.paper import Paper
from survey.storage.releases import Releases
from survey.storage.responses import Responses
from survey.storage.retention import Retention
from survey.storage.staff import Accounts, Audit


class Store:
    """Everything that is kept. Opened as "real" or "demo"; a database of the other kind is refused."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.places = Places(engine)
        self.events = Events(engine)
        self.responses = Responses(engine)
        self.doubts = Doubts(engine)
        self.cards = Cards(engine)
        self.paper = Paper(engine)
        self.accounts = Accounts(engine)
        self.audit = Audit(engine)
        self.listening = Listening(engine)
        self.commitments = Commitments(engine)
        self.incidents = Incidents(engine)
        self.city = City(engine)
        self.releases = Releases(engine)
        self.retention = Retention(engine)
        self.holdings = Holdings(engine)

    @classmethod
    def open(cls, url: str, purpose: schema.Purpose, *, unfinished: bool = False) -> Self:
        """Opens, creates or migrates the database. Raises StoreMismatch when it must not be served.

        `unfinished` is for building a file that is moved to its place once complete, and thrown away otherwise.
        """
        engine = open_engine(url, unfinished=unfinished)
        try:
            schema.migrate(engine, purpose)
            schema.check(engine, purpose)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    def back_up(self, file: Path) -> None:
        """Copies everything into a new file. Raises SurveyError, see `survey.storage.backup`."""
        backup.back_up(self.engine, file)

    def close(self) -> None:
        self.engine.dispose()

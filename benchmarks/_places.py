"""All places that a server writes to, searched one by one; and leaks planted in them, which must be found."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import text

from benchmarks._marks import Marked
from benchmarks._postgres import Server
from benchmarks._search import Search, Tally, plants
from benchmarks._town import Folders, Town

DATABASE = "*.sqlite3*"


def searched(search: Search, folders: Folders, passing: Tally, server: Server | None) -> Iterator[tuple[str, Tally]]:
    """Each place with what was searched and found there. `passing` are the files that came and went."""
    logs = {path for pattern in ("debug-*", "output.log", "exceptions-*") for path in folders.logs.glob(pattern)}
    yield "database, value by value too", _files(search, folders.home.glob(DATABASE))
    yield "journals and temporary files as they passed", passing
    yield "temporary files left", search.folder(folders.temporary)
    yield "other files of the server's home", search.folder(folders.home, without=lambda path: path.match(DATABASE))
    yield "its user's folder", search.folder(folders.user)
    yield "logs of every level", _files(search, (path for path in logs if path.match("debug-*")))
    yield "what it printed, exceptions", _files(search, (path for path in logs if not path.match("debug-*")))
    yield "pages, releases, commands, cookies", search.folder(folders.shown)
    yield "backups", search.folder(folders.backups)
    if server:
        yield "PostgreSQL: its data", search.folder(server.data, without=lambda path: "pg_wal" in path.parts)
        yield "PostgreSQL: write-ahead log", search.folder(server.data / "pg_wal")
        yield "PostgreSQL: server log", search.file(server.log)
        yield "PostgreSQL: pg_dump, text and packed", _dumps(search, folders, server)


def _files(search: Search, files: Iterator[Path]) -> Tally:
    found = Tally()
    for path in sorted(files):
        found.add(search.file(path))
    return found


def _dumps(search: Search, folders: Folders, server: Server) -> Tally:
    folder = folders.desk / "dumps"
    folder.mkdir(exist_ok=True)
    server.dump(folder / "dump.sql")
    server.dump(folder / "dump.custom", "--format=custom")
    return search.folder(folder)


def elsewhere(folders: Folders) -> list[str]:
    """Files that the server or a command opened for writing outside all of these places."""
    ours = folders.logs / f"opened-{os.getpid()}.txt"  # Streamlit's test runner keeps its scripts somewhere
    files = (path for path in folders.logs.glob("opened-*") if path != ours)
    opened = {line for path in files for line in path.read_text().splitlines()}
    return sorted(path for path in opened if path.startswith("/") and not path.startswith((str(folders.root), "/dev/")))


def planted(place: Town, search: Search, person: Marked, server: Server | None) -> Mapping[str, bool]:
    """Leaks of one person by their kind, and whether the same search finds them."""
    folders = place.folders
    place.ask(person, f"/s/{place.phone.code}", X_Planted="1")
    with place.context.store.engine.execution_options(write=True).begin() as connection:
        connection.execute(text("CREATE TABLE visitor (agent TEXT)"))
        connection.execute(text("INSERT INTO visitor VALUES (:agent)"), {"agent": person.headers["User-Agent"]})
    where = server.data if server else folders.home
    if server:
        with place.context.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CHECKPOINT"))
    found = {
        "a logger of addresses": bool(search.folder(folders.logs).hits),
        "a table of agents": bool(search.folder(where).hits),
        "its pages, once it is dropped": _after_dropping(place, search, where) if not server else True,
    }
    for kind, mark in {"phone": "-".join(person.phone[1:]), "key": str(person.key), "address": person.proxied}.items():
        for name, data in plants(mark.encode()).items():
            file = folders.temporary / "planted"
            file.write_bytes(data)
            found[f"{kind}, {name}"] = bool(search.file(file).hits)
            file.unlink()
    return found


def _after_dropping(place: Town, search: Search, where: Path) -> bool:
    """Whether what was dropped is found while it lies on free pages, as a store without `secure_delete` leaves it."""
    with place.context.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("PRAGMA secure_delete=OFF"))
        connection.execute(text("DROP TABLE visitor"))
        connection.execute(text("PRAGMA secure_delete=ON"))
    return bool(search.folder(where).hits)

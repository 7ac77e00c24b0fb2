"""Releases and their layers can't be changed, by this program or by whoever has the database."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from survey.storage import schema
from survey.storage.engine import open_engine
from survey.storage.store import Store

A_RELEASE = "INSERT INTO release (version, made_on, digest, payload) VALUES ({}, '2026-06-15', 'digest', '{{}}')"
A_LAYER = "INSERT INTO layer (since, year, payload) VALUES (1, '2026', '{}')"
FORBIDDEN = {
    "changed": "UPDATE release SET payload = 'other'",
    "dated otherwise": "UPDATE release SET made_on = '2020-01-01'",
    "changed into what it is": "UPDATE release SET payload = payload",
    "deleted": "DELETE FROM release WHERE version = 2",
    "a layer's counts": "UPDATE layer SET payload = 'other'",
    "a layer's counts while it is taken back": "UPDATE layer SET until = 2, payload = 'other'",
    "a layer's year": "UPDATE layer SET until = 2, year = '2025'",
    "a layer's release": "UPDATE layer SET until = 3, since = 2",
    "a layer's end before its beginning": "UPDATE layer SET until = 1",
    "a deleted layer": "DELETE FROM layer",
}
OF_SQLITE = {
    "replaced": "INSERT OR REPLACE INTO release (version, made_on, digest, payload) VALUES (1, '2020-01-01', 'x', 'x')",
    "replaced by an update": "UPDATE OR REPLACE release SET version = 2 WHERE version = 1",
    "a replaced layer": "INSERT OR REPLACE INTO layer (since, year, payload) VALUES (1, '2026', 'x')",
}
OF_POSTGRESQL = {
    "emptied": "TRUNCATE release CASCADE",
    "a layer emptied": "TRUNCATE layer",
    "inserted over": A_RELEASE.format(1) + " ON CONFLICT (version) DO UPDATE SET payload = 'x'",
}
ENGINES = {"sqlite": OF_SQLITE, "postgresql": OF_POSTGRESQL}


def run(store: Store, *statements: str) -> None:
    with store.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def rows(store: Store) -> list[object]:
    with store.engine.connect() as connection:
        found = [connection.execute(text(f"SELECT * FROM {table} ORDER BY 1")).all() for table in ("release", "layer")]
    return [tuple(row) for table in found for row in table]


def test_no_sql_changes_a_release(store: Store) -> None:
    run(store, A_RELEASE.format(1), A_RELEASE.format(2), A_LAYER)
    before = rows(store)
    for what, statement in {**FORBIDDEN, **ENGINES[store.engine.dialect.name]}.items():
        with pytest.raises(IntegrityError):
            run(store, statement)
            pytest.fail(f"not refused: {what}")
    assert rows(store) == before


def test_a_layer_is_taken_back_once(store: Store) -> None:
    run(store, A_RELEASE.format(1), A_LAYER, "UPDATE layer SET until = 2")
    for again in ("UPDATE layer SET until = 3", "UPDATE layer SET until = 0", "UPDATE layer SET until = 2"):
        with pytest.raises(IntegrityError):
            run(store, again)
    assert ("2026", 2) in {(row[1], row[2]) for row in rows(store) if len(row) == 4}  # type: ignore[arg-type, index]


def test_the_third_schema_keeps_releases_answers_and_notes(url: str) -> None:
    engine = open_engine(url)
    schema.migrate(engine, "real", "0002")
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO store_identity (id, purpose) VALUES (1, 'real')"))
        connection.execute(text(A_RELEASE.format(7)))
    engine.dispose()
    store = Store.open(url, "real")
    assert store.releases.latest_version() == 7
    with pytest.raises(IntegrityError):
        run(store, "DELETE FROM release")
    with store.engine.connect() as connection:
        found = connection.execute(text("SELECT made_on, replaces, reason FROM release")).one()
    assert tuple(found)[1:] == (0, "") and str(found[0]) == str(date(2026, 6, 15))
    store.close()

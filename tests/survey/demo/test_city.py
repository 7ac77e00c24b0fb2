"""The demo city's database: built whole or not at all, renewed when old, and never mixed with a real city."""

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from survey import commitments, demo, events, releases
from survey.context import Context
from survey.demo import city as building
from survey.demo.loading import load_city
from survey.errors import StoreMismatch, SurveyError
from survey.records import CommitmentStatus, EventState, Program
from survey.storage.store import Store
from tests.survey.conftest import NOON
from tests.survey.demo.conftest import Built

SMALL = 0.02


def files(real: Context) -> list[str]:
    """What lies beside the real city's database."""
    return sorted(path.name for path in real.settings.home.iterdir() if not path.name.startswith("fair-hearing"))


def test_the_demo_is_synthetic_complete_and_open_to_visitors(built: Built) -> None:
    context = built.context
    assert context.synthetic and not context.setup_code
    assert built.release.synthetic
    assert context.store.city.profile().city == "Larkwater"
    assert context.store.accounts.count() == 0
    assert events.state(events.find(context, "demo"), context.today("America/Chicago")) is EventState.OPEN
    assert {event.program for event in context.store.events.all()} == set(Program)
    stored = sum(context.store.responses.counts().values())
    assert stored == len(built.generated.answers)
    notes = [note for session in context.store.listening.all() for note in context.store.listening.notes(session.id)]
    assert len(notes) > 100
    assert all(session.closed_on == session.opened_on < context.today() for session in context.store.listening.all())


def test_promises_are_stored_with_the_day_they_were_made(built: Built) -> None:
    made = built.context.store.commitments.all()
    assert {one.status for one in made} == set(CommitmentStatus)
    assert all(one.made_on < one.due_on for one in made)
    assert any(commitments.overdue(one, built.context.today()) for one in made)
    assert any(one.session for one in made)


def test_a_real_city_knows_nothing_of_the_demo(built: Built, real: Context) -> None:
    with pytest.raises(SurveyError, match="unknown_code"):
        events.find(real, "DEMO")
    assert not real.store.events.all() and not real.store.places.all()
    assert releases.latest(real) is None


def test_the_demo_database_is_refused_as_a_real_one(built: Built) -> None:
    with pytest.raises(StoreMismatch, match="demo answers"):
        Store.open(built.context.settings.demo_url, "real")


def test_nothing_synthetic_is_loaded_into_a_real_city(built: Built, real: Context) -> None:
    with pytest.raises(ValueError, match="never put into a real city"):
        load_city(real, built.generated)
    assert not real.store.events.all() and not real.store.places.all()
    assert real.store.city.profile().city == ""


def test_a_real_database_in_the_demos_place_is_neither_opened_nor_overwritten(real: Context) -> None:
    Store.open(real.settings.demo_url, "real").close()
    for do in (demo.open_city, demo.rebuild):
        with pytest.raises(StoreMismatch, match="real answers"):
            do(real)
    Store.open(real.settings.demo_url, "real").close()


def test_a_build_that_breaks_leaves_no_half_city(real: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_context: Context) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(building, "publish_nightly", broken)  # after everything else was stored
        with pytest.raises(RuntimeError, match="power cut"):
            demo.open_city(real, SMALL)
    assert files(real) == []
    context = demo.open_city(real, SMALL)
    assert releases.latest(context) is not None
    context.store.close()
    assert files(real) == ["demo-city.sqlite3"]


def test_a_broken_rebuild_keeps_the_city_that_was_there(real: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    demo.open_city(real, SMALL).store.close()
    before = _file(real).read_bytes()

    def broken(_context: Context) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(building, "publish_nightly", broken)
        with pytest.raises(RuntimeError, match="power cut"):
            demo.rebuild(real, SMALL)
    assert _file(real).read_bytes() == before


def test_what_a_killed_build_left_is_removed_but_not_a_build_under_way(real: Context) -> None:
    killed, under_way = (_file(real).with_name(f"demo-city.sqlite3.building-{name}") for name in ("old", "new"))
    for path, age in ((killed, 7200), (under_way, 60)):
        path.write_bytes(b"half a city")
        os.utime(path, (NOON.timestamp() - age,) * 2)
    demo.open_city(real, SMALL).store.close()
    assert files(real) == ["demo-city.sqlite3", under_way.name]


def test_it_is_kept_for_a_quarter_and_then_built_anew(real: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(after: int) -> bytes:
        then = replace(real, clock=lambda: NOON + timedelta(days=after))
        demo.open_city(then, SMALL).store.close()
        return _file(real).read_bytes()

    first = opened(0)
    assert opened(80) == first
    later = opened(100)
    assert later != first
    with monkeypatch.context() as patch:
        patch.setattr(building, "VERSION", "another")
        assert opened(100) != later


def _file(real: Context) -> Path:
    return real.settings.home / "demo-city.sqlite3"

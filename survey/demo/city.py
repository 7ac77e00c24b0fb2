"""Opening the demo city's own database, which is built in full beside its place and then moved there."""

import os
import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from survey.context import Context
from survey.demo.generator import SEED, VERSION, generate
from survey.demo.loading import load_city
from survey.demo.truth import load_truth
from survey.keys import derive
from survey.releases import publish_nightly
from survey.storage.store import Store

STAMP = "demo_built"
KEPT_FOR = timedelta(days=90)
LEFT_OVER = 3600.0
"""Seconds after which a half-built file belongs to a build that was killed."""


def open_city(real: Context, scale: float = 1.0) -> Context:
    """The demo city beside a real one, built when it is missing, older than a quarter or of another version.

    `scale` multiplies how many people answer; a stored city of another scale is built anew.
    Raises StoreMismatch when a real city's answers are where the demo's belong.
    """
    if _path(real).exists():
        found = _context(real, Store.open(real.settings.demo_url, "demo"))
        if _fresh(found, scale):
            return found
        found.store.close()
    return rebuild(real, scale)


def rebuild(real: Context, scale: float = 1.0) -> Context:
    """Builds the demo city anew and opens it. What was there stays until the new one is complete."""
    place = _path(real)
    if place.exists():
        Store.open(real.settings.demo_url, "demo").close()  # never puts the demo where a real city's answers are
    place.parent.mkdir(parents=True, exist_ok=True)
    _remove_left_over(place, real.clock().timestamp())
    handle, name = tempfile.mkstemp(prefix=f"{place.name}.building-", dir=place.parent)
    os.close(handle)
    try:
        _build(real, Path(name), scale)
        _force_to_disk(Path(name))
        os.replace(name, place)
    finally:
        Path(name).unlink(missing_ok=True)
    return _context(real, Store.open(real.settings.demo_url, "demo"))


def _build(real: Context, place: Path, scale: float) -> None:
    city = _context(real, Store.open(f"sqlite:///{place}", "demo", unfinished=True))
    try:
        generated = generate(load_truth(), SEED, _today(city), scale)
        load_city(city, generated)
        publish_nightly(city)
        city.store.city.set_note(STAMP, _stamp(_today(city), scale))
    finally:
        city.store.close()


def _force_to_disk(place: Path) -> None:
    with place.open("rb+") as built:
        os.fsync(built.fileno())


def _context(real: Context, store: Store) -> Context:
    return replace(real, store=store, synthetic=True, setup_code="", secret=derive(real.secret, "demo"))


def _path(real: Context) -> Path:
    return Path(real.settings.demo_url.removeprefix("sqlite:///"))


def _today(city: Context) -> date:
    return city.today(load_truth().city["time_zone"])


def _stamp(day: date, scale: float) -> str:
    return f"{VERSION} {scale:g} {day.isoformat()}"


def _fresh(city: Context, scale: float) -> bool:
    """Whether the stored city was made by this version, at this scale, within the last quarter."""
    stamp = city.store.city.note(STAMP)
    ages = (_today(city) - timedelta(days=age) for age in range(KEPT_FOR.days + 1))
    return any(stamp == _stamp(day, scale) for day in ages)


def _remove_left_over(place: Path, now: float) -> None:
    """Removes what killed builds left behind, but not a build that another process is at."""
    for found in place.parent.glob(f"{place.name}.building-*"):
        with suppress(FileNotFoundError):
            if now - found.stat().st_mtime > LEFT_OVER:
                found.unlink()

"""The benchmark of pages on a small city: every page shows something in time, and the tables have all of it."""

from dataclasses import asdict
from datetime import date
from pathlib import Path

from benchmarks import pages
from benchmarks._published import fill, open_city, release
from benchmarks._reading import NAMES, PAGES, prepared, visit
from benchmarks._years import City


def test_the_growth_table_has_every_page_and_size() -> None:
    page = {name: {"chart": 0.012, "whole": 0.034} for name in PAGES}
    found = {size: {"figures": size, "megabytes": 1.5, "read": 0.25, "pages": page} for size in (10_000, 1_000_000)}
    told = "\n".join(pages.table(found))
    assert all(f"  {name}" in told for name in PAGES) and "1,000,000" in told and told.count("12") >= len(PAGES)
    said = pages.headline(found, {10_000: {"estimating": 2.5}})
    assert "1,000,000 answers 12 ms" in said and "10,000 answers 2.5 s" in said


def test_every_page_is_timed_from_a_stored_release(tmp_path: Path) -> None:
    city = open_city(tmp_path / "filled")
    fill(city, City(2_400, 1), [0])
    release(city, date(2023, 4, 1))
    city.store.close()
    context = prepared(tmp_path / "filled", tmp_path / "shown")
    read = context.store.releases.latest()
    assert read and {label.id for label in read.indices} >= set(NAMES)
    for name in PAGES:
        page = asdict(visit(context, name))
        assert 0 < page["chart"] <= page["whole"]
    context.store.close()

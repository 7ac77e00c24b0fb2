"""One demo city for all tests of this folder, built once beside an empty real one."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from analysis.figures import Release
from questions.loader import load
from survey import demo
from survey.context import Context
from survey.demo.generator import SEED, DemoCity, generate
from survey.demo.truth import load_truth
from survey.i18n import load_texts
from survey.settings import Settings
from survey.storage.store import Store
from tests.survey.conftest import NOON, SECRET


@dataclass(frozen=True)
class Built:
    """The demo city as it was opened, its newest release, and the same city as the generator alone makes it."""

    context: Context
    release: Release
    generated: DemoCity


def real_context(home: object) -> Context:
    """A real city without anything in it, at noon of a fixed day."""
    settings = Settings.from_environment({"FAIR_HEARING_HOME": str(home)})
    return Context(
        settings, Store.open(settings.database_url, "real"), load(), load_texts(), clock=lambda: NOON, secret=SECRET
    )


@pytest.fixture
def real(tmp_path: object) -> Iterator[Context]:
    """An empty real city with no demo beside it yet."""
    context = real_context(tmp_path)
    yield context
    context.store.close()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """The demo city at full size."""
    beside = real_context(tmp_path_factory.mktemp("demo"))
    context = demo.open_city(beside)
    release = context.store.releases.latest()
    assert release is not None
    yield Built(context, release, generate(load_truth(), SEED, NOON.date()))
    context.store.close()
    beside.store.close()

"""While the demo city is built, its doors ask for a moment and look again by themselves."""

from dataclasses import replace

import pytest
from starlette.applications import Starlette

from survey.context import Cities
from survey.web.routes import routes
from tests.survey.web.conftest import Client


@pytest.mark.parametrize("path", ["/demo", "/s/DEMO", "/s/DEMO7?lang=es&door=phone"])
def test_whoever_comes_first_is_told_to_wait(both_cities: Cities, path: str) -> None:
    building = replace(both_cities, open_demo=_unasked, demo_within=lambda seconds: False)
    answer = Client(Starlette(routes=routes(building))).get(path)
    assert (answer.status_code, answer.headers["refresh"]) == (503, "3")
    assert path.replace("&", "&amp;") in answer.text
    assert ("momento" if "es" in path else "moment") in answer.text
    assert "set-cookie" not in answer.headers


def test_the_real_city_never_waits_for_the_demo(both_cities: Cities) -> None:
    building = replace(both_cities, open_demo=_unasked, demo_within=lambda seconds: False)
    client = Client(Starlette(routes=routes(building)))
    assert client.get("/s/NOPE").status_code == 404
    assert client.get("/health").status_code == 200


def _unasked() -> None:
    raise AssertionError("nobody may wait for the whole build")

"""The network is cut at every step of answering: nothing is lost, nothing doubled, nothing left on the phone."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.network_cuts import LEFT, lives
from tests.browser.conftest import Town
from tests.conftest import FLAGS, chromium
from tests.cutting import Cut, cutting

pytestmark = pytest.mark.browser
RUNS, SEED = 40, 20


def test_forty_people_on_a_network_that_breaks(browser: Browser, town: Town) -> None:
    with cutting(town.address) as network:
        outcomes = list(lives(browser, network, town.context.store, RUNS, SEED))
    assert [outcome for outcome in outcomes if outcome.problem] == []
    assert [outcome.stored for outcome in outcomes] == [1] * RUNS
    assert len({outcome.receipt for outcome in outcomes}) == RUNS
    cuts = {cut for outcome in outcomes for cut in outcome.plan.cuts}
    assert cuts == {Cut.OFFLINE, Cut.UPLOAD, Cut.REPLY, Cut.HALF}, "this seed leaves a step out: it proves less"


def test_an_answer_waits_while_the_whole_browser_is_closed(browser: Browser, town: Town, tmp_path: Path) -> None:
    before = town.context.store.responses.count(town.phone.id)
    with cutting(town.address) as network:

        def on_the_phone() -> Page:
            settings = {"executable_path": chromium(), "args": FLAGS, "viewport": {"width": 360, "height": 740}}
            return browser.browser_type.launch_persistent_context(tmp_path / "profile", **settings).pages[0]

        page = on_the_phone()
        page.goto(f"{network.address}/s/{town.phone.code}")
        page.locator("input[name=c1][value='4']").check()
        network.set(Cut.REPLY)
        page.get_by_role("button", name="Send my answers").click()
        expect(page.get_by_text("Not sent yet.").first).to_be_visible()
        page.context.close()
        network.set(Cut.NONE)
        page = on_the_phone()
        page.goto(f"{network.address}/s/{town.phone.code}")
        expect(page.get_by_text("Your answers from before have arrived.").first).to_be_visible()
        expect(page.locator("#found .receipt b")).to_be_visible()
        expect(page.locator("input[name=c1]:checked")).to_have_count(0)
        page.wait_for_function(f"async () => (await ({LEFT})()).every(count => !count)")
        page.context.close()
    assert town.context.store.responses.count(town.phone.id) == before + 1

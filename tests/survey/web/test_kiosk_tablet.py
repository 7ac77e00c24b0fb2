"""The kiosk on a tablet that passes from hand to hand: nothing stays, nothing is lost, and only staff end it."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from survey import kiosk
from survey.context import Context
from survey.records import Channel, Event
from tests.survey.conftest import SECRET
from tests.survey.web.tablet import (
    STAYS,
    TABLET,
    Stand,
    answer,
    begin,
    done,
    kept_tablet,
    kill,
    on_disk,
    open_panel,
    send,
    start,
)

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
WORDS = "Quxolith heron 7731"


@pytest.fixture
def stand(served: str, context: Context, spanish_event: Event) -> Stand:
    return Stand(served, context, spanish_event)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=TABLET)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["tablet", "phone"])
def test_a_whole_day_at_the_stand(browser: Browser, stand: Stand, size: dict[str, int]) -> None:
    tablet = browser.new_context(viewport=size)
    page = tablet.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    start(page, stand)
    assert tablet.cookies() == []
    begin(page, "es")
    answer(page, "Arreglen las luces")
    assert page.evaluate("document.documentElement.lang") == "es"
    page.locator("[data-tongue]").select_option("en")
    assert page.locator("input[name=c1][value='4']").is_checked()
    assert page.locator("textarea").input_value() == "Arreglen las luces"
    send(page, "received")
    assert page.locator("[data-receipt]").inner_text()
    done(page)
    (found,) = stand.context.store.responses.answered()
    assert (found.channel, found.place, found.day.isoformat()) == (Channel.KIOSK, "river", "2026-06-15")
    open_panel(page)
    expect(page.get_by_text("All answers are sent.")).to_be_visible()
    expect(page.get_by_text("Sent from this tablet today: 1")).to_be_visible()
    page.locator("[data-end]").click()
    expect(page.get_by_role("heading", name="The kiosk has ended")).to_be_visible()
    left = "async () => [localStorage.length, (await caches.keys()).length, (await indexedDB.databases()).length]"
    assert page.evaluate(left) == [0, 0, 0]
    assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
    page.goto(stand.kiosk)
    expect(page.get_by_text("not running in this browser")).to_be_visible()
    assert complaints == [] and tablet.cookies() == []
    tablet.close()


def test_three_people_without_a_connection_are_stored_once(page: Page, stand: Stand) -> None:
    start(page, stand)
    page.context.route("**/sealed", lambda route: route.abort())  # a fresh document may run before it is told offline
    page.context.set_offline(True)
    for number in range(3):
        begin(page, ("en", "es")[number % 2])
        answer(page)
        send(page, "sealed")
        done(page)
    expect(page.locator("[data-screen=begin] [data-if=waiting]")).to_have_text("Waiting to be sent: 3")
    assert stand.received() == 0
    page.context.unroute("**/sealed")
    page.context.set_offline(False)
    open_panel(page)
    expect(page.get_by_text("All answers are sent.")).to_be_visible(timeout=15_000)
    assert stand.received() == 3
    page.reload()
    expect(page.locator("[data-screen=begin]")).to_be_visible()
    assert stand.received() == 3


def test_a_reply_that_never_came_makes_no_second_answer(page: Page, stand: Stand) -> None:
    start(page, stand)
    lost: list[int] = []

    def lose(route: object) -> None:
        lost.append(route.fetch().status)  # type: ignore[attr-defined]  # a Route
        route.abort()  # type: ignore[attr-defined]

    page.route("**/sealed", lose)
    begin(page)
    answer(page)
    send(page, "sealed")
    assert lost == [200] and stand.received() == 1
    page.unroute("**/sealed")
    done(page)
    expect(page.locator("[data-screen=begin] [data-if=waiting]")).to_be_hidden()
    open_panel(page)
    expect(page.get_by_text("All answers are sent.")).to_be_visible()
    assert stand.received() == 1


def test_a_browser_killed_at_once_loses_nothing_that_was_promised(
    browser: Browser, stand: Stand, tmp_path: Path
) -> None:
    with kept_tablet(browser, tmp_path / "profile") as page:
        start(page, stand)
        page.context.set_offline(True)
        for number in range(2):
            begin(page)
            answer(page)
            send(page, "sealed")
            kill(tmp_path / "profile") if number else done(page)
    assert stand.received() == 0
    with kept_tablet(browser, tmp_path / "profile") as page:
        page.goto(stand.kiosk)
        open_panel(page)
        expect(page.get_by_text("All answers are sent.")).to_be_visible(timeout=15_000)
        assert stand.received() == 2


def test_five_wrong_pins_wait_and_reloading_does_not_help(page: Page, stand: Stand) -> None:
    page.clock.install()
    start(page, stand)
    for _ in range(4):
        open_panel(page, "1357")
        expect(page.get_by_text("This is not the PIN.")).to_be_visible()
        page.locator("dialog [data-back]").click()
    open_panel(page, "1357")
    expect(page.get_by_text("Too many tries. Please wait 60 seconds.")).to_be_visible()
    page.reload()
    open_panel(page)
    expect(page.get_by_text("Too many tries.")).to_be_visible()
    page.locator("dialog [data-back]").click()
    page.clock.run_for(61_000)
    open_panel(page)
    expect(page.locator("[data-screen=staff]")).to_be_visible()


def test_who_walks_away_is_asked_and_then_forgotten(page: Page, stand: Stand) -> None:
    page.clock.install()
    start(page, stand, idle=45)
    begin(page)
    answer(page, WORDS)
    page.clock.run_for(44_000)
    expect(page.get_by_text("Are you still there?")).to_be_hidden()
    page.clock.run_for(2_000)
    expect(page.get_by_text("Are you still there?")).to_be_visible()
    page.locator("[data-here]").click()
    assert page.locator("textarea").input_value() == WORDS
    page.clock.run_for(46_000)
    expect(page.get_by_text("Are you still there?")).to_be_visible()
    page.clock.run_for(16_000)
    expect(page.locator("[data-screen=begin]")).to_be_visible()
    assert WORDS not in page.evaluate(STAYS)
    assert stand.received() == 0


def test_thanks_clear_themselves(page: Page, stand: Stand) -> None:
    page.clock.install()
    start(page, stand)
    begin(page)
    answer(page)
    send(page, "received")
    code = page.locator("[data-receipt]").inner_text()
    page.clock.run_for(16_000)
    expect(page.locator("[data-screen=begin]")).to_be_visible()
    assert code not in page.evaluate(STAYS)


def test_nothing_of_the_last_person_is_left_in_the_page_or_on_the_disk(
    browser: Browser, stand: Stand, tmp_path: Path
) -> None:
    with kept_tablet(browser, tmp_path / "profile") as page:
        page.clock.install()
        start(page, stand)

        def send_it() -> None:
            send(page, "received")
            done(page)

        def seal_it() -> None:
            page.context.set_offline(True)
            send(page, "sealed")
            done(page)

        def leave_it() -> None:
            page.clock.run_for(80_000)

        def leave_and_return() -> None:
            page.goto(f"{stand.address}/s")
            page.go_back()

        ends = [send_it, page.locator("[data-erase]").click, leave_it, page.reload, leave_and_return, seal_it]
        lengths = []
        for end in ends:
            begin(page)
            answer(page, WORDS)
            end()
            expect(page.locator("[data-screen=begin]")).to_be_visible()
            assert WORDS not in page.evaluate(STAYS), end
            page.keyboard.press("Control+z")
            page.go_back()
            expect(page.locator("[data-screen=begin]")).to_be_visible()
            assert WORDS not in page.evaluate(STAYS), end
            lengths.append(page.evaluate("history.length"))
        assert len(set(lengths[1:])) <= 2, lengths
        page.evaluate("localStorage.setItem('control', 'Control words 4419')")
        page.evaluate("indexedDB.open('Control base 4419')")
    assert stand.received() == 1
    assert on_disk(tmp_path / "profile", b"Control words 4419"), "the search on disk finds nothing at all"
    assert on_disk(tmp_path / "profile", WORDS.encode()) == []


def test_the_tablet_holds_nothing_that_opens_what_it_sealed(browser: Browser, stand: Stand, tmp_path: Path) -> None:
    with kept_tablet(browser, tmp_path / "profile") as page:
        start(page, stand)
        page.context.set_offline(True)
        begin(page)
        answer(page, WORDS)
        send(page, "sealed")
        done(page)
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
        blob = page.evaluate(READ)
        assert list(blob) == ["blob"]
    opened = kiosk._opened(stand.context, stand.event, blob["blob"])
    assert opened["comment"] == [WORDS]
    private = kiosk._private_key(stand.context, stand.event).private_numbers().private_value.to_bytes(32, "big")
    for key in (private, SECRET):
        shapes = (
            key,
            key.hex().encode(),
            base64.b64encode(key).rstrip(b"="),
            base64.urlsafe_b64encode(key).rstrip(b"="),
        )
        assert [on_disk(tmp_path / "profile", shape) for shape in shapes] == [[]] * 4
    assert on_disk(tmp_path / "profile", blob["blob"][:60].encode()), (
        "the search on disk does not find the sealed answer itself"
    )


def test_going_back_asks_and_loses_nothing(page: Page, stand: Stand) -> None:
    start(page, stand)
    begin(page)
    answer(page, WORDS)
    page.evaluate("history.back()")
    expect(page.get_by_text("Are you still there?")).to_be_visible()
    page.locator("[data-here]").click()
    assert page.locator("textarea").input_value() == WORDS
    send(page, "received")


READ = """() => new Promise(done => { const asked = indexedDB.open("kiosk GHJK34"); asked.onsuccess = () => {
  const got = asked.result.transaction("sealed").objectStore("sealed").getAll();
  got.onsuccess = () => { asked.result.close(); done(got.result[0]); }; }; })"""
SPOIL = """() => new Promise(done => { const asked = indexedDB.open("kiosk GHJK34"); asked.onsuccess = () => {
  const turn = asked.result.transaction("sealed", "readwrite"), table = turn.objectStore("sealed");
  table.getAllKeys().onsuccess = event => { const name = event.target.result[0];
    table.get(name).onsuccess = found => { const blob = found.target.result.blob;
      table.put({ blob: blob.slice(0, 200) + (blob[200] === "A" ? "B" : "A") + blob.slice(201) }, name); }; };
  turn.oncomplete = () => { asked.result.close(); done(); }; }; })"""


def test_what_the_server_cannot_open_is_kept_and_told_to_staff(page: Page, stand: Stand) -> None:
    start(page, stand)
    page.context.set_offline(True)
    begin(page)
    answer(page)
    send(page, "sealed")
    page.evaluate(SPOIL)
    page.context.set_offline(False)
    done(page)
    open_panel(page)
    told = page.get_by_text("Answers the server could not open.")
    expect(told).to_be_visible(timeout=15_000)
    expect(told).to_contain_text(": 1")
    page.locator("[data-end]").click()
    expect(page.get_by_text("still on this tablet: 1.")).to_be_visible()
    page.get_by_role("button", name="End and lose them").click()
    expect(page.get_by_role("heading", name="The kiosk has ended")).to_be_visible()
    assert stand.received() == 0


def test_the_warning_about_ending_goes_once_all_is_sent(page: Page, stand: Stand) -> None:
    start(page, stand)
    page.context.set_offline(True)
    begin(page)
    answer(page)
    send(page, "sealed")
    done(page)
    open_panel(page)
    page.locator("[data-end]").click()
    warning = page.get_by_role("button", name="End and lose them")
    expect(warning).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("All answers are sent.")).to_be_visible(timeout=15_000)
    expect(warning).to_be_hidden()


UNREADABLE = "IDBObjectStore.prototype.getAllKeys = () => { throw new DOMException('broken', 'UnknownError'); }"
BASES = "() => indexedDB.databases().then(found => found.length)"


def test_what_cannot_be_read_is_never_erased_unasked(page: Page, stand: Stand) -> None:
    start(page, stand)
    page.context.set_offline(True)
    begin(page)
    answer(page)
    send(page, "sealed")
    page.add_init_script(UNREADABLE)
    done(page)
    open_panel(page)
    panel = page.locator("[data-screen=staff]")
    expect(panel.get_by_text("can't be read right now")).to_be_visible()
    expect(panel.get_by_text("All answers are sent.")).to_be_hidden()
    panel.locator("[data-end]").click()
    expect(panel.get_by_text("We can't tell whether answers still wait")).to_be_visible()
    assert page.evaluate(READ)["blob"]
    panel.locator("[data-end-anyway]").click()
    expect(page.get_by_role("heading", name="The kiosk has ended")).to_be_visible()
    assert page.evaluate(BASES) == 0


def test_the_end_is_told_only_when_every_tab_has_let_go(page: Page, stand: Stand) -> None:
    start(page, stand)
    other = page.context.new_page()
    other.goto(f"{stand.address}/s")
    other.evaluate(
        "() => new Promise(done => { const asked = indexedDB.open('kiosk GHJK34');"
        "asked.onsuccess = () => { window.held = asked.result; done(); }; })"
    )
    open_panel(page)
    page.locator("[data-end]").click()
    expect(page.get_by_text("another tab or window")).to_be_visible()
    expect(page.get_by_role("heading", name="The kiosk has ended")).to_be_hidden()
    expect(page.locator("[data-screen=staff] [data-back]")).to_be_hidden()
    other.evaluate("held.close()")
    expect(page.get_by_role("heading", name="The kiosk has ended")).to_be_visible()
    assert page.evaluate(BASES) == 0


def test_a_second_tab_of_the_kiosk_lets_go_and_ends_too(page: Page, stand: Stand) -> None:
    start(page, stand)
    other = page.context.new_page()
    other.goto(stand.kiosk)
    expect(other.locator("[data-screen=begin]")).to_be_visible()
    open_panel(page)
    page.locator("[data-end]").click()
    expect(page.get_by_role("heading", name="The kiosk has ended")).to_be_visible()
    expect(other.get_by_text("not running in this browser")).to_be_visible()


def test_what_could_not_be_erased_is_told_and_the_panel_stays(page: Page, stand: Stand) -> None:
    start(page, stand)
    page.evaluate("void (IDBFactory.prototype.deleteDatabase = () => { throw new DOMException('broken'); })")
    open_panel(page)
    page.locator("[data-end]").click()
    expect(page.get_by_text("could not erase everything")).to_be_visible()
    expect(page.get_by_role("heading", name="The kiosk has ended")).to_be_hidden()
    page.locator("[data-screen=staff] [data-back]").click()
    expect(page.locator("[data-screen=begin]")).to_be_visible()


def test_the_day_does_not_depend_on_how_a_browser_writes_dates(page: Page, stand: Stand) -> None:
    page.add_init_script(
        "Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', { get: () => () => '6/15/2026' })"
    )
    start(page, stand)
    begin(page)
    answer(page)
    send(page, "received")
    (found,) = stand.context.store.responses.answered()
    assert found.day.isoformat() == "2026-06-15"


@pytest.mark.parametrize("words", ["<p>Welcome to the hotel</p>", '{"portal": "please sign in"}'])
def test_a_strange_networks_word_is_no_receipt_and_no_refusal(page: Page, stand: Stand, words: str) -> None:
    start(page, stand)
    page.route("**/sealed", lambda route: route.fulfill(status=200, body=words))
    begin(page)
    answer(page)
    send(page, "sealed")
    page.unroute("**/sealed")
    done(page)
    open_panel(page)
    expect(page.get_by_text("All answers are sent.")).to_be_visible(timeout=15_000)
    assert stand.received() == 1


def test_problems_are_said_while_they_can_be_mended(page: Page, stand: Stand) -> None:
    start(page, stand)
    begin(page)
    button = page.locator("form .send")
    words = button.inner_text()
    button.click()
    expect(page.get_by_text("You have not answered anything yet.")).to_be_focused()
    page.locator("textarea").fill("x" * 1001)
    button.click()
    expect(page.get_by_text("This is too long.")).to_be_focused()
    expect(button).to_have_text(words)
    page.locator("textarea").fill("x" * 1000)
    send(page, "received")
    assert stand.received() == 1


def test_without_sealing_it_works_while_connected_and_says_so(page: Page, stand: Stand) -> None:
    page.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    start_unsealed(page, stand)
    expect(page.locator("[data-screen=begin]").get_by_text("Please stay connected.")).to_be_visible()
    begin(page)
    answer(page)
    send(page, "received")
    assert stand.received() == 1
    done(page)
    begin(page)
    answer(page)
    page.route("**/kiosk", lambda route: route.abort() if route.request.method == "POST" else route.fallback())
    page.locator("form .send").click()
    expect(page.get_by_text("Please tell the person at the stand.")).to_be_visible()
    assert page.evaluate("indexedDB.databases().then(found => found.length)") == 1
    assert page.evaluate(READ) is None


def start_unsealed(page: Page, stand: Stand) -> None:
    with pytest.raises(AssertionError, match="to be hidden"):
        start(page, stand)


def test_a_browser_that_is_too_old_says_so(page: Page, stand: Stand) -> None:
    page.add_init_script("delete window.HTMLDialogElement")
    page.goto(stand.kiosk)
    expect(page.get_by_text("This browser can't lock answers")).to_be_visible()


WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll(
    "label:not(.legend), button:not(.stay), select, input.pin, textarea, summary, .links a")]
  .filter(part => part.checkVisibility())
  .map(part => [part.outerHTML.slice(0, 80), part.getBoundingClientRect().height])
  .filter(([text, height]) => height < 43.9)"""


@pytest.mark.parametrize("width", [320, 1024])
@pytest.mark.parametrize("language", ["en", "es"])
def test_screens_never_scroll_sideways_and_targets_are_large(
    browser: Browser, stand: Stand, width: int, language: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 640})
    start(page, stand)

    def fits() -> None:
        assert page.evaluate(WIDE) == 0
        assert page.evaluate(SMALL) == []

    fits()
    begin(page, language)
    fits()
    answer(page)
    send(page, "received")
    fits()
    done(page)
    open_panel(page, "1")
    fits()
    page.locator("#pin").fill("2468")
    page.locator("[data-open]").click()
    expect(page.locator("[data-screen=staff]")).to_be_visible()
    fits()
    page.close()


VOICE = """Object.defineProperty(window, "speechSynthesis", { value: { said: [], cancelled: 0,
    getVoices: () => [{ lang: "en-US", localService: true }], addEventListener: () => {},
    speak(words) { this.said.push(words.text); }, cancel() { this.cancelled += 1; } } });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };"""


def test_questions_are_read_aloud_and_tapping_that_erases_nothing(page: Page, stand: Stand) -> None:
    page.add_init_script(VOICE)
    start(page, stand)
    begin(page)
    answer(page)
    page.locator("fieldset .listen").first.click()
    assert "How much do you trust" in page.evaluate("speechSynthesis.said[0]")
    assert page.locator("input[name=c1][value='4']").is_checked()
    page.locator("[data-tongue]").select_option("es")
    expect(page.locator("form")).to_be_visible()
    assert page.locator(".listen").count() == 0

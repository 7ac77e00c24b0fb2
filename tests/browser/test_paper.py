"""A batch of paper forms typed in by keys alone, checked by a second person, decided and sent; keys are counted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from survey import access, responses
from survey.context import Context
from survey.paper import numbers, printing
from survey.records import Account, Channel, Door, Event, Role, Side
from tests.browser.conftest import DESK, Town, an_event
from tests.survey.conftest import PASSWORD

pytestmark = pytest.mark.browser

COUNT_KEYS = "addEventListener('keydown', () => { window.pressed = (window.pressed || 0) + 1; }, true)"
RATINGS = [f"c{number}" for number in range(1, 10)]
MOST_BEYOND = 10


@dataclass(frozen=True)
class Desk:
    """A browser of somebody at the keyboard."""

    page: Page
    address: str

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def current(self) -> str:
        return str(self.page.evaluate("document.activeElement.name || document.activeElement.id"))

    def pressed(self) -> int:
        return int(self.page.evaluate("window.pressed || 0"))

    def in_hand(self) -> str:
        return self.page.locator("#inhand").inner_text()


@pytest.fixture(scope="module")
def keyers(town: Town) -> Iterator[tuple[Account, Account]]:
    """A steward "sam" and "hana", who helps."""
    context = town.context
    boss = context.store.accounts.by_name("ana")
    sam = access.add_account(context, boss, "sam.steward", PASSWORD, Role.STEWARD, Side.INDEPENDENT)
    hana = access.add_helper(context, sam, "hana.helper", PASSWORD)
    yield sam, hana
    access.set_active(context, boss, sam.id, False)


def an_event_with_forms(context: Context, code: str, count: int) -> Event:
    event = an_event(context, code, Door.PHONE)
    printing.print_forms(context, context.store.accounts.by_name("ana"), event, count, "en")
    return event


def seat(browser: Browser, town: Town, account: Account) -> Desk:
    page = browser.new_context(viewport=DESK).new_page()
    page.goto(f"{town.address}/staff/sign-in")
    page.fill("#name", account.name)
    page.fill("#password", PASSWORD)
    page.click("button.send")
    page.wait_for_url(f"{town.address}/**")
    page.add_init_script(COUNT_KEYS)
    return Desk(page, town.address)


def type_form(desk: Desk, keys: str, comment: str, kind: str) -> int:
    """Types a whole pulse in and returns the key presses that were no answers."""
    before, written = desk.pressed(), desk.in_hand()
    desk.press("Enter", *keys)
    assert desk.current() == "comment"
    desk.page.keyboard.type(comment)
    desk.press("Tab", kind, "Enter")
    expect(desk.page.locator("#said")).to_contain_text(written)
    return desk.pressed() - before - len(keys) - len(comment) - len(kind)


def test_three_forms_are_typed_in_checked_decided_and_sent(
    browser: Browser, town: Town, keyers: tuple[Account, Account], capsys: pytest.CaptureFixture[str]
) -> None:
    sam, hana = keyers
    event = an_event_with_forms(town.context, "PPR479", 4)
    hana_desk = seat(browser, town, hana)
    hana_desk.page.goto(f"{town.address}/paper/{event.code}/key?lang=en")
    beyond = [type_form(hana_desk, "3444444444", "More walks", kind) for kind in "312"]
    assert hana_desk.in_hand() == numbers.written(event.code, 4)
    assert max(beyond) <= MOST_BEYOND
    with capsys.disabled():
        print(f"\nkey presses beyond the answers, per pulse form: {beyond}")

    sam_desk = seat(browser, town, sam)
    page = sam_desk.page
    page.goto(f"{town.address}/paper/{event.code}/key?lang=en&again=1")
    assert sam_desk.in_hand() == numbers.written(event.code, 1)
    assert page.evaluate(
        "[...document.querySelectorAll('#keying input:not(#number), textarea')].every(one => !one.value)"
    )
    type_form(sam_desk, "3444444444", "more walks", "3")
    type_form(sam_desk, "3444444444", "More walks.", "1")
    sam_desk.press("Enter", *"3444442444")
    page.keyboard.type("More walks")
    sam_desk.press("Tab", "2", "Enter")
    expect(page.locator("h1")).to_contain_text("What does the paper say?")
    expect(page.locator("body")).to_contain_text("4 A lot")
    expect(page.locator("body")).to_contain_text("2 A little")
    page.locator("#side-c6").focus()
    sam_desk.press("Space", "Enter")
    expect(page.locator("#said")).to_contain_text("is decided")
    standing = printing.standing(town.context, sam, event)
    assert (standing.checked, standing.compared, standing.differing) == (3, 36, 1)
    assert standing.rate is not None and f"{standing.rate.percent:.1f}" == "2.8"

    assert responses.received(town.context, event) == 0
    page.get_by_role("button", name="Send them now").focus()
    sam_desk.press("Enter")
    expect(page.locator("#said")).to_contain_text("Sent: 3")
    assert responses.received(town.context, event) == 3
    found = [one for one in town.context.store.responses.answered() if one.event == str(event.id)]
    assert {one.channel for one in found} == {Channel.PAPER} and {one.values["c6"] for one in found} == {4}

    hana_desk.page.reload()
    hana_desk.page.keyboard.type(numbers.written(event.code, 1))
    hana_desk.press("Enter")
    expect(hana_desk.page.locator("#number-problem")).to_contain_text("typed in already")
    assert hana_desk.current() == "number"
    assert responses.received(town.context, event) == 3
    shows_the_rate(browser, town, event)
    for desk in (hana_desk, sam_desk):
        desk.page.context.close()


def shows_the_rate(browser: Browser, town: Town, event: Event) -> None:
    """Whoever plans events sees counts and the discrepancy rate to the digit."""
    desk = seat(browser, town, town.context.store.accounts.by_name(town.liaison))  # type: ignore[arg-type]  # is there
    desk.page.goto(f"{town.address}/events")
    desk.page.get_by_text("Paper forms").first.wait_for(timeout=30_000)
    desk.page.locator(".st-key-events-chosen input").click()
    desk.page.keyboard.type(event.code)
    desk.press("Enter")
    section = desk.page.locator("[data-testid=stExpander]").filter(has_text="Paper forms")
    section.locator("summary").click()
    expect(section).to_contain_text("4 printed, 3 typed in, 3 checked by a second person, 3 sent", timeout=30_000)
    expect(section).to_contain_text("1 of 36 fields typed in twice differ: 2.8 % (95 % interval: 0.5 to 14.2 %)")
    desk.page.context.close()


@pytest.fixture
def desk(browser: Browser, town: Town, keyers: tuple[Account, Account]) -> Iterator[Desk]:
    """The helper before a fresh batch of forms of the full questionnaire."""
    opened = seat(browser, town, keyers[1])
    yield opened
    opened.page.context.close()


def test_keys_go_on_back_and_over(town: Town, desk: Desk) -> None:
    event = an_event_with_forms(town.context, "PPR346", 3)
    desk.page.goto(f"{town.address}/paper/{event.code}/key?lang=en")
    desk.press("Enter", "Enter", "7")
    assert desk.current() == "c1"
    expect(desk.page.locator("#c1-problem")).to_contain_text("No box")
    desk.press("4", "d", "Enter")
    assert desk.current() == "c4"
    desk.press("Backspace", "Backspace")
    assert desk.current() == "c2" and desk.page.input_value("#c2").upper() == "D"
    desk.press("5", "Enter", *"111111")
    assert desk.current() == "comment"
    desk.press("Control+Enter")
    assert desk.current() == "save", "the kind of a comment is asked only with a comment"
    row = desk.page.locator("[data-of=c2] b")
    expect(row).to_contain_text("5 To a great extent")
    desk.press("Enter")
    expect(desk.page.locator("#said")).to_contain_text("is saved")
    form = town.context.store.paper.form(event.id, 1)
    assert form is not None and form.first == {"c1": 4, "c2": 5, **dict.fromkeys(RATINGS[3:], 1)}


def test_what_is_wrong_with_a_number_is_said_at_once(town: Town, desk: Desk) -> None:
    event = an_event_with_forms(town.context, "PPR347", 12)
    desk.page.goto(f"{town.address}/paper/{event.code}/key?lang=en")
    right = numbers.written(event.code, 12)
    wrong = {
        "12": "digits and the letter",
        right.replace("12", "21"): "No form with this number",
        f"12{'C' if right[-1] != 'C' else 'D'}": "does not belong",
    }
    for typed, words in wrong.items():
        desk.page.fill("#number", typed)
        desk.press("Enter")
        expect(desk.page.locator("#number-problem")).to_contain_text(words)
        assert desk.current() == "number"
    desk.page.fill("#number", right.lower())
    desk.press("Enter", "3")
    assert (desk.in_hand(), desk.current()) == (right, "c1")


def test_without_a_connection_nothing_typed_is_lost(town: Town, desk: Desk) -> None:
    event = an_event_with_forms(town.context, "PPR349", 3)
    desk.page.goto(f"{town.address}/paper/{event.code}/key?lang=en")
    desk.press("Enter", *"3444444444", "Tab")
    desk.page.context.set_offline(True)
    desk.press("Enter")
    expect(desk.page.locator("#whole")).to_contain_text("Nothing you typed is lost")
    assert desk.page.input_value("#c1") == "4"
    desk.page.context.set_offline(False)
    desk.press("Enter")
    expect(desk.page.locator("#said")).to_contain_text("is saved")
    assert town.context.store.paper.form(event.id, 1) is not None


def test_a_form_typed_in_by_someone_else_meanwhile_is_refused_with_everything_kept(
    town: Town, desk: Desk, keyers: tuple[Account, Account]
) -> None:
    event = an_event_with_forms(town.context, "PPR363", 3)
    desk.page.goto(f"{town.address}/paper/{event.code}/key?lang=en")
    town.context.store.paper.keep_first(event.id, 1, keyers[0].id, {"c1": 1})
    desk.press("Enter", *"3444444444", "Tab", "Enter")
    expect(desk.page.locator("#number-problem")).to_contain_text("typed in already")
    assert (desk.current(), desk.page.input_value("#c9")) == ("number", "4")


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_page_fits_a_narrow_screen_and_says_which_form_is_in_hand(town: Town, desk: Desk, width: int) -> None:
    code = {320: "PPR364", 360: "PPR367", 1280: "PPR369"}[width]
    event = an_event_with_forms(town.context, code, 3)
    desk.page.set_viewport_size({"width": width, "height": 740})
    desk.page.goto(f"{town.address}/paper/{event.code}/key?lang=es")
    desk.press("Enter", "3", "4")
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(desk.page.locator("#inhand")).to_be_in_viewport()
    assert re.fullmatch(r"1[A-Z]", desk.in_hand())

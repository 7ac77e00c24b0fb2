"""Words that carry code, in every field that people fill in: every page shows them as words and calls nobody."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from survey import access, city, commitments, listening, releases, responses
from survey.commitments import CommitmentDraft
from survey.listening import NoteDraft
from survey.records import Channel, Door, Event, NoteKind, Place, Program, Role, Side, Submission
from tests.browser.conftest import DESK, Town, an_event
from tests.survey.conftest import PASSWORD

pytestmark = pytest.mark.browser

ELSEWHERE = "http://127.0.0.1:1"
SCRIPT = '<script>document.title="ran"</script><img src=x onerror="document.title=`ran`">'
PICTURE = f"![p]({ELSEWHERE}/p) <img src={ELSEWHERE}/q>"
LINK = r"[l](javascript:document.title='ran') $\frac12$ :material/home: :red[x] <b>b</b>"
COMMENT = f"Zulu wants police to acknowledge the history of racism here {SCRIPT} {PICTURE} {LINK}"
PLAIN = "Nothing else that I could say about all of this today, thank you"
COMMENTING = 84

PAGES = {
    "": "Xray",
    "results": "Xray",
    "promises": "Zulu",
    "storage": "Xray",
    "standing": "Xray",
    "neighborhoods": "Yankee",
    "themes": "Zulu",
    "recommendations": "Xray",
    "events": "Whiskey",
    "listen": "Zulu",
    "promise": "Zulu",
    "publish": "Xray",
    "city": "Yankee",
    "languages": "Xray",
    "staff": "victor",
    "survey?code=HJK347": "Whiskey",
    "s/HJK347?door=phone": "Whiskey",
    "poster/HJK347": "Whiskey",
}
"""Each page, and a word that stands beside the code on it once it is complete."""


@pytest.fixture(scope="module")
def spoiled(town: Town) -> Iterator[Event]:
    """An event in the town whose city, places, notes, promises, accounts and comments all carry code."""
    context, before = town.context, city.profile(town.context)
    boss = context.store.accounts.by_name("ana")
    steward = access.add_account(context, boss, f"victor {LINK}"[:80], PASSWORD, Role.STEWARD, Side.INDEPENDENT)
    facts = {"city": f"Xray {SCRIPT}", "department": f"Xray {PICTURE}", "runs_it": f"Xray {LINK}"}
    facts |= {"complaint": f"Xray {PICTURE}", "emergency": f"Xray {LINK}", "crisis_line": f"Xray {SCRIPT}"}
    city.change_profile(context, boss, replace(before, **facts))  # type: ignore[arg-type]  # only texts
    named = [f"Yankee {SCRIPT}", f"Yankee {PICTURE}", f"Yankee {LINK}"]
    city.put_places(context, boss, [Place(f"yankee-{number}", name[:120]) for number, name in enumerate(named)])
    event = replace(an_event(context, "HJK347", Door.AUTO), name=f"Whiskey {SCRIPT}"[:120], place="yankee-0")
    event = replace(event, program=Program.LISTENING_SESSION)
    context.store.events.change(event)
    session = listening.open_session(context, boss, event)
    note = NoteDraft(f"Zulu {PICTURE}"[:40], NoteKind.VERBATIM, "", COMMENT, 12, "en")
    listening.write_note(context, boss, session.id, note, {})
    today = datetime.now(UTC).date()
    draft = CommitmentDraft("youth", "yankee-1", COMMENT, f"{COMMENT}", f"Zulu {LINK}"[:80], today, session.id)
    made = commitments.promise(context, boss, draft, {"youth": None})
    commitments.report(context, boss, made.id, made.status, COMMENT)
    others = [an_event(context, f"HJK34{number}", Door.PHONE) for number in "3469CDF"]
    for number in range(COMMENTING):
        answers = {"c1": 2 + number % 3, "c2": 4, "neighborhood": "yankee-0", "comment": (COMMENT, PLAIN)[number % 2]}
        responses.submit(context, (event, *others)[number % 8], Submission(uuid4(), answers, "en", Channel.PHONE))
    releases.publish(context, boss)
    yield event
    access.set_active(context, boss, steward.id, False)
    city.change_profile(context, boss, before)


@pytest.fixture
def boss(browser: Browser, town: Town) -> Iterator[Page]:
    """A laptop on which the administrator is signed in."""
    opened = browser.new_context(viewport=DESK)
    token = access.sign_in(town.context, "ana", PASSWORD)
    opened.add_cookies([{"name": "fair_hearing", "value": token, "url": town.address}])
    yield opened.new_page()
    opened.close()


def test_code_in_words_stays_words(town: Town, spoiled: Event, boss: Page) -> None:
    called: list[str] = []
    boss.on("request", lambda request: called.append(request.url))
    missing, ran = [], []
    for path, word in PAGES.items():
        boss.goto(f"{town.address}/{path}")
        try:
            expect(boss.locator("body")).to_contain_text(word, timeout=15_000)
            boss.wait_for_load_state("networkidle")
        except AssertionError:
            missing.append(path)
        made = boss.locator("a[href^='javascript'], .katex, img[src^='http://127.0.0.1:1/'], img[src='x']").count()
        if boss.title() == "ran" or made:
            ran.append(path)
    assert (missing, ran) == ([], [])
    own = (town.address, town.address.replace("http", "ws", 1), "data:", "blob:")
    assert len(called) > len(PAGES)
    assert [url for url in called if not url.startswith(own)] == []


def test_the_last_look_at_ones_own_comment_shows_words(town: Town, spoiled: Event, boss: Page) -> None:
    """The only page on which a comment is shown before it was sent."""
    boss.goto(f"{town.address}/survey?code={spoiled.code}")
    boss.locator(".st-key-start button").click(timeout=30_000)
    send, progress = boss.locator(".st-key-send button"), boss.locator(".fh-progress p")
    while not send.is_visible():
        at = progress.inner_text(timeout=30_000)
        on = boss.locator(f".st-key-next-{at.split()[1]} button")
        on.wait_for(timeout=30_000)
        for box in boss.locator("textarea").all():
            box.fill(COMMENT)
        on.click()
        expect(progress.filter(has_text=at)).to_have_count(0, timeout=30_000)
        expect(progress.or_(send)).to_be_visible(timeout=30_000)
    expect(boss.get_by_text(COMMENT)).to_be_visible(timeout=30_000)
    assert boss.title() != "ran"

"""The very record that would be stored is shown before it is sent, every column of it."""

import re
from datetime import date
from html import unescape
from uuid import uuid4

from survey import responses
from survey.context import Context
from survey.records import Event
from tests.survey.conftest import stored_event
from tests.survey.web.conftest import Client, hidden

SAID = "Call me at 617-555-0142.\nThe lights are broken."
GOOD: dict[str, object] = {"neighborhood": "river", "c1": "4", "c2": "-1", "comment": SAID, "comment_kind": "3"}


THE_SAME_FOR_ALL = {"receipt.card_hash", "receipt.imported", "response.stage"}
"""Columns that say nothing of a person: no card, not from a file, not yet in a release."""


def preview(client: Client, event: Event, **fields: object) -> str:
    return client.post(f"/s/{event.code}", {"key": str(uuid4()), "language": "en", "preview": "1", **fields}).text


def columns(page: str) -> set[str]:
    return {name for names in re.findall(r'data-columns="([^"]*)"', page) for name in names.split()}


def test_every_column_that_is_stored_is_shown(client: Client, context: Context, event: Event) -> None:
    stored = {f"{table}.{name}" for table, names in responses.stored_fields().items() for name in names}
    assert columns(preview(client, event, **GOOD)) == stored - THE_SAME_FOR_ALL


def test_it_is_what_is_stored_then(client: Client, context: Context, event: Event) -> None:
    page = preview(client, event, **GOOD)
    assert context.store.responses.count(event.id) == 0
    words = unescape(re.sub(r"<textarea.*?</textarea>", "", page, flags=re.S))
    carried = re.findall(r'<textarea name="(\w+)" hidden>\n(.*?)</textarea>', page, re.S)
    fields = {name: unescape(text) for name, text in carried}
    assert fields == GOOD, "Send and Change carry everything that was typed"
    sent = client.post(f"/s/{event.code}", {"key": hidden_in(page, "key"), "language": "en", "send": "1", **fields})
    assert "Your answers are saved" in sent.text
    [answer], [remark] = context.store.responses.answered(), context.store.responses.remarks()
    assert remark.text in words and "617-555-0142" not in words and "[phone]" in words
    facts = ("June 15, 2026", "Riverside", "Block party", "English", "Phone page", "A lot", "Don't know", "An idea")
    assert [fact for fact in facts if fact not in words] == []
    assert (answer.day.isoformat(), answer.place, answer.values) == ("2026-06-15", "river", {"c1": 4, "c2": -1})


def hidden_in(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def test_back_to_the_answers_with_the_same_key(client: Client, context: Context, event: Event) -> None:
    key = str(uuid4())
    page = client.post(f"/s/{event.code}", {"key": key, "language": "en", "stay": "1", **GOOD})
    assert hidden(page, "key") == key and "The lights are broken.</textarea>" in page.text
    assert re.search(r'name="c2" value="-1"[^>]* checked', page.text)


def test_an_empty_sheet_is_shown_too_and_mistakes_are_shown_first(client: Client, event: Event) -> None:
    assert "No answers yet" in preview(client, event)
    assert 'id="c1-problem"' in preview(client, event, c1="77")


def test_practice_and_a_closed_survey(client: Client, context: Context) -> None:
    early = stored_event(context, starts_on=date(2026, 6, 20), code="GHJ346")
    assert re.search(r'response.rehearsal"[^>]*>Yes<', preview(client, early, c1="4"))
    over = stored_event(context, ends_on=date(2026, 6, 2), code="KMN346")
    assert "This survey has closed" in preview(client, over, c1="4")

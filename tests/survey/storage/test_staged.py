"""What is taken for a release is in exactly one, whatever is killed in between; and one is made at a time."""

import json
import random
import subprocess
import sys
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from analysis.layers import Layer
from survey.errors import StoreMismatch, SurveyError
from survey.records import Comment, ListeningSession, Note, NoteKind, ReleaseEntry, Taken
from survey.storage import staged
from survey.storage.store import Store
from tests.conftest import PROJECT
from tests.survey.storage.crash_publisher import publish, receive
from tests.survey.storage.test_store import DAY, a_response, an_event

ROUNDS = ("hold", "", "hold", "")


def entry(version: int, replaces: int = 0) -> ReleaseEntry:
    return ReleaseEntry(version, DAY, "digest", replaces, "a wrong place" if replaces else "")


def answer(store: Store, *texts: str, **changes: object) -> None:
    """One stored answer with comments."""
    event = (store.events.all() or (an_event(),))[0]
    if not store.events.all():
        store.events.add(event)
    comments = tuple(Comment(f"q{number}", said, 1, "1") for number, said in enumerate(texts))
    store.responses.save([(uuid4(), "R", a_response(event, comments=comments, **changes))])


def places(store: Store, *, again: bool = False) -> list[str]:
    return sorted(one.place for one in store.responses.taken_answers(again=again))


def test_each_answer_is_taken_for_one_release(store: Store) -> None:
    answer(store, place="first")
    assert places(store) == [], "nothing is read that was not taken"
    assert store.responses.take() == 1
    answer(store, place="late")
    assert places(store) == ["first"]
    store.releases.publish(entry(1), "{}", taken=Taken(answers=1))
    assert places(store) == []
    assert store.responses.take() == 1
    assert places(store) == ["late"]
    assert places(store, again=True) == ["first", "late"]


def test_fewer_than_asked_are_not_taken(store: Store) -> None:
    answer(store, place="first")
    assert (store.responses.waiting(), store.responses.take(least=2)) == (1, 0)
    answer(store, place="second")
    assert (store.responses.waiting(), store.responses.take(least=2)) == (2, 2)
    answer(store, place="third")
    assert store.responses.take(least=2) == 2, "those of a run that was broken off"
    assert (store.responses.waiting(), places(store)) == (1, ["first", "second"])


def test_rehearsals_are_never_taken(store: Store) -> None:
    answer(store, "A try", place="rehearsed", rehearsal=True)
    assert store.responses.take() == 0
    assert places(store, again=True) == [] == list(store.responses.taken_remarks(again=True))


def test_a_run_that_was_broken_off_is_taken_up(store: Store) -> None:
    answer(store, place="first")
    store.responses.take()
    answer(store, place="second")
    assert store.responses.take() == 2
    assert places(store) == ["first", "second"]


def test_comments_come_with_their_answers_in_pages(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staged, "PAGE", 3)
    answer(store, "before", place="in a release")
    store.releases.publish(entry(1), "{}", taken=Taken(answers=store.responses.take()))
    for number in range(8):
        answer(store, f"{number} a", f"{number} b", place=f"{number}")
    answer(store, place="silent")
    store.responses.take()
    answer(store, "too late")
    assert places(store) == [*map(str, range(8)), "silent"]
    remarks = list(store.responses.taken_remarks())
    assert sorted(remark.text for remark in remarks) == [f"{number} {part}" for number in range(8) for part in "ab"]
    voices = {remark.text[0]: {one.voice for one in remarks if one.text[0] == remark.text[0]} for remark in remarks}
    assert sorted(voice for (voice,) in voices.values()) == list(range(1, 9))
    assert len(list(store.responses.taken_remarks(again=True))) == 17


def test_notes_are_taken_once_their_session_is_closed(store: Store) -> None:
    event = an_event()
    store.events.add(event)
    held = store.listening.open(ListeningSession(uuid4(), event.id, DAY))
    note = Note(uuid4(), held.id, "Table 2", NoteKind.VERBATIM, "youth", "Where can teens go?", 6, "en")
    store.listening.write(note)
    assert store.listening.take() == 0
    store.listening.write(replace(note, text="Where can young people go?"))
    store.listening.close(held.id, DAY)
    assert list(store.listening.taken_remarks()) == []
    assert store.listening.take() == 1
    assert [remark.text for remark in store.listening.taken_remarks()] == ["Where can young people go?"]
    store.releases.publish(entry(1), "{}", taken=Taken(notes=1))
    assert store.listening.take() == 0
    assert list(store.listening.taken_remarks()) == []
    assert len(list(store.listening.taken_remarks(again=True))) == 1


def test_a_release_its_layers_and_its_answers_are_stored_together_or_not_at_all(store: Store) -> None:
    answer(store, place="first")
    taken = Taken(answers=store.responses.take())
    store.releases.publish(entry(1), "{}", taken=taken)
    answer(store, place="second")
    taken = Taken(answers=store.responses.take())
    wrong = {
        "a version that is there": (entry(1), (), taken),
        "more than was read": (entry(2), (), Taken()),
        "two layers of one year": (entry(2), (Layer(2, 0, "2026", b""), Layer(2, 0, "2026", b"")), taken),
        "a layer of no release": (entry(2), (Layer(9, 0, "2026", b""),), taken),
    }
    for what, (one, layers, read) in wrong.items():
        with pytest.raises(SurveyError, match="release_meanwhile"):
            store.releases.publish(one, "{}", layers, read)
            pytest.fail(what)
    assert [one.version for one in store.releases.history()] == [1]
    assert store.releases.layers() == ()
    assert places(store) == ["second"]


def test_a_correction_takes_back_the_layers_before_it(store: Store) -> None:
    for version in (1, 2):
        layers = (Layer(version, 0, "2025", b"five"), Layer(version, 0, "2026", b"six"))
        store.releases.publish(entry(version), "{}", layers)
    store.releases.publish(entry(3, replaces=2), "{}", (Layer(3, 0, "2026", b"all"),))
    store.releases.publish(entry(4), "{}", (Layer(4, 0, "2026", b"one"),))
    found = [(layer.since, layer.until, layer.year, layer.payload) for layer in store.releases.layers({"2026"})]
    assert found == [(1, 3, "2026", b"six"), (2, 3, "2026", b"six"), (3, 0, "2026", b"all"), (4, 0, "2026", b"one")]
    assert {layer.until for layer in store.releases.layers({"2025"})} == {3}
    assert len(store.releases.layers()) == 6
    assert [(one.version, one.replaces, one.reason) for one in store.releases.history()][:2] == [
        (4, 0, ""),
        (3, 2, "a wrong place"),
    ]


def test_a_release_that_was_tampered_with_is_not_shown(store: Store) -> None:
    store.releases.publish(entry(1), "{}")
    with pytest.raises(StoreMismatch, match="Release 1"):
        store.releases.latest()
    assert store.releases.version(2) is None


def test_only_new_answers_are_looked_at(store: Store) -> None:
    """A release costs by what is new: both engines find it by the index of answers that are in no release."""
    if store.engine.dialect.name == "sqlite":
        asked = f"EXPLAIN QUERY PLAN SELECT key FROM response WHERE {staged.IN_THE_MAKING} ORDER BY key"
        with store.engine.connect() as connection:
            plan = connection.execute(text(asked), {"stage_1": 1}).all()
        assert "ix_response_new" in str(plan) and "TEMP B-TREE" not in str(plan)


def test_a_thread_waits_for_nobody(store: Store) -> None:
    with store.releases.alone():
        with pytest.raises(SurveyError, match="release_under_way"), store.releases.alone():
            pass
        answer(store)  # residents are not kept waiting
    with store.releases.alone():
        pass


def test_killed_between_taking_and_publishing_nothing_is_lost_or_doubled(store: Store, url: str) -> None:
    event = an_event()
    store.events.add(event)
    chance = random.Random(7)
    acknowledged: list[str] = []
    for hold in ROUNDS:
        acknowledged += run_until_killed(store, url, event.id, hold, lines=chance.randint(4, 12))
    acknowledged.append(receive(store, event.id))
    while True:
        try:
            with store.releases.alone():
                publish(store)
            break
        except SurveyError as error:  # PostgreSQL notices a moment later that the one before was killed
            assert error.code == "release_under_way"
    with store.engine.connect() as connection:
        stages = connection.execute(text("SELECT stage, count(*) FROM response GROUP BY stage")).all()
        stored = [json.loads(one) for one in connection.execute(text("SELECT payload FROM release")).scalars()]
    folded = [mark for marks in stored for mark in marks]
    assert len(folded) == len(set(folded)), "an answer is in two releases"
    assert set(acknowledged) <= set(folded), "an answer is in no release"
    assert stages == [(staged.RELEASED, len(folded))]
    assert sum(int(layer.payload) for layer in store.releases.layers()) == len(folded)


def run_until_killed(store: Store, url: str, event: UUID, hold: str, lines: int) -> list[str]:
    """What a publisher acknowledged before it was killed; one that holds is killed between taking and publishing."""
    command = [sys.executable, "-m", "tests.survey.storage.crash_publisher", url, str(event), *filter(None, [hold])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT) as publisher:
        assert publisher.stdout is not None
        try:
            if hold:
                said = list(iter(lambda: publisher.stdout.readline().strip(), "taken"))  # type: ignore[union-attr]
                with pytest.raises(SurveyError, match="release_under_way"), store.releases.alone():
                    pass
            else:
                said = [publisher.stdout.readline().strip() for _ in range(lines)]
        finally:
            publisher.kill()  # also when the test fails: nobody else would
        said += [line.strip() for line in publisher.stdout if len(line) == 33]
    return said

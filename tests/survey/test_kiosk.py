"""The kiosk's service: who may start one, what its token is worth, and that sealed answers open once and only here."""

import base64
import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from survey import access, kiosk
from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.records import Account, Channel, Event, Role
from tests.survey.conftest import NOON, stored_event

DRAFT = kiosk.Draft("60", "2468", "2468", "en")
TODAY = "2026-06-15"


def sealed(context: Context, event: Event, fields: object, bound: str = "", raw: bool = False) -> str:
    """What a tablet would send, sealed here by other code than the service's."""
    point = base64.b64decode(kiosk.public_key(context, event))
    own = ec.generate_private_key(ec.SECP256R1())
    sender = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point))
    about = (bound or f"fair-hearing kiosk 1 {event.code}").encode()
    key = HKDF(SHA256(), 32, salt=sender, info=about).derive(shared)
    nonce = os.urandom(12)
    text = (str(fields) if raw else json.dumps(fields)).encode().ljust(2048)
    return base64.b64encode(sender + nonce + AESGCM(key).encrypt(nonce, text, about)).decode()


@pytest.fixture
def token(context: Context, event: Event, account_for: Callable[..., Account]) -> str:
    """The token of a kiosk that a liaison started today."""
    return kiosk.start(context, account_for(Role.LIAISON), event, DRAFT).token


def form(token: str, **fields: object) -> dict[str, object]:
    own = {"token": [token], "key": [str(uuid4())], "language": ["en"], "day": [TODAY]}
    return {**own, "neighborhood": ["river"], "c1": ["4"], **fields}


def later(context: Context, days: int) -> Context:
    return replace(context, clock=lambda: NOON + timedelta(days=days))


def test_a_sealed_answer_is_saved_as_the_kiosks(context: Context, event: Event, token: str) -> None:
    taken = kiosk.take(context, event, sealed(context, event, form(token, comment=["Mend the lights"])))
    assert taken.left_out == () and not taken.receipt.repeated
    (found,) = context.store.responses.answered()
    assert (found.place, found.values, found.day.isoformat()) == ("river", {"c1": 4}, TODAY)
    assert found.channel == Channel.KIOSK
    assert [remark.text for remark in context.store.responses.remarks()] == ["Mend the lights"]


def test_the_same_blob_twice_is_one_answer_even_when_it_has_become_too_late(
    context: Context, event: Event, token: str
) -> None:
    blob = sealed(context, event, form(token))
    first, again, late = (kiosk.take(later(context, days), event, blob).receipt for days in (0, 0, 28))
    assert first.code == again.code == late.code and again.repeated
    assert context.store.responses.count(event.id) == 1


def test_what_cannot_be_read_is_left_out_and_the_rest_is_saved(context: Context, event: Event, token: str) -> None:
    wrong = form(token, c2=["99"], comment=["x" * 5000], comment_kind=["3"], no_such=["1"], c3=["2", "3"])
    taken = kiosk.take(context, event, sealed(context, event, wrong))
    assert sorted(taken.left_out) == ["c2", "c3", "comment", "comment_kind", "no_such"]
    assert [found.values for found in context.store.responses.answered()] == [{"c1": 4}]


def test_an_answer_with_nothing_readable_is_refused(context: Context, event: Event, token: str) -> None:
    with pytest.raises(SurveyError, match="nothing_answered"):
        kiosk.take(context, event, sealed(context, event, form(token, neighborhood=["mars"], c1=["99"])))


@pytest.mark.parametrize("at", [0, 40, 65, 70, 90, -1])
def test_a_changed_byte_is_noticed(context: Context, event: Event, token: str, at: int) -> None:
    blob = bytearray(base64.b64decode(sealed(context, event, form(token))))
    blob[at] ^= 1
    with pytest.raises(SurveyError, match="wrong_seal"):
        kiosk.take(context, event, base64.b64encode(blob).decode())
    assert context.store.responses.count(event.id) == 0


@pytest.mark.parametrize("blob", ["", "!", "AAAA", "é", base64.b64encode(bytes(65 + 12 + 16)).decode()])
def test_what_is_no_blob_is_noticed(context: Context, event: Event, blob: str) -> None:
    with pytest.raises(SurveyError, match="wrong_seal"):
        kiosk.take(context, event, blob)


@pytest.mark.parametrize("content", [[], "text", {"c1": "4"}, {"c1": [4]}, None])
def test_what_is_sealed_must_be_a_form(context: Context, event: Event, content: object) -> None:
    with pytest.raises(SurveyError, match="wrong_seal"):
        kiosk.take(context, event, sealed(context, event, content))


def test_a_blob_opens_for_its_own_event_and_server_alone(context: Context, event: Event, token: str) -> None:
    other = stored_event(context, code="GHJ346")
    blob = sealed(context, event, form(token))
    elsewhere = replace(context, secret=b"the secret of another server, 32!")
    for city, asked in ((context, other), (elsewhere, event)):
        with pytest.raises(SurveyError, match="wrong_seal"):
            kiosk.take(city, asked, blob)
    for bound in ("fair-hearing kiosk 1 GHJ346", "fair-hearing kiosk 2 CDF479"):
        with pytest.raises(SurveyError, match="wrong_seal"):
            kiosk.take(context, event, sealed(context, event, form(token), bound))


def test_a_kiosk_token_is_needed_and_fits_one_event(context: Context, event: Event, token: str) -> None:
    other = stored_event(context, code="GHJ346")
    longer = token.replace("2026-07-14", "2027-07-14")
    for forged in ("", "x", "..", longer, token[:-1] + ("0" if token[-1] != "0" else "1")):
        with pytest.raises(SurveyError, match="wrong_token"):
            kiosk.take(context, event, sealed(context, event, form(forged)))
    with pytest.raises(SurveyError, match="wrong_token"):
        kiosk.take(context, other, sealed(context, other, form(token)))
    assert context.store.responses.count(event.id) == 0


def test_late_answers_keep_their_day_for_fourteen_days(context: Context, event: Event, token: str) -> None:
    kiosk.take(later(context, 14), event, sealed(context, event, form(token)))
    assert [found.day.isoformat() for found in context.store.responses.answered()] == [TODAY]
    with pytest.raises(SurveyError, match="too_late"):
        kiosk.take(later(context, 15), event, sealed(context, event, form(token)))


def test_answers_of_an_events_last_day_arrive_after_it_closed(context: Context, event: Event, token: str) -> None:
    closed = later(context, 20)
    kiosk.take(closed, event, sealed(context, event, form(token, day=["2026-06-30"])))
    assert context.store.responses.count(event.id) == 1
    with pytest.raises(SurveyError, match="event_closed"):
        kiosk.take(closed, event, sealed(context, event, form(token, day=["2026-07-01"])))
    with pytest.raises(SurveyError, match="too_late"):
        kiosk.take(later(context, 30), event, sealed(context, event, form(token, day=["2026-06-30"])))


def test_no_answer_is_older_than_its_kiosk_and_none_is_of_tomorrow(context: Context, event: Event, token: str) -> None:
    with pytest.raises(SurveyError, match="too_late"):
        kiosk.take(context, event, sealed(context, event, form(token, day=["2026-06-14"])))
    kiosk.take(context, event, sealed(context, event, form(token, day=["2026-06-16"])))
    assert [found.day.isoformat() for found in context.store.responses.answered()] == [TODAY]


def test_lists_within_lists_without_end_are_no_form(context: Context, event: Event) -> None:
    with pytest.raises(SurveyError, match="wrong_seal"):
        kiosk.take(context, event, sealed(context, event, "[" * 100_000, raw=True))


def test_half_a_character_loses_no_words_and_breaks_nothing(context: Context, event: Event, token: str) -> None:
    kiosk.take(context, event, sealed(context, event, form(token, comment=["Lights \ud83d"])))
    assert [remark.text for remark in context.store.responses.remarks()] == ["Lights \ufffd"]
    with pytest.raises(SurveyError, match="wrong_token"):
        kiosk.take(context, event, sealed(context, event, form("\ud83d")))


@pytest.mark.parametrize("wrong", [{"key": ["x"]}, {"key": []}, {"day": ["today"]}, {"day": []}])
def test_a_form_of_no_page_of_ours_is_refused(
    context: Context, event: Event, token: str, wrong: dict[str, list[str]]
) -> None:
    with pytest.raises(SurveyError, match="wrong_form"):
        kiosk.take(context, event, sealed(context, event, form(token, **wrong)))


def test_starting_gives_a_salted_hash_and_never_the_pin(
    context: Context, event: Event, account_for: Callable[..., Account]
) -> None:
    liaison = account_for(Role.LIAISON)
    one, two = (kiosk.start(context, liaison, event, DRAFT) for _ in range(2))
    assert one.salt != two.salt and one.pin != two.pin
    assert one.pin == hashlib.pbkdf2_hmac("sha256", b"2468", bytes.fromhex(one.salt), one.rounds).hex()
    assert (one.idle, one.language) == (60, "en")
    assert [entry[2:] for entry in context.store.audit.all()] == [("started_kiosk", event.code)] * 2


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"idle": "19"}, {"idle": "idle_range"}),
        ({"idle": "301"}, {"idle": "idle_range"}),
        ({"idle": "000000060999"}, {"idle": "idle_range"}),
        ({"idle": "a"}, {"idle": "idle_range"}),
        ({"pin": "123", "again": "123"}, {"pin": "pin_digits"}),
        ({"pin": "123456789", "again": "123456789"}, {"pin": "pin_digits"}),
        ({"pin": "12a4", "again": "12a4"}, {"pin": "pin_digits"}),
        ({"again": "2469"}, {"again": "pins_differ"}),
        ({"language": "tlh"}, {"language": "language_needed"}),
    ],
)
def test_every_problem_of_a_start_is_told(
    context: Context,
    event: Event,
    account_for: Callable[..., Account],
    changes: dict[str, str],
    problems: dict[str, str],
) -> None:
    with pytest.raises(InvalidInput) as caught:
        kiosk.start(context, account_for(Role.LIAISON), event, replace(DRAFT, **changes))
    assert caught.value.problems == problems


@pytest.mark.parametrize("role", [None, Role.LEADER, Role.ANALYST, Role.STEWARD, Role.HELPER])
def test_only_who_plans_events_starts_kiosks(
    context: Context, event: Event, account_for: Callable[..., Account], role: Role | None
) -> None:
    with pytest.raises(SurveyError, match="not_allowed"):
        kiosk.start(context, account_for(role) if role else None, event, DRAFT)


def test_in_the_demo_city_anyone_may_and_a_closed_event_has_no_kiosk(
    context: Context, event: Event, account_for: Callable[..., Account]
) -> None:
    assert kiosk.start(replace(context, synthetic=True), access.visitor(), event, DRAFT).token
    with pytest.raises(SurveyError, match="event_closed"):
        kiosk.start(later(context, 20), account_for(Role.LIAISON), event, DRAFT)

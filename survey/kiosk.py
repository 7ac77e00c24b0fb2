"""The kiosk: one tablet for many people. Its token, its PIN, and answers sealed so that the tablet can't read them."""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from questions.answers import read_answers
from survey import events, responses
from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.keys import derive
from survey.permissions import Permission, allowed, require
from survey.records import Account, Channel, Event, EventState, Receipt, Submission

VERSION = 1
CURVE = ec.SECP256R1()
POINT, NONCE = 65, 12
PIN_ROUNDS = 100_000
SHORTEST_PIN, LONGEST_PIN = 4, 8
SHORTEST_IDLE, USUAL_IDLE, LONGEST_IDLE = 20, 60, 300


@dataclass(frozen=True)
class Draft:
    """What a liaison fills in to start a kiosk, as typed."""

    idle: str = str(USUAL_IDLE)
    pin: str = ""
    again: str = ""
    language: str = ""


@dataclass(frozen=True)
class Started:
    """What a tablet keeps: its token, the salted hash of the PIN in hex, seconds without a touch, and a language."""

    token: str
    salt: str
    pin: str
    rounds: int
    idle: int
    language: str


@dataclass(frozen=True)
class Taken:
    """What became of a sealed answer: its receipt, and the questions whose answers could not be read."""

    receipt: Receipt
    left_out: tuple[str, ...]


def may_start(context: Context, account: Account | None) -> bool:
    """Whether this account may start a kiosk; in the demo city anyone may."""
    return context.synthetic or allowed(account, Permission.PLAN_EVENTS)


def start(context: Context, actor: Account | None, event: Event, draft: Draft) -> Started:
    """Makes what a tablet needs. In the demo city anyone may.

    Raises SurveyError("not_allowed" | "event_closed") or InvalidInput.
    """
    by = None if context.synthetic else require(actor, Permission.PLAN_EVENTS)
    if events.state(event, context.today(event.time_zone)) is EventState.CLOSED:
        raise SurveyError("event_closed")
    problems = _problems(context, event, draft)
    if problems:
        raise InvalidInput(problems)
    if by is not None:
        context.store.audit.note(context.new_id(), context.today(), by.id, "started_kiosk", event.code)
    salt = secrets.token_bytes(16)
    hashed = hashlib.pbkdf2_hmac("sha256", draft.pin.encode(), salt, PIN_ROUNDS)
    return Started(_token(context, event), salt.hex(), hashed.hex(), PIN_ROUNDS, int(draft.idle), draft.language)


def public_key(context: Context, event: Event) -> str:
    """The event's public key: an uncompressed P-256 point of 65 bytes, in base64."""
    point = _private_key(context, event).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.b64encode(point).decode()


def bound_to(event: Event) -> str:
    """What a sealed answer is bound to: it opens for this event and this way of sealing alone."""
    return f"fair-hearing kiosk {VERSION} {event.code}"


def take(context: Context, event: Event, sealed: str) -> Taken:
    """Opens a sealed answer and saves it once; what can't be read is left out, since nobody is there to mend it.

    Raises SurveyError("wrong_seal" | "wrong_token" | "too_late" | "event_closed" | "nothing_answered").
    """
    return receive(context, event, _opened(context, event, sealed))


def receive(context: Context, event: Event, fields: Mapping[str, list[str]]) -> Taken:
    """The same for a tablet that can't seal. `fields` has `token`, `key`, `language`, `day` and the questions.

    Raises SurveyError("wrong_form") for fields that no page of ours sends, else as `take` does.
    """
    own = {name: next(iter(fields.get(name, ())), "") for name in OWN_FIELDS}
    started = _started(context, event, own["token"])
    key, day = _key(own["key"]), _day(own["day"])
    typed = {name: texts for name, texts in fields.items() if name not in OWN_FIELDS}
    values, left_out = _read(context, event, typed)
    offered = events.languages_of(context, event)
    language = own["language"] if own["language"] in offered else offered[0]
    known = context.store.responses.receipts([key]).get(key)
    if known is not None:
        return Taken(known, left_out)
    submission = Submission(key, values, language, Channel.KIOSK, _counted(context, event, day, started))
    return Taken(responses.submit(context, event, submission), left_out)


OWN_FIELDS = frozenset({"token", "key", "language", "day"})
"""Fields that are the kiosk's, not the questionnaire's."""


def _problems(context: Context, event: Event, draft: Draft) -> dict[str, str]:
    problems = {}
    seconds = int(draft.idle) if draft.idle.isdecimal() and len(draft.idle) <= 3 else 0
    if not SHORTEST_IDLE <= seconds <= LONGEST_IDLE:
        problems["idle"] = "idle_range"
    if not (draft.pin.isascii() and draft.pin.isdigit() and SHORTEST_PIN <= len(draft.pin) <= LONGEST_PIN):
        problems["pin"] = "pin_digits"
    elif draft.pin != draft.again:
        problems["again"] = "pins_differ"
    if draft.language not in events.languages_of(context, event):
        problems["language"] = "language_needed"
    return problems


def _token(context: Context, event: Event) -> str:
    """The day the kiosk began and the last day for sending, signed."""
    days = f"{context.today(event.time_zone)}.{event.ends_on + events.LATE}"
    return f"{days}.{_signature(context, event, days)}"


def _signature(context: Context, event: Event, days: str) -> str:
    key = derive(context.secret, "kiosk", event.id.bytes)
    return hmac.new(key, days.encode(), hashlib.sha256).hexdigest()


def _started(context: Context, event: Event, token: str) -> date:
    """The day on which the kiosk with this token began."""
    days, _, signature = token.rpartition(".")
    if not hmac.compare_digest(signature.encode(), _signature(context, event, days).encode()):
        raise SurveyError("wrong_token")
    began, last = (date.fromisoformat(day) for day in days.split("."))
    if context.today(event.time_zone) > last:
        raise SurveyError("too_late")
    return began


def _counted(context: Context, event: Event, day: date, started: date) -> date:
    """The day that an answer counts for; one that is still to come is today, by a clock that is ahead."""
    today = context.today(event.time_zone)
    counted = min(day, today)
    if counted < started or not events.may_still_come(counted, today):
        raise SurveyError("too_late")
    return counted


def _read(
    context: Context, event: Event, typed: Mapping[str, list[str]]
) -> tuple[Mapping[str, int | str | tuple[int, ...]], tuple[str, ...]]:
    """The answers that can be read, and the questions whose answers can't."""
    instrument = events.instrument_of(context, event)
    places = {place.id for place in context.store.places.all()}
    problems = read_answers(instrument, typed, places).problems
    reading = read_answers(instrument, {name: typed[name] for name in typed if name not in problems}, places)
    if not reading.values:
        raise SurveyError("nothing_answered")
    return reading.values, (*(name for name in problems if name), *reading.ignored)


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise SurveyError("wrong_form") from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise SurveyError("wrong_form") from error


def _private_key(context: Context, event: Event) -> ec.EllipticCurvePrivateKey:
    """The event's private key, made from the server's secret each time and stored nowhere."""
    halves = (derive(context.secret, "kiosk-seal", event.id.bytes, half) for half in (b"1", b"2"))
    order = CURVE.group_order
    return ec.derive_private_key(int.from_bytes(b"".join(halves), "big") % (order - 1) + 1, CURVE)


def _opened(context: Context, event: Event, sealed: str) -> Mapping[str, list[str]]:
    try:
        blob = base64.b64decode(sealed, validate=True)
        text = _unsealed(_private_key(context, event), blob, bound_to(event).encode())
        fields = json.loads(text.rstrip(b" "))
    except (binascii.Error, ValueError, InvalidTag, RecursionError) as error:  # the last: lists within lists, forged
        raise SurveyError("wrong_seal") from error
    if not _is_form(fields):
        raise SurveyError("wrong_seal")
    return {_whole(name): [_whole(text) for text in texts] for name, texts in fields.items()}


def _whole(text: str) -> str:
    """The text with half characters, which JSON can carry, replaced as browsers replace them in forms."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unsealed(private: ec.EllipticCurvePrivateKey, blob: bytes, bound: bytes) -> bytes:
    """Opens point || nonce || AES-256-GCM; its key is HKDF-SHA256 of the shared point, salted with the sender's."""
    point, nonce, locked = blob[:POINT], blob[POINT : POINT + NONCE], blob[POINT + NONCE :]
    shared = private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point))
    key = HKDF(SHA256(), 32, salt=point, info=bound).derive(shared)
    return AESGCM(key).decrypt(nonce, locked, bound)


def _is_form(fields: object) -> bool:
    """Whether this is a form: lists of texts by name."""
    return isinstance(fields, dict) and all(
        isinstance(texts, list) and all(isinstance(text, str) for text in texts) for texts in fields.values()
    )

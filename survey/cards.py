"""One-time cards: made, checked and counted, and never kept. A card's mark leads to no answer, nor back to the card.

A card is 9 random bytes and the first 9 bytes of their HMAC-SHA256 under a key of its event and batch, written in
Crockford's base32.
"""

import hashlib
import hmac
import secrets
from uuid import UUID

from survey import events
from survey.context import Context
from survey.errors import SurveyError
from survey.keys import derive
from survey.records import CardBatch, Event

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
READ_ALIKE = str.maketrans("ILO", "110", "-\u2010\u2011\u2012\u2013\u2014")
PART = 9
"""Bytes of the nonce, and of its signature: 72 bits each."""
DIGITS = 29
"""Letters and figures of a card's number: 144 bits, five at a time."""
GROUP = 5


def verify(context: Context, event: Event, typed: str, key: UUID | None = None) -> str:
    """The mark of a card as scanned or typed, for `Submission.card`; "" where none was given.

    With the `key` of a submission that was received before, "" too: `submit()` gives its first receipt, whatever
    became of its card. Raises SurveyError("card_unknown"). Whether the card is spent is decided by the database in
    `submit()`, which raises SurveyError("card_used").
    """
    if not typed.strip() or (key is not None and context.store.responses.receipts([key])):
        return ""
    token = _read(typed)
    if token is None or not _ours(context, event, token):
        raise SurveyError("card_unknown")
    return hashlib.sha256(token).hexdigest()


def address(context: Context, event: Event, number: str) -> str:
    """What a card's QR code says: the number stands after #, which browsers keep to themselves."""
    return f"{events.address(context, event)}#c={number}"


def grouped(number: str) -> str:
    """A card's number as it is printed.

    >>> grouped("0123456789ABC")
    '01234 56789 ABC'
    """
    return " ".join(number[start : start + GROUP] for start in range(0, len(number), GROUP))


def _new_number(key: bytes) -> str:
    nonce = secrets.token_bytes(PART)
    return _write(nonce + _sign(key, nonce))


def _ours(context: Context, event: Event, token: bytes) -> bool:
    """Whether one of the event's batches that still hold signed this; every batch is tried, so that time tells none."""
    nonce, signature = token[:PART], token[PART:]
    batches = [batch for batch in context.store.cards.of(event.id) if not batch.withdrawn]
    signed = [hmac.compare_digest(_sign(_key(context, batch), nonce), signature) for batch in batches]
    return any(signed)


def _key(context: Context, batch: CardBatch) -> bytes:
    return derive(context.secret, "card", batch.event.bytes, batch.id.bytes)


def _sign(key: bytes, nonce: bytes) -> bytes:
    return hmac.new(key, nonce, hashlib.sha256).digest()[:PART]


def _write(token: bytes) -> str:
    """18 bytes as 29 letters and figures; the first stands for 4 bits, each other for 5."""
    number = int.from_bytes(token, "big")
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(DIGITS)))


def _read(typed: str) -> bytes | None:
    """The 18 bytes of a number as typed: case, spaces and hyphens don't matter; I, L and O are read as 1 and 0."""
    plain = "".join(typed[:200].upper().translate(READ_ALIKE).split())
    if len(plain) != DIGITS or not set(plain) <= set(ALPHABET):
        return None
    number = 0
    for letter in plain:
        number = number << 5 | ALPHABET.index(letter)
    return number.to_bytes(2 * PART, "big") if number < 1 << 16 * PART else None

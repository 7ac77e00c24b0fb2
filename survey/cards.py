"""One-time cards: made, checked and counted, and never kept. A card's mark leads to no answer, nor back to the card.

A card is 9 random bytes and the first 9 bytes of their HMAC-SHA256 under a key of its event and batch, written in
Crockford's base32.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from survey import events
from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.handouts import CardBatch
from survey.keys import derive
from survey.permissions import Permission, require
from survey.records import Account, Channel, Door, Event, EventState

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
READ_ALIKE = str.maketrans("ILO", "110", "-\u2010\u2011\u2012\u2013\u2014")
PART = 9
"""Bytes of the nonce, and of its signature: 72 bits each."""
DIGITS = 29
"""Letters and figures of a card's number: 144 bits, five at a time."""
GROUP = 5
MOST_PRINTED = 500
LONGEST_TABLE = 40
MARKS_KEPT = timedelta(days=30)
"""After closing: receipts are forgotten then, and with them which cards were spent."""


@dataclass(frozen=True)
class Tally:
    """An event's cards in counts. `printed` leaves out the `withdrawn`; `used` are spent marks, `received` answers.

    `rehearsed` are answers with a card before the event opened, which are spent too; `without` are the counted
    answers of every other channel; `forgotten` says that the spent marks were removed since.
    """

    printed: int
    withdrawn: int
    used: int
    received: int
    rehearsed: int
    without: int
    forgotten: bool

    @property
    def differs(self) -> bool:
        """Whether cards and answers don't match, which has to be looked into."""
        return not self.forgotten and self.used != self.received + self.rehearsed

    @property
    def too_many(self) -> bool:
        """Whether more cards were used than the batches that still hold have."""
        return not self.forgotten and self.used > self.printed


def print_batch(
    context: Context, actor: Account | None, event: Event, batch: UUID, table: str, count: int
) -> tuple[str, ...]:
    """The numbers of `count` new cards: only here and now, since no card is kept; `batch` is the form's own id.

    Raises InvalidInput, or SurveyError: "not_allowed", "event_closed_cards", "batch_printed" for a form sent twice.
    """
    by = require(actor, Permission.PLAN_EVENTS)
    table = " ".join(table.split())
    problems = _problems(table, count)
    if problems:
        raise InvalidInput(problems)
    today = context.today(event.time_zone)
    if events.state(event, today) is EventState.CLOSED:
        raise SurveyError("event_closed_cards")
    made = CardBatch(batch, event.id, table, count, today)
    context.store.cards.add(made)
    context.store.audit.note(context.new_id(), context.today(), by.id, "printed_cards", f"{event.code} {count}")
    key = _key(context, made)
    return tuple(_new_number(key) for _ in range(count))


def withdraw(context: Context, actor: Account | None, event: Event, batch: UUID) -> None:
    """Makes the unused cards of a batch worthless. Raises SurveyError: "not_allowed", "unknown_batch"."""
    by = require(actor, Permission.PLAN_EVENTS)
    context.store.cards.withdraw(event.id, batch)
    context.store.audit.note(context.new_id(), context.today(), by.id, "withdrew_cards", event.code)


def batches(context: Context, actor: Account | None, event: Event) -> tuple[CardBatch, ...]:
    """The batches of an event, oldest first, withdrawn ones too. Raises SurveyError("not_allowed")."""
    require(actor, Permission.PLAN_EVENTS)
    return context.store.cards.of(event.id)


def tally(context: Context, actor: Account | None, event: Event) -> Tally:
    """Printed, used and received, in counts alone. Raises SurveyError("not_allowed")."""
    require(actor, Permission.SEE_EVENTS)
    made = context.store.cards.of(event.id)
    counted = context.store.responses.channels(event.id)
    practiced = context.store.responses.channels(event.id, rehearsal=True)
    return Tally(
        printed=sum(batch.printed for batch in made if not batch.withdrawn),
        withdrawn=sum(batch.printed for batch in made if batch.withdrawn),
        used=context.store.cards.spent(event.id),
        received=counted.get(Channel.CARD, 0),
        rehearsed=practiced.get(Channel.CARD, 0),
        without=sum(count for channel, count in counted.items() if channel is not Channel.CARD),
        forgotten=context.today() - MARKS_KEPT > event.ends_on,
    )


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
    """What a card's QR code says: the number stands after #, which browsers keep to themselves.

    Only the phone page takes cards, and some tablets look like desks: an address that may lead elsewhere names it.
    """
    door = "" if event.door is Door.PHONE else f"?door={Door.PHONE.value}"
    return f"{events.address(context, event)}{door}#c={number}"


def grouped(number: str) -> str:
    """A card's number as it is printed.

    >>> grouped("0123456789ABC")
    '01234 56789 ABC'
    """
    return " ".join(number[start : start + GROUP] for start in range(0, len(number), GROUP))


def _problems(table: str, count: int) -> dict[str, str]:
    problems = {}
    if len(table) > LONGEST_TABLE:
        problems["table"] = "table_length"
    if not 1 <= count <= MOST_PRINTED:
        problems["count"] = "card_count"
    return problems


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

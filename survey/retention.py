"""How long things are kept: a setting that a job carries out, and then counts again to prove it."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from survey import doubts, responses
from survey.context import Context
from survey.errors import InvalidInput
from survey.permissions import Permission, require
from survey.records import Account

DONE = "retention"
"""The note that says when the job last ran, and how much it left."""


@dataclass(frozen=True)
class Periods:
    """How long each thing is kept: receipts and doubtful words in days, the others in months."""

    receipts: int = 30
    events: int = 12
    doubtful: int = 14
    audit: int = 36


LIMITS: Mapping[str, tuple[int, int]] = {
    "receipts": (15, 30),
    "events": (1, 12),
    "doubtful": (1, 14),
    "audit": (12, 120),
}
"""The shortest and longest of each. What is about answers may be shorter than was promised, never longer; answers may
arrive for 14 days after an event, so receipts have to last longer; and nobody can wipe out last month's audit notes."""


@dataclass(frozen=True)
class Rule:
    """What is due under some periods, and its removal; both return how many."""

    due: Callable[[Context, Periods], int]
    remove: Callable[[Context, Periods], int]


@dataclass(frozen=True)
class Outcome:
    """What came of one rule: how much was due, how much was removed, and how much is left when counted again."""

    rule: str
    due: int
    removed: int
    left: int


def periods(context: Context) -> Periods:
    """How long things are kept in this city."""
    return Periods(**context.store.retention.periods())


def change(context: Context, actor: Account | None, changed: Periods) -> Periods:
    """Stores other lengths. Raises InvalidInput, {rule: "kept_range"}, or SurveyError("not_allowed")."""
    by = require(actor, Permission.CHANGE_SETTINGS)
    lengths = asdict(changed)
    wrong = [rule for rule, (least, most) in LIMITS.items() if not least <= lengths[rule] <= most]
    if wrong:
        raise InvalidInput(dict.fromkeys(wrong, "kept_range"))
    context.store.retention.set_periods(lengths)
    said = ", ".join(f"{rule} {length}" for rule, length in lengths.items())
    context.store.audit.note(context.new_id(), context.today(), by.id, "changed_retention", said)
    return changed


def carry_out(context: Context) -> tuple[Outcome, ...]:
    """Removes whatever is due, rewrites the database so that none of it lies in a gap, and counts what is left.

    It can be run at any time and as often as anyone likes. The last outcome is of the database file itself.
    """
    kept = periods(context)
    outcomes = (*(_carry_out(context, kept, name, rule) for name, rule in RULES.items()), _rewrite(context))
    left = sum(outcome.left for outcome in outcomes)
    context.store.city.set_note(DONE, f"{context.today().isoformat()} {left}")
    return outcomes


def years_kept(context: Context) -> frozenset[str]:
    """The calendar years that a correction can't count anew: answers of them no longer name their event, or must not.

    It is the same before `carry_out` and after.
    """
    return context.store.retention.years_without_events(_given(context, periods(context)), _waiting(context))


def last_run(context: Context) -> tuple[date, int] | None:
    """On which day the job last ran and how much it left behind; None before the first time."""
    day, _, left = context.store.city.note(DONE).partition(" ")
    return (date.fromisoformat(day), int(left)) if day else None


def months_before(day: date, months: int) -> date:
    """The same day so many months before, or the last day of that month.

    >>> months_before(date(2026, 3, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _carry_out(context: Context, kept: Periods, name: str, rule: Rule) -> Outcome:
    due = rule.due(context, kept)
    removed = rule.remove(context, kept)
    return Outcome(name, due, removed, rule.due(context, kept))


def _closed(context: Context, kept: Periods) -> date:
    """Events that ended before this day closed too long ago for receipts and rehearsals."""
    return context.today() - timedelta(days=kept.receipts)


def _given(context: Context, kept: Periods) -> date:
    """Whole months go, the youngest of them before it is as old as that: spots of releases are whole months too."""
    return months_before(context.today().replace(day=1), kept.events - 1)


def _waiting(context: Context) -> int:
    """Fewer new answers than this wait for others; as many go out with the next release."""
    return context.settings.smallest_group


def _decided(context: Context, kept: Periods) -> date:
    """Words carry the day on which they go; where the city keeps them shorter, they go that much earlier."""
    return context.today() + doubts.WAIT - timedelta(days=kept.doubtful)


def _noted(context: Context, kept: Periods) -> date:
    return months_before(context.today(), kept.audit)


def _rewrite(context: Context) -> Outcome:
    """The file itself: what was removed may lie in its gaps until it is written anew."""
    store = context.store.retention
    due, done = store.traces(), store.rewrite()
    left = store.traces() if done else max(store.traces(), 1)
    return Outcome("file", due, max(due - left, 0), left)


RULES: Mapping[str, Rule] = {
    "receipts": Rule(
        lambda context, kept: context.store.retention.old_receipts(_closed(context, kept)),
        lambda context, kept: responses.forget_old_receipts(context, timedelta(days=kept.receipts)),
    ),
    "rehearsals": Rule(
        lambda context, kept: context.store.retention.old_rehearsals(_closed(context, kept)),
        lambda context, kept: context.store.retention.remove_rehearsals(_closed(context, kept)),
    ),
    "events": Rule(
        lambda context, kept: context.store.retention.old_answers(_given(context, kept)),
        lambda context, kept: context.store.retention.move_answers(_given(context, kept), _waiting(context)),
    ),
    "doubtful": Rule(
        lambda context, kept: context.store.retention.old_doubts(_decided(context, kept)),
        lambda context, kept: context.store.doubts.forget(_decided(context, kept)),
    ),
    "sessions": Rule(
        lambda context, _kept: context.store.retention.ended_sessions(context.clock()),
        lambda context, _kept: context.store.retention.remove_sessions(context.clock()),
    ),
    "audit": Rule(
        lambda context, kept: context.store.retention.old_notes(_noted(context, kept)),
        lambda context, kept: context.store.retention.remove_notes(_noted(context, kept)),
    ),
}
"""In the order in which they are carried out; then the file is written anew."""

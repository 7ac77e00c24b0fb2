"""A declared comparison in words: what moved, what could have been seen, or why nothing was compared."""

from typing import Protocol

from analysis.figures import Change, Verdict

ARROWS = {Verdict.UP: "↑", Verdict.DOWN: "↓"}
"""Only flagged changes have an arrow."""


class Speaker(Protocol):
    """Says texts, numbers and periods in a viewer's language, as `survey.telling.Telling` does."""

    def say(self, text_id: str, /, **fields: object) -> str: ...

    def number(self, value: float | None, /) -> str: ...

    def period(self, period: str, /) -> str: ...


def say_change(change: Change, wording: Speaker) -> str:
    """A comparison as one sentence without a full stop, such as "Went up by 8 points since 2024 (range 4 to 12)".

    A release from before there were verdicts is told by its interval alone.
    """
    low, high = sorted((abs(change.low), abs(change.high))) if _flagged(change) else (-change.low, change.high)
    return wording.say(
        f"change.said.{_sentence(change)}",
        points=wording.number(abs(change.difference)),
        low=wording.number(low),
        high=wording.number(high),
        detectable=wording.number(change.detectable),
        since=_side(change, "since", wording),
        compared=_side(change, "compared", wording),
    )


def arrow(change: Change) -> str:
    """An arrow for a flagged change, "" for all others."""
    return ARROWS.get(change.verdict, "")


def say_kinds(change: Change, wording: Speaker) -> str:
    """The kinds of events on the two sides, largest first, where they are why nothing was compared; else ""."""
    if change.verdict is not Verdict.MIX or not (change.kinds or change.kinds_before):
        return ""
    sides = ((change.previous, change.kinds_before), (change.period, change.kinds))
    return " ".join(
        wording.say("change.kinds", period=wording.period(period), kinds=_listed(kinds, wording))
        for period, kinds in sides
        if kinds
    )


def _flagged(change: Change) -> bool:
    if change.verdict is Verdict.UNTESTED:
        return change.low > 0 or change.high < 0
    return change.verdict in ARROWS


def _sentence(change: Change) -> str:
    """Which sentence says the verdict."""
    if change.verdict is Verdict.UNTESTED:
        word = "untested" if not _flagged(change) else "up" if change.difference > 0 else "down"
    elif change.verdict is Verdict.NONE:
        word = "none" if change.detectable is not None else "none_at_all"
    elif change.reason in ("events", "unknown"):
        word = change.reason
    else:
        word = str(change.verdict)
    return word


def _side(change: Change, form: str, wording: Speaker) -> str:
    """What it is compared with, in the form that the sentence needs."""
    program = wording.say(f"events.program.{change.program}") if change.program else ""
    return wording.say(f"change.{form}.{change.against}", previous=wording.period(change.previous), program=program)


def _listed(kinds: tuple[tuple[str, float], ...], wording: Speaker) -> str:
    named = ((wording.say(f"events.program.{kind}"), share) for kind, share in kinds)
    parts = (wording.say("change.kind", kind=name, share=wording.number(share)) for name, share in named)
    return ", ".join(parts)

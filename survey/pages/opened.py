"""What a figure opens: how it was made, from how many, what was asked, since when it stands, and its history."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from analysis.backing import METHODS, newest_change, reliability_behind, weighted_beside
from analysis.figures import Change, Figure, Measure
from analysis.inferences import Reliability, Weighted
from questions.model import Question
from survey.changes import say_kinds
from survey.i18n import language_name, show_decimals
from survey.pages import blocks
from survey.pages.figures import Wording

HISTORY = ("period", "level", "range", "people")
COMMENTED = {Measure.THEME: "comment", Measure.KIND: "comment_kind", Measure.POLARITY: "comment"}
"""The question whose answers these measures are about."""


def one(wording: Wording, summary: str, figure: Figure, series: Sequence[Figure], kind: str = "") -> str:
    """A figure with all that stands behind it. `summary` is markup."""
    return blocks.opened(summary, _whole(wording, figure, series), kind)


def several(wording: Wording, found: Sequence[tuple[str, Figure, Sequence[Figure]]]) -> str:
    """Figures of one kind by name, each with its history: what they share once, then each by itself."""
    alike = len({figure.subject for _, figure, _ in found}) == 1
    shared = blocks.named(_asked(wording, found[0][1])) if alike else ""
    parts = (
        blocks.opened(
            _named(wording, name, figure),
            blocks.named(_own(wording, figure) if alike else [*_own(wording, figure), *_asked(wording, figure)])
            + _history(wording, series),
        )
        for name, figure, series in found
    )
    return blocks.opened(escape(wording.say("opened.all")), shared + "".join(parts), "fh-all")


def _named(wording: Wording, name: str, figure: Figure) -> str:
    return f"<b>{escape(name)}</b> {escape(wording.told(figure))}"


def _whole(wording: Wording, figure: Figure, series: Sequence[Figure]) -> str:
    return blocks.named([*_own(wording, figure), *_asked(wording, figure)]) + _history(wording, series)


def _own(wording: Wording, figure: Figure) -> Iterator[tuple[str, str]]:
    """What is of this figure alone: its people, its range, its method, its release, its weights and reliability."""
    say = wording.say
    yield say("opened.head.period"), escape(wording.dated(figure.cut.period))
    if figure.base:
        yield say("opened.head.people"), escape(say("opened.people", people=wording.number(figure.base)))
    if figure.low is not None:
        yield say("opened.head.range"), escape(say("opened.range", span=wording.span(figure)))
    if name := METHODS.get(figure.method, ""):
        yield say("opened.head.method"), escape(say(f"opened.method.{name}"))
    if figure.release:
        yield say("opened.head.release"), escape(since(wording, figure.release))
    if change := newest_change(wording.release, figure):
        yield say("opened.head.change"), _sentences(_change(wording, change))
    if weighted := weighted_beside(wording.release, figure):
        yield say("opened.head.weighted", year=weighted.year), _sentences(_weighted(wording, weighted))
    if found := reliability_behind(wording.release, figure):
        yield say("opened.head.reliability", year=found[0].year), _sentences(_reliability(wording, found))


def _asked(wording: Wording, figure: Figure) -> Iterator[tuple[str, str]]:
    """The exact words of the questions, in the reader's language where they were asked in it."""
    found = questions_behind(wording, figure)
    if found:
        yield (
            wording.say(f"opened.head.{'asked' if len(found) == 1 else 'asked_all'}"),
            _sentences([_question(wording, question, figure) for question in found]),
        )
    if figure.measure is Measure.INDEX and found:
        yield (
            wording.say("opened.head.score"),
            escape(wording.say("opened.mean" if len(found) > 1 else "opened.single")),
        )
    if figure.measure is Measure.SESSION_THEME:
        yield wording.say("opened.head.asked"), escape(wording.say("opened.session"))


def _change(wording: Wording, change: Change) -> list[str]:
    """What the newest comparison says; where other kinds of events are why there is none, which."""
    told = wording.say("opened.change", period=wording.period(change.period), change=wording.change(change))
    return [part for part in (told, say_kinds(change, wording)) if part]


def since(wording: Wording, release: int) -> str:
    """Since which release something stands as it does."""
    older = release < wording.release.version
    return wording.say("opened.release_before" if older else "opened.release", release=wording.number(release))


def questions_behind(wording: Wording, figure: Figure) -> tuple[Question, ...]:
    """The questions whose answers a figure is made of; () where it is made of notes, or no longer asked."""
    library = wording.context.library
    index = library.indices.get(figure.subject) if figure.measure is Measure.INDEX else None
    wanted = index.items if index else (COMMENTED.get(figure.measure, figure.subject),)
    return tuple(item for module in library.modules for item in module.questions if item.id in wanted)


def _question(wording: Wording, question: Question, figure: Figure) -> str:
    """One question word for word; of a score also the answers that count as 0 and as 100."""
    library, language = wording.context.library, wording.language
    asked = library.text(f"{question.id}.text", language)
    if figure.measure is not Measure.INDEX:
        return wording.say("opened.question", question=asked)
    ends = [library.text(choice.text_id, language) for choice in (question.scale[0], question.scale[-1])]
    least, most = reversed(ends) if question.reverse_keyed else ends
    return wording.say("opened.rated", question=asked, least=least, most=most)


def _weighted(wording: Wording, found: Weighted) -> Iterator[str]:
    """Raw beside weighted, or why there are no weights."""
    say, number = wording.say, wording.number
    raw = {"value": number(found.raw), "low": number(found.raw_low), "high": number(found.raw_high)}
    yield say("opened.weighted.raw", **raw, people=number(found.base))
    if found.value is None:
        yield say(f"opened.stopped.{_reason(wording, found.stopped)}", margin=_margin(wording, found.stopped))
        return
    margins = ", ".join(wording.say(f"opened.margin.{name}") for name in found.margins)
    weighed = {"value": number(found.value), "low": number(found.low), "high": number(found.high)}
    yield say("opened.weighted.value", **weighed, margins=margins)
    yield say("opened.weighted.effective", effective=number(found.effective))


def _reason(wording: Wording, stopped: str) -> str:
    kind = stopped.partition(":")[0]
    return kind if wording.texts.has(f"opened.stopped.{kind}") else "other"


def _margin(wording: Wording, stopped: str) -> str:
    name = stopped.partition(":")[2]
    return wording.say(f"opened.margin.{name}") if wording.texts.has(f"opened.margin.{name}") else name


def _reliability(wording: Wording, found: Iterable[Reliability]) -> Iterator[str]:
    """How well the questions of a score go together: among all, then by language and by way of answering."""
    for one_ in found:
        about = {
            "who": _who(wording, one_),
            "people": wording.number(one_.base),
            "alpha": _two(wording, one_.alpha),
            "low": _two(wording, one_.low),
            "high": _two(wording, one_.high),
            "omega": _two(wording, one_.omega),
        }
        numbers = "numbers" if one_.omega is not None else "alpha"
        told = [one_.verdict, numbers] if one_.alpha is not None else [one_.verdict]
        yield " ".join(wording.say(f"opened.reliability.{name}", **about) for name in told)
        yield from _against(wording, one_)


def _against(wording: Wording, found: Reliability) -> Iterator[str]:
    """The questions that go against the rest, as one whose scale was turned round by mistake would."""
    for item in found.against:
        asked = wording.context.library.text(f"{item}.text", wording.language)
        yield wording.say("opened.reliability.against", question=wording.say("opened.question", question=asked))


def _who(wording: Wording, found: Reliability) -> str:
    mode = f"opened.mode.{found.mode}"
    named = [
        language_name(found.language) if found.language else "",
        (wording.say(mode) if wording.texts.has(mode) else found.mode) if found.mode else "",
    ]
    return ", ".join(part for part in named if part) or wording.say("opened.everybody")


def _two(wording: Wording, value: float | None) -> str:
    """A coefficient with two decimals, in the language's notation."""
    return "" if value is None else show_decimals(value, wording.language)


def _history(wording: Wording, series: Sequence[Figure]) -> str:
    """The figure in all its periods, the newest first, and in which release each was made."""
    heads = [*(wording.say(f"figure.head.{name}") for name in HISTORY), wording.say("opened.head.made_in")]
    rows = [
        (
            wording.dated(figure.cut.period),
            wording.level(figure),
            wording.span(figure),
            wording.number(figure.base or None),
            wording.number(figure.release or None),
        )
        for figure in reversed(series)
    ]
    return blocks.tabled(heads, rows, wording.say("opened.history")) if rows else ""


def _sentences(parts: Iterable[str]) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in parts)

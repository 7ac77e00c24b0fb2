"""How the numbers of a release were made, in plain words: for the public page, and for the end of every report."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from analysis.figures import Figure, Grid, Measure, Release, State
from analysis.inferences import Reliability, Weighted
from analysis.readings import HEADLINES, first_settled, periods, shown
from questions.model import Library, Question, QuestionKind
from survey.i18n import language_name, show_decimals
from survey.telling import Telling

RULES = ("scores", "range", "hiding", "words", "change")
"""What is said of the whole method, under `results.how`."""

NOTHING = "–"
OPEN_KINDS = {QuestionKind.PLACE: "methods.kind.place", QuestionKind.COMMENT: "methods.kind.comment"}


@dataclass(frozen=True)
class Part:
    """One part of the methods: a heading and what stands under it, all as text."""

    id: str
    title: str
    text: str = ""
    points: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def parts(telling: Telling, library: Library) -> tuple[Part, ...]:
    """Everything but the wording of the questionnaires."""
    return (
        _rules(telling),
        _coverage(telling),
        _unanswered(telling, library),
        _unscored(telling),
        _weights(telling),
        _reliability(telling),
        _hidden(telling),
        _versions(telling),
    )


def questionnaires(telling: Telling, library: Library) -> tuple[Part, ...]:
    """Each questionnaire as it is asked: every question with the answers on offer, in the reader's language."""
    head = _heads(telling, "question", "answers")
    say = partial(wording, library, telling.language)
    return tuple(
        Part(
            f"asked-{found.id}",
            say(f"{found.id}.title", found.title),
            telling.say(f"methods.audience.{found.audience}", version=found.version),
            head=head,
            rows=tuple((say(f"{one.id}.text", one.text), _answers(telling, library, one)) for one in found.questions),
        )
        for found in library.instruments.values()
    )


def _rules(telling: Telling) -> Part:
    said = tuple(telling.say(f"results.how.{name}") for name in RULES)
    title, text = telling.say("methods.rules.title"), telling.say("figure.label.sample")
    return Part("rules", title, text, points=said)


def _coverage(telling: Telling) -> Part:
    """How much there is: what was counted, at how many events, and in how many neighborhoods a score is shown."""
    release = telling.release
    facts = [
        *telling.counts("answers_", "remarks_read", "notes_read"),
        (telling.say("methods.coverage.events"), telling.number(len(release.events))),
        *_events_told(telling),
        (telling.say("methods.coverage.places"), telling.number(len(release.places))),
        *_places_told(telling),
    ]
    title, text = telling.say("methods.coverage.title"), telling.say("methods.coverage.text")
    return Part("coverage", title, text, facts=tuple(facts))


def _events_told(telling: Telling) -> Iterator[tuple[str, str]]:
    """At how many events the first headline score is shown; one alone, as there are as many figures as answers."""
    label = next((one for one in telling.release.indices if one.id == HEADLINES[0]), None)
    if label is not None:
        found = telling.release.select(Measure.INDEX, Grid.EVENT, subject=label.id)
        name = telling.say("methods.coverage.events_told", score=telling.name(label))
        yield name, telling.number(sum(map(shown, found)))


def _places_told(telling: Telling) -> Iterator[tuple[str, str]]:
    """In how many neighborhoods any headline score is shown, for the newest finished quarter and year."""
    release = telling.release
    for grid in (Grid.PLACE_QUARTER, Grid.PLACE_YEAR):
        if period := newest_settled(release, grid):
            found = release.select(Measure.INDEX, grid, period=period)
            told = {figure.cut.place for figure in found if figure.subject in HEADLINES and shown(figure)}
            name = telling.say("methods.coverage.places_told", period=telling.dated(period))
            yield name, telling.number(len(told))


def newest_settled(release: Release, grid: Grid) -> str:
    """The newest period of a grid that will not change, else the newest; "" where there is none."""
    found = tuple(reversed(periods(release, grid)))
    return found[first_settled(release, found)] if found else ""


def _unanswered(telling: Telling, library: Library) -> Part:
    """Don't know and prefer not to say by question, in the newest finished year."""
    year = newest_settled(telling.release, Grid.CITY_YEAR)
    text = telling.say("methods.unanswered.text", year=telling.dated(year) if year else NOTHING)
    rows = tuple(_skipped(telling, library, year)) if year else ()
    title, head = telling.say("methods.unanswered.title"), _heads(telling, "question", "dont_know", "prefer_not")
    return Part("unanswered", title, text if rows else telling.say("methods.unanswered.none"), head=head, rows=rows)


def _unscored(telling: Telling) -> Part:
    """How many people answered too few questions of each score."""
    counts = telling.release.counts
    found = ((label, counts.get(f"unscored_{label.id}", 0)) for label in telling.release.indices)
    rows = tuple((telling.name(label), telling.number(count)) for label, count in found if count)
    title, text = (
        telling.say("methods.unscored.title"),
        telling.say("methods.unscored.text" if rows else "methods.unscored.none"),
    )
    facts = tuple(telling.counts("impossible_"))
    return Part("unscored", title, text, facts=facts, head=_heads(telling, "score", "people"), rows=rows)


def _skipped(telling: Telling, library: Library, year: str) -> Iterator[tuple[str, str, str]]:
    """Questions of which anything is told, in the order they are asked."""
    found = {
        measure: {one.subject: one for one in telling.release.select(measure, Grid.CITY_YEAR, period=year)}
        for measure in (Measure.DONT_KNOW, Measure.PREFER_NOT)
    }
    asked = {item.id: item for one in library.instruments.values() for item in one.questions}
    for name, question in asked.items():
        told = [one.get(name) for one in found.values()]
        if any(figure is not None and figure.state is State.SHOWN for figure in told):
            text = wording(library, telling.language, f"{name}.text", question.text)
            yield text, _rate(telling, told[0]), _rate(telling, told[1])


def _rate(telling: Telling, figure: Figure | None) -> str:
    return telling.say("methods.not_told") if figure is None else telling.short(figure)


def _weights(telling: Telling) -> Part:
    """Scores as they came beside scores weighted to the population, for each year that has them."""
    rows = tuple(_weighted(telling, one) for one in telling.release.weighted)
    text = telling.say("methods.weights.text" if rows else "methods.weights.none")
    head = _heads(telling, "score", "year", "people", "raw", "weighted", "effective")
    return Part("weights", telling.say("methods.weights.title"), text, head=head, rows=rows)


def _weighted(telling: Telling, one: Weighted) -> tuple[str, ...]:
    raw = _ranged(telling, one.raw, one.raw_low, one.raw_high)
    if one.value is None:
        stopped = f"methods.stopped.{one.stopped.partition(':')[0]}"
        weighted = telling.say(stopped if telling.texts.has(stopped) else "methods.stopped.any")
    else:
        weighted = _ranged(telling, one.value, one.low, one.high)
    people, effective = telling.number(one.base), telling.number(one.effective or None)
    return _score(telling, one.subject), one.year, people, raw, weighted, effective or NOTHING


def _reliability(telling: Telling) -> Part:
    """How well the questions of each score hang together, in the newest finished year that it is told of."""
    found, settled = telling.release.reliability, newest_settled(telling.release, Grid.CITY_YEAR)
    year = max((one.year for one in found if one.year <= settled), default="")
    rows = tuple(_hangs_together(telling, one) for one in found if one.year == year)
    text = telling.say("methods.reliability.text" if rows else "methods.reliability.none")
    head = _heads(telling, "score", "year", "who", "people", "alpha", "omega", "verdict")
    return Part("reliability", telling.say("methods.reliability.title"), text, head=head, rows=rows)


def _hangs_together(telling: Telling, one: Reliability) -> tuple[str, ...]:
    """A line of coefficients, with two decimals as is usual for them."""
    known = [language_name(one.language)] if one.language else []
    known += [telling.say(f"methods.mode.{one.mode}") if telling.texts.has(f"methods.mode.{one.mode}") else one.mode]
    who = ", ".join(part for part in known if part) or telling.say("methods.everybody")
    alpha = NOTHING if one.alpha is None else _coefficient(telling, one.alpha)
    if one.low is not None and one.high is not None:
        low, high = _coefficient(telling, one.low), _coefficient(telling, one.high)
        alpha = telling.say("methods.range", value=alpha, low=low, high=high)
    omega = NOTHING if one.omega is None else _coefficient(telling, one.omega)
    verdict = telling.say(f"methods.verdict.{one.verdict}")
    return _score(telling, one.subject), one.year, who, telling.number(one.base), alpha, omega, verdict


def _coefficient(telling: Telling, value: float) -> str:
    return show_decimals(value, telling.language)


def _hidden(telling: Telling) -> Part:
    """How many figures are not shown, and by which rule."""
    facts = tuple(telling.counts("figures_"))
    rules = tuple(telling.say(f"methods.hidden.{name}") for name in ("ten", "shares", "others", "rounded"))
    text = telling.say("methods.hidden.text" if facts else "methods.hidden.none")
    return Part("hidden", telling.say("methods.hidden.title"), text, points=rules, facts=facts)


def _versions(telling: Telling) -> Part:
    """Which method made what, as the release names them, for those who check the work."""
    title, text = telling.say("methods.versions.title"), telling.say("methods.versions.text")
    named = ((_method(telling, name), how) for name, how in telling.release.methods.items())
    return Part("versions", title, text, facts=tuple(named))


def _method(telling: Telling, name: str) -> str:
    known = f"methods.of.{name}"
    return telling.say(known) if telling.texts.has(known) else name.replace("_", " ")


def _score(telling: Telling, subject: str) -> str:
    return next((telling.name(label) for label in telling.release.indices if label.id == subject), subject)


def _ranged(telling: Telling, value: float, low: float | None, high: float | None) -> str:
    number = telling.number
    return telling.say("methods.range", value=number(value), low=number(low), high=number(high))


def _heads(telling: Telling, *names: str) -> tuple[str, ...]:
    return tuple(telling.say(f"methods.head.{name}") for name in names)


def wording(library: Library, language: str, text_id: str, source: str) -> str:
    """The wording in the language; where a questionnaire came without texts, as its file has it."""
    try:
        return library.text(text_id, language)
    except KeyError:
        return source


def _answers(telling: Telling, library: Library, question: Question) -> str:
    """The answers on offer, or in which other way the question is answered."""
    if question.kind in OPEN_KINDS:
        return telling.say(OPEN_KINDS[question.kind])
    said = (wording(library, telling.language, one.text_id, one.text) for one in question.choices)
    return " · ".join(said)

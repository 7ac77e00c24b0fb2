"""Reports: every number stands in the release, nothing is asked from outside, and each reader gets what is theirs."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from uuid import uuid4

import pytest

from analysis import releasefile
from analysis.figures import Change, Cut, Figure, Grid, Measure, Release, State, Verdict
from analysis.inferences import Pooled, Reliability, Share, Trust, Weighted
from analysis.records import EventFacts
from survey import report
from survey.context import Context
from survey.errors import SurveyError
from survey.permissions import operator
from survey.records import Account, Commitment, CommitmentStatus, Event, Program, Role
from tests.survey.conftest import NOON, stored_event
from tests.survey.pages import released
from tests.survey.pages.released import MALICE, publish, read_numbers

QUARTER = "2026-Q1"
VOID = {"meta", "link"}
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


class Reading(HTMLParser):
    """The text of a page, without style and without what stands in `left_out` elements, and all its attributes."""

    def __init__(self, *left_out: str) -> None:
        super().__init__()
        self.left_out, self.inside, self.words, self.attributes = {"style", *left_out}, 0, list[str](), list[str]()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.inside += tag in self.left_out or dict(attributes).get("id") in self.left_out
        self.attributes += [f"{tag} {name}={value}" for name, value in attributes]
        self.attributes += [f"tag {tag}"]

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag in self.left_out

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.words.append(data)


def read(html: str, *left_out: str) -> Reading:
    reading = Reading(*left_out)
    reading.feed(html)
    return reading


def full() -> Release:
    """Every sort of figure, with what a release may infer; no number of it is another's."""
    made = released.full()
    changes = (
        Change("trust", "", QUARTER, "2025-Q4", 4.7, 1.9, 7.3, "t", verdict=Verdict.UP),
        Change("safety", "", QUARTER, "2025-Q4", 1.1, -3.3, 5.9, "t", verdict=Verdict.NONE, detectable=6.7),
        Change("trust", "a", QUARTER, "2025-Q1", -9.3, -14.9, -4.1, "t", against="year", verdict=Verdict.DOWN),
    )
    event = EventFacts("e", "Fair", "community_event", "a", True, "2026")
    figures = (
        *made.figures,
        Figure(Measure.DONT_KNOW, "c1", Cut(Grid.CITY_YEAR, "2025"), State.SHOWN, 4115, 3.3, 2.2, 4.4),
    )
    return replace(
        made,
        figures=figures,
        quotes=tuple(replace(quote, year="2026") for quote in made.quotes),
        changes=changes,
        events=(event,),
        pooled=(Pooled("trust", "a", QUARTER, 61.7, 52.3, 70.9, 0.37, "m"),),
        weighted=(Weighted("trust", "2025", 3905, 57.7, 55.1, 60.3, 2105, 56.9, 54.3, 59.5),),
        reliability=(Reliability("trust", "2025", "", "", 3895, 3, Trust.GOOD, 0.83, 0.81, 0.86, 0.84),),
        shares=(Share("place", "a", "2026", 1205, 43.0, 38.0), Share("place", "b", "2026", 1205, None, 17.0)),
    )


def numbers(value: object) -> set[float]:
    """Every number anywhere in a record, as a report may round it to one or two decimals."""
    if value is None or isinstance(value, bool):
        return set()
    if isinstance(value, int | float):
        return {round(abs(float(value)), digits) for digits in (1, 2)}
    if isinstance(value, str | date):
        return read_numbers(str(value))
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else vars(value).values()
    return set[float]().union(*map(numbers, parts))


@pytest.fixture
def city(context: Context) -> Context:
    publish(context, full())
    return context


def promised(context: Context, **changes: object) -> Commitment:
    facts = Commitment(
        uuid4(), "history", "north", "Say <b>sorry</b>.", "A public hearing.", "The chief", date(2026, 9, 1),
        CommitmentStatus.PROMISED, date(2026, 2, 3),
    )  # fmt: skip
    stored = replace(facts, **changes)  # type: ignore[arg-type]  # the test knows the fields
    context.store.commitments.put(stored)
    return stored


def test_every_number_stands_in_the_release_or_in_our_own_words(city: Context) -> None:
    html = report.of_quarter(city, operator(), QUARTER, "en")
    found = read_numbers(" ".join(read(html, "blockquote", "asked").words))
    release = full()
    counted = {float(len(release.places)), float(len(release.events)), 2.0, 0.0}  # what the methods count in it
    day = {float(NOON.day), float(NOON.year)}
    digest = read_numbers(releasefile.digest(releasefile.to_json(release)))
    texts = {
        one for key, text in city.texts.languages["en"].items() if told_in_reports(key) for one in read_numbers(text)
    }
    axis = {0.0, 50.0, 100.0} | {float(period[2:4]) for period in release.periods} | {1.0, 2.0, 3.0, 4.0}
    assert found - numbers(release) - counted - day - digest - texts - axis == set()
    assert {4.7, 61.7, 43.0, 56.9, 0.83, 3.3} <= found


def told_in_reports(text_id: str) -> bool:
    return text_id.partition(".")[0] in ("report", "methods", "figure", "results", "change", "themes", "promises")


def test_another_release_gives_other_numbers(context: Context, city: Context) -> None:
    before = report.of_quarter(city, operator(), QUARTER, "en")
    figures = tuple(replace(one, value=one.value and one.value + 0.05, base=one.base + 7) for one in full().figures)
    publish(context, replace(full(), version=708, figures=figures))
    after = report.of_quarter(city, operator(), QUARTER, "en")
    assert read(before).words != read(after).words


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_is_asked_from_outside_and_words_stay_words(city: Context, language: str) -> None:
    promised(city)
    reading = read(report.of_quarter(city, operator(), QUARTER, language))
    outside = ("src=", "href=http", "action=", "url(", "@import")
    assert [one for one in reading.attributes if any(part in one for part in outside)] == []
    assert not {"tag script", "tag img", "tag iframe", "tag b", "tag object"} & set(reading.attributes)
    assert f"html lang={language}" in reading.attributes
    assert MALICE in "".join(reading.words) and "Say <b>sorry</b>." in "".join(reading.words)


def test_each_drawing_says_what_it_shows(city: Context) -> None:
    html = report.of_quarter(city, operator(), QUARTER, "en")
    drawn = re.findall(r'<svg class="chart".*?</svg>', html)
    assert len(drawn) > 20
    assert all(re.search(r'role="img" aria-label="[^"]+"', one) and "<title>" in one for one in drawn)


def test_neighborhoods_stand_by_the_alphabet(city: Context) -> None:
    html = report.of_quarter(city, operator(), QUARTER, "en")
    part = html[html.index('<section id="places"') : html.index('<section id="topics"')]
    assert re.findall(r'<th scope="row">(.*?)</th>', part) == ["Alder", "birch", "Cove"] * 2


def test_only_flagged_changes_have_an_arrow_and_a_sentence(city: Context) -> None:
    html = report.of_quarter(city, operator(), QUARTER, "en")
    told = re.findall(r'<p class="line">(.*?)</p>', html[html.index('id="moved"') : html.index('id="courses"')])
    assert [line[0] for line in told[1:]] == ["↑", "↓"]
    assert "Alder" in told[2] and "No detectable change" in html


def test_comments_word_for_word_are_for_staff_alone(city: Context, account_for: Callable[..., Account]) -> None:
    assert "<blockquote" in report.of_quarter(city, account_for(Role.ANALYST), QUARTER, "en")
    for reader in (None, account_for(Role.HELPER), replace(account_for(Role.LEADER), active=False)):
        html = report.of_quarter(city, reader, QUARTER, "en")
        assert "<blockquote" not in html and "Nos escuchan" not in html


def test_promises_of_later_quarters_are_not_in_it(city: Context) -> None:
    promised(city, promise="Lamps on the path.")
    promised(city, promise="A later one.", made_on=date(2026, 5, 1))
    html = report.of_quarter(city, None, QUARTER, "en")
    assert "Lamps on the path." in html and "A later one." not in html


@pytest.mark.parametrize(
    ("quarter", "code"), [("2019-Q1", "no_such_quarter"), ("2026", "no_such_quarter"), ("nonsense", "no_such_quarter")]
)
def test_a_quarter_that_is_not_there_is_said_to_be(city: Context, quarter: str, code: str) -> None:
    with pytest.raises(SurveyError) as refused:
        report.of_quarter(city, None, quarter, "en")
    assert refused.value.code == code
    for language in ("en", "es"):
        assert quarter in city.texts.get(language, f"error.{code}", **refused.value.fields)


def test_without_a_release_there_is_no_report(context: Context) -> None:
    with pytest.raises(SurveyError) as refused:
        report.of_quarter(context, None, QUARTER, "en")
    assert refused.value.code == "no_release"


@pytest.mark.parametrize("made", [released.all_hidden, full])
def test_the_newest_finished_quarter_is_chosen(context: Context, made: Callable[[], Release]) -> None:
    publish(context, made())
    assert report.newest_quarter(context) == QUARTER
    assert "No score" in report.of_quarter(context, None, "2025-Q3", "en") or made is full


def test_a_first_release_of_nobody_has_no_quarter(context: Context) -> None:
    publish(context, released.empty())
    with pytest.raises(SurveyError) as refused:
        report.newest_quarter(context)
    assert refused.value.code == "no_quarter_yet"


def closed(context: Context, **changes: object) -> Event:
    past = {"starts_on": date(2026, 2, 1), "ends_on": date(2026, 2, 2), "name": "Winter fair", **changes}
    return stored_event(context, program=Program.COMMUNITY_EVENT, **past)


def with_event(context: Context, event: Event) -> None:
    facts = EventFacts(str(event.id), event.name, event.program.value, "a", True, "2026")
    cut = Cut(Grid.EVENT, event=str(event.id))
    figure = Figure(Measure.INDEX, "trust", cut, State.SHOWN, 45, 63.0, 51.0, 74.0)
    publish(context, replace(full(), events=(facts,), figures=(*full().figures, figure)))


def test_an_event_that_is_over_has_a_report_for_staff(context: Context, account_for: Callable[..., Account]) -> None:
    event = closed(context)
    with_event(context, event)
    html = report.of_event(context, account_for(Role.LIAISON), event.code.lower(), "es")
    assert "Winter fair" in html and "63" in read(html).words and "Alder" in html
    for reader in (None, account_for(Role.HELPER)):
        with pytest.raises(SurveyError, match="not_allowed"):
            report.of_event(context, reader, event.code, "en")


@pytest.mark.parametrize("language", ["en", "es"])
def test_why_an_event_has_no_report_yet_is_said(context: Context, language: str) -> None:
    running = stored_event(context, ends_on=NOON.date() + timedelta(days=3))
    late = closed(context, code="FGHJ34")
    publish(context, full())
    for event, code in ((running, "event_not_closed"), (late, "event_not_released")):
        with pytest.raises(SurveyError) as refused:
            report.of_event(context, operator(), event.code, language)
        assert refused.value.code == code
        assert event.name in context.texts.get(language, f"error.{code}", **refused.value.fields)
    with pytest.raises(SurveyError, match="unknown_code"):
        report.of_event(context, operator(), "ZZZZZZ", language)

"""What moved: flagged changes with an arrow, what could have been seen of the others, and all comparisons."""

from collections.abc import Iterator
from html import escape

from analysis.backing import Moves, city_changes, moves, place_changes, theme_changes
from analysis.figures import Change, Measure
from analysis.readings import Standing
from survey.changes import arrow, say_kinds
from survey.pages import blocks
from survey.pages.figures import Wording


def told(wording: Wording, found: tuple[Standing, ...]) -> str:
    """Flagged changes with an arrow; of the others, the smallest that could have been seen; all of them opened."""
    title = f"<h2>{escape(wording.say('standing.moved.title'))}</h2>"
    city = tuple(item.change for item in found if item.change)
    places, themes = place_changes(wording.release), theme_changes(wording.release)
    if not (city or places or themes):
        return f"{title}<p>{escape(wording.say('standing.moved.nothing_yet'))}</p>"
    moved = [*moves(city).moved, *moves(places).moved, *moves(themes).moved]
    listed = "".join(f"<li>{_change(wording, change)}</li>" for change in moved)
    rest = "".join(f"<p>{escape(part)}</p>" for part in _still(wording, city, places))
    more = blocks.opened(escape(wording.say("standing.moved.every")), _all(wording, city, places, themes))
    return f"{title}{f'<ul>{listed}</ul>' if listed else ''}{rest}{more}"


def _still(wording: Wording, city: tuple[Change, ...], places: tuple[Change, ...]) -> list[str]:
    """What is said of the scores without a flagged change, and of the neighborhoods where none moved."""
    found, around, say = moves(city), moves(places), wording.say
    said = []
    if found.still:
        kind = "rest" if found.moved else "none"
        previous = wording.period(found.still[0].previous)
        said.append(" ".join([say(f"standing.moved.{kind}", previous=previous), *_smallest(wording, found)]))
    if found.uncompared:
        named = ", ".join(_subject(wording, change) for change in found.uncompared)
        said.append(say("standing.moved.uncompared", scores=named))
    if places and not around.moved:
        said.append(say("standing.moved.no_place" if around.still else "standing.moved.places_uncompared"))
    return said


def _smallest(wording: Wording, found: Moves) -> Iterator[str]:
    """The smallest changes that could have been seen where none was."""
    if found.smallest:
        least, most = map(wording.number, found.smallest)
        yield wording.say("standing.moved.seen" if least != most else "standing.moved.seen_one", least=least, most=most)


def _all(wording: Wording, city: tuple[Change, ...], places: tuple[Change, ...], themes: tuple[Change, ...]) -> str:
    """All comparisons but those of neighborhoods that were not possible, of which one sentence tells."""
    around, year = moves(places), city_changes(wording.release, "year")
    groups = {"city": city, "year": year, "places": (*around.moved, *around.still), "themes": themes}
    told = "".join(_every(wording, name, changes) for name, changes in groups.items() if changes)
    ends = ["standing.moved.meaning"]
    if around.uncompared:
        ends = [f"standing.moved.{'others' if groups['places'] else 'places'}_uncompared", *ends]
    return told + "".join(f"<p>{escape(wording.say(end))}</p>" for end in ends)


def _every(wording: Wording, name: str, changes: tuple[Change, ...]) -> str:
    items = "".join(f"<li>{_change(wording, change)}</li>" for change in changes)
    return f"<h3>{escape(wording.say(f'standing.moved.of.{name}'))}</h3><ul>{items}</ul>"


def _change(wording: Wording, change: Change) -> str:
    """What a comparison is of, and what it says; where other kinds of events are why it isn't made, which they were."""
    pointed = f'<span class="fh-arrow" aria-hidden="true">{arrow(change)}</span> ' if arrow(change) else ""
    said = f"{pointed}<b>{escape(_subject(wording, change))}:</b> {escape(wording.change(change))}."
    return f"{said} {escape(say_kinds(change, wording))}".rstrip()


def _subject(wording: Wording, change: Change) -> str:
    labels = wording.release.themes if change.measure is Measure.THEME else wording.release.indices
    name = next((wording.name(label) for label in labels if label.id == change.subject), change.subject)
    place = next((place.name for place in wording.release.places if place.id == change.place), "")
    return f"{place}, {name}" if place else name

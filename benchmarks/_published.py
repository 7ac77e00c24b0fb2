"""One step of the release benchmark in a process of its own: a quarter into the real store, or a release out of it.

`python -m benchmarks._published FOLDER PEOPLE SEED fill QUARTER...` adds quarters (0 is the first), `... release TODAY`
makes the next release and prints its times and peak memory as JSON.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from analysis import releasefile
from analysis.material import count
from analysis.release import Earlier, build
from analysis.text.reading import CommentReading
from benchmarks._years import City, Said, labels, library, places, quarters, read
from survey import releases
from survey.context import Context
from survey.i18n import load_texts
from survey.records import Event, ReleaseEntry, Taken
from survey.settings import Settings
from survey.storage.rows import to_row
from survey.storage.store import Store
from survey.storage.tables import EventRow, Row

AT_ONCE = 5_000
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Cost:
    """What a release took, and what was in it: seconds of the processor for each part, megabytes at the peak.

    `tidying` rewrites the database before a release (in the order of random keys), `counting` reads what is new and
    counts it, `reading` is the part of it that reads comments, `building` decides, audits and estimates, `storing`
    writes release and layers. `waited` is by the clock on the wall, so it grows when others use the machine.
    """

    answers: int
    comments: int
    figures: int
    shown: int
    tidying: float
    counting: float
    building: float
    storing: float
    reading: float
    waited: float
    peak: float

    @property
    def seconds(self) -> float:
        """Of the processor, for all parts."""
        return self.tidying + self.counting + self.building + self.storing


def open_city(folder: Path) -> Context:
    """The real store in a folder, with the benchmark's questionnaires."""
    settings = Settings.from_environment({"FAIR_HEARING_HOME": str(folder)})
    return Context(settings, Store.open(settings.database_url, "real"), library(), load_texts(), synthetic=True)


def fill(context: Context, city: City, wanted: list[int]) -> None:
    """Stores the people of some quarters, as if they had come by phone: in bulk, but into the same tables."""
    context.store.places.put(places())
    for number in wanted:
        quarter = quarters()[number]
        with context.store.engine.execution_options(write=True).begin() as connection:
            connection.execute(insert(_table("event")), [_event_values(event) for event in city.events(*quarter)])
            people = city.said(*quarter)
            while some := list(islice(people, AT_ONCE)):
                connection.execute(insert(_table("response")), [_response_values(one) for one in some])
                if comments := [_comment_values(one) for one in some if one.text]:
                    connection.execute(insert(_table("comment")), comments)


def release(context: Context, today: date) -> Cost:
    """The next release as the nightly one is made, part by part; its reader has twenty themes."""
    store, clock = context.store, _Clock()
    noon = datetime.combine(today, time_of_day(12), UTC)
    context = replace(context, clock=lambda: noon)
    with store.releases.alone():
        clock.run(store.responses.forget_order)
        version = store.releases.latest_version() + 1
        taken = clock.also(lambda: Taken(store.responses.take(), store.listening.take()))
        reader = _Timed()
        given = replace(clock.also(lambda: releases.material(context)), read=reader, themes=labels())
        new = clock.run(lambda: count(given))
        before = clock.also(store.releases.latest)
        years = new.years(today, before, given.events)
        earlier = clock.also(lambda: Earlier(before, store.releases.layers(years)))
        built = clock.run(lambda: build(given, new, today, version, earlier))
        payload = clock.also(lambda: releasefile.to_json(built.release))
        entry = ReleaseEntry(version, today, releasefile.digest(payload))
        clock.run(lambda: store.releases.publish(entry, payload, built.layers, taken))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGABYTE
    figures = built.release.figures
    shown = sum(figure.state.value in ("shown", "interval_only") for figure in figures)
    tidying, counting, building, storing = clock.laps
    return Cost(
        answers=taken.answers,
        comments=len(given.remarks),
        figures=len(figures),
        shown=shown,
        tidying=tidying,
        counting=counting,
        building=building,
        storing=storing,
        reading=reader.spent,
        waited=clock.waited(),
        peak=peak,
    )


class _Timed:
    """The reader, and the seconds it took in all."""

    spent = 0.0

    def __call__(self, said: str, hint: str) -> CommentReading:
        began = time.process_time()
        found = read(said, hint)
        self.spent += time.process_time() - began
        return found


class _Clock:
    """Seconds of one part after the other: `also` belongs to the part that the next `run` ends."""

    def __init__(self) -> None:
        self.laps: list[float] = []
        self._since, self._began = time.process_time(), time.perf_counter()

    def waited(self) -> float:
        return time.perf_counter() - self._began

    def also(self, work: Callable[[], Any]) -> Any:
        return work()

    def run(self, work: Callable[[], Any]) -> Any:
        done = work()
        now = time.process_time()
        self.laps.append(now - self._since)
        self._since = now
        return done


def _table(name: str) -> Any:
    return Row.metadata.tables[name]


def _event_values(event: Event) -> dict[str, Any]:
    return to_row(EventRow, event, languages=list(event.languages)).model_dump()


def _response_values(said: Said) -> dict[str, Any]:
    return {
        "key": said.key,
        "event": said.event.id,
        "day": said.day,
        "place": said.place,
        "instrument": said.event.instrument,
        "instrument_version": "1",
        "language": "en",
        "channel": said.channel.value,
        "rehearsal": False,
        "answers": said.values,
    }


def _comment_values(said: Said) -> dict[str, Any]:
    return {"response": said.key, "question": "more", "text": said.text, "kind": said.kind, "redactor": "1"}


def main() -> None:
    """Does what the command line says."""
    folder, people, seed, what, *rest = sys.argv[1:]
    context = open_city(Path(folder))
    if what == "fill":
        fill(context, City(int(people), int(seed)), [int(number) for number in rest])
    else:
        print(json.dumps(asdict(release(context, date.fromisoformat(rest[0])))))
    context.store.close()


if __name__ == "__main__":
    main()

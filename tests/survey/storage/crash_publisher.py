"""Receives and publishes until it is killed, and says what it did: `crash_publisher URL EVENT [hold]`.

With `hold` it stops for good between taking and publishing.
"""

import json
import signal
import sys
from contextlib import suppress
from datetime import date
from uuid import UUID, uuid4

from analysis.layers import Layer
from survey.errors import SurveyError
from survey.records import Channel, ReleaseEntry, Response, Taken
from survey.storage.store import Store

DAY = date(2026, 6, 15)


def publish(store: Store, hold: bool = False) -> None:
    """One release whose text is the list of what it folded, and one layer that says how many they are."""
    version = store.releases.latest_version() + 1
    taken = Taken(answers=store.responses.take())
    if hold:
        print("taken", flush=True)
        signal.pause()
    folded = [answered.values["mark"] for answered in store.responses.taken_answers()]
    layer = Layer(version, 0, "2026", str(len(folded)).encode())
    store.releases.publish(ReleaseEntry(version, DAY, "digest"), json.dumps(folded), [layer], taken)


def receive(store: Store, event: UUID) -> str:
    """One answer that carries a mark of its own."""
    mark = uuid4().hex
    values = {"mark": mark}
    response = Response(uuid4(), event, DAY, "", "pulse", "1", "en", Channel.PHONE, False, values)
    store.responses.save([(uuid4(), "R", response)])
    return mark


def main(url: str, event: UUID, hold: bool) -> None:
    store = Store.open(url, "real")
    while True:
        print(receive(store, event), flush=True)
        with suppress(SurveyError), store.releases.alone():  # who was killed before may not yet have let go
            publish(store, hold)


if __name__ == "__main__":
    main(sys.argv[1], UUID(sys.argv[2]), len(sys.argv) > 3)

"""Saves answers until it is killed, and says each receipt only after its commit: `crash_writer URL EVENT`."""

import sys
from datetime import date
from uuid import UUID, uuid4

from survey.records import Channel, Response
from survey.storage.store import Store

store = Store.open(sys.argv[1], "real")
event = UUID(sys.argv[2])
while True:
    key = uuid4()
    response = Response(uuid4(), event, date(2026, 6, 15), "", "pulse", "1", "en", Channel.PHONE, False, {"c1": 3})
    store.responses.save([(key, "R", response)])
    print(key.hex, flush=True)

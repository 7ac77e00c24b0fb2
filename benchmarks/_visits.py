"""Ways through every plain door, as marked people take them: each says whether the answer was received."""

import base64
import csv
import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from benchmarks._marks import Marked
from benchmarks._town import Town
from survey import kiosk

Way = Callable[[Town, Marked], bool]

SCRIPT = {"Content-Type": "application/x-www-form-urlencoded;charset=UTF-8", "Sec-Fetch-Mode": "cors", "Accept": "*/*"}
"""What our script sends a sheet with (send.js)."""
MAPPING = """
source = "a file of marks"
instrument = "pulse"
row_id = ["who"]
language = "en"
day = {day}
place = {{ column = "place" }}
questions = {{ c1 = {{ column = "trust" }}, comment = {{ column = "words" }} }}
"""


def sheet(person: Marked, **more: str) -> dict[str, str]:
    """The fields of a filled-in form, names in cues and all."""
    own = {"key": str(person.key), "language": "en", "send": "1"}
    return {**own, "neighborhood": "river", "c1": str(1 + person.number % 5), "comment": person.said, **more}


def phone(town: Town, person: Marked, **more: str) -> bool:
    """The phone page without its script."""
    address = f"/s/{town.phone.code}?utm={person.device}"
    town.ask(person, address)
    return town.ask(person, address, sheet(person, **more))[0] == 200


def script(town: Town, person: Marked) -> bool:
    """The phone page as its script sends a sheet, twice, since the first reply was lost."""
    address, fields = f"/s/{town.phone.code}", sheet(person, within="1")
    return [town.ask(person, address, fields, **SCRIPT)[0] for _ in range(2)] == [200, 200]


def late(town: Town, person: Marked) -> bool:
    """A sheet that waited on a phone since yesterday."""
    return phone(town, person, day=(town.context.today() - timedelta(days=1)).isoformat())


def previewed(town: Town, person: Marked) -> bool:
    """Someone who first looks at what would be stored."""
    fields = sheet(person, preview="1")
    del fields["send"]
    seen = town.ask(person, f"/s/{town.phone.code}", fields)[0]
    return seen == 200 and phone(town, person)


def mended(town: Town, person: Marked) -> bool:
    """Someone who first sends what can't be read."""
    return town.ask(person, f"/s/{town.phone.code}", sheet(person, c2="77"))[0] == 422 and phone(town, person)


def card(town: Town, person: Marked) -> bool:
    """The phone page with a one-time card, typed as it is printed."""
    return phone(town, person, card=next(town.card_numbers))


def _tablet(town: Town, person: Marked) -> dict[str, list[str]]:
    day = town.context.today().isoformat()
    own = {"token": [town.kiosk_token], "key": [str(person.key)], "language": ["en"], "day": [day]}
    return {**own, "neighborhood": ["river"], "c1": ["4"], "comment": [person.said]}


def sealed(town: Town, person: Marked) -> bool:
    """A kiosk that seals each answer."""
    blob = seal(town, json.dumps(_tablet(town, person)))
    return town.ask(person, f"/s/{town.phone.code}/sealed", {"blob": blob}, **SCRIPT)[0] == 200


def seal(town: Town, text: str) -> str:
    """As a tablet seals it."""
    point = base64.b64decode(kiosk.public_key(town.context, town.phone))
    own = ec.generate_private_key(ec.SECP256R1())
    sender = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point))
    about, nonce = kiosk.bound_to(town.phone).encode(), os.urandom(12)
    key = HKDF(SHA256(), 32, salt=sender, info=about).derive(shared)
    return base64.b64encode(sender + nonce + AESGCM(key).encrypt(nonce, text.encode().ljust(2048), about)).decode()


def unsealed(town: Town, person: Marked) -> bool:
    """A kiosk whose browser can't seal."""
    fields = {name: texts[0] for name, texts in _tablet(town, person).items()}
    return town.ask(person, f"/s/{town.phone.code}/kiosk", fields, **SCRIPT)[0] == 200


def paper(town: Town, person: Marked) -> bool:
    """The page on which the steward types forms in, once without and once with its script."""
    fields = {"number": next(town.form_numbers), "neighborhood": "2", "c1": "4", "comment": person.said}
    if person.number % 2:
        fields["quick"] = "1"
    address = f"/paper/{town.phone.code}/key?lang=en"
    return town.ask(person, address, fields, Cookie=town.cookies["stella"])[0] in (200, 303)


def send_paper(town: Town, people: Sequence[Marked]) -> int:
    """A helper types the sample in again, differing here and there; everything is sent. How many forms."""
    address = f"/paper/{town.phone.code}/key?lang=en"
    helper, steward = ({"Cookie": town.cookies[name]} for name in ("hana", "stella"))
    page = town.ask(people[0], f"{address}&again=1", **helper)[1]
    offered = re.search(r'data-offered="([^"]*)"', page)
    for item in offered[1].split() if offered else ():
        number = item.partition(":")[0]
        typed = {"number": number, "neighborhood": "2", "c1": "5", "comment": people[1].said}
        town.ask(people[1], f"{address}&again=1", typed, **helper)
        chosen = {"act": "decide", "number": number, "side.c1": "first", "side.comment": "other"}
        town.ask(people[2], address, {**chosen, "other.comment": people[2].said}, **helper)
    town.ask(people[0], address, {"act": "send"}, **steward)
    return sum(form.sent for form in town.context.store.paper.forms(town.phone.id))


def imported(town: Town, people: Sequence[Marked]) -> int:
    """A CSV file by the command line; the file itself is the operator's. How many rows were added."""
    day = town.context.today().isoformat()
    table, mapping = town.folders.desk / "answers.csv", town.folders.desk / "mapping.toml"
    mapping.write_text(MAPPING.format(day=day))
    with table.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(("who", "place", "trust", "words", "phone"))
        for person in people:
            out.writerow((person.row, "Riverside", "4", person.said, person.mailbox))
        out.writerow((people[0].row, people[0].first, people[0].agent, people[0].said, people[0].mailbox))  # refused
    before = sum(town.context.store.responses.counts().values())
    said = town.command("import", "--mapping", str(mapping), str(table), "--event", town.phone.code)
    (town.folders.shown / "import.txt").write_text(said)
    return sum(town.context.store.responses.counts().values()) - before


WAYS: Mapping[str, Way] = {
    "phone page, no script": phone,
    "phone page, script": script,
    "phone page, late": late,
    "phone page, preview": previewed,
    "phone page, mended": mended,
    "phone page, card": card,
    "kiosk, sealed": sealed,
    "kiosk, unsealed": unsealed,
    "paper, typed in": paper,
}
"""One person at a time; a file takes several, `imported`. The ways through Streamlit stand in `_screens`."""

SHUT: Sequence[Way] = (phone, script, card, previewed, sealed, unsealed)
"""Doors that are tried while the store is broken."""

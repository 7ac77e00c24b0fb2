"""What no door takes: wrong values, wrong shapes, wrong ways, and bytes that are no request."""

import base64
import json
import socket
from collections.abc import Mapping

from benchmarks._marks import Marked
from benchmarks._town import Town
from benchmarks._visits import seal, sheet

Asked = tuple[str, Mapping[str, str] | bytes | None, str, dict[str, str]]
"""Address, body, method ("" for GET or POST) and further headers."""
SHOWN = frozenset({"no such page", "no websocket"})
"""Answered with a page of Streamlit's, whatever was asked."""


def wrong(town: Town, person: Marked) -> bool:
    """Whether anything of all this was taken."""
    asked = _asked(town, person)
    statuses = {}
    for name, (path, body, method, more) in asked.items():
        statuses[name], _ = town.ask(person, path, body, method, **more)
    _garbage(town, person)
    return bool({name for name, status in statuses.items() if status == 200} - SHOWN)


def _asked(town: Town, person: Marked) -> Mapping[str, Asked]:
    """By what is wrong."""
    code, mark, signed = town.phone.code, person.device, {"Cookie": f"fair_hearing={person.device}"}
    return {
        "wrong value": (f"/s/{code}", sheet(person, c1=mark), "", {}),
        "wrong place": (f"/s/{code}", sheet(person, neighborhood=mark), "", {}),
        "wrong card": (f"/s/{code}", sheet(person, card=mark), "", {}),
        "wrong key": (f"/s/{code}", sheet(person, key=mark), "", {}),
        "wrong code": (f"/s/{mark}", sheet(person), "", {}),
        "too large": (f"/s/{code}", sheet(person, comment=person.said * 1000), "", {}),
        "wrong kind": (f"/s/{code}", sheet(person), "", {"Content-Type": f"text/{mark}"}),
        "wrong seal": (f"/s/{code}/sealed", {"blob": base64.b64encode(person.said.encode()).decode()}, "", {}),
        "odd seal": (f"/s/{code}/sealed", {"blob": seal(town, json.dumps([person.said]))}, "", {}),
        "wrong token": (f"/s/{code}/kiosk", {**sheet(person), "token": mark, "day": mark}, "", {}),
        "no such page": (f"/{mark}?q={person.first}", None, "", {}),
        "wrong method": (f"/s/{code}?q={mark}", sheet(person), "PUT", {}),
        "not signed in": (
            f"/paper/{code}/key?q={mark}",
            {"comment": person.said},
            "",
            signed,
        ),
        "no such name": ("/staff/sign-in", {"name": person.mailbox, "password": person.said}, "", {}),
        "set up twice": ("/setup", {"name": person.mailbox, "password": person.said, "code": mark}, "", {}),
        "no websocket": (f"/_stcore/stream?q={mark}", None, "", _handshake(person)),
        "no file": (f"/media/{mark}.csv", None, "", {}),
        "no form": (f"/s/{code}", person.said.encode("utf-16"), "", {}),
    }


def _handshake(person: Marked) -> dict[str, str]:
    key = base64.b64encode(person.key.bytes).decode()
    return {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "99",
        "Sec-WebSocket-Key": key,
        "Sec-WebSocket-Protocol": f"streamlit, {person.device}",
    }


def _garbage(town: Town, person: Marked) -> None:
    """Bytes that are no request."""
    with socket.create_connection(("127.0.0.1", town.port), timeout=10, source_address=(person.source, 0)) as line:
        line.sendall(f"{person.said} {person.agent}\r\n{person.device}\r\n\r\n".encode())
        line.recv(1000)

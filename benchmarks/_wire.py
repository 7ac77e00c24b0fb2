"""Counting what a page asks for and gets over the network, as Chromium tells it."""

import base64
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import CDPSession


@dataclass
class Wire:
    """Counts what crosses the network: bytes with headers as they arrived, and the payload of websocket messages."""

    wire: int = 0
    asked: set[str] = field(default_factory=set)

    def listen(self, session: CDPSession) -> None:
        """Counts from now on."""
        session.on("Network.requestWillBeSent", self._ask)
        session.on("Network.webSocketCreated", lambda event: self.asked.add(event["requestId"]))
        session.on("Network.requestServedFromCache", lambda event: self.asked.discard(event["requestId"]))
        session.on("Network.responseReceived", self._answer)
        session.on("Network.loadingFinished", self._finish)
        session.on("Network.webSocketFrameReceived", self._receive)

    def _ask(self, event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            self.asked.add(event["requestId"])

    def _answer(self, event: dict[str, Any]) -> None:
        if event["response"].get("fromDiskCache"):
            self.asked.discard(event["requestId"])

    def _finish(self, event: dict[str, Any]) -> None:
        self.wire += int(event["encodedDataLength"])

    def _receive(self, event: dict[str, Any]) -> None:
        message = event["response"]
        payload = message["payloadData"]
        self.wire += len(payload if message["opcode"] == 1 else base64.b64decode(payload))

"""A form that breaks off on the way."""

import logging
import socket

import pytest

from survey import responses
from survey.context import Context
from survey.records import Event

HALF = (
    b"POST /s/CDF479 HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 1000\r\n\r\ncomment=half+of"
)


def test_a_connection_that_breaks_saves_nothing_and_fills_no_log(
    served: str, context: Context, event: Event, caplog: pytest.LogCaptureFixture
) -> None:
    host, port = served.removeprefix("http://").split(":")
    with caplog.at_level(logging.WARNING), socket.create_connection((host, int(port))) as connection:
        connection.sendall(HALF)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(4096):  # until the server has noticed
            continue
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        while connection.recv(4096):
            continue
    assert responses.received(context, event) == 0
    assert caplog.records == []

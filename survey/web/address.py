"""The public address: whether it is written well, who can reach it, and whether it leads to this very process."""

import ipaddress
import json
import ssl
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

SECONDS = 5
MOST_BYTES = 2000


class NoRedirects(HTTPRedirectHandler):
    """A phone would follow, but a poster must show where it ends."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


def form_problem(address: str) -> str:
    """ "not_an_address" unless this is http(s), a host and nothing behind it; else ""."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return "not_an_address"
    whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
    bare = parts.path in ("", "/") and not parts.query and not parts.fragment
    return (
        ""
        if whole and bare and port != 0 and address.isascii() and address.isprintable() and " " not in address
        else "not_an_address"
    )


def is_local(address: str) -> bool:
    """Whether only this machine or its own network can reach the address."""
    host = (urlsplit(address).hostname or "").rstrip(".")
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".local", ".localhost", ".internal", ".lan", ".home.arpa"))


def reach_problem(address: str, instance: str) -> str:
    """Asks the address for its health, as a phone would reach it: a problem code, or "" when this process answered."""
    opener: OpenerDirector = build_opener(ProxyHandler({}), NoRedirects)
    try:
        with opener.open(Request(f"{address.rstrip('/')}/health"), timeout=SECONDS) as answer:
            found = json.loads(answer.read(MOST_BYTES))
    except HTTPError:
        return "address_not_ours"
    except URLError as error:
        bad = isinstance(error.reason, ssl.SSLCertVerificationError)
        return "address_certificate" if bad else "address_unreachable"
    except (OSError, HTTPException):
        return "address_unreachable"
    except ValueError:
        return "address_not_ours"
    return "" if isinstance(found, dict) and found.get("instance") == instance else "address_not_ours"

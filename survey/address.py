"""The city's public address: whether it is written well, and who could reach it."""

import ipaddress
from urllib.parse import urlsplit


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


def may_be_public(address: str) -> bool:
    """Whether phones outside might open it: https, and not this machine or its own network."""
    return address.startswith("https://") and not is_local(address)


def is_local(address: str) -> bool:
    """Whether only this machine or its own network can reach the address."""
    host = (urlsplit(address).hostname or "").rstrip(".")
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".local", ".localhost", ".internal", ".lan", ".home.arpa"))


def page_address(path: str, language: str, synthetic: bool) -> str:
    """Where a public page of a city is; to the demo city's the way leads through its door, from wherever it starts."""
    return f"/demo?to={path}&lang={language}" if synthetic else f"/{path}?lang={language}"

"""The server's secret, and the keys made from it: one for each purpose, none of them stored."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

LENGTH = 32


def open_secret(home: Path, given: str = "") -> bytes:
    """The secret of this installation: `given` in hex, else the file `secret.key`, made at the first start.

    Raises ValueError when what is given or stored is not at least 32 bytes in hex.
    """
    return _read(given) if given else _read(_file(home).read_text("ascii"))


def derive(secret: bytes, purpose: str, *parts: bytes) -> bytes:
    """A key of 32 bytes for one purpose, such as "card", and what it is about; HMAC-SHA256, each part with its length.

    Raises ValueError without a secret.
    """
    if len(secret) < LENGTH:
        raise ValueError("no secret to make keys from")
    message = b"".join(len(part).to_bytes(4, "big") + part for part in (purpose.encode(), *parts))
    return hmac.new(secret, message, hashlib.sha256).digest()


def _read(text: str) -> bytes:
    secret = bytes.fromhex(text.strip())
    if len(secret) < LENGTH:
        raise ValueError(f"the secret must have at least {LENGTH} bytes")
    return secret


def _file(home: Path) -> Path:
    """The file with the secret, readable by its owner alone; whoever makes it first wins."""
    place = home / "secret.key"
    if not place.exists():
        home.mkdir(parents=True, exist_ok=True)
        fresh = home / f".secret.{os.getpid()}.{secrets.token_hex(4)}"
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as target:
            target.write(secrets.token_hex(LENGTH))
            target.flush()
            os.fsync(target.fileno())
        try:
            os.link(fresh, place)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return place

"""Words locked so that whoever has only the database can't read them, nor see how long they are."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
FILLED_TO = 128
"""Bytes: words are filled up to the next multiple, their own length before them."""
_LENGTH = 4


def seal(key: bytes, words: str, bound: bytes) -> bytes:
    """A fresh nonce and the words under AES-256-GCM; only the same `key` of 32 bytes and the same `bound` open it."""
    said = words.encode("utf-8")
    plain = len(said).to_bytes(_LENGTH, "big") + said
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain.ljust(-(-len(plain) // FILLED_TO) * FILLED_TO, b"\0"), bound)


def unseal(key: bytes, sealed: bytes, bound: bytes) -> str:
    """The words. Raises ValueError where they were changed, or sealed with another key or for something else."""
    try:
        plain = AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], bound)
    except InvalidTag as error:
        raise ValueError("not sealed with this key for this") from error
    return plain[_LENGTH : _LENGTH + int.from_bytes(plain[:_LENGTH], "big")].decode("utf-8")

"""People whose every trace is a word of its own, so that whatever a door leaves behind can be found and told apart."""

import base64
import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv6Address
from uuid import UUID

CONSONANTS, VOWELS = "bdfgklmnprtvz", "aeiou"
AREAS = ("617", "508", "413", "781", "978", "202", "301", "303", "304", "305")
CUES = ("My name is {0} {1}.", "I spoke with my son {0} {1}.", "Sgt. {0} {1} came.", "My neighbor {0} {1} said so.")
DOUBTFUL = "A man named {0} {1} stopped me."
"""Ways to name somebody that redaction knows; a name without any such cue is known to pass, as METHODS says. What
follows the last one is masked too, but waits sealed for the steward, since it may be no name."""
DASHES = ("{0}-{1}-{2}", "({0}) {1}-{2}", "{0}.{1}.{2}", "{0} {1} {2}")


@dataclass(frozen=True)
class Marked:
    """One person: what their phone says about itself, and what they write about themselves."""

    number: int
    proxied: str  # X-Forwarded-For
    forwarded: str  # Forwarded, an IPv6 address
    source: str  # the address that the connection really comes from
    agent: str
    device: str  # a word that stands in every other header and in the address's query
    key: UUID
    first: str
    last: str
    phone: tuple[str, str, str]
    mailbox: str
    row: str  # the number of their row in a file

    @property
    def headers(self) -> dict[str, str]:
        """What their browser and the proxies before us send along."""
        return {
            "X-Forwarded-For": f"{self.proxied}, 10.0.0.1",
            "X-Real-IP": self.proxied,
            "Forwarded": f'for="[{self.forwarded}]";proto=https',
            "User-Agent": f"Mozilla/5.0 (Linux; Android 14) {self.agent}/1.0 Mobile",
            "Referer": f"https://{self.device}.example/",
            "Cookie": f"seen={self.device}; fair_hearing_other={self.device}",
            "Accept-Language": f"en, x-{self.device[:8]};q=0.3",
            "Sec-CH-UA-Model": f'"{self.device}"',
            "X-Device-Id": self.device,
        }

    @property
    def said(self) -> str:
        """A comment with name, phone number and e-mail address, and plain words that may stay."""
        cue = (*CUES, DOUBTFUL)[self.number % 5].format(self.first, self.last)
        number = DASHES[self.number % len(DASHES)].format(*self.phone)
        return f"{cue} Call {number} or write to {self.mailbox}@mail.example. Please mend the lamps by the canal"

    def marks(self) -> Iterator[tuple[str, bytes]]:
        """Everything that must not be found, as (kind, bytes), each at least 8 bytes long."""
        whole, short = "".join(self.phone), "-".join(self.phone[1:])
        own = {
            "address": (self.proxied, self.forwarded, self.source),
            "agent": (self.agent, self.device),
            "token": (str(self.key), self.key.hex, base64.b64encode(self.key.bytes).decode().rstrip("=")),
            "name": (self.first, self.last),
            "phone": (whole, short, short.replace("-", "."), short.replace("-", " ")),
            "e-mail": (self.mailbox,),
            "row": (self.row,),
        }
        for kind, texts in own.items():
            for text in texts:
                yield kind, text.encode()
        yield "token", self.key.bytes
        yield "address", IPv6Address(self.forwarded).packed
        for kind in ("address", "agent", "name", "phone", "e-mail"):
            yield from ((kind, digest) for text in own[kind] for digest in _digests(text.encode()))


def draw(count: int, seed: int) -> list[Marked]:
    """So many people; no two share a mark."""
    chance = random.Random(seed)
    words = _words(chance)
    return [_person(number, chance, words) for number in range(count)]


def _person(number: int, chance: random.Random, words: Iterator[str]) -> Marked:
    high, low = divmod(number, 156)
    return Marked(
        number=number,
        proxied=f"198.18.{100 + high}.{100 + low}",
        forwarded=str(IPv6Address((0x20010DB8 << 96) + chance.getrandbits(96))),
        source=f"127.{chance.randrange(100, 250)}.{100 + high}.{100 + low}",
        agent=f"agent{next(words)}",
        device=f"device{next(words)}",
        key=UUID(int=chance.getrandbits(128), version=4),
        first=next(words).capitalize(),
        last=next(words).capitalize(),
        phone=(AREAS[number // 100 % len(AREAS)], "555", f"01{number % 100:02}"),
        mailbox=f"mail.{next(words)}",
        row=f"row-{next(words)}",
    )


def _words(chance: random.Random) -> Iterator[str]:
    """Words that can be spoken, of ten letters, each once."""
    seen: set[str] = set()
    while True:
        word = "".join(chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in range(5))
        if word not in seen:
            seen.add(word)
            yield word


def _digests(text: bytes) -> Iterator[bytes]:
    """What a careless program keeps instead of a mark, and everybody can make again."""
    for name in ("md5", "sha1", "sha256"):
        made = hashlib.new(name, text, usedforsecurity=False)
        yield made.hexdigest().encode()
        yield made.digest()

"""The nameless, single-use proof that a nugget was opened: sealed so that nobody can read it.

All tickets are equally long and say nothing outside: a key's name (the same for everybody in a
week) and random bytes. Inside: nugget, version, source, when, how long to stay, and what was
answered before the film, if that was asked.
"""

import base64
import hashlib
import math
import os
import struct
import time
from binascii import Error as NotBase64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

KEY_ID: Final = 2
NONCE: Final = 12
TAG: Final = 16
BODY: Final = struct.Struct(">B12sI25sIB")  # signs, nugget, version, source, when, dwell
OFFLINE: Final = 1
BEFORE: Final = 2  # and 4 with it: nothing, wrong, right
LENGTH: Final = 4 * math.ceil((KEY_ID + NONCE + BODY.size + TAG) / 3)

DWELL_SHARE: Final = 0.3
DWELL_MOST: Final = 30
DAY: Final = 86_400
GOOD_FOR: Final = DAY
GOOD_FOR_OFFLINE_DAYS: Final = 7
BLANK: Final = 0  # a version no nugget has: its ticket looks like any other and counts nothing


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a ticket says inside. `when` is in seconds, of an offline ticket the day's first.

    `before` says whether the answer before the film was right; None: there was none.
    """

    nugget: str
    version: int
    source: str
    when: int
    dwell: int = 0
    offline: bool = False
    nonce: bytes = b""
    before: bool | None = None

    @property
    def mark(self) -> bytes:
        """Eight bytes that are remembered once it is spent; they say nothing about it."""
        return hashlib.blake2b(self.nonce, digest_size=8).digest()

    @property
    def answer_mark(self) -> bytes:
        """The same for the one answer that somebody may give with it, yes or no."""
        return hashlib.blake2b(self.nonce, digest_size=8, person=b"answer").digest()

    @property
    def gain_mark(self) -> bytes:
        """The same for the one pair of answers before and after the film."""
        return hashlib.blake2b(self.nonce, digest_size=8, person=b"gain").digest()

    @property
    def day(self) -> int:
        """The day it was handed out, in days since 1970."""
        return self.when // DAY

    @property
    def blank(self) -> bool:
        """Whether it counts nothing: handed out where no more may count, so that nobody sees it."""
        return self.version == BLANK

    def expired(self, now: float) -> bool:
        """Return whether it is too old: a day on a page, seven days kept for offline."""
        if self.offline:
            return now // DAY > self.day + GOOD_FOR_OFFLINE_DAYS
        return now > self.when + GOOD_FOR

    def early(self, now: float) -> bool:
        """Return whether whoever opened the nugget has not stayed long enough yet."""
        return now < self.when + self.dwell


def write(
    nugget: str,
    version: int,
    source: str,
    seconds: float,
    *,
    offline: bool = False,
    before: bool | None = None,
) -> Ticket:
    """Return a fresh ticket for a nugget of so many seconds.

    It redeems after 30 % of them, at most 30 s. One for offline knows the day only, and nothing
    that was answered.
    """
    if offline:
        today = int(time.time()) // DAY * DAY
        return Ticket(nugget, version, source, today, 0, offline=True, nonce=os.urandom(NONCE))
    dwell = min(DWELL_MOST, math.ceil(max(0.0, seconds) * DWELL_SHARE))
    now, nonce = int(time.time()), os.urandom(NONCE)
    return Ticket(nugget, version, source, now, dwell, nonce=nonce, before=before)


def offline_until() -> date:
    """Return the last day on which a ticket is good that is handed out for offline today."""
    return datetime.now(tz=UTC).date() + timedelta(days=GOOD_FOR_OFFLINE_DAYS)


def key_id(name: str) -> bytes:
    """Return the two bytes by which a ticket names its weekly key."""
    return hashlib.blake2b(name.encode(), digest_size=KEY_ID).digest()


def close(ticket: Ticket, name: str, key: bytes) -> str:
    """Return the ticket as text that only this key opens."""
    answered = 0 if ticket.before is None else BEFORE << ticket.before
    body = BODY.pack(
        ticket.offline * OFFLINE | answered, ticket.nugget.encode(), ticket.version,
        ticket.source.encode(), ticket.when, ticket.dwell,
    )  # fmt: skip
    head = key_id(name)
    sealed = ChaCha20Poly1305(key).encrypt(ticket.nonce, body, head)
    return base64.urlsafe_b64encode(head + ticket.nonce + sealed).decode()


def open_(text: str, key_of: Callable[[bytes], bytes | None]) -> Ticket | None:
    """Return the ticket a text holds, or None if it is none of ours; never raises."""
    if len(text) != LENGTH or not text.isascii():
        return None
    try:
        raw = base64.b64decode(text, altchars=b"-_", validate=True)
    except NotBase64:
        return None
    head, nonce, sealed = raw[:KEY_ID], raw[KEY_ID : KEY_ID + NONCE], raw[KEY_ID + NONCE :]
    key = key_of(head)
    if key is None or base64.urlsafe_b64encode(raw).decode() != text:
        return None
    try:
        body = ChaCha20Poly1305(key).decrypt(nonce, sealed, head)
    except InvalidTag:
        return None
    signs, nugget, version, source, when, dwell = BODY.unpack(body)
    before = bool(signs & BEFORE << 1) if signs & (BEFORE | BEFORE << 1) else None
    offline = bool(signs & OFFLINE)
    return Ticket(_text(nugget), version, _text(source), when, dwell, offline, nonce, before)


def _text(padded: bytes) -> str:
    return padded.rstrip(b"\0").decode()

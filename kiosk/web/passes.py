"""Knows passes: addresses that open one thing, for one purpose, until an hour, without an account.

A pass says what it opens and until when, sealed under the plant's own key; nothing about it is
kept here. What it names may carry a sign of its own that its owner can change: then the pass
opens nothing any more.
"""

import base64
import hmac
import re
import time
from typing import Final

from content.errors import ContentError
from kiosk.settings import Settings

KEY: Final = "passes.key"
PREVIEW: Final = "preview"
"""What a pass is for that shows a version as workers would see it."""
FAULT: Final = "fault"
"""What a pass is for that lets the pages break on purpose: `kiosk doctor --privacy` has one."""
SUBJECT: Final = re.compile(r"[A-Za-z0-9_.-]{1,80}")
LONGEST: Final = 200
SEAL: Final = 16  # bytes of HMAC-SHA-256: 128 bits cannot be guessed, and the symbol stays small
HOUR: Final = 3600


class PassWrong(ContentError):
    """This link is not complete, or it was never one of ours."""


class PassExpired(ContentError):
    """This link has expired. Ask for a new one."""


def issue(settings: Settings, purpose: str, subject: str, *, days: int = 0, hours: int = 0) -> str:
    """Return a pass that opens `subject` for `purpose` during so many days and hours from now.

    It is safe in an address. It holds to the end of the hour.
    """
    if not SUBJECT.fullmatch(subject):
        message = f"a pass cannot name {subject!r}"
        raise ValueError(message)
    until = int(time.time()) // HOUR + days * 24 + hours
    return f"{subject}.{until:x}.{_seal(settings, purpose, subject, until)}"


def read(settings: Settings, purpose: str, given: str) -> str:
    """Return what this pass opens for this purpose. Raises PassWrong, PassExpired."""
    subject, _, rest = given.rpartition(".")[0].rpartition(".")
    if len(given) > LONGEST or not SUBJECT.fullmatch(subject):
        raise PassWrong
    if not re.fullmatch(r"[1-9a-f][0-9a-f]{0,9}", rest):
        raise PassWrong
    until, seal = int(rest, 16), given.rpartition(".")[2]
    own = _seal(settings, purpose, subject, until)
    if not hmac.compare_digest(own.encode(), seal.encode(errors="replace")):
        raise PassWrong
    if time.time() >= (until + 1) * HOUR:
        raise PassExpired
    return subject


def _seal(settings: Settings, purpose: str, subject: str, until: int) -> str:
    said = "\0".join((purpose, subject, str(until))).encode()
    sealed = hmac.digest(settings.secret(KEY), said, "sha256")[:SEAL]
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()

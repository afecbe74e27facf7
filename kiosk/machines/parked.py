"""Parks a file between two pages: what somebody looked at is what is then taken over."""

import re
import secrets
import time
from pathlib import Path
from typing import IO, Final

from content.errors import ContentError
from kiosk.settings import Settings

DAY: Final = 86_400
BLOCK: Final = 1 << 16
TOKEN: Final = re.compile(r"[0-9a-f]{32}\.[a-z]{1,5}")


class NotParked(ContentError):
    """This file was taken away again: it lay there for a day. Send it once more."""


class ParkedTooLarge(ContentError):
    """This file is larger than {megabytes} MB."""


def park(settings: Settings, owner: str, source: IO[bytes], ext: str, most: int) -> str:
    """Keep up to `most` bytes for a day, for this account alone; return the token for them.

    Raises ParkedTooLarge.
    """
    token = f"{secrets.token_hex(16)}.{ext}"
    path = _path(settings, owner, token)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    left = most
    try:
        with path.open("xb") as file:
            path.chmod(0o600)
            while left > 0 and (block := source.read(min(BLOCK, left))):
                left -= len(block)
                file.write(block)
            _refuse_more(source, most)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return token


def _refuse_more(source: IO[bytes], most: int) -> None:
    if source.read(1):
        raise ParkedTooLarge(megabytes=most // 1_000_000)


def parked(settings: Settings, owner: str, token: str) -> Path:
    """Return where the file lies that this account parked. Raises NotParked."""
    path = _path(settings, owner, token) if TOKEN.fullmatch(token) else None
    if path is None or not path.is_file():
        raise NotParked
    return path


def sweep(settings: Settings) -> None:
    """Take away what lay for more than a day."""
    for path in (settings.data / "parked").glob("*"):
        if time.time() - path.stat().st_mtime > DAY:
            path.unlink(missing_ok=True)


def _path(settings: Settings, owner: str, token: str) -> Path:
    return settings.data / "parked" / f"{owner}-{token}"

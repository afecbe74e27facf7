"""The keys of counting: made on first use, never copied, destroyed so that nothing opens again."""

import os
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from kiosk.settings import Settings

POT: Final = "pot.key"
NEXT: Final = "pot.next.key"
LENGTH: Final = 32


def week(weeks_ago: int = 0) -> str:
    """Return the name of this week's ticket key, or of one some weeks ago (ISO weeks, UTC).

    Weeks ago may be -1: the coming week.
    """
    day = datetime.now(tz=UTC) - timedelta(weeks=weeks_ago)
    year, number, _ = day.isocalendar()
    return f"ticket-{year}-W{number:02}.key"


def destroy(path: Path) -> None:
    """Overwrite a key, remove it, and see to it that the disk knows."""
    try:
        descriptor = os.open(path, os.O_WRONLY)
    except FileNotFoundError:
        return
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(LENGTH))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Write the folder's own entries to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def turn_tickets(settings: Settings) -> None:
    """Have the ticket keys of this week and the next, and destroy those before last week.

    They are made ahead, by the clock: a key made for the first ticket would tell when that was.
    """
    kept = {week(1), week(), week(-1)}
    for name in (week(), week(-1)):
        settings.secret(name)
    for path in settings.keys.glob("ticket-*.key"):
        if path.name not in kept:
            destroy(path)


def find(settings: Settings, name: str) -> bytes | None:
    """Return a key if there is one; never makes it."""
    try:
        return (settings.keys / name).read_bytes()
    except FileNotFoundError:
        return None

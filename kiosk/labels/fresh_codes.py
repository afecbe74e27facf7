"""Gives out codes that no label carries, and none ever carried."""

from typing import Final

from content.models import Label
from qr_codes import codes

BATCH: Final = 500  # codes asked for in one statement


def one() -> str:
    """Return a fresh code."""
    return some(1)[0]


def some(count: int) -> list[str]:
    """Return so many fresh codes, no two alike."""
    made: set[str] = set()
    while len(made) < count:
        drawn = {codes.new() for _ in range(min(BATCH, count - len(made)))}
        made |= drawn - {row.code for row in Label.select().where(Label.code << list(drawn))}
    return list(made)

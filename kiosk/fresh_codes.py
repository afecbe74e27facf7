"""Gives out codes that no label carries, and none ever carried."""

from content.models import Label
from qr_codes import codes


def one() -> str:
    """Return a fresh code."""
    return some(1)[0]


def some(count: int) -> list[str]:
    """Return so many fresh codes, no two alike."""
    taken = {row.code for row in Label.select(Label.code)}
    made: list[str] = []
    for _ in range(count):
        made.append(codes.new(exclude=taken))
        taken.add(made[-1])
    return made

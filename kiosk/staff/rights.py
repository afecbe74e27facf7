"""What each role may do in the studio."""

from typing import Final

SEE: Final = "see"
WRITE: Final = "write"
RELEASE: Final = "release"
RELEASE_SAFETY: Final = "release safety"
PLANT: Final = "plant"
PEOPLE: Final = "people"
LOGO: Final = "logo"
COUNT: Final = "counting"
ANNEX: Final = "annex"

RIGHTS: Final[dict[str, frozenset[str]]] = {
    "trainer": frozenset({SEE, WRITE, RELEASE, PLANT}),
    "safety": frozenset({SEE, WRITE, RELEASE, RELEASE_SAFETY, PLANT}),
    "council": frozenset({SEE, COUNT, ANNEX}),
    "admin": frozenset({SEE, WRITE, RELEASE, PLANT, PEOPLE, LOGO, ANNEX}),
}
"""Roles in the order in which they are offered, each with its rights."""


def of(roles: tuple[str, ...]) -> frozenset[str]:
    """Return everything that somebody with these roles may do."""
    return frozenset().union(*(RIGHTS[role] for role in roles))


def acting(roles: tuple[str, ...], right: str) -> str:
    """Return the first of these roles that gives the right; nothing if none does."""
    return next((role for role in RIGHTS if role in roles and right in RIGHTS[role]), "")

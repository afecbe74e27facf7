"""The six stations of a nugget's way, from the film to its release."""

from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext

from kiosk.studio.desk import Desk

STATIONS: Final = (
    ("film", lazy_gettext("Film")),
    ("check", lazy_gettext("Check")),
    ("captions", lazy_gettext("Captions")),
    ("question", lazy_gettext("Question")),
    ("languages", lazy_gettext("Languages")),
    ("release", lazy_gettext("Release")),
)


@dataclass(frozen=True, slots=True)
class Station:
    """One station: its name in the address, its words, and whether all is done there."""

    name: str
    words: str
    address: str
    done: bool


def way(desk: Desk, here: str, open_at: frozenset[str] = frozenset()) -> list[Station]:
    """Return the stations of a version; `open_at` names those where something is missing.

    Those before `here` count as done unless something is missing there.
    """
    names = [name for name, _ in STATIONS]
    before = names[: names.index(here)] if here in names else []
    return [
        Station(name, str(words), address(desk, name), name in before and name not in open_at)
        for name, words in STATIONS
    ]


def address(desk: Desk, station: str) -> str:
    """Return the address of a station of a version."""
    return f"/studio/v/{desk.version.id}/{station}"

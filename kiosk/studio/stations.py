"""The six stations of a nugget's way, from the film to its release."""

from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext

from content import checklist
from kiosk.staff.rights import WRITE
from kiosk.studio import security
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
    """One station: its name in the address, its words, whether it is left behind done or open."""

    name: str
    words: str
    address: str
    done: bool
    open: bool


def way(desk: Desk, here: str) -> list[Station]:
    """Return the stations of a version, seen from one of them: the same at every station.

    Those before `here` are done, unless something is missing there still. Who may not write is
    led to the film and its words, not to where a film is sent.
    """
    doors = {} if security.here().may(WRITE) else {"film": "words"}
    names = [name for name, _ in STATIONS]
    before = names[: names.index(here)] if here in names else []
    missing = checklist.open_at(desk.version) if before else frozenset()
    return [
        Station(
            name, str(words), address(desk, doors.get(name, name)),
            done=name in before and name not in missing,
            open=name in before and name in missing,
        )
        for name, words in STATIONS
    ]  # fmt: skip


def address(desk: Desk, station: str) -> str:
    """Return the address of a station of a version."""
    return f"/studio/v/{desk.version.id}/{station}"

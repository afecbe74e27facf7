"""What happens to the open counts once a minute, and when the program starts and stops.

Whoever holds the lock does it: the worker process, or a web process after 90 s of its silence.
"""

import fcntl
import logging
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from peewee import PeeweeException

from kiosk.counts import facts, gate, keys, measuring, period, ram, takt
from kiosk.counts.pot import Dump, RamPot
from kiosk.counts.release import database, due, release
from kiosk.counts.seal import MINUTE, seal, unseal
from kiosk.counts.ticket import GOOD_FOR_OFFLINE_DAYS
from kiosk.settings import Settings, key_folder

LOG: Final = logging.getLogger(__name__)

SILENCE: Final = 90.0
WATCH: Final = 30.0
SPENT_PER_PERSON: Final = 32
SPENT_LEAST: Final = 4096

KEPT: Final = "Open counts go on where they were."
UNSEALED: Final = "The machine was restarted: open counts were read from the seal."
LOST: Final = "The seal can't be opened with the present key: the open period begins at zero."
FRESH: Final = "Counting begins."


def sealed_file(settings: Settings) -> Path:
    """Return where the sealed pot lies. It is worthless in a backup and must not be in one."""
    return settings.data / "counts.sealed"


def start(settings: Settings, pot: RamPot) -> str:
    """Make the pot or find it again, then do a minute's work. Return a sentence on what was found.

    Raises `NoRamDisk` or `PotRefused` where open counts can't lie.
    """
    place = ram.place(settings)
    ram.make_private(place.folder)
    with _alone(pot), _connected():
        found = KEPT if pot.ready() else _wake(settings, pot)
        _work(settings, pot)
    return found if place.on_ram else f"{found} {place.sentence}"


def wake(settings: Settings, pot: RamPot) -> None:
    """Make the pot as a start does, unless somebody has: of many who come at once, one does it."""
    if not pot.ready():
        with _alone(pot), _connected():
            if not pot.ready():
                _wake(settings, pot)
                _work(settings, pot)


def minute(settings: Settings, pot: RamPot) -> list[str]:
    """Do a minute's work and return the names of the periods that were closed."""
    with _alone(pot), _connected():
        return _work(settings, pot)


def stop(settings: Settings, pot: RamPot) -> None:
    """Seal once more, so that a graceful stop loses nothing even if the machine goes down."""
    with _alone(pot):
        _seal(settings, pot)


def prepare(settings: Settings, pot: RamPot) -> None:
    """Lay out this period and the next for every plant, as it is declared now.

    While a period waits for its release, only what no release can change: the minute's work,
    which does both in their order, brings the rest.
    """
    with _alone(pot):
        _prepare(settings, pot)


def seconds_to_next_minute() -> float:
    """Return how long it is to the next full minute of the clock."""
    return MINUTE - time.time() % MINUTE


def silent(pot: RamPot) -> bool:
    """Return whether nobody has done a minute's work for 90 seconds."""
    try:
        return time.time() - (pot.folder / "beat").stat().st_mtime > SILENCE
    except FileNotFoundError:
        return True


def stand_in(settings: Settings, pot: RamPot) -> bool:
    """Do the minute's work if nobody has for 90 seconds. Return whether it was done."""
    if not silent(pot):
        return False
    with _alone(pot), _connected():
        return silent(pot) and bool([_work(settings, pot)])


def keep_watch(settings: Settings, pot: RamPot) -> threading.Thread:
    """Start a thread that does the minute's work whenever nobody else has for 90 seconds."""

    def watch() -> None:
        while True:
            time.sleep(WATCH)
            try:
                stand_in(settings, pot)
            except (OSError, PeeweeException, sqlite3.Error) as error:
                LOG.warning("The open counts could not be sealed: %s.", type(error).__name__)

    thread = threading.Thread(target=watch, name="counts", daemon=True)
    thread.start()
    return thread


@contextmanager
def _alone(pot: RamPot) -> Iterator[None]:
    """Be the only process at this work."""
    with (pot.folder / "minute.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _connected() -> Iterator[None]:
    """Borrow a connection to the database, unless one is open here already."""
    if not database().is_closed():
        yield
        return
    with database().connection_context():
        yield


def _wake(settings: Settings, pot: RamPot) -> str:
    """Fill a fresh pot from the seal if one of the running keys opens it."""
    file = sealed_file(settings)
    candidates = [settings.keys / keys.NEXT, settings.keys / keys.POT]
    opened = [unseal(file, key.read_bytes()) for key in candidates if key.exists()]
    dump = next((one for one in opened if one is not None), None)
    if dump is None:
        gate.begin_without()  # before the pot is ready: a start that is killed here begins again
    pot.fill(dump or Dump())
    if dump:
        return UNSEALED
    return LOST if file.exists() else FRESH


def _work(settings: Settings, pot: RamPot) -> list[str]:
    gate.lapse()
    closed = release(pot, k=settings.k)
    _prepare(settings, pot)
    pot.turn(period.current("UTC").first.toordinal())
    if pot.key_is_due():
        _change_key(settings, pot)
    else:
        _take_up(settings)
        _seal(settings, pot)
    keys.turn_tickets(settings)
    (pot.folder / "beat").touch()
    return closed


def _prepare(settings: Settings, pot: RamPot) -> None:
    """Make room for spent tickets, lay out the open periods over themselves and the next afresh.

    The room comes first: who finds a way in a pot without room would get a blank ticket.
    """
    plants = [facts.read(site) for site in facts.sites()]
    capacity = max(SPENT_LEAST, SPENT_PER_PERSON * sum(one.plant.crowd for one in plants))
    pot.prune(period.today() - GOOD_FOR_OFFLINE_DAYS, capacity)
    for known in plants:
        waiting = due(pot, known.site)
        for one, layout in takt.layouts(pot, known, waiting, floor=settings.crowd_floor):
            layout.measured = measuring.nuggets(known.site, one)
            pot.lay(known.site, known.timezone, one.id, layout, gate.kinds(known.site, one))


def _seal(settings: Settings, pot: RamPot) -> None:
    key = settings.secret(keys.POT)
    seal(pot.dump(), sealed_file(settings), key, time.time())


def _change_key(settings: Settings, pot: RamPot) -> None:
    """Seal under a new key and destroy the old one: no kept copy of the seal opens any more."""
    new = key_folder(settings.keys) / keys.NEXT
    keys.destroy(new)
    seal(pot.dump(), sealed_file(settings), settings.secret(keys.NEXT), time.time())
    _take_up(settings)
    pot.key_changed()


def _take_up(settings: Settings) -> None:
    """Destroy the old key and put the new one in its place, if there is a new one."""
    new = settings.keys / keys.NEXT
    if new.exists():
        keys.destroy(settings.keys / keys.POT)
        new.replace(settings.keys / keys.POT)
        keys.sync_folder(settings.keys)

"""Anonymous counting: what is stored about use is what is published. See README.md beside this.

- `ticket`    the nameless proof that a nugget was opened; `keys` what seals it
- `pot`       the counts of open periods, in memory; `ram` where; `seal` their encrypted copy
- `units`     whom one number stands for; `facts` what is declared; `period` four weeks
- `kinds`     what may be counted; `gate` what may now, by the council's word on the `manifest`
- `release`   closes a period; `released` is the only reader of what was published
- `minute`    what happens once a minute; `demo` invents a year for a demonstration plant

`Counts` is the door: pages hand out and redeem through it, the worker process keeps it going.
"""

import threading
import time
from dataclasses import replace
from typing import Final

from content import catalogue
from content.card import Card
from content.catalogue import Place
from kiosk.counts import facts, gate, keys, minute, period, ram, ticket
from kiosk.counts.kinds import COMPLETED, HELPFUL, NOT_HELPFUL
from kiosk.counts.minute import seconds_to_next_minute
from kiosk.counts.pot import MOVED, VOID, Look, RamPot, Slot
from kiosk.counts.ram import NoRamDisk, PotRefused
from kiosk.counts.ticket import offline_until
from kiosk.counts.units import AT, NOWHERE, SMALL
from kiosk.settings import Settings

__all__ = ["Counts", "NoRamDisk", "PotRefused", "offline_until", "seconds_to_next_minute"]

EARLY: Final = "early"
PER_HEAD_AND_HOUR: Final = 3
HOUR: Final = 3600
NO_KIND: Final = ""
TRIES: Final = 3  # a slot may move between looking and counting
READING_SECONDS: Final = 30.0  # the length of a nugget that has no film


class Counts:
    """Counting for one process: hands out tickets, redeems them, keeps the open counts safe."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._pot: RamPot | None = None
        self._handed: dict[tuple[str, str], int] = {}
        self._hour = 0
        self._laid_out: tuple[int, str] | None = None
        self._lock = threading.Lock()

    @property
    def pot(self) -> RamPot:
        """The pot of this plant; the first use in a process finds it, or makes it if none has.

        Raises `NoRamDisk` or `PotRefused` where open counts can't lie.
        """
        if self._pot is None:
            pot = RamPot(ram.place(self.settings).folder)
            ram.make_private(pot.folder)
            if not pot.ready():
                minute.start(self.settings, pot)
            self._pot = pot
        return self._pot

    def start(self) -> str:
        """Make or find the pot, release what is over, seal. Return a sentence on what was found.

        The database must be bound and migrated. Safe in many processes at once. Raises
        `NoRamDisk` or `PotRefused` with a sentence that says what to do.
        """
        pot = RamPot(ram.place(self.settings).folder)
        sentence = minute.start(self.settings, pot)
        self._pot = pot
        return sentence

    def minute(self) -> list[str]:
        """Release when due, lay out, prune, seal. Return the names of the periods closed."""
        return minute.minute(self.settings, self.pot)

    def stop(self) -> None:
        """Seal once more before the program ends."""
        minute.stop(self.settings, self.pot)

    def keep_watch(self) -> threading.Thread:
        """Do the minute's work from this process whenever nobody has for 90 seconds."""
        return minute.keep_watch(self.settings, self.pot)

    def hand_out(
        self,
        card: Card,
        place: Place | None,
        seconds: float | None = None,
        *,
        offline: bool = False,
    ) -> str | None:
        """Return a ticket for a nugget opened at a place, or anywhere; None if it is not counted.

        `seconds` is the length of the film that plays, else the card's shortest. Where no more
        may count it is a blank one: a refusal would say how many others were here before.
        """
        look = self._look(card.id, _sources(place))
        if look.slot is None:
            return None
        counts = self._within_cap((look.slot.unit, card.id), look.crowd) and look.has_room
        number = card.number if counts else ticket.BLANK
        length = _length(card) if seconds is None else seconds
        fresh = ticket.write(card.id, number, look.source, length, offline=offline)
        return ticket.close(fresh, keys.week(), self.settings.secret(keys.week()))

    def redeem(self, text: str) -> str:
        """Count one completion for a ticket. Never raises for any text.

        `counted`: once, now, and written. `again`: it was counted before. `early`: the ticket
        stays good, try later. `void`: not a ticket, too old, or its nugget is not shown any more.
        """
        return self._spend(text, COMPLETED)

    def asks(self, card: Card, place: Place | None) -> bool:
        """Return whether who finishes a nugget here is asked if it helped.

        Only where the council confirmed it, and where the nugget has a number of its own.
        """
        slot = self._look(card.id, _sources(place)).slot
        if slot is None or slot.unit == SMALL:
            return False
        return HELPFUL in gate.kinds(slot.site, period.named(slot.period))

    def answer(self, text: str, *, helpful: bool) -> str:
        """Count one answer for a ticket, the first that is given with it. As `redeem`."""
        return self._spend(text, HELPFUL if helpful else NOT_HELPFUL)

    def lay_out(self) -> None:
        """Lay out the open periods as plant and council have it now, not in a minute."""
        minute.prepare(self.settings, self.pot)

    def _spend(self, text: str, kind: str) -> str:
        """Add one of a kind for a ticket. A kind that has no slot, or whose gate is shut: void."""
        one = ticket.open_(text, self._key)
        now = time.time()
        if one is None or one.expired(now):
            return VOID
        if one.early(now):
            return EARLY
        if not facts.is_published(one.nugget):
            return VOID
        for _ in range(TRIES):
            look = self._look(one.nugget, (one.source,))
            if look.slot is None:
                break
            mark = one.mark if kind == COMPLETED else one.answer_mark
            if one.blank or not _open(kind, look.slot):
                # takes as long as a spent one, and finds no slot of this kind
                self.pot.redeem(mark, one.day, look.slot._replace(kind=NO_KIND))
                break
            outcome = self.pot.redeem(mark, one.day, look.slot._replace(kind=kind))
            if outcome != MOVED:
                return outcome
        return VOID

    def _look(self, nugget: str, sources: tuple[str, ...]) -> Look:
        """Return how a nugget is counted; no slot if it is not. An unknown one is laid out."""
        look = self.pot.look(nugget, *sources)
        if look.slot is None and self._laid_out != (asked := (catalogue.revision(), look.period)):
            self._laid_out = asked
            minute.prepare(self.settings, self.pot)
            look = self.pot.look(nugget, *sources)
        counted = look.slot is not None and look.slot.unit != NOWHERE
        return look if counted else replace(look, slot=None)

    def _within_cap(self, where: tuple[str, str], crowd: int) -> bool:
        """Note one more ticket of this hour; False if this process has given its share already.

        Three tickets a head and hour bound any robot. Kept in this process's memory alone.
        """
        most = -(-PER_HEAD_AND_HOUR * crowd // self.settings.workers)
        with self._lock:
            hour = int(time.time()) // HOUR
            if hour != self._hour:
                self._hour, self._handed = hour, {}
            handed = self._handed.get(where, 0)
            self._handed[where] = min(handed + 1, most)
            return handed < most

    def _key(self, key_id: bytes) -> bytes | None:
        """Return this or the last week's key by the name a ticket gives it."""
        for name in (keys.week(), keys.week(1)):
            if ticket.key_id(name) == key_id:
                return keys.find(self.settings, name)
        return None


def _open(kind: str, slot: Slot) -> bool:
    """Return whether a kind counts in a slot's period; asked again here, beside having a slot."""
    return kind == COMPLETED or kind in gate.kinds(slot.site, period.named(slot.period))


def _sources(place: Place | None) -> tuple[str, ...]:
    """Return how a place may be known to a nugget: by its machine, or its kind in its area."""
    if place is None or place.machine_id is None:
        return ()
    if place.kind_id is None or not place.area_ids:
        return (place.machine_id,)
    return (place.machine_id, f"{place.kind_id}{AT}{place.area_ids[0]}")


def _length(card: Card) -> float:
    """Return the seconds of the shortest film of a card."""
    films = [words.film.seconds for words in card.words.values() if words.film]
    return min(films, default=READING_SECONDS)

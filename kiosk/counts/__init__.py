"""Anonymous counting: what is stored about use is what is published. See README.md beside this.

- `ticket`    the nameless proof that a nugget was opened; `keys` what seals it
- `pot`       the counts of open periods, in memory; `ram` where; `seal` their encrypted copy;
              `tables` its SQL, `laying` what stands in it
- `units`     whom one number stands for; `facts` what is declared
- `period`    four weeks, or the twelve of a block; `takt` which of them, by what was published
- `kinds`     what may be counted; `gate` what may now, by the council's word on the `manifest`
- `measuring` which nuggets ask before the film too; `gain` what is told of that
- `release`   closes a period; `released` is the only reader of what was published
- `minute`    what happens once a minute; `demo` invents a year for a demonstration plant

`Counts` is the door: pages hand out and redeem through it, the worker process keeps it going.
"""

import threading
import time
from dataclasses import replace
from datetime import date
from typing import Final

from content import catalogue
from content.card import Card
from content.catalogue import Place
from kiosk.counts import facts, gain, gate, keys, measuring, minute, period, ram, ticket
from kiosk.counts.kinds import CELLS, COMPLETED, HELPFUL, LEARNED, NOT_HELPFUL
from kiosk.counts.minute import seconds_to_next_minute
from kiosk.counts.period import FOUR, TWELVE, Period
from kiosk.counts.pot import MOVED, VOID, Look, RamPot, Slot
from kiosk.counts.ram import NoRamDisk, PotRefused
from kiosk.counts.ticket import GOOD_FOR_OFFLINE_DAYS, offline_until
from kiosk.counts.units import AT, NOWHERE, SMALL
from kiosk.settings import Settings

__all__ = [
    "GOOD_FOR_OFFLINE_DAYS", "Counts", "NoRamDisk", "PotRefused", "offline_until",
    "seconds_to_next_minute",
]  # fmt: skip

EARLY: Final = "early"
PER_HEAD_AND_HOUR: Final = 3
HOUR: Final = 3600
NO_KIND: Final = ""
UNSEEN: Final = -1  # no revision
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
        self._chosen: tuple[int, list[tuple[str, str, date]]] = (UNSEEN, [])
        self._lock = threading.Lock()
        self._laying = threading.Lock()

    @property
    def pot(self) -> RamPot:
        """The pot of this plant; the first use in a process finds it, or makes it if none has.

        Raises `NoRamDisk` or `PotRefused` where open counts can't lie.
        """
        if self._pot is None:
            with self._laying:
                self._pot = self._pot or self._found()
        return self._pot

    def _found(self) -> RamPot:
        pot = RamPot(ram.place(self.settings).folder)
        ram.make_private(pot.folder)
        minute.wake(self.settings, pot)
        return pot

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
        before: bool | None = None,
    ) -> str | None:
        """Return a ticket for a nugget opened at a place, or anywhere; None if it is not counted.

        `before` says whether what was answered before the film was right, if that was asked.
        `seconds` is the length of the film that plays, else the card's shortest. Where no more
        may count it is a blank one: a refusal would say how many others were here before.
        """
        look = self._look(card.id, _sources(place))
        if look.slot is None:
            return None
        counts = self._within_cap((look.slot.unit, card.id), look.crowd) and look.has_room
        number = card.number if counts else ticket.BLANK
        length = _length(card) if seconds is None else seconds
        fresh = ticket.write(card.id, number, look.source, length, offline=offline, before=before)
        week = keys.week()  # asked once: between two askings a week may begin
        return ticket.close(fresh, week, self.settings.secret(week))

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

    def measures(self, card: Card, place: Place | None) -> bool:
        """Return whether a nugget's question is asked before the film too, here and now.

        Only where a trainer switched it on for this period, the council confirmed it before that,
        and the nugget has a number of its own: the pooled slot belongs to none.
        """
        slot = self._look(card.id, _sources(place)).slot
        return slot is not None and _open(LEARNED, slot)

    def measuring(self, revision: int) -> str:
        """Return what pages differ by while something may be measured; nothing else changes it.

        As of a `revision` that this handed out; the council's word is asked anew.
        """
        number, chosen = self._chosen
        if number != revision:
            chosen = self._choose(*measuring.seen())
        found = ""
        for site, timezone, first in chosen:
            now = period.current(timezone)
            if first <= now.first:
                found = f"{now.first} {len(gate.kinds(site, now))}"
        return found

    def revision(self) -> int:
        """Return the plant's revision; what is measured is read in the same statement."""
        number, days = measuring.seen()
        if number != self._chosen[0]:
            self._choose(number, days)
        return number

    def _choose(self, number: int, days: list[tuple[str, date]]) -> list[tuple[str, str, date]]:
        chosen = [(site, facts.timezone(site), first) for site, first in days]
        self._chosen = (number, chosen)
        return chosen

    def gain(self, text: str, card: Card, *, after: bool) -> str:
        """Count what a ticket says of before the film with the answer after it. As `redeem`.

        Void where there was no answer before, or the question is another one by now.
        """
        one = ticket.open_(text, self._key)
        if one is None or one.before is None or one.offline or one.nugget != card.id:
            return VOID
        if not one.blank and one.version != card.number:
            return VOID
        return self._spend(text, gain.cell(before=one.before, after=after))

    def measured_in(self, nugget: str) -> tuple[Period, Period] | None:
        """Return the period in which a nugget counts now, and its next; None if it does not.

        None too where it is counted only together with others: then it can't be measured.
        """
        slot = self._look(nugget, ()).slot
        if slot is None or slot.unit == SMALL:
            return None
        now = period.named(slot.period)
        other = period.of(now.next.first, TWELVE if now.weeks == FOUR else FOUR)
        laid = other.first == now.next.first and any(
            one == nugget for one, _ in self.pot.ways(slot.site, other.id)
        )
        return now, other if laid else now.next

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
            mark = _mark(one, kind)
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
        if look.slot is None:
            self._lay_out_for((catalogue.revision(), look.period))
            look = self.pot.look(nugget, *sources)
        counted = look.slot is not None and look.slot.unit != NOWHERE
        return look if counted else replace(look, slot=None)

    def _lay_out_for(self, asked: tuple[int, str]) -> None:
        """Lay out for a revision and a period, once; whoever asks meanwhile waits until it is."""
        with self._laying:
            if self._laid_out != asked:
                minute.prepare(self.settings, self.pot)
                self._laid_out = asked

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


def _mark(one: ticket.Ticket, kind: str) -> bytes:
    """Return what is remembered of a ticket that was spent for a kind: each of three once."""
    if kind in CELLS:
        return one.gain_mark
    return one.mark if kind == COMPLETED else one.answer_mark


def _open(kind: str, slot: Slot) -> bool:
    """Return whether a kind counts in a slot's period; asked again here, beside having a slot."""
    if kind == COMPLETED:
        return True
    when = period.named(slot.period)
    if kind in CELLS and slot.nugget not in measuring.nuggets(slot.site, when):
        return False
    return kind in gate.kinds(slot.site, when)


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

"""A block of twelve weeks to live through, and what can be done and seen in it."""

from datetime import timedelta

from content.card import Card
from kiosk.counts import Counts, period, release, takt
from kiosk.counts.models import Released
from kiosk.counts.period import TWELVE, Period
from kiosk.counts.pot import Slot
from tests.kiosk.counts.world import World, opened
from tests.privacy.year import calendar

BLOCK = Period(period.FIRST, TWELVE).next.next
ONE, TWO, THREE = (Period(BLOCK.first + part * period.LENGTH) for part in range(3))
SEEN = takt.evidence(BLOCK)
FAR = Period(BLOCK.first + timedelta(weeks=60))


def publish(world: World, one: Period, counted: dict[tuple[str, str], int]) -> None:
    """Let a period be over and released with these counts."""
    slots = {Slot(world.site.id, one.id, *slot): n for slot, n in counted.items()}
    release.write(world.site.id, one.id, slots, k=5)


def published() -> list[tuple[str, int]]:
    """Return what was published, by its period; what chose the takt is left out."""
    rows = Released.select().where(Released.period.not_in([one.id for one in SEEN]))
    return sorted((str(row.period), int(row.n)) for row in rows)


def learn(counts: Counts, card: Card, times: int, when: Period) -> None:
    with calendar(when):
        for _ in range(times):
            assert counts.redeem(opened(counts, card)) == "counted"


def minute_of(counts: Counts, when: Period) -> list[str]:
    with calendar(when):
        return counts.minute()


def laid(counts: Counts, card: Card) -> set[str]:
    """Return the periods that a nugget is laid out in."""
    return {name for _, nugget, name, *_ in counts.pot.dump().ways if nugget == card.id}

"""A nugget that is measured now: tickets made older, and the four cells that grew."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask import Flask

from content import catalogue
from kiosk.counts import Counts, gate, keys, period, ticket
from kiosk.counts import measuring as chosen
from kiosk.counts.kinds import CELLS
from kiosk.db import connected
from kiosk.settings import Settings
from tests import council


@contextmanager
def measuring(app: Flask, slug: str = "wear-glasses") -> Iterator[Counts]:
    """Let the council have agreed and a nugget be measured since this period began."""
    counts: Counts = app.extensions["counts"]
    with connected(app.extensions["database"]):
        counts.start()  # where counting begins, no word of the council stands yet
        site = catalogue.site()
        now = period.current(site.timezone)
        council.agree(site.id, now)
        card = catalogue.card(site.id, slug)
        assert card
        chosen.switch_on(site.id, card.id, now)
        counts.lay_out()
    yield counts
    with connected(app.extensions["database"]):
        gate.withdraw(site.id)
        chosen.switch_off(site.id, card.id, now)
        counts.lay_out()


def held(page: str) -> str:
    """Return the ticket that a page carries."""
    found = re.search(r'name="ticket" value="([^"]+)"', page)
    assert found
    return found[1]


def after_a_minute(settings: Settings, text: str) -> str:
    """Return a ticket as if it had been handed out a minute ago."""
    one = opened(settings, text)
    return ticket.close(replace(one, when=one.when - 60), keys.week(), settings.secret(keys.week()))


def opened(settings: Settings, text: str) -> ticket.Ticket:
    """Return what a ticket of this week says."""
    one = ticket.open_(text, lambda _: settings.secret(keys.week()))
    assert one is not None
    return one


def cells(counts: Counts, unit: str = "") -> tuple[int, ...]:
    """Return the four cells, of one unit if named: neither, learned, forgot, knew."""
    slots = [(slot, n) for slot, n in counts.pot.dump().slots if unit in {"", slot.unit}]
    return tuple(sum(n for slot, n in slots if slot.kind == kind) for kind in CELLS)


def counted(counts: Counts, kind: str) -> dict[str, int]:
    """Return what was counted of a kind in each unit."""
    return {slot.unit: n for slot, n in counts.pot.dump().slots if slot.kind == kind and n}

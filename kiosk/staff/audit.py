"""The book of deeds: on which day a role did what, for a year; never who.

Everybody in the studio can read it, the works council first of all.
"""

from datetime import date, timedelta
from typing import Final

from kiosk.staff.models import Deed

DEEDS: Final = (
    "asked for review", "released", "sent back", "withdrew", "restored", "confirmed",
    "machine changed", "deleted a draft", "invited", "made a link", "changed roles",
    "ended sessions", "closed an account", "opened an account", "deleted an account",
)  # fmt: skip
TOOL: Final = "tool"
"""The role of the command line: whoever runs the server."""
KEPT_DAYS: Final = 365
LONGEST: Final = 300


def note(role: str, deed: str, subject: str, *, site: str, today: date) -> None:
    """Write down what was done: `deed` is an English word of `DEEDS`, `subject` names no person."""
    Deed.create(
        site=site, done_on=today.isoformat(), role=role, deed=deed, subject=subject[:LONGEST]
    )


def deeds(site: str, most: int = 500) -> list[Deed]:
    """Return the newest deeds of a plant, day by day; within a day in no order of arrival."""
    rows = Deed.select().where(Deed.site == site)
    return list(rows.order_by(Deed.done_on.desc(), Deed.deed, Deed.subject, Deed.id).limit(most))


def purge(today: date) -> int:
    """Forget what is older than a year; return how much that was."""
    oldest = (today - timedelta(days=KEPT_DAYS)).isoformat()
    return int(Deed.delete().where(Deed.done_on < oldest).execute())

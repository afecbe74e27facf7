"""The book of deeds: on which day a role did what, for a year; never who.

Everybody in the studio can read it, the works council first of all.
"""

from datetime import date, timedelta
from typing import Final

from kiosk.staff.models import Deed

OWN_ROLES: Final = "changed own roles"
MOVED: Final = "moved a label"
FREED: Final = "freed a label"
AGREED: Final = "confirmed what is kept"
TOOK_BACK: Final = "took that back"
ANSWERED: Final = "answered a remark"
ANSWERED_WISH: Final = "answered a wish"
FAULTLOG: Final = "wrote faults down"
MEASURES: Final = "lets a nugget be measured"
MEASURES_NOT: Final = "ended that"
DEEDS: Final = (
    "released", "released for a day to come", "confirmed", "withdrawn", "withdrawn for consent",
    "invited", "made a link", "changed roles", OWN_ROLES, "ended sessions", "closed an account",
    "opened an account", "deleted an account", MOVED, FREED, AGREED, TOOK_BACK, ANSWERED,
    ANSWERED_WISH, FAULTLOG, MEASURES, MEASURES_NOT,
)  # fmt: skip
TOOL: Final = "tool"
"""The role of the command line: whoever runs the server."""
KEPT_DAYS: Final = 365
TOLD_DAYS: Final = 14
"""For so long the first page says that somebody changed their own roles."""
LONGEST: Final = 300


def note(role: str, deed: str, subject: str, *, site: str, today: date) -> None:
    """Write down what was done: `deed` is one of `DEEDS`, `subject` names no person."""
    if deed not in DEEDS:
        raise ValueError(deed)
    Deed.create(
        site=site, done_on=today.isoformat(), role=role, deed=deed, subject=subject[:LONGEST]
    )


def deeds(site: str, most: int = 500) -> list[Deed]:
    """Return the newest deeds of a plant, day by day; within a day in no order of arrival."""
    rows = Deed.select().where(Deed.site == site)
    return list(rows.order_by(Deed.done_on.desc(), Deed.deed, Deed.subject, Deed.id).limit(most))


def own_roles_changed(site: str, today: date) -> bool:
    """Say whether somebody lately changed what they themselves may do; not when, nor how often."""
    lately = Deed.done_on > (today - timedelta(days=TOLD_DAYS)).isoformat()
    return Deed.select().where((Deed.site == site) & (Deed.deed == OWN_ROLES) & lately).exists()


def purge(today: date) -> int:
    """Forget what is older than a year; return how much that was."""
    oldest = (today - timedelta(days=KEPT_DAYS)).isoformat()
    return int(Deed.delete().where(Deed.done_on < oldest).execute())

"""The council's word: which kinds may be counted, and from which period on.

Only whole periods count under a confirmed manifest: a confirmation opens the gate with the next
period, a withdrawal or another manifest shuts it at once and forgets what was open. Kept are hash,
version, day and role, and the text that was confirmed; never a name.
"""

from datetime import UTC, date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from kiosk.counts import facts, manifest, period
from kiosk.counts.kinds import ALWAYS, KINDS
from kiosk.counts.manifest import Manifest
from kiosk.counts.models import Confirmation
from kiosk.counts.period import Period


class OtherManifest(Exception):
    """The manifest changed since this page was shown: read what is new, then confirm."""


def kinds(site: str, period: Period) -> tuple[str, ...]:
    """Return the kinds that count in a period of a plant: what was confirmed before it began."""
    standing = confirmed(site)
    if standing is None or str(standing.confirmed_on) >= period.first.isoformat():
        return ALWAYS
    return KINDS


def asked(site: str) -> bool:
    """Return whether who finishes a nugget now is asked if it helped."""
    return kinds(site, period.current(facts.timezone(site))) != ALWAYS


def confirmed(site: str) -> Confirmation | None:
    """Return the confirmation of the manifest of the program that runs, if it stands."""
    rows = Confirmation.select(
        Confirmation.confirmed_on, Confirmation.version, Confirmation.manifest, Confirmation.role
    )
    here = (Confirmation.site == site) & Confirmation.ended_on.is_null()
    found = rows.where(here & (Confirmation.manifest == manifest.current().hash)).first()
    return cast("Confirmation | None", found)


def confirm(site: str, role: str, seen: str) -> None:
    """Note that somebody of this role confirmed the manifest whose hash they saw.

    Raises `OtherManifest` if that is not the one of the program that runs.
    """
    now = manifest.current()
    if seen != now.hash:
        raise OtherManifest
    if confirmed(site):
        return
    Confirmation.insert(
        site=site, confirmed_on=today(site).isoformat(), manifest=now.hash, version=now.version,
        role=role, text=now.text,
    ).on_conflict(
        conflict_target=[Confirmation.site, Confirmation.confirmed_on, Confirmation.manifest],
        update={Confirmation.role: role, Confirmation.ended_on: None},
    ).execute()  # fmt: skip


def withdraw(site: str) -> None:
    """End what was confirmed, now."""
    _end(Confirmation.site == site, today(site))


def lapse() -> None:
    """End every confirmation of another manifest than that of the program that runs."""
    other = Confirmation.manifest != manifest.current().hash
    if Confirmation.select().where(other & Confirmation.ended_on.is_null()).exists():
        _end(other, datetime.now(tz=UTC).date())


def begin_without() -> None:
    """End every confirmation: where counting begins anew, the database may be an older one.

    A backup that is brought back could hold a word that was taken back since.
    """
    if Confirmation.select().where(Confirmation.ended_on.is_null()).exists():
        _end(Confirmation.ended_on.is_null(), datetime.now(tz=UTC).date())


def last_seen(site: str) -> Manifest | None:
    """Return the manifest that was confirmed last, whether or not that still stands."""
    rows = Confirmation.select().where(Confirmation.site == site)
    found = rows.order_by(Confirmation.confirmed_on.desc(), Confirmation.version.desc()).first()
    return manifest.read(str(found.text)) if found else None


def history(site: str) -> list[Confirmation]:
    """Return every confirmation of a plant, the newest first, without the texts."""
    rows = Confirmation.select(
        Confirmation.confirmed_on, Confirmation.ended_on, Confirmation.version,
        Confirmation.manifest, Confirmation.role,
    ).where(Confirmation.site == site)  # fmt: skip
    return list(rows.order_by(Confirmation.confirmed_on.desc(), Confirmation.version.desc()))


def today(site: str) -> date:
    """Return the day it is where the plant stands."""
    return datetime.now(tz=ZoneInfo(facts.timezone(site))).date()


def _end(which: object, day: date) -> None:
    rows = Confirmation.update(ended_on=day.isoformat())
    rows.where(Confirmation.ended_on.is_null() & which).execute()

"""What the annex says of one plant: its settings, its list of all data, what is confirmed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from babel.dates import format_date

from content import nuggets, remarks
from content.models import Site
from kiosk import __version__
from kiosk import counts as counting
from kiosk.annex.words import say, told
from kiosk.care import checked, faultlog
from kiosk.care.checked import Checked
from kiosk.counts import gain, gate, manifest, period, ticket
from kiosk.counts.manifest import Manifest
from kiosk.settings import LOWEST_CROWD, LOWEST_K, Settings
from kiosk.staff import audit, people
from kiosk.web import links

HOUR: Final = 3600
MARK: Final = 8  # bytes that are kept of a spent ticket
SESSION_HOURS: Final = 10
QUIET, ASKED, HELD = 60, 15, 3
"""Seconds without a touch until a kiosk PC asks, until it forgets; minutes it waits in between."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A plant as its annex describes it."""

    site: str
    plant: str
    timezone: str
    settings: Settings
    manifest: Manifest
    asked: bool
    confirmed_on: str
    next_release: date
    today: date
    version: str = __version__
    check: Checked | None = None


def of(site: Site, settings: Settings) -> Facts:
    """Return the facts of a plant as they are now."""
    standing = gate.confirmed(site.id)
    return Facts(
        site=site.id,
        plant=site.name,
        timezone=site.timezone,
        settings=settings,
        manifest=manifest.current(),
        asked=gate.asked(site.id),
        confirmed_on=str(standing.confirmed_on) if standing else "",
        next_release=period.current(site.timezone).next.first,
        today=datetime.now(tz=UTC).date(),
        check=checked.last(settings),
    )


def values(facts: Facts, language: str) -> dict[str, str]:
    """Return what stands at each place of the text."""
    return {**_numbers(facts), **_addresses(facts, language), **_sentences(facts, language)}


def _numbers(facts: Facts) -> dict[str, str]:
    """Return every number, from where the program itself takes it."""
    settings = facts.settings
    found = {
        "k": settings.k,
        "below": settings.k - 1,
        "lowest_k": LOWEST_K,
        "crowd": settings.crowd_floor,
        "lowest_crowd": LOWEST_CROWD,
        "dwell": round(ticket.DWELL_SHARE * 100),
        "dwell_most": ticket.DWELL_MOST,
        "ticket_hours": ticket.GOOD_FOR // HOUR,
        "offline_days": ticket.GOOD_FOR_OFFLINE_DAYS,
        "spent_days": ticket.GOOD_FOR_OFFLINE_DAYS + 1,
        "mark": MARK,
        "gain_least": gain.least(settings.k),
        "gain_step": gain.STEP,
        "per_head": counting.PER_HEAD_AND_HOUR,
        "keep_backups": settings.keep_backups,
        "keep_takes": settings.keep_takes,
        "upload_hours": settings.upload_hours,
        "told_months": remarks.KEPT_MONTHS,
        "deed_days": audit.KEPT_DAYS,
        "gone_days": nuggets.KEPT.days,
        "link_days": people.INVITED_DAYS,
        "session_hours": SESSION_HOURS,
        "faultlog_hours": faultlog.LONGEST,
        "quiet": QUIET,
        "asked_seconds": ASKED,
        "held": HELD,
        "manifest_version": facts.manifest.version,
    }
    return {name: str(number) for name, number in found.items()}


def _addresses(facts: Facts, language: str) -> dict[str, str]:
    base = facts.settings.base_url
    return {
        "address": base,
        "numbers": base + links.numbers(language),
        "transparency": base + links.transparency(language),
        "manifest_url": f"{base}/privacy-manifest.json",
        "hash": facts.manifest.hash,
        "timezone": facts.timezone,
        "plant": facts.plant,
        "today": long_date(facts.today, language),
        "next_release": long_date(facts.next_release, language),
    }


def _sentences(facts: Facts, language: str) -> dict[str, str]:
    """Return what is said in one of several ways, as the plant is set."""
    settings = facts.settings
    said = {
        "takt": "four_or_twelve",
        "takt_rule": "takt_rule",
        "asked": "asked_yes" if facts.asked else "asked_no",
        "eyes": "eyes_yes" if settings.four_eyes else "eyes_no",
        "reach": "reach_some" if settings.plant_networks else "reach_none",
    }
    found = {place: say(language, "said", name) for place, name in said.items()}
    risk = say(language, "said", "postgres_risk") if settings.database_url else ""
    return found | {
        "database_risk": risk,
        "technical": technical(language),
        "council": say(language, "roles", "council"),
        "admin": say(language, "roles", "admin"),
        "confirmed": confirmed(facts, language),
        "checked": last_check(facts, language),
    }


def confirmed(facts: Facts, language: str) -> str:
    """Return whether the council's role has confirmed the list, and when."""
    if not facts.confirmed_on:
        return say(language, "said", "confirmed_no")
    day = long_date(date.fromisoformat(facts.confirmed_on), language)
    return say(language, "said", "confirmed_yes") % day


def last_check(facts: Facts, language: str) -> str:
    """Return when this server was last checked and what came of it."""
    if facts.check is None:
        return say(language, "said", "checked_no")
    found = (facts.check.count(checked.OK), len(facts.check.states))
    return say(language, "said", "checked_yes") % (long_date(facts.check.day, language), *found)


def technical(language: str) -> str:
    """Return the sentence that names every setting of no weight for privacy."""
    return say(language, "technical", "said") % ", ".join(told()["technical"]["names"])


def long_date(day: date, language: str) -> str:
    """Return a day as people write it."""
    return str(format_date(day, "long", "en_GB" if language == "en" else language))

"""The check with a real phone: that the address on labels leads here, safely, at the right time.

A one-off address is shown as a symbol. The phone that opens it proves name and certificate by
arriving; its owner compares the clocks. Of all this one day is kept, with the address it is true
for: no phone, no network, nobody.
"""

import ipaddress
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from content.models import PhoneCheck, Site
from content.sentence import Sentence, say
from kiosk.settings import Settings
from qr_codes import symbol

CODE: Final = "K7Q2MX"
VERSION_2: Final = 2
VERSION_2_SIGNS: Final = 10


@dataclass(frozen=True, slots=True)
class Check:
    """An open one-off address: its sign, the label address it is for, how its plant speaks."""

    sign: str
    url: str
    language: str
    timezone: str


def faults(url: str) -> Iterator[Sentence]:
    """Yield why labels with this address may not live for ten years."""
    parts = urlsplit(url)
    name = parts.hostname or ""
    if _is_number(name):
        yield say("{host} is a number: labels die when the server moves. Use a name of its own.",
                  host=name)  # fmt: skip
    if name == "localhost" or name.endswith((".local", ".localhost")):
        yield say("{host} is not found by phones: use a name that your DNS knows.", host=name)
    if parts.port is not None:
        yield say("Port {port} is printed on every label: use 443 without a port.",
                  port=parts.port)  # fmt: skip
    if parts.scheme == "http":
        yield say("http: phones keep nothing for offline without https.")
    yield from _density(url)


def _density(url: str) -> Iterator[Sentence]:
    """Say it where the symbol of a label gets denser than need be."""
    try:
        drawn = symbol.encode(symbol.address(url, CODE))
    except (symbol.NotAnAddress, symbol.TooLong):
        yield say("{address} cannot be printed as a symbol: take a shorter name.", address=url)
        return
    if drawn.version > VERSION_2 or drawn.level == "M":
        yield say("{signs} signs behind https:// make a denser code; up to {limit} are best.",
                  signs=len(urlsplit(url).netloc), limit=VERSION_2_SIGNS)  # fmt: skip


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def warnings(site: Site, settings: Settings) -> tuple[Sentence, ...]:
    """Return what speaks against printing now: the address, and that no phone has passed."""
    found = list(faults(settings.labels_at))
    if passed_on(site, settings) is None:
        found.append(say("No phone has opened this address yet: check it before you print many."))
    return tuple(found)


def passed_on(site: Site, settings: Settings) -> str | None:
    """Return the day on which a phone passed for the address that labels carry now."""
    row = PhoneCheck.get_or_none((PhoneCheck.site == site) & (PhoneCheck.url == settings.labels_at))
    return row.passed_on if row else None


def begin(site: Site, settings: Settings) -> str:
    """Open a one-off address and return it; an earlier one that nobody opened ends.

    A day on which a phone passed for this address stays.
    """
    sign = secrets.token_hex(8)
    before = passed_on(site, settings)
    PhoneCheck.delete().where(PhoneCheck.site == site).execute()
    PhoneCheck.create(site=site, url=settings.labels_at, sign=sign, passed_on=before)
    return address(settings, sign)


def is_sealed(check: Check, settings: Settings) -> bool:
    """Whether every step from the symbol to the pages is https, as far as the address asks for it.

    A label address with http promises no certificate; what that costs is said elsewhere.
    """
    wanted = urlsplit(check.url).scheme == "https"
    return not wanted or urlsplit(settings.base_url).scheme == "https"


def waiting(site: Site, settings: Settings) -> str:
    """Return the one-off address that waits for a phone, or nothing."""
    here = (PhoneCheck.site == site) & (PhoneCheck.url == settings.labels_at)
    row = PhoneCheck.get_or_none(here)
    return address(settings, row.sign) if row and row.sign else ""


def address(settings: Settings, sign: str) -> str:
    """Return the one-off address of this sign, on the host that labels carry."""
    label = symbol.address(settings.labels_at, CODE)
    return f"{label.rpartition('/')[0]}/check/{sign}"


def host(url: str) -> str:
    """Return the host of an address, with its port where one is printed."""
    return urlsplit(url).netloc.lower()


def open_for(sign: str) -> Check | None:
    """Return the check that this one-off address belongs to, or None."""
    row = PhoneCheck.get_or_none(PhoneCheck.sign == sign) if sign else None
    return Check(row.sign, row.url, row.site.language, row.site.timezone) if row else None


def passes(check: Check) -> None:
    """Note the day on which a phone has passed; its address opens nothing any more."""
    today = datetime.now(tz=UTC).date().isoformat()
    open_ = PhoneCheck.update(passed_on=today, sign="")
    open_.where((PhoneCheck.sign == check.sign) & (PhoneCheck.url == check.url)).execute()

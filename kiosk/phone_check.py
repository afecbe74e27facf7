"""The check with a real phone: that the address on labels leads here, safely, at the right time.

A one-off address is shown as a symbol. The phone that opens it proves name and certificate by
arriving; its owner compares the clocks. Of all this one day is kept, with the address it is true
for: no phone, no network, nobody.
"""

import ipaddress
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from content.models import PhoneCheck, Site
from content.sentence import Sentence, say
from kiosk.settings import Settings
from qr_codes import symbol

CODE: Final = "K7Q2MX"
BEST_VERSION: Final = 2


def faults(address: str) -> Iterator[Sentence]:
    """Yield why labels with this address may not live for ten years."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if _is_number(host):
        yield say("{host} is a number: labels die when the server moves. Use a name of its own.",
                  host=host)  # fmt: skip
    if host == "localhost" or host.endswith((".local", ".localhost")):
        yield say("{host} is not found by phones: use a name that your DNS knows.", host=host)
    if parts.port is not None:
        yield say("Port {port} is printed on every label: use 443 without a port.",
                  port=parts.port)  # fmt: skip
    if parts.scheme == "http":
        yield say("http: phones keep nothing for offline without https.")
    yield from _density(address)


def _density(address: str) -> Iterator[Sentence]:
    """Say it where the symbol of a label gets denser than need be."""
    try:
        drawn = symbol.encode(symbol.address(address, CODE))
    except (symbol.NotAnAddress, symbol.TooLong):
        yield say("{address} cannot be printed as a symbol: take a shorter name.", address=address)
        return
    if drawn.version > BEST_VERSION or drawn.level == "M":
        yield say("{address} makes a denser symbol: a host of up to 10 signs reads best.",
                  address=address)  # fmt: skip


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
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
    address = symbol.address(settings.labels_at, CODE)
    return f"{address.rpartition('/')[0]}/check/{sign}"


def open_for(sign: str) -> PhoneCheck | None:
    """Return the check that this one-off address belongs to, or None."""
    return PhoneCheck.get_or_none(PhoneCheck.sign == sign) if sign else None


def passes(row: PhoneCheck) -> None:
    """Note the day on which a phone has passed; its address opens nothing any more."""
    row.passed_on, row.sign = datetime.now(tz=UTC).date().isoformat(), ""
    row.save()

"""Knows whether somebody asks from inside the plant. The address is used and forgotten."""

from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address
from typing import Final

from flask import Request, current_app

from content.card import Card
from kiosk.settings import Network, Settings

FORWARDED: Final = "X-Forwarded-For"


class OutOfReach(Exception):
    """This nugget is shown inside the plant only."""


def address(request: Request, trusted_proxies: int) -> str:
    """Return who asks: the peer, or what the outermost of our own proxies saw.

    Only the entries that our own proxies wrote count; what a client puts before them does not.
    """
    if trusted_proxies == 0:
        return request.remote_addr or ""
    seen = [part.strip() for part in ",".join(request.headers.getlist(FORWARDED)).split(",")]
    return seen[-trusted_proxies] if len(seen) >= trusted_proxies else ""


def within(address: str, networks: Iterable[Network]) -> bool:
    """Say whether an address lies in one of the networks; what is no address lies in none."""
    try:
        found = ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        return any(found.ipv4_mapped in network for network in networks)
    return any(found in network for network in networks)


def inside(request: Request) -> bool:
    """Say whether this request comes from inside the plant."""
    settings: Settings = current_app.extensions["settings"]
    return within(address(request, settings.trusted_proxies), settings.plant_networks)


def is_open(card: Card, *, inside: bool) -> bool:
    """Say whether a nugget may be shown to somebody inside or outside."""
    return inside or card.reach == "anywhere"

"""Forgets a visitor: everything the browser kept is wiped, and the first screen is there again."""

from typing import Final

from flask import Blueprint, Response

from kiosk.room import addresses
from kiosk.room.frame import lead_to

EVERYTHING: Final = '"cache", "cookies", "storage"'


def routes(blueprint: Blueprint) -> None:
    """Register the address that wipes."""
    blueprint.get("/done")(forget)


def forget() -> Response:
    """Let the browser forget all it kept of this address, and begin anew.

    Browsers obey where the line is sealed, or on the same machine; the script wipes beside it.
    """
    answer = lead_to(addresses.START)
    answer.headers["Clear-Site-Data"] = EVERYTHING
    return answer

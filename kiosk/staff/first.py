"""The first people of a plant: whoever founds it, and two colleagues in the demonstration."""

from datetime import date
from typing import Final

from content.models import Site
from kiosk.staff import people
from kiosk.staff.models import Account
from kiosk.staff.people import Facts

DEMO: Final = (
    Facts("Mia Weber", "mia", ("trainer", "admin")),
    Facts("Jonas Keller", "jonas", ("safety",)),
)
"""Two, so that one can release what the other wrote."""


def founder(site: Site, name: str, today: date) -> str:
    """Make the account of whoever looks after the others; return the pass of its link."""
    return people.invite(site, Facts(name, "", ("trainer", "admin")), today)[1]


def of_demo(site: Site, today: date) -> list[tuple[Account, str]]:
    """Return the people of the demonstration, each with a fresh pass until a password is chosen."""
    found = []
    for facts in DEMO:
        there = Account.get_or_none((Account.site == site) & (Account.sign_in == facts.sign_in))
        if there is None:
            found.append(people.invite(site, facts, today))
        else:
            found.append((there, "" if there.password else people.link(there, today)))
    return found

"""Accounts: what one changes stays, whatever somebody else does to them at the same moment."""

from datetime import date

import peewee
import pytest

from content import plant
from content.models import Site
from kiosk.staff import people
from kiosk.staff.models import Account
from kiosk.staff.people import Facts, LastAdmin
from tests.meanwhile import meanwhile

TODAY = date(2026, 11, 23)
TRAINER = ("trainer",)
ADMIN = ("admin",)


@pytest.fixture
def site(database: peewee.Database) -> Site:
    """A plant that nobody looks after yet."""
    return plant.found("Werk Nord", "nord", crowd=200)


def invited(site: Site, name: str, roles: tuple[str, ...]) -> tuple[Account, str]:
    """Invite somebody; return the account and the pass of the link."""
    return people.invite(site, Facts(name, name.casefold(), roles), TODAY)


def fresh(account: Account) -> Account:
    """Return an account as it is kept now."""
    found: Account = Account.get_by_id(account.id)
    return found


def demoted(account: Account) -> Facts:
    """Return somebody's facts with the role of a trainer alone."""
    return Facts(account.name, account.sign_in, TRAINER)


def test_whoever_is_given_another_role_keeps_the_password_they_chose_meanwhile(site: Site) -> None:
    seen, opens = invited(site, "Alice", TRAINER)
    chosen = people.welcome(opens, "a new password", TODAY)
    people.change(seen, Facts("Alice", "alice", ADMIN))
    kept = fresh(seen)
    assert (kept.roles, kept.password) == (ADMIN, "a new password")
    assert (kept.fs_uniquifier, kept.invitation) == (chosen.fs_uniquifier, "")


def test_of_two_who_take_the_accounts_from_each_other_at_once_one_keeps_them(
    database: peewee.Database, site: Site
) -> None:
    alice, bob = (invited(site, name, ADMIN)[0] for name in ("Alice", "Bob"))
    with meanwhile(database, lambda: people.change(fresh(alice), demoted(alice))) as late:
        people.change(bob, demoted(bob))
    with pytest.raises(LastAdmin):
        late.result()
    assert (fresh(alice).roles, fresh(bob).roles) == (ADMIN, TRAINER)

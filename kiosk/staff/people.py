"""Verbs on accounts: invite, welcome, change what somebody may do, end sessions, delete.

Nobody is given a password: a link that opens once lets whoever has it choose their own.
"""

import hashlib
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from content import plant
from content.columns import ALPHABET
from content.errors import ContentError
from content.models import Site, Version
from kiosk.staff import rights
from kiosk.staff.models import Account

INVITED_DAYS: Final = 7
PASS: Final = 28  # of 32 signs: 140 bits; letters and digits alone, so that no chat cuts it off
LONGEST_NAME: Final = 80
LONGEST_SIGN_IN: Final = 120
UNSEEN: Final = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})


class NameMissing(ContentError):
    """Write a name."""


class NameTooLong(ContentError):
    """That is longer than {most} characters."""


class SignInTooLong(ContentError):
    """A sign-in name has at most {most} characters."""


class SignInTaken(ContentError):
    """Somebody signs in with this name already."""


class RoleMissing(ContentError):
    """Choose at least one role."""


class MailWrong(ContentError):
    """This is no mail address."""


class LastAdmin(ContentError):
    """Nobody else looks after the accounts: give that role to somebody else first."""


class LinkSpent(ContentError):
    """This link was used already or is too old. Ask for a new one."""


class NobodyThere(ContentError):
    """There is no account with this name: {name}."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of somebody: what people call them, what they type, what they may do."""

    name: str
    sign_in: str
    roles: tuple[str, ...]
    mail: str = ""


def folded(typed: str) -> str:
    """Return a sign-in name as it is kept and compared: case, width and blanks don't matter."""
    plain = unicodedata.normalize("NFKC", typed).casefold()
    return " ".join(
        "".join(one for one in plain if unicodedata.category(one) not in UNSEEN).split()
    )


def shown(typed: str) -> str:
    """Return a name as it is shown: without marks that turn a line around or hide something."""
    plain = unicodedata.normalize("NFC", typed)
    return " ".join(
        "".join(one for one in plain if unicodedata.category(one) not in UNSEEN).split()
    )


def of(site_id: str) -> list[Account]:
    """Return the accounts of a plant by name, those who may sign in first."""
    rows = Account.select().where(Account.site == site_id)
    return sorted(rows, key=lambda one: (not one.active, one.name.casefold(), one.sign_in))


def judge(facts: Facts, but: str = "") -> Facts:
    """Return these facts as they are kept; `but` is the id of whoever they are about.

    Raises NameMissing, NameTooLong, SignInTaken, SignInTooLong, RoleMissing, MailWrong.
    """
    for fault in faults(facts, but):
        raise fault
    return _kept(facts)


def faults(facts: Facts, but: str = "") -> Iterator[ContentError]:
    """Yield everything for which `judge` would refuse these facts."""
    kept = _kept(facts)
    if not (kept.name and kept.sign_in):
        yield NameMissing()
    if len(kept.name) > LONGEST_NAME:
        yield NameTooLong(most=LONGEST_NAME)
    if len(kept.sign_in) > LONGEST_SIGN_IN:
        yield SignInTooLong(most=LONGEST_SIGN_IN)
    if Account.select().where((Account.sign_in == kept.sign_in) & (Account.id != but)).exists():
        yield SignInTaken()
    if not kept.roles:
        yield RoleMissing()
    if kept.mail and not _is_mail(kept.mail):
        yield MailWrong()


def _kept(facts: Facts) -> Facts:
    roles = tuple(one for one in rights.RIGHTS if one in facts.roles)
    typed = folded(facts.sign_in or facts.name)
    return Facts(shown(facts.name), typed, roles, facts.mail.strip())


def _is_mail(mail: str) -> bool:
    """Say whether a mail server could take this; whether anybody reads it, only a mail can tell."""
    front, at, back = mail.rpartition("@")
    plain = mail.isascii() and mail.isprintable() and not set(mail) & set(' <>,;:"()[]\\')
    return bool(at and front and "." in back.strip(".")) and plain and len(mail) <= 200  # noqa: PLR2004


def invite(site: Site, facts: Facts, today: date) -> tuple[Account, str]:
    """Make an account without a password; return it and the pass of its link. Raises as `judge`."""
    with _one_by_one(site.id):
        kept = judge(facts)
        account = Account.create(
            site=site, name=kept.name, sign_in=kept.sign_in, mail=kept.mail,
            role_list=" ".join(kept.roles), fs_uniquifier=secrets.token_hex(32),
        )  # fmt: skip
        return account, link(account, today)


def link(account: Account, today: date, days: int = INVITED_DAYS) -> str:
    """Return the pass of a new link for a password, good once and for these days.

    An older link dies. The old password stays until a new one is chosen.
    """
    opens = "".join(secrets.choice(ALPHABET) for _ in range(PASS))
    account.invitation = _hash(opens)
    account.invited_until = (today + timedelta(days=days)).isoformat()
    account.save(only=[Account.invitation, Account.invited_until])
    return opens


def _hash(opens: str) -> str:
    return hashlib.sha256(opens.encode()).hexdigest()


def invited(opens: str, today: date) -> Account:
    """Return whose link this is, without using it up. Raises LinkSpent."""
    account: Account | None = Account.get_or_none(
        (Account.invitation == _hash(opens))
        & (Account.invited_until >= today.isoformat())
        & Account.active
    )
    if account is None:
        raise LinkSpent
    return account


def welcome(opens: str, sealed: str, today: date) -> Account:
    """Use a link up: keep this (hashed) password and end all sessions. Raises LinkSpent."""
    account = invited(opens, today)
    fresh = secrets.token_hex(32)
    changed = (
        Account.update(password=sealed, invitation="", invited_until=None, fs_uniquifier=fresh)
        .where((Account.id == account.id) & (Account.invitation == _hash(opens)))
        .execute()
    )
    if not changed:  # two phones at once: one of them was first
        raise LinkSpent
    return Account.get_by_id(account.id)


def change(account: Account, facts: Facts) -> None:
    """Change who somebody is and what they may do. Raises as `judge`, and LastAdmin.

    All else of them stays as it is now: they may choose a password at this moment.
    """
    with _one_by_one(account.site_id):
        kept = judge(facts, but=account.id)
        if "admin" not in kept.roles:
            _keep_an_admin(account)
        account.name, account.sign_in, account.mail = kept.name, kept.sign_in, kept.mail
        account.role_list = " ".join(kept.roles)
        account.save(only=[Account.name, Account.sign_in, Account.mail, Account.role_list])


def choose_password(account: Account, sealed: str) -> None:
    """Keep another (hashed) password, end all sessions, and let no old link open anything."""
    account.password, account.invitation, account.invited_until = sealed, "", None
    account.save(only=[Account.password, Account.invitation, Account.invited_until])
    end_sessions(account)


def end_sessions(account: Account) -> None:
    """Sign somebody out on every device."""
    account.fs_uniquifier = secrets.token_hex(32)
    account.save(only=[Account.fs_uniquifier])


def deactivate(account: Account) -> None:
    """Let somebody in no more; the account can be opened again. Raises LastAdmin."""
    with _one_by_one(account.site_id):
        _keep_an_admin(account)
        account.active, account.invitation, account.invited_until = False, "", None
        account.save(only=[Account.active, Account.invitation, Account.invited_until])
        end_sessions(account)


def activate(account: Account) -> None:
    """Let somebody in again, with the password they had."""
    account.active = True
    account.save(only=[Account.active])


def delete(account: Account) -> None:
    """Erase an account everywhere, also from the drafts it wrote on. Raises LastAdmin."""
    with _one_by_one(account.site_id):
        _keep_an_admin(account)
        for version in Version.select().where(Version.authors.contains(account.id)):
            left = [one for one in version.authors.split() if one != account.id]
            Version.update(authors=" ".join(left)).where(Version.id == version.id).execute()
        account.delete_instance()


def find(site_id: str, typed: str) -> Account:
    """Return the account of a plant that signs in with this name. Raises NobodyThere."""
    found: Account | None = Account.get_or_none(
        (Account.site == site_id) & (Account.sign_in == folded(typed))
    )
    if found is None:
        raise NobodyThere(name=shown(typed))
    return found


@contextmanager
def _one_by_one(site_id: str) -> Iterator[None]:
    """Do one change to the accounts of a plant, whole or not at all; the next one waits for it."""
    with Account._meta.database.atomic():  # noqa: SLF001  peewee's door to the bound database
        plant.one_by_one(site_id)
        yield


def _keep_an_admin(account: Account) -> None:
    """Raise LastAdmin if without this one nobody looked after the accounts."""
    if "admin" not in account.roles or not account.active:
        return
    others = [one for one in of(account.site_id) if one.active and one.id != account.id]
    if not any("admin" in one.roles for one in others):
        raise LastAdmin

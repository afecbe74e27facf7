"""Knows who is there: sessions, passwords and forged requests, by Flask-Security.

The session is a signed cookie below `/studio` and nothing else: the database never learns that
somebody signed in. It ends ten hours after the sign-in, or at once when the account gets a fresh
`fs_uniquifier`. Dangerous deeds want a password typed within the last quarter of an hour.
"""

import secrets
import time
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, Final

from flask import Flask, g, request, session
from flask_security import PeeweeUserDatastore, RoleMixin, Security, UserMixin
from flask_security.utils import (
    check_and_update_authn_fresh,
    hash_password,
    login_user,
    logout_user,
    verify_password,
)
from flask_wtf import CSRFProtect

from content.models import Site
from kiosk.settings import Settings
from kiosk.staff import models, passwords, rights
from kiosk.studio import tongue

SHIFT: Final = timedelta(hours=10)
FRESH: Final = timedelta(minutes=15)
OWN_WAY: Final = {"same-origin", "none"}
OWASP: Final = {"argon2__time_cost": 2, "argon2__memory_cost": 19 * 1024, "argon2__parallelism": 1}
"""OWASP password storage cheat sheet: argon2id, 19 MiB, two rounds, one lane; 34 ms here."""


class NotFresh(Exception):
    """Type your password again to go on."""


class SignedIn(models.Account, UserMixin):  # type: ignore[misc]  # two classes of libraries
    """An account as Flask-Security wants it."""

    class Meta:
        table_name = "account"

    def get_id(self) -> str:
        """Return what a session holds; peewee's own method of this name would return the id."""
        return self.fs_uniquifier

    @property
    def roles(self) -> tuple[()]:  # type: ignore[override]
        """What the library may know of roles: nothing, rights are ours."""
        return ()


@dataclass(frozen=True, slots=True)
class Account:
    """Who is signed in, as pages know it."""

    id: str
    name: str
    sign_in: str
    roles: tuple[str, ...]
    site_id: str
    site_name: str

    def may(self, right: str) -> bool:
        """Say whether one of the roles gives this right."""
        return right in rights.of(self.roles)

    def acting(self, right: str) -> str:
        """Return the role by which somebody does what wants this right, for the book of deeds."""
        return rights.acting(self.roles, right)


class _People(PeeweeUserDatastore):
    """Finds accounts together with their plant: one statement for each request."""

    def find_user(self, case_insensitive: bool = False, **known: Any) -> SignedIn | None:  # noqa: ARG002, FBT001, FBT002  the library's signature
        rows: Any = SignedIn.select(SignedIn, Site).join(Site).filter(**known)
        found: SignedIn | None = rows.first()
        return found


def install(studio: Flask, settings: Settings) -> None:
    """Give the studio its key, its cookie, and accounts."""
    studio.config.update(
        SECRET_KEY=settings.secret("studio.key"),
        SESSION_COOKIE_NAME="__Secure-studio",
        SESSION_COOKIE_PATH="/studio",
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_PROTECTION=None,  # the library's own looks at address and browser
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=SHIFT,
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106  the name of a function
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_PASSWORD_SINGLE_HASH=["argon2"],  # a pepper would die with the keys in a restore
        SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=OWASP,
        SECURITY_TRACKABLE=False,
        SECURITY_DEFAULT_REMEMBER_ME=False,
    )
    SignedIn.bind(studio.extensions["database"])
    people = _People(None, SignedIn, RoleMixin, None)  # type: ignore[no-untyped-call]
    Security(studio, people, register_blueprint=False)
    manager = studio.extensions["security"].login_manager
    manager.request_loader(lambda _request: None)  # a cookie, or nobody: no tokens in addresses


def guard_forms(studio: Flask) -> None:
    """Refuse forged forms; after the question who is there, so that a lost session comes first."""
    studio.config.update(WTF_CSRF_SSL_STRICT=False, WTF_CSRF_TIME_LIMIT=None)
    CSRFProtect(studio)
    studio.before_request(_led_here)


def _led_here() -> None:
    """Send a page as it is, not packed, unless its own reader or one of ours asked for it.

    Another site may lead a browser here a thousand times, with another guess in the address each
    time. Were the page packed, its length would tell how much of a guess stands in the token.
    """
    g.unpacked = request.headers.get("Sec-Fetch-Site", "") not in OWN_WAY


def sign_in(found: models.Account) -> None:
    """Begin a session of its own for somebody whose password was right; keep the language."""
    chosen = session.get(tongue.KEPT_AS)
    session.clear()
    g.pop("csrf_token", None)
    session.permanent = True
    g.pop("_studio_account", None)
    login_user(SignedIn.get_by_id(found.id), remember=False, authn_via=["password"])
    session.pop("_id", None)  # a hash of address and browser: not wanted, not even in the cookie
    if chosen:
        session[tongue.KEPT_AS] = chosen


def sign_out() -> None:
    """End the session on this device; nothing but the language stays."""
    chosen = session.get(tongue.KEPT_AS)
    logout_user()
    session.clear()
    g.pop("_studio_account", None)
    if chosen:
        session[tongue.KEPT_AS] = chosen


def account() -> Account | None:
    """Return who is signed in, or None."""
    if "_studio_account" not in g:
        g._studio_account = _account()  # noqa: SLF001  ours, kept for this request
    found: Account | None = g._studio_account  # noqa: SLF001
    return found


def _account() -> Account | None:
    from flask_login import current_user

    if time.time() - session.get("fs_paa", 0.0) > SHIFT.total_seconds():
        return None
    if not current_user.is_authenticated:
        return None
    row = current_user
    roles = tuple(row.role_list.split())
    return Account(row.id, row.name, row.sign_in, roles, row.site_id, row.site.name)


def here() -> Account:
    """Return who is signed in, in a view that needs somebody to be."""
    found = account()
    assert found is not None  # noqa: S101  the guard let nobody else through
    return found


def be_fresh() -> None:
    """Let nobody do what is dangerous on a session that lay open. Raises NotFresh."""
    if not check_and_update_authn_fresh(FRESH, FRESH):
        raise NotFresh


def refresh() -> None:
    """Note that whoever is there has just typed their password."""
    session["fs_paa"] = time.time()
    session.pop("fs_gexp", None)


def opens(password: str, kept: str) -> bool:
    """Say whether this password is the kept one; it takes its time where none is kept, too."""
    typed = passwords.plain(password)[: passwords.LONGEST]
    right = verify_password(typed, kept or nobodys())
    return bool(right and kept and typed == passwords.plain(password))


@cache
def nobodys() -> str:
    """Return the hash of a password that nobody has: checking it takes as long as any other."""
    return sealed(secrets.token_hex(16))


def sealed(password: str) -> str:
    """Return what is kept of a password: argon2 in the OWASP profile."""
    return str(hash_password(password))

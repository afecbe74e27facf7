"""Knows who is there: sessions, passwords and forged requests, by Flask-Security."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from flask_wtf import CSRFProtect

from kiosk.settings import Settings


@dataclass(frozen=True, slots=True)
class Account:
    """Who is signed in, as pages know it."""

    id: str
    name: str
    roles: tuple[str, ...]
    site_id: str
    site_name: str


def install(studio: Flask, settings: Settings) -> None:
    """Give the studio its key, its cookie and its guard against forged requests."""
    studio.config.update(
        SECRET_KEY=settings.secret("studio.key"),
        SESSION_COOKIE_NAME="__Secure-studio",
        SESSION_COOKIE_PATH="/studio",
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=10),
        WTF_CSRF_SSL_STRICT=False,
        WTF_CSRF_TIME_LIMIT=None,
    )
    CSRFProtect(studio)


def account() -> Account | None:
    """Return who is signed in, or None."""
    return None


def here() -> Account:
    """Return who is signed in, in a view that needs somebody to be."""
    found = account()
    assert found is not None  # noqa: S101  the guard let nobody else through
    return found

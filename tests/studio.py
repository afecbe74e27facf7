"""Somebody in the studio: a browser with a session, that sends forms as its pages do."""

import re
import secrets
import time
from dataclasses import dataclass
from typing import Any, Final

import peewee
from flask import Flask
from werkzeug.test import TestResponse

from content.models import Site
from kiosk.settings import Settings
from kiosk.staff.models import Account
from tests.page import words

HOME: Final = "https://localhost"
CAST: Final = {"alice": "trainer", "bob": "safety", "charlie": "council", "dana": "admin"}


class Browser:
    """Asks the studio as a browser does; `account` is who is signed in, or None."""

    def __init__(self, app: Flask, account: Account | None = None, language: str = "en") -> None:
        self.client = app.test_client()
        self.studio: Flask = app.extensions["studio"]()
        self.head = {"Accept-Language": language, "Sec-Fetch-Site": "same-origin"}
        self.account = account
        if account is not None:
            self.hold({"_user_id": account.fs_uniquifier, "_fresh": True, "fs_paa": time.time()})

    def hold(self, session: dict[str, Any]) -> None:
        """Hold a session that the studio signed, with these things in it."""
        from flask_wtf.csrf import generate_csrf

        interface = self.studio.session_interface
        with self.studio.test_request_context(base_url=HOME):
            from flask import g
            from flask import session as signed

            signed.update(session)
            self.token = generate_csrf()
            g.pop("csrf_token")
            serializer = interface.get_signing_serializer(self.studio)  # type: ignore[attr-defined]
            cookie = serializer.dumps(dict(signed))
        self.client.set_cookie(
            "__Secure-studio", cookie, domain="localhost", path="/studio", secure=True
        )

    @property
    def cookies(self) -> list[Any]:
        """The cookie of the session, to be added to the context of a Chromium; none if nobody."""
        held = self.client.get_cookie("__Secure-studio", domain="localhost", path="/studio")
        where = {"domain": "localhost", "path": "/studio", "secure": True, "httpOnly": True}
        return [{"name": held.key, "value": held.value, **where}] if held else []

    def get(self, path: str, status: int = 200, **head: str) -> TestResponse:
        """Get a page of the studio (`/studio/…`)."""
        return self._ask("GET", path, status, head)

    def post(
        self, path: str, data: dict[str, Any] | None = None, status: int = 303, **head: str
    ) -> TestResponse:
        """Send a form with its token; a form answers 303 where nothing else is said."""
        data = {"csrf_token": self.token, **(data or {})} if self.account else data or {}
        return self._ask("POST", path, status, head, data=data)

    def send(self, method: str, path: str, status: int, **more: Any) -> TestResponse:
        """Ask in any other way, as scripts do: with the token in the head."""
        token = {"X-CSRFToken": self.token} if self.account else {}
        head = {**token, **more.pop("headers", {})}
        return self._ask(method, path, status, head, **more)

    def _ask(
        self, method: str, path: str, status: int, head: dict[str, str], **more: Any
    ) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in head.items()}
        response = self.client.open(
            path, method=method, headers={**self.head, **named}, base_url=HOME, **more
        )
        response.get_data()  # read to the end, as a browser would
        told = "" if response.status_code in {status, 404} else words(response)[:2000]
        assert response.status_code == status, f"{path}: {response.status} {told}"
        return response


def field(response: TestResponse, name: str) -> str:
    """Return the value of the first field of this name on a page."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', words(response))
    assert found is not None, f"no field {name}"
    return found[1]


@dataclass(frozen=True)
class Studio:
    """A plant's studio: its settings, application, database, and everybody's account by name."""

    settings: Settings
    app: Flask
    database: peewee.Database
    site: Site
    people: dict[str, Account]

    def browser(self, name: str = "") -> Browser:
        """Return the browser of somebody signed in, or of nobody."""
        return Browser(self.app, self.people[name] if name else None)


def account(site: Site, name: str, role: str) -> Account:
    """Make an account without a password: its session is made by the test."""
    made: Account = Account.create(
        site=site, name=name.title(), sign_in=name, role_list=role,
        fs_uniquifier=secrets.token_hex(32),
    )  # fmt: skip
    return made

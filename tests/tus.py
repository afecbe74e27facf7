"""Somebody who speaks tus with the studio, as `tus-js-client` does, and as broken lines do."""

import base64
from typing import Any

from werkzeug.test import TestResponse

from tests import films
from tests.studio import Browser

BYTES = "application/offset+octet-stream"
FILM = films.mp4(300_000)


def metadata(**said: str) -> str:
    """Return what a client says of its file."""
    return ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in said.items())


class Dropping:
    """A body whose phone is gone after some bytes."""

    def __init__(self, arrives: bytes) -> None:
        self.rest = arrives

    def read(self, size: int = -1) -> bytes:
        """Return what is left, then break as a cut line does."""
        if not self.rest:
            raise ConnectionResetError
        found, self.rest = self.rest[:size], self.rest[size:]
        return found


class Phone:
    """A browser that speaks tus for one draft."""

    def __init__(self, browser: Browser, draft: str) -> None:
        self.browser, self.draft = browser, draft

    def ask(self, method: str, path: str, status: int, **more: Any) -> TestResponse:
        """Ask as a tus client does; a header of None is left out."""
        token = {"X-CSRFToken": self.browser.token} if self.browser.account else {}
        head = {"Tus-Resumable": "1.0.0", **token, **more.pop("headers", {})}
        head = {name: value for name, value in head.items() if value is not None}
        return self.browser._ask(method, path, status, head, **more)

    def create(self, length: object = len(FILM), status: int = 201, **said: str) -> TestResponse:
        """Begin an upload."""
        told = metadata(**{"version": self.draft, **said})
        head = {"Upload-Length": str(length), "Upload-Metadata": told}
        return self.ask("POST", "/studio/uploads", status, headers=head)

    def begin(self, length: int = len(FILM), **said: str) -> str:
        """Begin an upload and return its address."""
        return str(self.create(length, 201, **said).headers["Location"])

    def patch(
        self, at: str, offset: object, data: bytes, status: int = 204, **head: str | None
    ) -> TestResponse:
        """Send a piece."""
        named = {name.replace("_", "-"): value for name, value in head.items()}
        told = {"Upload-Offset": str(offset), "Content-Type": BYTES, **named}
        return self.ask("PATCH", at, status, headers=told, data=data)

    def patch_cut(self, at: str, offset: int, arrives: bytes, said: int) -> None:
        """Send a piece of which only a part arrives before the line is cut."""
        told = {"Upload-Offset": str(offset), "Content-Type": BYTES}
        body = {"wsgi.input": Dropping(arrives), "CONTENT_LENGTH": str(said)}
        self.ask("PATCH", at, 204, headers=told, environ_overrides=body)

    def offset(self, at: str) -> int:
        """Ask how much of an upload is here."""
        answer = self.ask("HEAD", at, 200)
        assert answer.headers["Cache-Control"] == "no-store"
        return int(answer.headers["Upload-Offset"])

    def send(self, film: bytes = FILM, piece: int = 100_000) -> str:
        """Send a whole film in pieces and return its address."""
        at = self.begin(len(film))
        for start in range(0, len(film), piece):
            answer = self.patch(at, start, film[start : start + piece])
        assert answer.headers["Upload-Offset"] == str(len(film))
        return at

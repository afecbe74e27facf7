"""Whoever sends drop by drop to the studio holds a few threads, and never those of the pages."""

import io
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from flask import Flask
from werkzeug.test import TestResponse

from kiosk.settings import Settings
from tests.studio import Studio

LONG = 10
FORM = "application/x-www-form-urlencoded"


class Drops(io.RawIOBase):
    """A form that does not arrive before somebody lets it."""

    def __init__(self) -> None:
        """Begin to wait."""
        self.begun, self.go, self.at = threading.Event(), threading.Event(), 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seek(self, _to: int, whence: int = 0) -> int:
        """Say how long it will be."""
        self.at = LONG if whence else 0
        return self.at

    def tell(self) -> int:
        """Say where it is."""
        return self.at

    def readinto(self, _into: object) -> int:
        """Wait, then end."""
        self.begun.set()
        assert self.go.wait(20)
        return 0


def sent(app: Flask, path: str, drops: Drops | None = None) -> TestResponse:
    """Send a form of nobody's to the studio, as nginx passes it on."""
    body = drops or io.BytesIO(b"name=alice")
    return app.test_client().post(
        f"/studio{path}", input_stream=body, content_type=FORM, base_url="https://localhost",
    )  # fmt: skip


@contextmanager
def dripping(app: Flask, path: str, many: int) -> Iterator[None]:
    """Let so many send drop by drop meanwhile."""
    drops = [Drops() for _ in range(many)]
    lines = [threading.Thread(target=sent, args=(app, path, one), daemon=True) for one in drops]
    try:
        for line, one in zip(lines, drops, strict=True):
            line.start()
            assert one.begun.wait(20)
        yield
    finally:
        for one in drops:
            one.go.set()
        for line in lines:
            line.join(20)


def free(settings: Settings) -> int:
    return settings.threads - settings.page_threads


def test_strangers_who_send_drop_by_drop_hold_no_thread_of_the_pages(studio: Studio) -> None:
    app = studio.app
    for path in ("/sign-in", "/nuggets/new"):
        with dripping(app, path, free(studio.settings)):
            refused = sent(app, "/uploads")
            assert (refused.status_code, refused.headers["Retry-After"]) == (503, "3")
            assert "Nothing is lost" in refused.text or "Nichts ist verloren" in refused.text
            assert app.test_client().get("/studio/sign-in").status_code == 200
        assert sent(app, path).status_code in {400, 401}


def test_films_and_senders_together_leave_pages_their_threads(studio: Studio) -> None:
    app = studio.app
    sent(app, "/sign-in")
    films = free(studio.settings) - 1
    for _ in range(films):
        assert app.extensions["long_threads"].acquire(blocking=False)
    try:
        with dripping(app, "/sign-in", 1):
            assert sent(app, "/uploads").status_code == 503
    finally:
        app.extensions["long_threads"].release(films)


def test_many_who_come_first_at_once_come_to_one_studio(app: Flask) -> None:
    with ThreadPoolExecutor(4) as lines:
        made = list(lines.map(lambda _: app.extensions["studio"](), range(4)))
    assert len(set(map(id, made))) == 1

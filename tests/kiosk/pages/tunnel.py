"""A plant whose server can be switched off, and a phone that goes where it is off."""

import io
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from socket import SHUT_RDWR, socket
from typing import Any, ClassVar, Final
from urllib.parse import unquote
from weakref import WeakSet

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from kiosk.app import create_app
from kiosk.settings import Settings
from tests import floor

GLASSES: Final = f"/de/m/{floor.LATHE}/wear-glasses"
AT_ONCE: Final = "Math.random = () => 0"
READY: Final = "navigator.serviceWorker.ready.then(() => true)"


class Quiet(WSGIRequestHandler):
    """A server that says nothing, and knows its lines: browsers open some before they need them."""

    lines: ClassVar[WeakSet[socket]] = WeakSet()

    def setup(self) -> None:
        """Note the line."""
        super().setup()
        self.lines.add(self.connection)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Write nothing."""


@dataclass
class Foreign:
    """What stands before the server and answers in its place: a proxy, a filter, a sign-in."""

    status: str
    only: str = ""

    def answer(self, start: Callable[..., Any]) -> Any:
        """Answer a page of its own, which anybody may keep."""
        text = b"<!doctype html><title>WLAN</title><h1>Anmeldung</h1>"
        start(self.status, [
            ("Content-Type", "text/html"), ("Cache-Control", "public, max-age=60"),
            ("Content-Length", str(len(text))),
        ])  # fmt: skip
        return [text]


@dataclass
class Plant:
    """A plant whose server can be switched off and on, and which notes what it was asked.

    `cuts` is how many times a film's answer breaks off half way.
    """

    settings: Settings
    port: int = 0
    asked: list[str] = field(default_factory=list)
    next_release: bool = False
    foreign: Foreign | None = None
    cuts: int = 0
    app: Flask | None = None
    server: BaseWSGIServer | None = None

    @property
    def address(self) -> str:
        """Where it answers, while it does."""
        return f"http://localhost:{self.port}"

    def start(self, **changed: object) -> None:
        """Let it answer, with settings changed if any are named."""
        self.app = create_app(replace(self.settings, **changed))  # type: ignore[arg-type]
        inner = self.app.wsgi_app

        def noting(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
            self.note(environ)
            if self.foreign and re.search(self.foreign.only, environ["PATH_INFO"]):
                return self.foreign.answer(start)
            if self.cuts and environ["PATH_INFO"].endswith(".mp4"):
                self.cuts -= 1
                whole = b"".join(inner(environ, start))
                return [whole[: len(whole) // 2]]
            if self.next_release and environ["PATH_INFO"] == "/sw.js":
                return self.newer(inner, environ, start)
            return inner(environ, start)

        self.app.wsgi_app = noting  # type: ignore[assignment,method-assign]
        self.server = make_server(
            "localhost", self.port, self.app, threaded=True, request_handler=Quiet
        )
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Kill it, and cut every line that is open."""
        if self.server and self.app:
            self.server.shutdown()
            self.server.server_close()
            for line in list(Quiet.lines):
                with suppress(OSError):
                    line.shutdown(SHUT_RDWR)
            self.app.extensions["database"].close_idle()
            self.server = None

    def note(self, environ: dict[str, Any]) -> None:
        """Keep everything of a request as one text."""
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length) if length else b""
        environ["wsgi.input"] = io.BytesIO(body)
        heads = "\n".join(f"{k}: {v}" for k, v in environ.items() if k.startswith("HTTP_"))
        line = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']} {environ['QUERY_STRING']}"
        self.asked.append(unquote(f"{line}\n{heads}\n{body.decode('utf-8', 'replace')}"))

    def newer(self, inner: Any, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        """Answer the worker of a next release: other bytes, a shell of another name."""
        seen: list[Any] = []
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        text = b"".join(inner(environ, lambda *told: seen.extend(told)))
        text = text.replace(b'"kiosk-shell-" + SHELL', b'"kiosk-shell-next-" + SHELL')
        heads = [(k, v) for k, v in seen[1] if k.lower() != "content-length"]
        start(seen[0], [*heads, ("Content-Length", str(len(text)))])
        return [text]

    def counted(self) -> int:
        """Return how many completions lie in the pot."""
        assert self.app
        return sum(n for _, n in self.app.extensions["counts"].pot.dump().slots)


@contextmanager
def phone(browser: Browser, plant: Plant, **more: Any) -> Iterator[Page]:
    """A phone that reads German and has never been here."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="de-DE", **more)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.add_init_script(AT_ONCE)
    page.goto(f"{plant.address}{GLASSES}/offline")
    yield page
    context.close()


def soon(found: Callable[[], bool], what: str) -> None:
    """Wait for what comes by itself; a ticket may rest for twenty seconds before it leaves."""
    end = time.monotonic() + 45
    while time.monotonic() < end:
        if found():
            return
        time.sleep(0.1)
    pytest.fail(what)


def plays(page: Page, second: float) -> None:
    """Wait until the film runs beyond a second."""
    page.wait_for_function(
        "at => (v => !v.paused && v.currentTime > at)(document.querySelector('video'))", arg=second
    )


def ready(page: Page) -> None:
    """Wait until the phone's own worker stands."""
    assert page.evaluate(READY)
    page.wait_for_function(
        "navigator.serviceWorker.ready.then(it => it.active.state === 'activated')"
    )

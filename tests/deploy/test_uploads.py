"""Uploads through deploy/nginx.conf: pieces flow through, and what came before a cut is kept."""

import http.client
import socket
import ssl
import time
from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.routing import Rule

from content import beginning, takes
from content.beginning import Begun
from content.models import Machine, Version
from content.models import Site as Plant
from kiosk.app import create_app
from kiosk.db import connected, open_database
from kiosk.settings import Settings, load
from tests import films
from tests.deploy.conftest import HOSTS, OUTSIDE, Site
from tests.studio import Browser, account
from tests.tus import metadata

BYTES = "application/offset+octet-stream"
FILM = films.mp4(1_000_000)


@dataclass(frozen=True)
class Phone:
    """A trainer's phone outside, that speaks tus with nginx."""

    site: Site
    settings: Settings
    head: dict[str, str]
    draft: str

    def ask(
        self,
        method: str,
        path: str,
        head: dict[str, str],
        body: bytes = b"",
        cut: int | None = None,
    ) -> http.client.HTTPResponse | None:
        """Send a request, or only so many bytes of its body before the line breaks."""
        line = self.line()
        told = {"Host": HOSTS[0], "Content-Length": str(len(body)), **self.head, **head}
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {word}" for name, word in told.items())]
        line.sendall("\r\n".join([*lines, "", ""]).encode() + body[:cut])
        if cut is not None:
            time.sleep(0.5)
            line.close()
            return None
        answer = http.client.HTTPResponse(line, method=method)
        answer.begin()
        answer.read()
        line.close()
        return answer

    def line(self) -> ssl.SSLSocket:
        """Open a line to nginx."""
        bare = socket.create_connection(
            ("127.0.0.1", self.site.https), timeout=30, source_address=(OUTSIDE, 0)
        )
        context = ssl.create_default_context(cafile=str(self.site.folder / "pair.pem"))
        return context.wrap_socket(bare, server_hostname=HOSTS[0])

    def begin(self) -> str:
        """Begin an upload and return its address."""
        told = {"Upload-Length": str(len(FILM)), "Upload-Metadata": metadata(version=self.draft)}
        answer = self.ask("POST", "/studio/uploads", told)
        assert answer is not None
        assert answer.status == 201
        return str(answer.headers["Location"])

    def offset(self, at: str) -> int:
        """Ask how much is here."""
        answer = self.ask("HEAD", at, {})
        assert answer is not None
        return int(answer.headers["Upload-Offset"])


@pytest.fixture(scope="module")
def phone(site: Site) -> Phone:
    settings = load(site.house.data, environ={}, pot=str(site.house.pot))
    database = open_database(settings)
    with connected(database):
        plant = Plant.get()
        key = beginning.new_key()
        beginning.begin(plant, Machine.select().first(), Begun(key))
        trainer = Browser(create_app(settings), account(plant, "alice", "trainer"))
    database.close_all()  # type: ignore[attr-defined]
    cookie = trainer.client.get_cookie("__Secure-studio", domain="localhost", path="/studio")
    assert cookie is not None
    head = {
        "Cookie": f"__Secure-studio={cookie.value}", "X-CSRFToken": trainer.token,
        "Tus-Resumable": "1.0.0",
    }  # fmt: skip
    return Phone(site, settings, head, key)


def test_a_cut_in_mid_piece_keeps_what_arrived_and_the_film_arrives_whole(phone: Phone) -> None:
    at = phone.begin()
    phone.ask("PATCH", at, {"Upload-Offset": "0", "Content-Type": BYTES}, FILM, cut=600_000)
    end = time.monotonic() + 25
    while not (here := phone.offset(at)) and time.monotonic() < end:
        time.sleep(0.2)
    assert 400_000 <= here <= 600_000
    told = {"Upload-Offset": str(here), "Content-Type": BYTES}
    answer = phone.ask("PATCH", at, told, FILM[here:])
    assert answer is not None
    assert answer.status == 204
    database = open_database(phone.settings)
    with connected(database):
        take = takes.of(Version.get_by_id(phone.draft))
        assert take is not None
        content = takes.path(phone.settings.takes, take).read_bytes()
    database.close_all()  # type: ignore[attr-defined]
    assert content == FILM


def test_a_piece_beyond_eight_megabytes_is_refused_by_nginx(phone: Phone) -> None:
    told = {"Upload-Offset": "0", "Content-Type": BYTES, "Content-Length": "9000000"}
    answer = phone.ask("PATCH", "/studio/uploads/0", told)
    assert answer is not None
    assert answer.status == 413


def test_a_whole_film_may_come_as_a_form(phone: Phone) -> None:
    form = {"Content-Type": "multipart/form-data; boundary=x"}
    body = (
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + bytes(9_000_000) + b"\r\n--x--"
    )
    answer = phone.ask("POST", f"/studio/v/{phone.draft}/film", form, body)
    assert answer is not None
    assert answer.status == 400  # it got through to the app, which misses the form's token


def test_whatever_a_form_of_the_studio_may_bring_gets_through(phone: Phone) -> None:
    studio = create_app(phone.settings).extensions["studio"]()
    rules = [rule for rule in studio.url_map.iter_rules()
             if "POST" in (rule.methods or ()) and _brings(studio, rule)]  # fmt: skip
    assert len(rules) > 8
    form = {"Content-Type": "multipart/form-data; boundary=x", "Tus-Resumable": ""}
    body = b'--x\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n'
    body += bytes(9_000_000) + b"\r\n--x--"
    for rule in rules:
        _, path = rule.build(dict.fromkeys(rule.arguments, phone.draft)) or ("", "")
        answer = phone.ask("POST", f"/studio{path}", form, body)
        assert answer is not None
        assert answer.status != 413, path
        assert answer.headers["Content-Security-Policy"], f"{path}: this is no answer of the app"


def _brings(studio: Flask, rule: Rule) -> bool:
    return hasattr(studio.view_functions[rule.endpoint], "brings")

"""Sends marked requests the way phones do, through the real proxy, broken ones and a fault too.

Nothing that was sent is counted: no ticket is asked for. The fault is forced by a pass under the
plant's own key, so that nobody else can ask for it.
"""

import os
import re
import secrets
import socket
import ssl
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from kiosk.proof.points import BROKEN, OK, UNKNOWN, Point
from kiosk.settings import Settings
from kiosk.web import passes

PATIENCE: Final = 10.0
FORWARDED: Final = "203.0.113."
"""Addresses for documentation alone (RFC 5737): nobody has one."""
LOOPBACK: Final = "127.77.13."
OURS: Final = "gunicorn"
"""What our own server calls itself; a proxy of nginx's kind writes its own name there."""
TOO_LONG: Final = 40_000
TOO_MUCH: Final = 99_999_999_999
TELLING: Final = (
    "set-cookie", "x-powered-by", "server-timing", "x-runtime", "x-response-time", "x-request-id",
    "x-cache", "x-served-by", "last-modified",
)  # fmt: skip
WANTED: Final = {"referrer-policy": "no-referrer", "x-content-type-options": "nosniff"}


@dataclass(frozen=True, slots=True)
class Door:
    """Where a request is sent: scheme, the host it asks for, and the machine that listens."""

    scheme: str
    host: str
    machine: str
    port: int

    def __str__(self) -> str:
        return f"{self.scheme}://{self.machine}:{self.port}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, 0 for none, and the head."""

    status: int
    head: tuple[tuple[str, str], ...]
    body: bytes

    def all(self, name: str) -> list[str]:
        """Return every value of a header."""
        return [value for key, value in self.head if key == name]


class Canary:
    """The marks of one run, and the phone that carries them."""

    def __init__(self, settings: Settings, through: str = "") -> None:
        """Choose the marks. `through` is where the proxy listens, if not where the name leads."""
        self.settings = settings
        self.word = f"canary-{secrets.token_hex(6)}"
        self.forwarded = f"{FORWARDED}{secrets.randbelow(200) + 20}"
        self.doors = list(_doors(settings, through))
        self.sources: set[str] = set()
        self.machines: set[str] = set()
        self.unreached: list[str] = []
        self.direct = False

    @property
    def marks(self) -> tuple[str, ...]:
        """What is looked for everywhere."""
        return (self.word, self.forwarded)

    def fly(self) -> Iterator[Point]:
        """Send everything, and yield what the answers tell."""
        first, *others = self.doors
        page = self._ask(first, "GET", "/de/")
        if not page.status:
            yield Point("canary", UNKNOWN, f"Nobody answers at {first}.",
                        "Start it, or say where the proxy listens: --through URL")  # fmt: skip
            yield Point("head", UNKNOWN, "There was no answer.")
            return
        self.direct = page.all("server") == [OURS]
        lost = self._ask(first, "GET", f"/{self.word}?q={self.word}")
        self._ask(first, "GET", f"/de/find?q={self.word}")
        self._ask(first, "POST", f"/de/{self.word}", f"Content-Length: {TOO_MUCH}\r\n")
        self._ask(first, "GET", "/de/", f"X-Long: {self.word}{'x' * TOO_LONG}\r\n")
        self._mutter(first)
        forced = self._force(first)
        for door in others:
            if self._ask(door, "GET", f"/{self.word}").status:
                self._mutter(door)
            else:
                self.unreached.append(str(door))
        yield self._flown(page, forced)
        yield _head([page, lost])

    def _flown(self, page: Answer, forced: Answer | None) -> Point:
        if page.status != HTTPStatus.OK:
            return Point(
                "canary",
                UNKNOWN,
                f"{self.doors[0]} answers {page.status}, no page.",
                "Is this the kiosk? Say where the proxy listens: --through URL",
            )
        if forced is None or forced.status != HTTPStatus.INTERNAL_SERVER_ERROR:
            return Point(
                "canary",
                UNKNOWN,
                "Sent, but the fault could not be forced.",
                "Run it as a user who may read the keys, on the kiosk's own data.",
            )
        missed = f" Nobody answered at {', '.join(self.unreached)}." if self.unreached else ""
        return Point("canary", OK, f"Sent through {self.doors[0]}: pages, a forced fault, broken "
                     f"and oversized requests, marked {self.word}.{missed}")  # fmt: skip

    def _force(self, door: Door) -> Answer | None:
        """Let the pages break on purpose; None if the plant's key can't be read."""
        try:
            if not _ours(self.settings.keys, passes.KEY):
                return None
            opens = passes.issue(self.settings, passes.FAULT, self.word)
        except PermissionError:
            return None
        return self._ask(door, "GET", f"/fault/{opens}")

    def _ask(self, door: Door, method: str, path: str, more: str = "") -> Answer:
        said = (
            f"{method} {path} HTTP/1.1\r\nHost: {door.host}\r\nUser-Agent: {self.word}-agent\r\n"
            f"Referer: http://{self.word}.example/\r\nCookie: a={self.word}\r\n"
            f"X-Forwarded-For: {self.forwarded}\r\nForwarded: for={self.forwarded}\r\n"
            f"From: {self.word}@example.com\r\n{more}Connection: close\r\n\r\n"
        )
        return _read(self._send(door, said.encode()))

    def _mutter(self, door: Door) -> None:
        """Send what is no request."""
        for said in (f"{self.word} nonsense\r\n\r\n", f"GET /{self.word} HTTP/9.9\r\n\r\n",
                     f"GET / HTTP/1.1\r\n{self.word} broken\r\n\r\n"):  # fmt: skip
            self._send(door, said.encode())

    def _send(self, door: Door, said: bytes) -> bytes:
        heard = b""
        with suppress(OSError), self._line(door) as line:
            with suppress(OSError):
                line.sendall(said)
            while not _whole(heard) and (part := line.recv(65_536)):
                heard += part
        return heard

    def _line(self, door: Door) -> socket.socket:
        """Open a connection; on this machine from an address that nothing else has."""
        machine = socket.getaddrinfo(door.machine, door.port, type=socket.SOCK_STREAM)[0][4][0]
        source = None
        if str(machine).startswith("127."):
            source = (f"{LOOPBACK}{int(self.forwarded.rpartition('.')[2])}", 0)
        line = socket.create_connection((str(machine), door.port), PATIENCE, source_address=source)
        self.sources.add(line.getsockname()[0])
        self.machines.add(line.getpeername()[0])
        if door.scheme == "http":
            return line
        try:
            return _anyhow().wrap_socket(line, server_hostname=door.host)
        except OSError:
            line.close()
            raise

    def elsewhere(self) -> list[str]:
        """Return the machines that answered and are not this one: their logs lie there."""
        return sorted(one for one in self.machines if not _here(one))


def _ours(keys: Path, name: str) -> bool:
    """Say whether a key is there, or may be made: only by whoever owns the folder of keys."""
    return (keys / name).exists() or (keys.exists() and keys.stat().st_uid == os.geteuid())


def _anyhow() -> ssl.SSLContext:
    """Take any certificate: nothing that is sent is a secret, and `kiosk doctor` looks at it."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _doors(settings: Settings, through: str) -> Iterator[Door]:
    """Yield where requests go: by the plant's name first, then by those on labels, and plain."""
    home = urlsplit(settings.base_url)
    own = home.hostname or "localhost"
    if through:
        parts = urlsplit(through)
        usual = 443 if parts.scheme == "https" else 80
        yield Door(parts.scheme, own, parts.hostname or own, parts.port or usual)
        return
    seen = set()
    for parts in (home, urlsplit(settings.labels_at)):
        host, secure = parts.hostname or own, parts.scheme == "https"
        ways = [(parts.scheme, parts.port or (443 if secure else 80))]
        for scheme, port in [*ways, ("http", 80)] if secure else ways:
            if (host, port) not in seen:
                seen.add((host, port))
                yield Door(scheme, host, host, port)


def _whole(heard: bytes) -> bool:
    """Say whether an answer is there with all it announced: some servers close late."""
    head, ends, body = heard.partition(b"\r\n\r\n")
    length = re.search(rb"(?mi)^content-length: *(\d+)", head)
    return bool(ends and length and len(body) >= int(length[1]))


def _read(heard: bytes) -> Answer:
    head, _, body = heard.partition(b"\r\n\r\n")
    line, *fields = head.decode("latin-1").split("\r\n")
    parts = line.split(" ")
    if len(parts) < 2 or not parts[1].isdecimal():  # noqa: PLR2004  HTTP/1.1 200
        return Answer(0, (), b"")
    pairs = (one.partition(":") for one in fields)
    return Answer(
        int(parts[1]), tuple((key.lower(), value.strip()) for key, _, value in pairs), body
    )


def _head(answers: list[Answer]) -> Point:
    """Say whether what goes out with a page could know somebody again, or tells of the server."""
    told = sorted({name for one in answers for name in TELLING if one.all(name)})
    told += sorted({f"server: {value}" for one in answers for value in one.all("server")
                    if any(sign.isdecimal() for sign in value)})  # fmt: skip
    if told:
        return Point(
            "head",
            BROKEN,
            f"A page goes out with {', '.join(told)}.",
            "Take it away in the proxy: server_tokens off; proxy_hide_header …",
        )
    lacks = [name for name, value in WANTED.items() if answers[0].all(name) != [value]]
    if lacks:
        return Point("head", BROKEN, f"A page goes out without its own {', '.join(lacks)}.",
                     "Let the proxy pass the head of the pages on as it is.")  # fmt: skip
    return Point("head", OK, "No cookie, no time, no version of a server.")


def _here(address: str) -> bool:
    """Say whether an address is one of this machine."""
    family = socket.AF_INET6 if ip_address(address).version == 6 else socket.AF_INET  # noqa: PLR2004
    with socket.socket(family) as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return False
    return True

"""How fast a film comes in, piece by piece through gunicorn and nginx, beside a plain write.

Every piece is on the disk before it is acknowledged; the floor does the same with a bare file.
"""

import http
import http.client
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from content import beginning
from content.beginning import Begun
from content.models import Machine, Site
from kiosk.app import create_app
from kiosk.db import connected, open_database
from kiosk.settings import Settings
from tests import films, machine
from tests.bench import house
from tests.bench.bench import Bench
from tests.bench.figures import Figure
from tests.house import free_port
from tests.studio import Browser, account
from tests.tus import BYTES, metadata

PIECE: Final = 1 << 20
MEGA: Final = 1_000_000
PROXY: Final = """
daemon off; pid {folder}/pid; error_log /dev/null crit; {user}
events {{ worker_connections 64; }}
http {{
    access_log off; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b;
    fastcgi_temp_path {folder}/c; uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
    server {{
        listen 127.0.0.1:{door};
        location / {{
            client_max_body_size 8m; proxy_request_buffering off; proxy_http_version 1.1;
            proxy_set_header Host $host; proxy_pass http://127.0.0.1:{port};
        }}
    }}
}}
"""


def measure(bench: Bench) -> list[Figure]:
    """Send a film of 40 MB, 200 MB in the long run."""
    film = films.mp4((40 if bench.quick else 200) * MEGA)
    settings = bench.plant.settings
    key, head = _trainer(settings)
    floor = _plainly(settings.data, film)
    with house.kiosk(settings.data) as server:
        _send(server.port, key, head, films.mp4(MEGA))  # the studio is made at its first request
        direct = _send(server.port, key, head, film)
        with _nginx(server.port) as door:
            proxied = _send(door, key, head, film)
        memory = server.pss()
    return [
        Figure("a film through gunicorn", direct, "MB/s", floor=floor),
        Figure("a film through nginx", proxied, "MB/s", floor=floor),
        Figure("memory of the page processes after it", memory, "MB"),
    ]


def _trainer(settings: Settings) -> tuple[str, dict[str, str]]:
    """Return a draft and the headers of a trainer who is signed in."""
    database = open_database(settings)
    with connected(database):
        site, key = Site.get(), beginning.new_key()
        beginning.begin(site, Machine.select().first(), Begun(key))
        trainer = Browser(create_app(settings), account(site, f"bench-{key}", "trainer"))
    database.close_all()  # type: ignore[attr-defined]
    cookie = trainer.client.get_cookie("__Secure-studio", domain="localhost", path="/studio")
    assert cookie is not None
    head = {"Cookie": f"__Secure-studio={cookie.value}", "X-CSRFToken": trainer.token}
    return key, head | {"Tus-Resumable": "1.0.0"}


def _plainly(folder: Path, film: bytes) -> float:
    """Return the MB/s of writing the same pieces to a file, each synchronised."""
    began = time.monotonic()
    with tempfile.TemporaryFile(dir=folder) as file:
        for start in range(0, len(film), PIECE):
            file.write(film[start : start + PIECE])
            file.flush()
            os.fdatasync(file.fileno())
    return len(film) / MEGA / (time.monotonic() - began)


def _send(port: int, key: str, head: dict[str, str], film: bytes) -> float:
    """Send a film by tus and return the MB/s, until it was handed on."""
    began = time.monotonic()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line:
        told = {"Upload-Length": str(len(film)), "Upload-Metadata": metadata(version=key)}
        at = _ask(line, "POST", "/studio/uploads", head | told)
        for start in range(0, len(film), PIECE):
            told = {"Upload-Offset": str(start), "Content-Type": BYTES}
            _ask(line, "PATCH", at, head | told, film[start : start + PIECE])
        seconds = time.monotonic() - began
        _ask(line, "DELETE", at, head)
    return len(film) / MEGA / seconds


def _ask(
    line: http.client.HTTPConnection, method: str, path: str, head: dict[str, str],
    body: bytes = b"",
) -> str:  # fmt: skip
    line.request(method, path, body, head)
    answer = line.getresponse()
    answer.read()
    assert answer.status < http.HTTPStatus.MULTIPLE_CHOICES, answer.status
    return answer.headers.get("Location", "")


@contextmanager
def _nginx(port: int) -> Iterator[int]:
    """Put nginx before the pages, with what deploy/nginx.conf says of uploads."""
    program = machine.nginx()
    assert program, "nginx is missing: apt-get install nginx-light"
    door = free_port()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        user = "user root;" if os.geteuid() == 0 else ""
        words = PROXY.format(folder=folder, user=user, door=door, port=port)
        (folder / "nginx.conf").write_text(words)
        front = subprocess.Popen([program, "-c", folder / "nginx.conf", "-p", folder])
        time.sleep(1)
        try:
            yield door
        finally:
            front.terminate()
            front.wait(20)

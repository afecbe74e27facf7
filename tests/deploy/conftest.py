"""Fixtures of the deployment: Debian's nginx, really started, before a real `kiosk serve`."""

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from content.storage import Folder
from tests import machine
from tests.deploy.certificate import self_signed
from tests.house import ROOT, House, answers, free_port, until

INSIDE, OUTSIDE = "127.0.0.2", "127.0.0.3"
ASTRAY = "127.0.0.4"  # inside as nginx was told by mistake, outside as the app knows
HOSTS = ("learn.example.com", "qr.example.com", "old.example.com")
SETTINGS = f"""
base_url = "https://learn.example.com"
label_url = "https://qr.example.com"
former_hosts = ["old.example.com"]
plant_networks = ["{INSIDE}/32"]
trusted_proxies = 1
accel = true
"""
MAIN = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
{user}
events {{ worker_connections 64; }}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/kiosk.conf;
}}
"""


@dataclass(frozen=True)
class Site:
    """The plant behind nginx: where it listens, and what lies in its media."""

    house: House
    folder: Path
    https: int
    plain: int
    film: str
    secret_film: str

    def ask(
        self, path: str, headers: dict[str, str] | None = None, *, host: str = HOSTS[0],
        source: str = OUTSIDE, method: str = "GET", port: int | None = None,
    ) -> http.client.HTTPResponse:  # fmt: skip
        """Ask nginx for a path, from an address inside or outside the plant, and read it all."""
        line = socket.create_connection(
            ("127.0.0.1", port or self.https), timeout=30, source_address=(source, 0)
        )
        if port is None:
            context = ssl.create_default_context(cafile=str(self.folder / "pair.pem"))
            line = context.wrap_socket(line, server_hostname=host)
        connection = http.client.HTTPConnection(host)
        connection.sock = line
        connection.request(method, path, headers={"Host": host} | (headers or {}))
        answer = connection.getresponse()
        answer.body = answer.read()  # type: ignore[attr-defined]
        connection.close()
        return answer


def configured(text: str, changes: dict[str, str]) -> str:
    """Return the configuration with the plant's own values; each must have been there."""
    for old, new in changes.items():
        assert old in text, f"deploy/nginx.conf does not hold {old!r}"
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, founded: Path) -> Iterator[Site]:
    """A plant served by `kiosk serve` with Debian's nginx in front, as deploy/nginx.conf has it."""
    folder = tmp_path_factory.mktemp("nginx")
    memory = Path(tempfile.mkdtemp(prefix="kiosk-test-", dir="/dev/shm"))
    house = House(folder / "plant", memory / "pot")
    house.data.mkdir()
    shutil.copy(founded, house.data / "kiosk.db")
    (house.data / "kiosk.toml").write_text(SETTINGS)
    storage = Folder(house.data / "media")
    film = storage.put(bytes(range(256)) * 400, "mp4")
    secret_film = storage.put(b"for the plant alone" * 400, "mp4", plant=True)
    ports = [free_port() for _ in range(3)]
    found = Site(house, folder, ports[0], ports[1], film, secret_film)
    house.start("serve", "--only", "web", "--port", str(ports[2]))
    try:
        until(lambda: answers(ports[2]), f"the pages answer; said: {house.said}")
        with fronted(found, ports[2]):
            yield found
    finally:
        house.close()
        shutil.rmtree(memory)


@contextmanager
def fronted(site: Site, app: int) -> Iterator[None]:
    """Run nginx at the site's ports, before an app at the port `app`."""
    write_configuration(site, app)
    program = machine.nginx()
    assert program, "nginx is missing: run `make test`, or apt-get install nginx-light"
    words = [program, "-c", str(site.folder / "nginx.conf"), "-p", str(site.folder)]
    front = subprocess.Popen(words)
    try:
        until(lambda: reachable(site.https), "nginx listens", 20)
        yield
    finally:
        front.terminate()
        front.wait(20)


def reachable(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def write_configuration(site: Site, app: int) -> None:
    pair = self_signed(site.folder, *HOSTS)
    changes = {
        "listen 80;": f"listen 127.0.0.1:{site.plain};",
        "listen [::]:80;": "",
        "listen 443 ssl": f"listen 127.0.0.1:{site.https} ssl",
        "listen [::]:443 ssl http2;": "",
        "10.20.0.0/16   1;": f"{INSIDE}/32 1; {ASTRAY}/32 1;",
        "127.0.0.1:8000": f"127.0.0.1:{app}",
        "/etc/ssl/kiosk/fullchain.pem": str(pair),
        "/etc/ssl/kiosk/privkey.pem": str(pair),
        "/var/lib/kiosk/media/": f"{site.house.data}/media/",
    }
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    (site.folder / "kiosk.conf").write_text(configured(text, changes))
    user = "user root;" if os.geteuid() == 0 else ""
    (site.folder / "nginx.conf").write_text(MAIN.format(folder=site.folder, user=user))

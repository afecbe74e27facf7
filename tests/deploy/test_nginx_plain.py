"""nginx.conf on the plant's network only, as deploy/README.md has it changed: plain http."""

import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import closing
from email.message import Message
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests import machine
from tests.deploy.conftest import MAIN, configured, reachable
from tests.house import ROOT, free_port, until


class Echo(BaseHTTPRequestHandler):
    """Answers with the lines that nginx passed on."""

    def do_GET(self) -> None:  # the name is http.server's
        said = bytes(self.headers)
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def changed(folder: Path) -> str:
    """Return nginx.conf after the command that the README gives for this layout."""
    readme = (ROOT / "deploy" / "README.md").read_text()
    command = re.search(r"^sudo (sed -i .*)$", readme, re.MULTILINE)
    assert command, "deploy/README.md names no command for the plant's network only"
    conf = folder / "kiosk.conf"
    conf.write_text((ROOT / "deploy" / "nginx.conf").read_text())
    words = shlex.split(command[1].replace("/etc/nginx/sites-available/kiosk", str(conf)))
    subprocess.run(words, check=True)
    return conf.read_text()


@pytest.fixture
def front(tmp_path: Path) -> Iterator[int]:
    """The port of an nginx on the plant's network, before a program that repeats what it hears."""
    port = free_port()
    behind = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    Thread(target=behind.serve_forever, daemon=True).start()
    changes = {
        "listen 80;": f"listen 127.0.0.1:{port};", "listen [::]:80;": "",
        "127.0.0.1:8000": f"127.0.0.1:{behind.server_port}",
    }  # fmt: skip
    (tmp_path / "kiosk.conf").write_text(configured(changed(tmp_path), changes))
    user = "user root;" if os.geteuid() == 0 else ""
    (tmp_path / "nginx.conf").write_text(MAIN.format(folder=tmp_path, user=user))
    program = machine.nginx()
    assert program, "nginx is missing: run `make test`, or apt-get install nginx-light"
    nginx = subprocess.Popen([program, "-c", str(tmp_path / "nginx.conf"), "-p", str(tmp_path)])
    until(lambda: reachable(port), "nginx listens", 20)
    yield port
    nginx.terminate()
    nginx.wait(20)
    behind.shutdown()
    behind.server_close()


def ask(port: int, path: str) -> tuple[int, Message, str]:
    """Ask as a phone that tells tales: the status, the head and what the program heard."""
    line = HTTPConnection("127.0.0.1", port, timeout=20)
    with closing(line):
        line.request("GET", path, headers={
            "Host": "learn.plant.lan", "Cookie": "a=canary", "User-Agent": "canary",
            "Referer": "http://canary/", "X-Forwarded-For": "10.20.0.9",
        })  # fmt: skip
        answer = line.getresponse()
        return answer.status, answer.headers, answer.read().decode()


def test_it_says_of_a_worker_where_from_and_no_more(front: int) -> None:
    status, head, heard = ask(front, "/D4H7KW")
    assert status == 200
    assert head["Strict-Transport-Security"] is None
    assert "Host: learn.plant.lan" in heard
    assert "X-Forwarded-For: 127.0.0.1" in heard
    assert "10.20.0.9" not in heard
    assert "canary" not in heard


def test_films_for_the_plant_are_still_refused_outside(front: int) -> None:
    assert ask(front, f"/media/plant/{'0' * 64}.mp4")[0] == 403
    assert ask(front, f"/_media/plant/00/{'0' * 64}.mp4")[0] == 404

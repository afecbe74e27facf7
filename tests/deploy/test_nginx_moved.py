"""deploy/nginx-moved.conf: the box that the pages have left leads old labels on."""

import os
import ssl
import subprocess
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from pathlib import Path

import pytest

from kiosk.web import assets
from tests import machine
from tests.deploy.certificate import self_signed
from tests.deploy.conftest import MAIN, configured, reachable
from tests.house import ROOT, free_port, until

OLD = "old.example.com"


@pytest.fixture
def box(tmp_path: Path) -> Iterator[tuple[int, int, Path]]:
    """The ports, plain and sealed, of the old box, and its certificate."""
    plain, sealed, pair = free_port(), free_port(), self_signed(tmp_path, OLD)
    changes = {
        "listen 80;": f"listen 127.0.0.1:{plain};", "listen [::]:80;": "",
        "listen 443 ssl;": f"listen 127.0.0.1:{sealed} ssl;", "listen [::]:443 ssl;": "",
        "/etc/ssl/kiosk/old-fullchain.pem": str(pair), "/etc/ssl/kiosk/old-privkey.pem": str(pair),
    }  # fmt: skip
    text = (ROOT / "deploy" / "nginx-moved.conf").read_text()
    (tmp_path / "kiosk.conf").write_text(configured(text, changes))
    user = "user root;" if os.geteuid() == 0 else ""
    (tmp_path / "nginx.conf").write_text(MAIN.format(folder=tmp_path, user=user))
    program = machine.nginx()
    assert program, "nginx is missing: run `make test`, or apt-get install nginx-light"
    front = subprocess.Popen([program, "-c", str(tmp_path / "nginx.conf"), "-p", str(tmp_path)])
    until(lambda: reachable(sealed), "nginx listens", 20)
    yield plain, sealed, pair
    front.terminate()
    front.wait(20)


def ask(line: HTTPConnection, path: str) -> tuple[HTTPResponse, str]:
    line.request("GET", path, headers={"Host": OLD})
    answer = line.getresponse()
    text = answer.read().decode()
    line.close()
    return answer, text


def lines(box: tuple[int, int, Path]) -> tuple[HTTPConnection, HTTPSConnection]:
    context = ssl.create_default_context(cafile=str(box[2]))
    context.check_hostname = False  # it is asked by its number
    return (
        HTTPConnection("127.0.0.1", box[0], timeout=20),
        HTTPSConnection("127.0.0.1", box[1], timeout=20, context=context),
    )


def test_a_phone_that_kept_pages_of_the_old_box_is_told_to_let_them_go(
    box: tuple[int, int, Path],
) -> None:
    for line in lines(box):
        answer, text = ask(line, "/sw.js")
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "text/javascript"
        assert text == "".join(map(str.strip, assets.text("sw-leaves.js").splitlines()))


def test_old_labels_lead_to_the_new_box(box: tuple[int, int, Path]) -> None:
    for line in lines(box):
        answer, _ = ask(line, "/D4H7KW")
        assert answer.status == 302
        assert answer.headers["Location"] == "https://learn.example.com/D4H7KW"
        assert answer.headers["Cache-Control"] == "no-store"

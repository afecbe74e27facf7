"""The kiosk PC's files: the policies hold in the real browser, the unit keeps nothing."""

import configparser
import json
import os
import shlex
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Error

from kiosk.room import START
from tests import machine
from tests.conftest import SWITCHES
from tests.house import ROOT, until

FILES: Final = ROOT / "deploy" / "kiosk-pc"
NAMED: Final = "https://learn.example.com"
PLACE: Final = "/etc/" + ("opt/chrome" if "google" in (machine.browser() or "") else "chromium")
ALONE: Final = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
"""A view of the files for this browser alone: no other one sees the policies."""
PUT: Final = (
    f'mount -t tmpfs tmpfs {PLACE} && mkdir -p {PLACE}/policies/managed && cp "$0" '
    f'{PLACE}/policies/managed/kiosk.json && exec "$@"'
)
PAGE: Final = b"""<!DOCTYPE html><title>Room</title><iframe src="/studio/frame"></iframe>
<a href="/room/file" download>File</a><script>document.querySelector("a").click();
setTimeout(() => fetch("/room/end").then(() => { location.href = "/studio/main"; }), 1500);
</script>"""


class Site(ThreadingHTTPServer):
    """A site that notes which of its addresses were asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.seen: list[str] = []

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    """A room, a file to download, and what lies beside the room."""

    server: Site

    def do_GET(self) -> None:
        """Note what was asked for, and answer it."""
        self.server.seen.append(self.path)
        self.send_response(200)
        if self.path == "/room/file":
            self.send_header("Content-Disposition", "attachment; filename=taken.bin")
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE if self.path == START else b"<title>Other</title>")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[Site]:
    """That site, answering."""
    there = Site()
    thread = threading.Thread(target=there.serve_forever)
    thread.start()
    yield there
    there.shutdown()
    thread.join()
    there.server_close()


@pytest.fixture
def locked(tmp_path: Path, site: Site) -> Callable[[], list[str]]:
    """The command of a browser that sees the policies, their address being the site's."""
    if subprocess.run([*ALONE, "true"], check=False, capture_output=True).returncode:
        pytest.skip("no mount namespace can be made here, not even by a user of its own")
    policies = tmp_path / "kiosk.json"
    text = (FILES / "kiosk.json").read_text()
    policies.write_text(text.replace(NAMED, site.address))
    return lambda: [*ALONE, "sh", "-c", PUT, str(policies), str(machine.browser())]


def visit(command: list[str], site: Site, home: Path) -> list[str]:
    """Let a browser with this home open the room; return which addresses it asked for."""
    words = [*SWITCHES, "--headless=new", f"--user-data-dir={home}/profile", site.address + START]
    browser = subprocess.Popen(
        [*command, *words], start_new_session=True, cwd=home, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, env={**os.environ, "HOME": str(home)},
    )  # fmt: skip
    try:
        until(lambda: "/room/end" in site.seen, "the end of the visit", 60)
        time.sleep(1.5)  # what is not asked for leaves no trace to wait for
    finally:
        os.killpg(browser.pid, signal.SIGKILL)
        browser.wait(10)
    return site.seen


@pytest.mark.browser
@pytest.mark.thorough
def test_without_the_policies_a_browser_goes_anywhere(site: Site, tmp_path: Path) -> None:
    seen = visit([str(machine.browser())], site, tmp_path)
    assert {"/studio/frame", "/studio/main"} <= set(seen)
    assert list((tmp_path / "Downloads").glob("*"))


@pytest.mark.browser
def test_with_them_it_shows_the_room_alone_and_takes_nothing_along(
    locked: Callable[[], list[str]], site: Site, tmp_path: Path
) -> None:
    seen = visit(locked(), site, tmp_path)
    assert "/room/file" in seen
    assert not [path for path in seen if path.startswith("/studio")]
    assert not list((tmp_path / "Downloads").glob("*"))


@pytest.mark.browser
@pytest.mark.thorough
def test_with_them_nobody_looks_into_a_page_with_developer_tools(
    locked: Callable[[], list[str]], browser: Browser, tmp_path: Path
) -> None:
    program = tmp_path / "browser"
    program.write_text(f'#!/bin/sh\nexec {shlex.join(locked())} "$@"\n')
    program.chmod(0o755)
    kept = browser.browser_type.launch(executable_path=program, args=list(SWITCHES))
    with pytest.raises(Error):
        kept.new_page()
    kept.close()


def service() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(FILES / "kiosk-room.service")
    return parser["Service"]


def test_what_the_browser_keeps_lies_in_memory_and_is_gone_with_the_power() -> None:
    unit = service()
    words = shlex.split(unit["ExecStart"])
    home = f"/run/{unit['RuntimeDirectory']}"
    assert any(word.startswith(f"--user-data-dir={home}/") for word in words)
    assert "--incognito" in words
    assert words[-1] == "${ROOM}" + START
    assert (unit["LimitCORE"], unit["MemorySwapMax"]) == ("0", "0")
    assert unit["User"] != "root"


def test_the_policies_name_nothing_but_the_room_and_what_it_loads() -> None:
    policies = json.loads((FILES / "kiosk.json").read_text())
    assert policies["URLBlocklist"] == ["*"]
    parts = {one.removeprefix(NAMED) for one in policies["URLAllowlist"]}
    assert parts == {"/room", "/media", "/static", "/healthz"}


def test_the_steps_install_what_the_unit_starts_and_name_its_server() -> None:
    steps = (FILES / "README.md").read_text().replace("\\\n", " ")
    installs = next(line for line in steps.splitlines() if "apt-get install" in line).split()
    assert {"cage", "xwayland", "chromium", "curl", "alsa-utils"} <= set(installs)
    named = NAMED.partition("//")[2]
    changes = next(line for line in steps.splitlines() if f"s/{named}/" in line)
    for file in ("kiosk.json", "kiosk-room.service"):
        assert file in changes
        assert named in (FILES / file).read_text()


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        return  # the lines are looked at above on machines without systemd
    text = (FILES / "kiosk-room.service").read_text()
    for program in ("/usr/bin/cage", "/usr/bin/chromium"):
        text = text.replace(program, "/bin/true")
    (tmp_path / "kiosk-room.service").write_text(text)
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / "kiosk-room.service")],
        capture_output=True, text=True, check=False,
    ).stderr  # fmt: skip
    ours = [line for line in told.splitlines() if str(tmp_path) in line]
    assert [line for line in ours if "Unknown" in line or "Invalid" in line] == []

"""`kiosk serve`: one command for everything; it ends as it should, whatever dies."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.house import House, answers, free_port, said_to, until


def children(pid: int) -> dict[str, int]:
    """Return the process of the pages and that of the worker, by name."""
    found = {}
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        try:
            words = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
        except FileNotFoundError:
            continue  # it ended meanwhile
        found["work" if b"work" in words else "web"] = int(child)
    return found


class Served:
    """A running `kiosk serve`."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.port = free_port()
        began = time.monotonic()
        self.process = house.start("serve", "--port", str(self.port))
        until(lambda: answers(self.port), f"the pages answer; said: {house.said}")
        self.seconds = time.monotonic() - began
        until(lambda: "work" in children(self.process.pid), "the worker is there")

    def wait(self) -> int:
        """Wait for its end and return the exit code."""
        return self.process.wait(60)


@pytest.fixture
def served(house: House) -> Served:
    return Served(house)


def test_a_killed_worker_is_started_again_and_ctrl_c_ends_everything(served: Served) -> None:
    assert served.seconds < 30  # on a machine that does ten other things; the bench measures it
    until(lambda: f"Serving on 127.0.0.1:{served.port}" in served.house.said, "it says so")
    first = children(served.process.pid)["work"]
    os.kill(first, signal.SIGKILL)
    until(lambda: children(served.process.pid).get("work", first) != first, "a new worker")
    assert answers(served.port)
    served.process.send_signal(signal.SIGINT)
    assert served.wait() == 0
    assert served.house.processes() == []


def test_killed_pages_end_the_house_and_it_says_so(served: Served) -> None:
    os.kill(children(served.process.pid)["web"], signal.SIGKILL)
    assert served.wait() == 1
    assert "The pages ended by themselves" in served.house.said
    until(lambda: served.house.processes() == [], "nothing is left", 20)


def test_a_killed_house_takes_its_children_with_it(served: Served) -> None:
    served.process.kill()
    served.wait()
    until(lambda: served.house.processes() == [], "nothing is left", 20)


def test_nothing_a_request_says_is_written_down_until_sigterm_ends_it(served: Served) -> None:
    said_to(served.port, b"GET /canary-path?q=canary HTTP/1.1\r\nHost: a\r\n\r\n")
    said_to(served.port, b"canary nonsense\r\n\r\n")
    said_to(served.port, b"GET / HTTP/1.1\r\nHost: a\r\nbad header canary\r\n\r\n")
    said_to(served.port, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: canary\r\n\r\n")
    served.process.terminate()
    assert served.wait() == 0
    assert served.house.processes() == []
    assert "canary" not in served.house.said
    assert "127.0.0.1" not in served.house.said.replace(f"Serving on 127.0.0.1:{served.port}", "")
    assert "Invalid request" not in served.house.said


def test_a_port_in_use_is_a_sentence_and_leaves_nothing_behind(house: House) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ended = house.run("serve", "--port", str(taken.getsockname()[1]))
    assert ended.code == 1
    assert "is in use" in ended.err
    assert house.processes() == []


def test_an_address_of_another_machine_is_a_sentence(house: House) -> None:
    ended = house.run("serve", "--host", "192.0.2.7", "--port", str(free_port()))
    assert ended.code == 1
    assert "is no address of this machine" in ended.err


def test_a_folder_without_a_plant_is_a_sentence(bare_house: House) -> None:
    ended = bare_house.run("serve", "--port", str(free_port()))
    assert ended.code == 1
    assert "kiosk init" in ended.err
    assert "Traceback" not in ended.err


def test_open_counts_never_lie_on_a_disk(house: House, tmp_path: Path) -> None:
    if subprocess.run(["stat", "-f", "-c", "%T", tmp_path], capture_output=True, check=True,
                      text=True).stdout.strip() == "tmpfs":  # fmt: skip
        house.pot = Path("/var/tmp/kiosk-no-pot")
    else:
        house.pot = tmp_path / "pot"
    ended = house.run("serve", "--port", str(free_port()))
    assert ended.code == 1
    assert "only lie in memory" in ended.err


def test_the_house_itself_loads_neither_web_nor_database() -> None:
    code = "import sys, kiosk.serve; sys.exit('flask' in sys.modules or 'peewee' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

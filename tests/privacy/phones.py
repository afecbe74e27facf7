"""The real server, and twelve phones that learn from it: one nugget after the other, or none."""

import http.client
import os
import re
import secrets
import signal
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.db import connected, migrate, open_database
from kiosk.settings import Settings
from tests.house import answers, until
from tests.kiosk.counts.world import World

PHONES = 12
ROOT = Path(__file__).parents[2]


@dataclass
class Phones:
    """Twelve phones that finish one nugget after the other, and remember how each went."""

    port: int
    acknowledged: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    over: threading.Event = field(default_factory=threading.Event)

    def go(self) -> None:
        """Finish until the server is gone."""
        while not self.over.is_set():
            try:
                status, answer = self.post("play")
            except (OSError, http.client.HTTPException):
                continue
            found = re.search(r'name="ticket" value="([^"]+)"', answer)
            assert found, f"{status} without a ticket"
            self.finish(found[1])

    def finish(self, ticket: str) -> None:
        """Redeem a ticket; without an answer nobody knows whether it counted."""
        self.unknown.add(ticket)
        try:
            status = self.post("done", f"ticket={ticket}")[0]
        except (OSError, http.client.HTTPException):
            return
        assert status == 200
        self.acknowledged.add(ticket)
        self.unknown.discard(ticket)

    def post(self, what: str, body: str = "") -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        with closing(connection):
            connection.request("POST", f"/de/n/order/{what}", body, form)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()


def founded(plant: Settings) -> Settings:
    """Found a plant with a nugget that everybody may open."""
    database = open_database(plant)
    migrate(database, plant)
    with connected(database):
        world = World(crowd=30_000)
        world.nugget("order", world.topic(), seconds=0)
    database.close_all()  # type: ignore[attr-defined]
    (plant.data / "kiosk.toml").write_text(f'pot = "{plant.pot}"\n')
    return plant


def serve(plant: Settings, port: int, *before: str) -> "subprocess.Popen[bytes]":
    """Start the whole server, pages and worker, in a group of its own.

    What stands `before` its command may trace it, or set its clock.
    """
    with (plant.data.parent / "log").open("ab") as log:
        server = subprocess.Popen(
            [*before, sys.executable, "-m", "kiosk", "serve", "--data", str(plant.data),
             "--port", str(port)],
            stdout=log, stderr=log, cwd=ROOT, start_new_session=True,
        )  # fmt: skip
    until(lambda: server.poll() is not None or answers(port, "/readyz"), "the server")
    assert server.poll() is None, (plant.data.parent / "log").read_text()
    return server


def killed_under_phones(plant: Settings, phones: Phones, *before: str) -> None:
    """Let the phones go on, and kill every process of the server at once in the midst of it."""
    server = serve(plant, phones.port, *before)
    phones.over.clear()
    enough = len(phones.acknowledged) + PHONES
    threads = [threading.Thread(target=phones.go) for _ in range(PHONES)]
    try:
        for unsure in sorted(phones.unknown):  # as a phone's outbox does: say it again
            phones.finish(unsure)
        for thread in threads:
            thread.start()
        until(lambda: len(phones.acknowledged) > enough, "phones to finish")
        time.sleep(secrets.randbelow(400) / 1000)
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(30)
        phones.over.set()
    for thread in threads:
        thread.join(60)

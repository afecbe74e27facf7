"""Proof 1, the heads alone: what the real server writes above its answers, address by address.

Only names that stand in the manifest, the same before and after somebody learned, and nothing
finer than the day but the clock itself.
"""

import http.client
import json
import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.counts.manifest import FILE
from kiosk.settings import load
from tests.house import free_port
from tests.privacy.lives import Harness
from tests.privacy.phones import Phones, serve

CLOCK = "Date"
LISTED = frozenset(json.loads(FILE.read_text("utf-8"))["parts"]["headers"])
FINE = re.compile(r"\d\d:\d\d:(?!00)\d\d|\b1[789]\d{8}\b|\d+(\.\d+)? ?ms|dur=")
TAG = re.compile(r'(W/)?"[0-9A-Za-z._-]+"')

Heads = dict[str, tuple[int, list[tuple[str, str]]]]

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Seen:
    """The heads of all answers: at first, after somebody learned, and after a new start."""

    first: Heads
    learned: Heads
    again: Heads


@pytest.fixture(scope="module")
def seen(harness: Harness, tmp_path_factory: pytest.TempPathFactory, shared_memory: Path) -> Seen:
    """Serve a plant, ask for everything, learn, ask again; serve it anew and ask once more."""
    asked = [name.removeprefix("a phone: ") for name in harness.live().seen["evening"]
             if name.startswith("a phone: ")]  # fmt: skip
    folder = tmp_path_factory.mktemp("heads")
    shutil.copytree(harness.base.data, folder / "plant")
    shutil.copytree(harness.base.keys, folder / "plant-keys")
    plant = load(folder / "plant", environ={}, pot=str(shared_memory / "pot"))
    (plant.data / "kiosk.toml").write_text(f'pot = "{plant.pot}"\n')
    found: list[Heads] = []
    for times in (2, 1):
        phones = Phones(free_port())
        server = serve(plant, phones.port)
        try:
            for _ in range(times):
                found.append(heads(phones.port, asked))
                ticket = phones.post("play")[1].partition('name="ticket" value="')[2]
                phones.finish(ticket.partition('"')[0])
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(60)
    return Seen(*found)


def heads(port: int, asked: list[str]) -> Heads:
    """Return status and head of the answer of each address."""
    found: Heads = {}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as line:
        for address in asked:
            line.request("GET", address, headers={"Accept-Encoding": "gzip"})
            answer = line.getresponse()
            answer.read()
            found[address] = answer.status, sorted(answer.getheaders())
    return found


def plain(heads: Heads) -> Heads:
    """Return heads without the clock, which is the same for everybody."""
    return {address: (status, [one for one in head if one[0] != CLOCK])
            for address, (status, head) in heads.items()}  # fmt: skip


def lines(seen: Seen) -> Iterator[tuple[str, str]]:
    for heads in (seen.first, seen.learned, seen.again):
        for _, head in heads.values():
            yield from head


def test_every_name_stands_in_the_list_of_everything(
    seen: Seen, record_property: Callable[[str, object], None]
) -> None:
    names = {name for name, _ in lines(seen)}
    record_property(
        "tried", f"heads of {len(seen.first)} addresses of the real server, three times:"
        f" {len(names)} names, all in the manifest"
    )  # fmt: skip
    assert len(seen.first) > 60
    assert names - LISTED == set()


def test_no_head_differs_by_use_or_by_a_new_start(seen: Seen) -> None:
    assert plain(seen.first) == plain(seen.learned) == plain(seen.again)


def test_no_head_knows_a_time_or_counts_anything(seen: Seen) -> None:
    """Tags are of the content; how long an answer took, and how often it was kept, nobody says."""
    assert [one for one in lines(seen) if one[0] != CLOCK and FINE.search(one[1])] == []
    assert [
        value for name, value in lines(seen) if name == "ETag" and not TAG.fullmatch(value)
    ] == []
    assert not {name for name, _ in lines(seen)} & {"Age", "Last-Modified", "Server-Timing"}

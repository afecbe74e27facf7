"""Whole crowds of phones, each in a process of its own: `python -m tests.bench.crowd KIND JSON`.

`scans` come at their time whether the server keeps up or not (open loop), `pages` ask again as
soon as they are answered (closed loop), as do the robots of a `flood`, `viewers` watch a film at
a phone's pace.
"""

import asyncio
import gzip
import json
import re
import subprocess
import sys
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, Final

from tests.bench.figures import at, middle
from tests.bench.phone import Phone

ROOT: Final = Path(__file__).parents[2]
TICKET: Final = re.compile(rb'name="ticket" value="([^"]+)"')
PART: Final = "HX-Request: true\r\n"
STEP: Final = 0.1  # seconds between two sips of a viewer
OK: Final = 200
PARTIAL: Final = 206
LOST: Final = (OSError, asyncio.IncompleteReadError, ValueError, IndexError)

Facts = dict[str, Any]


def gather(kind: str, **facts: Any) -> Facts:
    """Run a crowd in a process of its own and return what it saw."""
    return end(begin(kind, **facts))


def begin(kind: str, **facts: Any) -> subprocess.Popen[bytes]:
    """Start a crowd in a process of its own; `end` waits for what it saw."""
    order = [sys.executable, "-m", "tests.bench.crowd", kind, json.dumps(facts)]
    return subprocess.Popen(order, stdout=subprocess.PIPE, cwd=ROOT)


def end(crowd: subprocess.Popen[bytes]) -> Facts:
    """Wait for a crowd that was started and return what it saw."""
    said, _ = crowd.communicate()
    return dict(json.loads(said))


class Times:
    """How long each kind of request took, in milliseconds, and how many went wrong."""

    def __init__(self) -> None:
        self.took: dict[str, list[float]] = {}
        self.late: list[float] = []
        self.errors = 0

    def note(self, what: str, began: float, status: int) -> None:
        """Note one answered request."""
        self.took.setdefault(what, []).append(1000 * (time.monotonic() - began))
        self.errors += status != OK

    def plain(self) -> Facts:
        """Return medians, p99 and worst of each kind and of all together."""
        kinds = {**self.took, "all": [one for kind in self.took.values() for one in kind]}
        found: Facts = {
            what: {"n": len(took), "p50": middle(took), "p99": at(took, 0.99), "max": at(took, 1)}
            for what, took in kinds.items()
        }
        return {**found, "errors": self.errors, "late": at(self.late, 0.99)}


async def scans(
    *, port: int, number: int, seconds: float, page: str, nugget: str, dwell: float
) -> Facts:
    """Let so many phones scan within some seconds: page, ticket, and after the dwell time done."""
    times = Times()
    start = time.monotonic() + 0.5
    todo = [
        _scan(port, start + one * seconds / number, times, (page, nugget), dwell)
        for one in range(number)
    ]
    await asyncio.gather(*todo)
    return times.plain()


async def _scan(port: int, due: float, times: Times, paths: tuple[str, str], dwell: float) -> None:
    page, nugget = paths
    await asyncio.sleep(due - time.monotonic())
    times.late.append(1000 * (time.monotonic() - due))
    began = time.monotonic()
    phone = None
    try:
        phone = await Phone.connect(port)
        times.note("page", began, (await phone.get(page)).status)
        began = time.monotonic()
        answer = await phone.post(f"{nugget}/play", PART)
        times.note("ticket", began, answer.status)
        ticket = _ticket(answer.body)
        await asyncio.sleep(dwell)
        began = time.monotonic()
        times.note("done", began, (await phone.post(f"{nugget}/done", ticket=ticket)).status)
    except LOST:
        times.errors += 1
    finally:
        if phone:
            phone.hang_up()


def _ticket(body: bytes) -> str:
    plain = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
    return TICKET.findall(plain)[0].decode() if b"<" in plain else plain.decode()


async def pages(port: int, path: str, seconds: float, phones: int) -> Facts:
    """Let some phones ask for a page again and again on connections that stay open."""
    times = Times()
    end = time.monotonic() + seconds
    began = time.monotonic()
    await asyncio.gather(*(_again(port, path, end, times) for _ in range(phones)))
    rate = len(times.took.get("page", [])) / (time.monotonic() - began)
    return {**times.plain(), "rate": rate}


async def _again(port: int, path: str, end: float, times: Times) -> None:
    phone = await Phone.connect(port)
    while (began := time.monotonic()) < end:
        times.note("page", began, (await phone.get(path)).status)
    phone.hang_up()


async def flood(port: int, path: str, seconds: float, phones: int, tickets: list[str]) -> Facts:
    """Let robots send tickets that are none, each as soon as the one before was answered."""
    times = Times()
    end = time.monotonic() + seconds
    began = time.monotonic()
    await asyncio.gather(*(_forge(port, path, end, times, tickets) for _ in range(phones)))
    rate = len(times.took.get("forged", [])) / (time.monotonic() - began)
    return {**times.plain(), "rate": rate}


async def _forge(port: int, path: str, end: float, times: Times, tickets: list[str]) -> None:
    turn = 0
    try:
        robot = await Phone.connect(port)
        while (began := time.monotonic()) < end:
            answer = await robot.post(path, PART, ticket=tickets[turn % len(tickets)])
            times.note("forged", began, answer.status)
            turn += 1
        robot.hang_up()
    except LOST:
        times.errors += 1


async def viewers(port: int, path: str, number: int, rate: int, seconds: float) -> Facts:
    """Let so many phones watch a film at `rate` bytes a second each."""
    times = Times()
    end = time.monotonic() + seconds
    sip = int(rate * STEP)
    coming = (_watch(port, path, sip, end, times) for _ in range(number))
    seen = await asyncio.gather(*(_after(one / number, who) for one, who in enumerate(coming)))
    return {**times.plain(), "refused": seen.count(False)}


async def _after(seconds: float, who: Coroutine[Any, Any, bool]) -> bool:
    await asyncio.sleep(seconds)
    return await who


async def _watch(port: int, path: str, sip: int, end: float, times: Times) -> bool:
    """Watch until the end and return whether there was a film to watch."""
    began = time.monotonic()
    try:
        phone = await Phone.slow(port)
        status, left = await phone.begin(path, "Range: bytes=0-\r\n")
        if status != PARTIAL:
            return False
        left -= await phone.take(sip)
        times.note("start", began, OK)
        while left > 0 and time.monotonic() < end:
            await asyncio.sleep(STEP)
            left -= await phone.take(sip) or left
        phone.hang_up()
    except LOST:
        return False
    return True


async def probes(port: int, path: str, seconds: float) -> Facts:
    """Ask for a page ten times a second, each time as a phone that has just come."""
    times = Times()
    end = time.monotonic() + seconds
    while (began := time.monotonic()) < end:
        try:
            phone = await Phone.connect(port)
            times.note("page", began, (await phone.get(path)).status)
            phone.hang_up()
        except LOST:
            times.errors += 1
        await asyncio.sleep(max(0.0, began + STEP - time.monotonic()))
    return times.plain()


KINDS: Final = {one.__name__: one for one in (scans, pages, flood, viewers, probes)}

if __name__ == "__main__":
    print(json.dumps(asyncio.run(KINDS[sys.argv[1]](**json.loads(sys.argv[2])))))

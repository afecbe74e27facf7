"""Proofs 1 and 2: one completion more or less, and nobody can tell until the period is closed.

Two lives of the whole application on copies of one plant under a frozen clock: in one a worker
scans, plays, answers and finishes; in the other nobody does anything. Every answer to everybody
and every file must be the same. Then leaks are planted that others have, and each must be noticed
in the same harness.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk import assets
from kiosk.counts import period
from kiosk.settings import Settings, load
from tests.privacy.plant import build

LIVE = Path(__file__).with_name("live.py")
ROOT = LIVE.parents[2]
FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
PLANS = re.findall(r'^    "(.+)": Plan\(', LIVE.with_name("leaks.py").read_text(), re.MULTILINE)
SHORT = ("a tile for the works council alone",)

# Random by nature: only their size may be compared, and of the seal its head and its time.
RANDOM = ("counts.sealed", "pot.key", "ticket-")

Record = Callable[[str, object], None]


@dataclass(frozen=True)
class Life:
    """What was seen and left behind."""

    counted: int
    closed: list[str]
    seen: dict[str, dict[str, Any]]
    files: dict[str, str]
    log: str


def faketime() -> Path:
    """Return the library that freezes the clock."""
    found = [FAKETIME, *Path("/usr/lib").glob("*/faketime/libfaketime.so.1")]
    return next(path for path in found if path.exists())


@dataclass(frozen=True)
class Harness:
    """Lives that differ in nothing but what they are told to differ in."""

    base: Settings
    parts: dict[str, str]
    folder: Path

    def live(self, *learns: str, leak: str = "", looks: str = "few") -> Life:
        """Live one day and the Monday after in a copy of the plant."""
        here = self.folder / f"life-{len(list(self.folder.iterdir()))}"
        shutil.copytree(self.base.data, here / "plant")
        shutil.copytree(self.base.keys, here / "plant-keys")
        (here / "tmp").mkdir()
        memory = Path("/dev/shm") / f"kiosk-test-{os.getpid()}-{here.name}"
        asked: dict[str, Any] = {
            "data": str(here / "plant"), "pot": str(memory / "pot"), "parts": self.parts,
            "learns": learns, "leak": leak, "looks": looks, "static": static_name(),
            "compiled": str(self.base.data.with_name("compiled")), **clocks(),
        }  # fmt: skip
        memory.mkdir()
        try:
            life = subprocess.run(
                [sys.executable, "-W", "error::ResourceWarning", str(LIVE), json.dumps(asked)],
                env=os.environ | frozen(asked["morning"]) | {"TMPDIR": str(here / "tmp")},
                capture_output=True, text=True, check=False, cwd=here,
            )  # fmt: skip
        finally:
            shutil.rmtree(memory)
        assert life.returncode == 0, life.stderr
        found = json.loads(life.stdout)
        log = life.stderr.replace(str(here), "")
        return Life(found["counted"], found["closed"], found["seen"], left_behind(here), log)


def clocks() -> dict[str, str]:
    """Return the moments of a life: a day of this period, and the Monday after it."""
    monday = period.current("Europe/Berlin").last + timedelta(days=1)
    day = min(date.today() + timedelta(days=1), monday - timedelta(days=1))  # noqa: DTZ011
    times = {"morning": "09:00:00", "finish": "09:00:40", "evening": "17:00:00"}
    found = {name: f"{day} {time}" for name, time in times.items()}
    return {**found, "monday after": f"{monday} 06:00:00"}


def frozen(clock: str) -> dict[str, str]:
    """Return what freezes the clock of a process, which sets it on by itself."""
    return {
        "LD_PRELOAD": str(faketime()), "FAKETIME": clock, "FAKETIME_NO_CACHE": "1",
        "NO_FAKE_STAT": "1", "DONT_FAKE_MONOTONIC": "1", "TZ": "UTC",
        "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip


def static_name() -> str:
    """Return the name of one static file as pages use it."""
    return assets.url("icon.svg").rpartition("/")[2]


def left_behind(folder: Path) -> dict[str, str]:
    """Return what every file says: content, or for random ones size, head and time."""
    said = {}
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        content = path.read_bytes()
        name = re.sub(r"^plant/tmp-\d+", "plant/tmp-N", str(path.relative_to(folder)))
        if not path.name.startswith(RANDOM):
            said[name] = hashlib.sha256(content).hexdigest()
        elif path.name == "counts.sealed":
            said[name] = f"{len(content)} {content[:10]!r} {path.stat().st_mtime}"
        else:
            said[name] = str(len(content))
    return said


@pytest.fixture(scope="module")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A plant to copy, and where its lives are lived."""
    settings = load(tmp_path_factory.mktemp("base") / "plant", environ={})
    parts = build(settings)
    settings.data.with_name("compiled").mkdir()
    folder = tmp_path_factory.mktemp("lives")
    yield Harness(settings, parts, folder)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def nobody(harness: Harness) -> Life:
    """The life in which nobody learned, looked at by everybody."""
    return harness.live(looks="everybody")


def difference(one: Life, other: Life) -> list[str]:
    """Return every answer and file by which two lives can be told apart."""
    found = [name for name in one.files.keys() | other.files.keys()
             if one.files.get(name) != other.files.get(name)]  # fmt: skip
    for when in one.seen:
        found += [f"{when}, {ask}" for ask in one.seen[when].keys() | other.seen[when].keys()
                  if one.seen[when].get(ask) != other.seen[when].get(ask)]  # fmt: skip
    return found if one.log == other.log else [*found, "the log"]


def test_nobody_can_tell_whether_somebody_learned(
    harness: Harness, nobody: Life, record_property: Record
) -> None:
    somebody = harness.live("chuck", looks="everybody")
    assert (nobody.counted, somebody.counted) == (0, 1)
    assert nobody.closed == somebody.closed != []
    asked = sum(len(answers) for answers in nobody.seen.values())
    record_property("tried", f"{asked} answers and {len(nobody.files)} files of two lives compared")
    assert difference(nobody, somebody) == []


@pytest.mark.slow
def test_nobody_can_tell_in_any_language_or_by_the_order(
    harness: Harness, record_property: Record
) -> None:
    """Six of each, in another order: what is published then is the same to the last byte."""
    one = harness.live(*["chuck", "order"] * 6, looks="all")
    other = harness.live(*["chuck"] * 6, *["order"] * 6, looks="all")
    assert (one.counted, other.counted) == (12, 12)
    record_property("tried", "twelve completions in two orders, looked at in both languages")
    assert difference(one, other) == []


def test_every_page_was_looked_at_by_everybody(nobody: Life) -> None:
    evening = nobody.seen["evening"]
    roles = {ask.partition(":")[0] for ask in evening}
    assert {"a phone", "trainer", "safety", "council", "admin", "nobody signed in"} <= roles
    assert not [ask for ask, answer in evening.items() if answer[0] >= 500]
    seen = {role: sum(answer[0] == 200 for ask, answer in evening.items()
                      if ask.startswith(f"{role}:")) for role in roles}  # fmt: skip
    assert seen["a phone"] > 40
    assert min(seen[role] for role in ("trainer", "safety", "council", "admin")) > 10


def test_no_answer_tells_a_time_finer_than_the_day(nobody: Life) -> None:
    """Of a head only its own date may, and a studio's session says when it ends."""
    fine = re.compile(r"\d\d:\d\d:(?!00)\d\d|\b1[789]\d{8}\b")
    told = [
        f"{ask}: {name}: {value}"
        for ask, (_, head, _) in nobody.seen["evening"].items()
        for name, value in head
        if name not in {"Date", "Set-Cookie", "Expires"} and fine.search(value)
    ]
    assert told == []


def two_lives(harness: Harness, leak: str = "") -> list[str]:
    """Return how a life with one completion differs from one without, seen by few."""
    return difference(harness.live(leak=leak), harness.live("chuck", leak=leak))


@pytest.mark.slow
def test_the_small_harness_is_green_where_nothing_was_planted(harness: Harness) -> None:
    assert two_lives(harness) == []


@pytest.mark.parametrize(
    "leak", [one if one in SHORT else pytest.param(one, marks=pytest.mark.slow) for one in PLANS]
)
def test_a_planted_leak_is_noticed(harness: Harness, leak: str, record_property: Record) -> None:
    record_property("planted", leak)
    assert two_lives(harness, leak)

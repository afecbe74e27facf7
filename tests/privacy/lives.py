"""Whole lives of the application in copies of one plant, under a frozen clock.

Two that differ in nothing but what somebody did must look the same: `live.py` lives them.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kiosk.counts import period
from kiosk.settings import Settings
from kiosk.web import assets

LIVE = Path(__file__).with_name("live.py")
ROOT = LIVE.parents[2]
FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")

# Random by nature: only their size may be compared, and of the seal its head and its time.
RANDOM = ("counts.sealed", "pot.key", "ticket-")


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

"""Proof 1: one completion more or less, and nobody can tell until the period is closed.

Two runs of the whole application on copies of one plant under a frozen clock: in one a worker
scans, plays, answers and finishes; in the other nobody does anything. Every answer and every file
must be the same. Then leaks are planted that others have, and each must be noticed.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
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


def live(
    base: Settings, folder: Path, memory: Path, parts: dict[str, str],
    *, learns: bool, leak: str = "",
) -> Life:  # fmt: skip
    """Live one day in a copy of the plant."""
    shutil.copytree(base.data, folder / "plant")
    shutil.copytree(base.keys, folder / "plant-keys")
    (folder / "tmp").mkdir()
    monday = period.current("Europe/Berlin").last + timedelta(days=1)
    day = min(date.today() + timedelta(days=1), monday - timedelta(days=1))  # noqa: DTZ011
    asked = {
        "data": str(folder / "plant"), "pot": str(memory / folder.name), "parts": parts,
        "learns": learns, "leak": leak, "static": static_name(),
        "morning": f"{day} 09:00:00", "finish": f"{day} 09:00:40", "evening": f"{day} 17:00:00",
        "monday after": f"{monday} 06:00:00",
    }  # fmt: skip
    clock = memory / f"{folder.name}.clock"
    clock.write_text(f"{day} 09:00:00")
    clocks = {
        "LD_PRELOAD": str(faketime()), "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1", "NO_FAKE_STAT": "1", "DONT_FAKE_MONOTONIC": "1", "TZ": "UTC",
        "TMPDIR": str(folder / "tmp"), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    life = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", str(LIVE), json.dumps(asked)],
        env=os.environ | clocks, capture_output=True, text=True, check=False, cwd=folder,
    )  # fmt: skip
    assert life.returncode == 0, life.stderr
    found = json.loads(life.stdout)
    log = life.stderr.replace(str(folder), "")
    return Life(found["counted"], found["closed"], found["seen"], left_behind(folder), log)


def static_name() -> str:
    """Return the name of one static file as pages use it."""
    return assets.url("icon.svg").rpartition("/")[2]


def left_behind(folder: Path) -> dict[str, str]:
    """Return what every file says: content, or for random ones size, head and time."""
    said = {}
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        content = path.read_bytes()
        name = str(path.relative_to(folder))
        if not path.name.startswith(RANDOM):
            said[name] = hashlib.sha256(content).hexdigest()
        elif path.name == "counts.sealed":
            said[name] = f"{len(content)} {content[:10]!r} {path.stat().st_mtime}"
        else:
            said[name] = str(len(content))
    return said


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, dict[str, str]]:
    """A plant to copy."""
    settings = load(tmp_path_factory.mktemp("base") / "plant", environ={})
    return settings, build(settings)


@pytest.fixture(scope="module")
def nobody(base: tuple[Settings, dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Life:
    """The life in which nobody learned."""
    folder = tmp_path_factory.mktemp("nobody")
    memory = Path("/dev/shm") / f"kiosk-test-{os.getpid()}"
    memory.mkdir()
    try:
        return live(base[0], folder, memory, base[1], learns=False)
    finally:
        shutil.rmtree(memory)


def difference(one: Life, other: Life) -> list[str]:
    """Return every answer and file by which two lives can be told apart."""
    found = [name for name in one.files.keys() | other.files.keys()
             if one.files.get(name) != other.files.get(name)]  # fmt: skip
    for when in one.seen:
        found += [f"{when}, {ask}" for ask in one.seen[when].keys() | other.seen[when].keys()
                  if one.seen[when].get(ask) != other.seen[when].get(ask)]  # fmt: skip
    return found if one.log == other.log else [*found, "the log"]


def test_nobody_can_tell_whether_somebody_learned(
    base: tuple[Settings, dict[str, str]], nobody: Life, tmp_path: Path, memory: Path
) -> None:
    somebody = live(base[0], tmp_path, memory, base[1], learns=True)
    assert (nobody.counted, somebody.counted) == (0, 1)
    assert len(nobody.seen["evening"]) > 60
    assert nobody.closed == somebody.closed != []
    assert difference(nobody, somebody) == []


def test_every_page_was_looked_at(nobody: Life) -> None:
    statuses = [answer[0] for answer in nobody.seen["evening"].values()]
    assert statuses.count(200) > 40
    assert not [ask for ask, answer in nobody.seen["evening"].items() if answer[0] >= 500]


@pytest.mark.parametrize(
    "leak", ["row per event", "counter in a tag", "today tile", "health count"]
)
def test_a_planted_leak_is_noticed(
    base: tuple[Settings, dict[str, str]], nobody: Life, tmp_path: Path, memory: Path, leak: str
) -> None:
    somebody = live(base[0], tmp_path, memory, base[1], learns=True, leak=leak)
    assert difference(nobody, somebody)


def test_open_counts_on_the_disk_would_be_noticed(
    base: tuple[Settings, dict[str, str]], tmp_path: Path, memory: Path
) -> None:
    lives = []
    for learns in (False, True):
        folder = tmp_path / str(learns)
        folder.mkdir()
        leak = "pot beside the data"
        lives.append(live(base[0], folder, memory, base[1], learns=learns, leak=leak))
    assert "plant/pot.copy" in difference(*lives)

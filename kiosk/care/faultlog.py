"""The fault log: switched on for some hours, it writes down where pages broke, and nothing else.

An entry is the number of the failure, its type and the places in the code that led to it: no
message, no value, nothing of a request, no time; the same failure is one entry. It announces
itself wherever `standing` is asked, and ends by itself: by a clock that nobody can set, by the
wall clock, or with the machine, whichever comes first. Its file ends with it.
"""

import fcntl
import json
import os
import sysconfig
import time
import traceback
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from kiosk import faults
from kiosk.settings import Settings

STATE: Final = "faultlog.json"
FILE: Final = "faultlog.txt"
LONGEST: Final = 24
HOUR: Final = 3600
DAY: Final = 24 * HOUR
MOST: Final = 1_000_000
BOOT: Final = Path("/proc/sys/kernel/random/boot_id")
CLOCK: Final = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
PLACES: Final = (
    Path(__file__).parents[2],
    *(Path(sysconfig.get_path(name)) for name in ("purelib", "platlib", "stdlib")),
)


class TooLong(Exception):
    """The fault log runs for one to 24 hours: write --hours 4."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Now, by the clock that nobody can set since the machine started, and by the wall clock."""

    boot: str
    seconds: float
    wall: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """That the fault log is on: until when by the wall clock, and for how many hours in all."""

    until: datetime
    hours: int


@dataclass(frozen=True, slots=True)
class _State:
    boot: str
    ends: float
    until: str
    hours: int


def now() -> Moment:
    """Return this moment."""
    boot = ""
    with suppress(OSError):
        boot = BOOT.read_text().strip()
    return Moment(boot, time.clock_gettime(CLOCK), datetime.now(tz=UTC))


def switch_on(settings: Settings, hours: int, moment: Moment | None = None) -> Standing:
    """Begin, or begin anew, for so many hours from now. Raises TooLong."""
    if not 1 <= hours <= LONGEST:
        raise TooLong
    moment = moment or now()
    until = moment.wall.replace(second=0, microsecond=0) + timedelta(hours=hours)
    state = _State(moment.boot, moment.seconds + hours * HOUR, until.isoformat(), hours)
    draft = settings.data / f"{STATE}.part"
    draft.write_text(json.dumps(asdict(state)))
    _give(draft, settings.data)
    draft.replace(settings.data / STATE)
    return Standing(until, hours)


def switch_off(settings: Settings) -> None:
    """End it, and delete its file."""
    for name in (STATE, FILE):
        (settings.data / name).unlink(missing_ok=True)


def standing(settings: Settings, moment: Moment | None = None) -> Standing | None:
    """Return until when it is on, or None; one that is over is ended here, with its file."""
    try:
        state = _State(**json.loads((settings.data / STATE).read_text()))
        found = Standing(datetime.fromisoformat(state.until), state.hours)
    except (FileNotFoundError, PermissionError):
        return None
    except (OSError, ValueError, TypeError):
        switch_off(settings)
        return None
    if _over(state, found, moment or now()):
        switch_off(settings)
        return None
    return found


def _over(state: _State, found: Standing, moment: Moment) -> bool:
    """Say whether any of the clocks says that it is over, or speaks of another time altogether."""
    left = state.ends - moment.seconds
    return (
        state.boot != moment.boot
        or not 0 < left <= min(state.hours, LONGEST) * HOUR
        or moment.wall >= found.until
    )


def sweep(settings: Settings, moment: Moment | None = None) -> None:
    """End what is over, and delete a file that was left behind: once a minute."""
    if standing(settings, moment) is None:
        (settings.data / FILE).unlink(missing_ok=True)


def write(settings: Settings, number: str, error: BaseException) -> None:
    """Write a failure down while the log is on; the same one only once. Never raises."""
    with suppress(OSError):
        if standing(settings) is not None:
            _append(settings.data / FILE, entry(number, error).encode())


def _append(path: Path, said: bytes) -> None:
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        there = file.read()
        if said not in there and len(there) + len(said) <= MOST:
            file.write(said)
            file.flush()
        day = time.time() // DAY * DAY
        os.utime(file.fileno(), (day, day))


def entry(number: str, error: BaseException) -> str:
    """Return a failure as it is written down: its number, its types, its places in the code."""
    lines: list[str] = []
    for link in faults.chain(error):
        begins = f"incident {number}:" if not lines else "  caused by"
        lines.append(f"{begins} {type(link).__qualname__}")
        frames = traceback.walk_tb(link.__traceback__)
        lines += [f"    {_place(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}"
                  for frame, line in frames]  # fmt: skip
    return "\n".join([*lines, "", ""])


def _place(name: str) -> str:
    """Return a file of code without the folder in which it is installed."""
    path = Path(name)
    found = [path.relative_to(place) for place in PLACES if path.is_relative_to(place)]
    return min((str(one) for one in found), key=len, default=path.name)


def read(settings: Settings) -> str:
    """Return what was written down so far."""
    try:
        return (settings.data / FILE).read_text()
    except FileNotFoundError:
        return ""


def _give(path: Path, folder: Path) -> None:
    """Let whoever owns the plant own a file that root made for it."""
    if os.geteuid() == 0:
        owner = folder.stat()
        os.chown(path, owner.st_uid, owner.st_gid)

"""Looks at all that was written while the canary flew: log files, the plant's data, the journal."""

import grp
import os
import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kiosk.proof.host import Host
from kiosk.proof.points import BROKEN, OK, UNKNOWN, Point
from kiosk.settings import Settings

LOGS: Final = Path("/var/log")
SETTLE: Final = 1.0
"""Seconds in which what was said reaches its log."""
CHUNK: Final = 1 << 20
NAMED: Final = 4
GROUPS: Final = ("systemd-journal", "adm")
SPECIAL: Final = ("/dev/", "/proc/", "/sys/", "/memfd:")

Size = tuple[int, int, int]


@dataclass(slots=True)
class Watch:
    """Which files there are and how long each is, before the canary flies."""

    places: tuple[Path, ...]
    begun: float = field(default_factory=time.time)
    sizes: dict[Path, Size] = field(default_factory=dict)
    shut: set[Path] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.sizes = dict(self._look())

    def _look(self) -> Iterator[tuple[Path, Size]]:
        for place in self.places:
            yield from self._below(place)

    def _below(self, place: Path) -> Iterator[tuple[Path, Size]]:
        try:
            if place.is_dir():
                for inner in sorted(place.iterdir()):
                    if not inner.is_symlink():
                        yield from self._below(inner)
            elif place.is_file():
                found = place.stat()
                yield place, (found.st_ino, found.st_size, found.st_mtime_ns)
        except PermissionError:
            self.shut.add(place)
        except OSError:
            return  # it was deleted meanwhile

    def written(self) -> Iterator[tuple[Path, int]]:
        """Yield each file that was written since, and from which byte on it is new."""
        for path, (inode, size, time_) in self._look():
            before = self.sizes.get(path)
            if before == (inode, size, time_):
                continue
            grown = before is not None and before[0] == inode and before[1] < size
            yield path, before[1] if before and grown else 0


def watch(settings: Settings, host: Host, more: Iterable[Path]) -> Watch:
    """Begin to watch: the system's logs, the plant, and whatever its servers hold open."""
    pids = [*host.of_plant(settings), *host.of_proxies()]
    opened = {Path(name) for pid in pids for name in host.opened(pid, writable=True)
              if name.startswith("/") and not name.startswith(SPECIAL)}  # fmt: skip
    places = [host.root / LOGS.relative_to("/"), settings.data, *more]
    apart = {one for one in opened if not any(one.is_relative_to(place) for place in places)}
    return Watch((*places, *sorted(apart)))


def found(watched: Watch, marks: tuple[str, ...], sources: Iterable[str]) -> Iterator[str]:
    """Yield which mark stands in which file; a client's address counts where lines are added."""
    for path, begins in watched.written():
        words = [word.encode() for word in (*marks, *(sources if begins or _log(path) else ()))]
        try:
            for word in _within(path, begins, words):
                yield f"{word} in {path}"
        except PermissionError:
            watched.shut.add(path)
        except OSError:
            continue


def _log(path: Path) -> bool:
    """Say whether a file is one to which lines are added, also when it was begun just now."""
    return path.suffix in (".log", ".txt", "") or path.is_relative_to(LOGS)


def _within(path: Path, begins: int, words: list[bytes]) -> list[str]:
    """Return the words that stand in a file from a byte on."""
    longest = max(len(word) for word in words)
    there = set()
    with path.open("rb") as file:
        file.seek(begins)
        rest = b""
        while part := file.read(CHUNK):
            there |= {word for word in words if word in rest + part}
            rest = part[-longest:]
    return sorted(word.decode() for word in there)


def look(watched: Watch, marks: tuple[str, ...], sources: set[str], elsewhere: list[str]) -> Point:
    """Search all that was written since, and return what was found."""
    if not sources:
        return Point("logs", UNKNOWN, "Nothing was sent, so that nothing could be written.")
    time.sleep(SETTLE)
    hits = sorted({*found(watched, marks, sources), *journal(watched.begun, (*marks, *sources))})
    if hits:
        return Point(
            "logs",
            BROKEN,
            f"Written down: {_some(hits)}.",
            "Switch that log off for the kiosk, delete its lines, check again.",
        )
    if elsewhere:
        says = f"The proxy runs on {', '.join(elsewhere)}: its logs can't be searched from here."
        return Point("logs", UNKNOWN, says, f"There: grep -r {marks[0]} /var/log")
    closed = [str(path) for path in sorted(watched.shut)]
    if closed:
        return Point("logs", UNKNOWN, f"This user may not read {_some(closed)}.",
                     "Run it with sudo.")  # fmt: skip
    if not may_read_journal():
        return Point("logs", UNKNOWN, "This user may not read the system's journal.",
                     "Run it with sudo.")  # fmt: skip
    count = len(watched.sizes)
    return Point("logs", OK, f"{count} files and the journal: neither mark nor address in them.")


def _some(told: list[str]) -> str:
    rest = len(told) - NAMED
    return "; ".join(told[:NAMED]) + (f"; and {rest} more" if rest > 0 else "")


def journal(since: float, words: tuple[str, ...]) -> Iterator[str]:
    """Yield which words stand in the system's journal since then, in every part of it."""
    program = shutil.which("journalctl")
    if program is None:
        return
    command = [program, "--quiet", "--namespace=*", f"--since=@{int(since)}", "--output=export"]
    try:
        said = subprocess.run(command, capture_output=True, timeout=60, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return
    yield from (f"{word} in the journal" for word in words if word.encode() in said)


def may_read_journal() -> bool:
    """Say whether there is no journal, or this user may read all of it."""
    if os.geteuid() == 0 or not Path("/run/systemd/system").exists():
        return True
    names = set()
    for number in (os.getegid(), *os.getgroups()):
        try:
            names.add(grp.getgrgid(number).gr_name)
        except KeyError:
            continue
    return bool(names & set(GROUPS))

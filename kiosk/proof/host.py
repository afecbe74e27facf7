"""The machine as the kernel tells of it: mounts, swap, and the processes of a plant."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk import running
from kiosk.settings import Settings

PROXIES: Final = ("nginx", "caddy", "apache2", "httpd", "haproxy", "traefik", "envoy")
WRITABLE: Final = 0o3  # O_WRONLY | O_RDWR


@dataclass(frozen=True, slots=True)
class Host:
    """Where to look; another root than / is a machine laid out in a folder."""

    root: Path = Path("/")

    def read(self, path: str) -> str | None:
        """Return the text of a file, or None if it is not there or may not be read."""
        try:
            return (self.root / path).read_text(errors="replace")
        except OSError:
            return None

    def processes(self) -> Iterator[int]:
        """Yield the number of every process."""
        for path in (self.root / "proc").iterdir():
            if path.name.isdecimal():
                yield int(path.name)

    def of_plant(self, settings: Settings) -> list[int]:
        """Return the processes that answer pages or work for a plant, as far as one may see."""
        locks = {str(settings.data / name) for name in (running.PAGES, running.WORKER)}
        return sorted(pid for pid in self.processes() if locks & set(self.opened(pid)))

    def of_proxies(self) -> list[int]:
        """Return the processes of web servers that may stand in front."""
        return [pid for pid in self.processes()
                if (self.read(f"proc/{pid}/comm") or "").strip() in PROXIES]  # fmt: skip

    def opened(self, pid: int, *, writable: bool = False) -> list[str]:
        """Return what a process holds open; nothing if one may not see it."""
        folder = self.root / "proc" / str(pid) / "fd"
        try:
            numbers = [one for one in folder.iterdir()
                       if not writable or self._writable(pid, one.name)]  # fmt: skip
        except OSError:
            return []
        return [end for one in numbers if (end := _end(one))]

    def says(self, pid: int) -> list[str]:
        """Return where what a process says goes: its two outputs."""
        return [_end(self.root / f"proc/{pid}/fd/{number}") for number in (1, 2)]

    def _writable(self, pid: int, number: str) -> bool:
        flags = re.search(r"flags:\s+(\d+)", self.read(f"proc/{pid}/fdinfo/{number}") or "")
        return bool(flags and int(flags[1], 8) & WRITABLE)

    def option(self, folder: Path) -> tuple[str, set[str]]:
        """Return where the file system of a folder is mounted, and its options."""
        there = next(one for one in (folder, *folder.parents) if one.exists()).resolve()
        found = ("", set[str]())
        for line in (self.read("proc/mounts") or "").splitlines():
            _, point, _, options, *_ = line.split(" ")
            point = point.encode().decode("unicode_escape")
            if there.is_relative_to(point) and len(point) >= len(found[0]):
                found = (point, set(options.split(",")))
        return found


def _end(link: Path) -> str:
    """Return where a link of the kernel leads; nothing once it is closed. A pipe is no path."""
    try:
        return os.readlink(link)  # noqa: PTH115
    except OSError:
        return ""

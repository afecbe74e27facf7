"""What processes wrote, as the kernel saw it: strace names every file, and keeps every byte.

A list of folders to search would only find what somebody had thought of. The kernel sees files in
any folder, and those that were deleted again. An audit hook of Python would not: SQLite, ffmpeg
and gunicorn's own C write past it.
"""

import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CALLS: Final = (
    "openat,open,creat,write,pwrite64,writev,pwritev,pwritev2,rename,renameat,renameat2,link,linkat,"
    "symlink,symlinkat,mkdir,mkdirat"
)
OPENED: Final = re.compile(
    r"(?:openat|open|creat)\(.*(?:O_WRONLY|O_RDWR|O_CREAT|creat\().*= \d+<([^>]+)>$"
)
NAMED: Final = re.compile(r"(?:rename\w*|link\w*|symlink\w*|mkdir\w*)\(.*\"([^\"]+)\".*= 0$")
WRITTEN: Final = re.compile(r"(?:p?writev?2?|pwrite64)\(\d+<(/[^>]*)>, (.*)$")
NO_FILES: Final = ("/dev/null", "/dev/tty", "/proc/", "/dev/pts/")


def works() -> bool:
    """Return whether strace is here and may trace."""
    with tempfile.NamedTemporaryFile() as file:
        try:
            done = subprocess.run(["strace", "-o", file.name, "true"], check=False,
                                  capture_output=True, timeout=30)  # fmt: skip
        except FileNotFoundError:
            return False
    return done.returncode == 0


def command(log: Path) -> list[str]:
    """Return what stands before a command whose processes are traced into a file."""
    return ["strace", "-D", "-f", "--seccomp-bpf", "-y", "-q", "-s", "1000000",
            "-e", "signal=none", "-e", f"trace={CALLS}", "-o", str(log)]  # fmt: skip


@dataclass(frozen=True)
class Trace:
    """What was written: every file, and what went into which, as strace prints it."""

    files: frozenset[Path]
    written: tuple[tuple[str, str], ...]


def read(*logs: Path) -> Trace:
    """Read traces."""
    files, written = set(), []
    for line in [line for log in logs for line in _whole(log)]:
        if found := OPENED.search(line) or NAMED.search(line):
            files.add(found[1])
        elif found := WRITTEN.search(line):
            files.add(found[1])
            written.append((found[1], found[2]))
    kept = {Path(one.removesuffix(" (deleted)")) for one in files if one.startswith("/")}
    return Trace(
        frozenset(path for path in kept if not str(path).startswith(NO_FILES)), tuple(written)
    )


def _whole(log: Path) -> list[str]:
    """Return the calls one a line: one that was interrupted by another process is joined again."""
    begun: dict[str, str] = {}
    lines = []
    for line in log.read_text(errors="replace").splitlines():
        pid, _, call = line.partition(" ")
        call = call.strip()
        if call.endswith("<unfinished ...>"):
            begun[pid] = call.removesuffix("<unfinished ...>")
        elif call.startswith("<..."):
            lines.append(begun.pop(pid, "") + call.partition("resumed>")[2])
        else:
            lines.append(call)
    return lines

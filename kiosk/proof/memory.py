"""Whether anything of the memory, where the open counts lie, could reach a disk."""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kiosk.counts import ram
from kiosk.proof.host import Host
from kiosk.proof.points import BROKEN, OK, UNKNOWN, Point
from kiosk.running import open_for_use
from kiosk.settings import Settings

OBEYS: Final = ("systemd-coredump", "apport")
"""Programs that are handed core dumps and keep none where the limit is 0."""
UNIT: Final = "MemorySwapMax=0 in the unit (deploy/kiosk.service has it), or: swapoff -a"
LIMIT: Final = "LimitCORE=0 in the unit (deploy/kiosk.service has it), then start it anew"


def look(settings: Settings, host: Host) -> Iterator[Point]:
    """Yield the points about memory."""
    pids = host.of_plant(settings)
    yield _swap(settings, host, pids)
    yield _cores(settings, host, pids)
    yield _pot(settings)


def _swap(settings: Settings, host: Host, pids: list[int]) -> Point:
    told = host.read("proc/swaps")
    if told is None:
        return Point("swap", UNKNOWN, "This machine does not tell whether it swaps.")
    areas = [line.split()[0] for line in told.splitlines()[1:] if line.strip()]
    on_disk = [one for one in areas if "/zram" not in one]
    if not on_disk:
        return Point("swap", OK, f"{'Packed in memory' if areas else 'None'}: nothing is swapped.")
    named = ", ".join(on_disk)
    if "noswap" in host.option(_folder(settings))[1]:
        return Point("swap", OK, f"{named} is on, but the pot's file system is never swapped.")
    if not pids:
        return Point("swap", UNKNOWN, f"{named} is on, and {_unseen(settings)}", UNIT)
    free = [pid for pid in pids if not _held(host, pid)]
    if free:
        says = f"{named} is on: the open counts could be written to it."
        return Point("swap", BROKEN, says, UNIT)
    return Point("swap", OK, f"{named} is on, but not for the kiosk.")


def _folder(settings: Settings) -> Path:
    try:
        return ram.place(settings).folder
    except (ram.NoRamDisk, ram.PotRefused):
        return settings.data


def _held(host: Host, pid: int) -> bool:
    """Say whether the control group of a process, or one above it, may not swap."""
    found = re.search(r"^0::(.*)$", host.read(f"proc/{pid}/cgroup") or "", re.MULTILINE)
    group = Path("sys/fs/cgroup") / found[1].lstrip("/") if found else Path("sys/fs/cgroup")
    above = [one for one in (group, *group.parents) if one.is_relative_to("sys/fs/cgroup")]
    return any((host.read(f"{one}/memory.swap.max") or "").strip() == "0" for one in above)


def _unseen(settings: Settings) -> str:
    if open_for_use(settings):
        return "the kiosk's processes can't be seen by this user: run it with sudo."
    return "the kiosk is not running: start it, then check again."


def _cores(settings: Settings, host: Host, pids: list[int]) -> Point:
    pattern = (host.read("proc/sys/kernel/core_pattern") or "").strip()
    if not pids:
        return Point("cores", UNKNOWN, _unseen(settings).capitalize())
    limits = {pid: _limit(host, pid) for pid in pids}
    if "" in limits.values():
        return Point("cores", UNKNOWN, "The limits of the kiosk's processes can't be read.",
                     "Run it with sudo.")  # fmt: skip
    if any(limit != "0" for limit in limits.values()):
        says = "A crash would write the memory of the kiosk to a disk."
        return Point("cores", BROKEN, says, LIMIT)
    if pattern.startswith("|") and not any(one in pattern for one in OBEYS):
        program = pattern[1:].split()[0]
        says = f"The limit is 0, but {program} is handed core dumps whatever the limit."
        return Point("cores", UNKNOWN, says, "See that it obeys the limit: man 5 core.")
    return Point("cores", OK, f"None: the limit of {len(pids)} processes is 0.")


def _limit(host: Host, pid: int) -> str:
    """Return up to how many bytes of core a process leaves, as the kernel says it."""
    told = host.read(f"proc/{pid}/limits") or ""
    found = re.search(r"^Max core file size +(\S+)", told, re.MULTILINE)
    return found[1] if found else ""


def _pot(settings: Settings) -> Point:
    try:
        place = ram.place(settings)
    except (ram.NoRamDisk, ram.PotRefused) as error:
        return Point("pot", BROKEN, str(error), "mount -t tmpfs none /dev/shm, or set `pot`")
    if not place.on_ram:
        return Point("pot", BROKEN, place.sentence, "Real counts need a RAM file system.")
    if not place.folder.exists():
        return Point("pot", UNKNOWN, f"{place.folder} is not there: start the kiosk first.")
    found = os.lstat(place.folder)
    if stat.S_IMODE(found.st_mode) & (stat.S_IRWXG | stat.S_IRWXO):
        return Point("pot", BROKEN, f"Others may look into {place.folder}.",
                     f"chmod 0700 {place.folder}")  # fmt: skip
    return Point("pot", OK, f"In memory, for the kiosk alone: {place.folder}.")

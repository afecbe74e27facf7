"""What lies on the disk: keys, backups, database, and what the system keeps of it by itself."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final

from kiosk.care import faultlog
from kiosk.counts.minute import sealed_file
from kiosk.proof.host import Host
from kiosk.proof.points import BROKEN, OK, UNKNOWN, Point
from kiosk.settings import CACHE_TAG, Settings

OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
WAL: Final = b"\x02\x02"  # bytes 18 and 19 of a SQLite file that has a write-ahead log
TOLD: Final = {
    "log_statement": ("none", "ddl"),
    "log_duration": ("off",),
    "log_min_duration_statement": ("-1",),
    "log_min_duration_sample": ("-1",),
    "log_transaction_sample_rate": ("0",),
}
"""What PostgreSQL must be set to so that it writes no line for a page that is opened."""


def look(settings: Settings, host: Host) -> Iterator[Point]:
    """Yield the points about what is kept."""
    yield _keys(settings)
    yield _backups(settings)
    yield _database(settings)
    yield _mounts(settings, host)
    yield _journal(host)
    yield _metrics(settings)
    yield _faultlog(settings)


def _keys(settings: Settings) -> Point:
    keys = settings.keys
    try:
        loose = [one.name for one in (keys, *keys.iterdir()) if one.lstat().st_mode & OTHERS
                 and one.name != "CACHEDIR.TAG"]  # fmt: skip
        tag = (keys / "CACHEDIR.TAG").read_text()
    except FileNotFoundError as error:
        if error.filename == str(keys):
            return Point("keys", UNKNOWN, f"{keys} is not there: start the kiosk first.")
        return Point("keys", BROKEN, "Backups are not told to skip the keys.",
                     f"Start the kiosk: it puts CACHEDIR.TAG into {keys}.")  # fmt: skip
    except PermissionError:
        return Point("keys", UNKNOWN, f"{keys} may not be read by this user.", "Run it with sudo.")
    if loose:
        return Point("keys", BROKEN, f"Others may read {', '.join(loose)}.",
                     f"chmod -R go-rwx {keys}")  # fmt: skip
    if tag != CACHE_TAG:
        return Point("keys", BROKEN, f"{keys}/CACHEDIR.TAG was changed.", "Delete it, start anew.")
    return Point("keys", OK, f"{keys}: beside the data, for the kiosk alone.")


def _backups(settings: Settings) -> Point:
    """Say whether a key or the sealed counts lie in the kiosk's own backups."""
    names = {sealed_file(settings).name, "CACHEDIR.TAG"}
    try:
        names |= {one.name for one in settings.keys.iterdir()}
        folder = settings.data / "backups"
        found = [one for _, _, files in os.walk(folder, onerror=_refuse) for one in files]
    except PermissionError:
        return Point("backups", UNKNOWN, "May not be read by this user.", "Run it with sudo.")
    except FileNotFoundError:
        found = []
    there = sorted(names & set(found))
    if there:
        return Point("backups", BROKEN, f"They hold {', '.join(there)}.", "Delete these backups.")
    return Point("backups", OK, "No key and no sealed counts in them. Others' backups of this "
                 f"machine must leave out {settings.keys}.")  # fmt: skip


def _refuse(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise error


def _database(settings: Settings) -> Point:
    if settings.database_url:
        return _postgres(settings.database_url)
    try:
        with settings.sqlite.open("rb") as file:
            head = file.read(20)
    except PermissionError:
        return Point("database", UNKNOWN, "May not be read by this user.", "Run it with sudo.")
    except FileNotFoundError:
        return Point("database", UNKNOWN, f"There is no plant in {settings.data}.", "kiosk init")
    if head[18:] != WAL:
        return Point("database", BROKEN, "SQLite has no write-ahead log here.", "kiosk doctor")
    return Point("database", OK, f"SQLite {sqlite3.sqlite_version}: opening a page writes nothing.")


def _postgres(url: str) -> Point:
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=5) as line:
            said: Any = line.execute(
                "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(TOLD)]
            ).fetchall()
    except psycopg.Error as error:
        return Point("database", UNKNOWN, f"PostgreSQL can't be asked: {type(error).__name__}.")
    wrong = [name for name, value in said if value not in TOLD[name]]
    if wrong:
        ways = "; ".join(f"{name} = {TOLD[name][0]}" for name in sorted(wrong))
        says = "PostgreSQL writes lines about pages that are opened."
        return Point("database", BROKEN, says, f"In postgresql.conf: {ways}")
    return Point("database", OK, "PostgreSQL writes no line about a page that is opened.")


def _mounts(settings: Settings, host: Host) -> Point:
    point, options = host.option(settings.data)
    if not point:
        return Point("mounts", UNKNOWN, "This machine does not tell how its disks are mounted.")
    if options & {"noatime", "ro"}:
        return Point("mounts", OK, f"{point}: reading a file leaves no time behind (noatime).")
    says = f"{point} keeps when a film was first watched on a day: it is mounted without noatime."
    return Point("mounts", BROKEN, says, f"mount -o remount,noatime {point} (and in /etc/fstab)")


def _journal(host: Host) -> Point:
    if not (host.root / "run/systemd/system").exists():
        return Point("journal", OK, "None on this machine: no systemd.")
    ours = [path for path in _folders(host.root / "var/log/journal") if path.suffix == ".kiosk"]
    if ours:
        return Point("journal", BROKEN, f"The kiosk's lines are kept on the disk: {ours[0]}.",
                     "deploy/journald@kiosk.conf to /etc/systemd; delete that folder")  # fmt: skip
    memory = _folders(host.root / "run/log/journal")
    if any(path.suffix == ".kiosk" for path in memory):
        return Point("journal", OK, "The kiosk's lines lie in memory, in a journal of their own.")
    if not _folders(host.root / "var/log/journal"):
        return Point("journal", OK, "In memory: it is gone when the machine stops.")
    return Point("journal", OK, "On the disk; of the kiosk it holds what its list says, and the "
                 "search below tells whether more.")  # fmt: skip


def _folders(place: Path) -> list[Path]:
    try:
        return [path for path in place.iterdir() if path.is_dir()]
    except OSError:
        return []


def _metrics(settings: Settings) -> Point:
    if not settings.metrics:
        return Point("metrics", OK, "Off.")
    host = settings.metrics.rpartition(":")[0].strip("[]")
    if ip_address(host).is_loopback:
        return Point("metrics", OK, f"For this machine alone, at {settings.metrics}.")
    return Point("metrics", OK, f"At {settings.metrics}, not for this machine alone; they hold "
                 "nothing of a worker.")  # fmt: skip


def _faultlog(settings: Settings) -> Point:
    standing = faultlog.standing(settings)
    if standing:
        until = standing.until.strftime("%Y-%m-%d %H:%M UTC")
        return Point("faultlog", OK, f"On until {until}, and announced. It ends by itself.")
    if (settings.data / faultlog.FILE).exists():
        return Point("faultlog", BROKEN, "It is over, but its file is still there.",
                     "kiosk faultlog off")  # fmt: skip
    return Point("faultlog", OK, "Off, and no file of it is there.")

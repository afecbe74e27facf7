"""Looks an installation over: each finding is a sentence that says what to do."""

import json
import socket
import sqlite3
import ssl
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Final
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import peewee

from content import catalogue
from content.media import ffmpeg
from content.models import Site
from kiosk import disk
from kiosk.care import faultlog
from kiosk.care.backup import kept
from kiosk.counts import minute, ram
from kiosk.counts.pot import RamPot
from kiosk.db import Corrupt, TooNew, check_sqlite, connected, open_database, pending
from kiosk.jobs import Job
from kiosk.labels import phone_check, snapshot
from kiosk.running import working
from kiosk.settings import Settings
from qr_codes import symbol

GOOD: Final = "good"
WATCH: Final = "watch"
MEND: Final = "mend"

SAFE_SQLITE: Final = (3, 51, 3)
SAFE_FFMPEG: Final = (8, 1, 3)
CERTIFICATE_DAYS: Final = 21
BACKUP_DAYS: Final = 2
FIRST_DAY: Final = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is (good, watch, mend), and the sentence about it."""

    what: str
    state: str
    says: str


def look(settings: Settings) -> Iterator[Finding]:
    """Yield one finding after the other; looking changes nothing."""
    for check in (
        _versions,
        _disk,
        _ram,
        _keys,
        _clock,
        _address,
        _certificate,
        _films,
        _fault_log,
    ):
        yield from check(settings)
    if not settings.database_url and not settings.sqlite.exists():
        yield Finding("Database", MEND, f"there is no plant in {settings.data}: kiosk init")
        return
    database = open_database(settings)
    try:
        for look_into in (_tables, _queue, _phone):
            yield from look_into(settings, database)
    finally:
        database.close_all()  # type: ignore[attr-defined]
    yield from _worker(settings)
    yield from _backups(settings)


def _versions(settings: Settings) -> Iterator[Finding]:
    yield Finding("Python", GOOD, sys.version.split()[0])
    if not settings.database_url:
        safe = sqlite3.sqlite_version_info >= SAFE_SQLITE
        says = sqlite3.sqlite_version + (
            ""
            if safe
            else ": a rare fault of its write-ahead log was mended in 3.51.3; back up daily"
        )
        yield Finding("SQLite", GOOD if safe else WATCH, says)
    try:
        version = ffmpeg.version(settings.ffmpeg or None)
    except Exception as error:  # noqa: BLE001  whatever is wrong with it is the finding
        yield Finding("ffmpeg", MEND, f"does not run: {error}")
    else:
        yield Finding("ffmpeg", *_ffmpeg(version))
    yield Finding("Decoders", *_decoders())


def _decoders() -> tuple[str, str]:
    """Say whether a round through the labels tells those that only a second decoder reads."""
    there = snapshot.decoders()
    if len(there) == len(snapshot.WANTED):
        return GOOD, " and ".join(there)
    return WATCH, (
        f"{' and '.join(there) or 'none'} only: rounds miss labels that begin to get dirty; "
        "install Debian's libzbar0"
    )


def _ffmpeg(version: str) -> tuple[str, str]:
    digits = version.lstrip("n").split("-")[0].split(".")
    known = tuple(int(one) for one in digits if one.isdecimal())
    if known and known < SAFE_FFMPEG:
        return WATCH, f"{version}: holes were closed in 8.1.3; leave the setting ffmpeg empty"
    return GOOD, version


def _disk(settings: Settings) -> Iterator[Finding]:
    free = disk.free(settings)
    state = (
        GOOD if free > settings.disk_floor * 4 else WATCH if free > settings.disk_floor else MEND
    )
    yield Finding("Disk", state, f"{free:,} MB free, {settings.disk_floor:,} MB are the floor")


def _ram(settings: Settings) -> Iterator[Finding]:
    try:
        place = ram.place(settings)
    except Exception as error:  # noqa: BLE001  every refusal is a sentence
        yield Finding("RAM file system", MEND, str(error))
    else:
        yield Finding("RAM file system", GOOD if place.on_ram else WATCH, place.sentence)


def _keys(settings: Settings) -> Iterator[Finding]:
    if not settings.keys.exists():
        yield Finding("Keys", WATCH, f"{settings.keys} is made at the first start")
        return
    loose = [
        path.name
        for path in [settings.keys, *settings.keys.glob("*.key")]
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    ]
    if loose:
        yield Finding("Keys", MEND, f"others may read {', '.join(loose)}: chmod go-rwx")
    else:
        yield Finding("Keys", GOOD, f"{settings.keys}, readable by the service alone")


def _clock(_: Settings) -> Iterator[Finding]:
    today = datetime.now(tz=UTC).date()
    if today < FIRST_DAY:
        yield Finding("Clock", MEND, f"says {today}: set it, periods close by it")
        return
    command = ["timedatectl", "show", "--property=NTPSynchronized", "--value"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=5, check=False)
    except (FileNotFoundError, subprocess.TimeoutExpired):
        yield Finding("Clock", WATCH, f"{today}; nothing here says whether it is kept right")
        return
    kept = answer.stdout.strip() == "yes"
    yield Finding("Clock", GOOD if kept else WATCH, f"{today}, {'' if kept else 'not '}kept by NTP")


def _address(settings: Settings) -> Iterator[Finding]:
    warnings = list(address_warnings(settings.labels_at))
    for words in warnings:
        yield Finding("Label address", GOOD if settings.demo else WATCH, words)
    if not warnings:
        yield Finding("Label address", GOOD, settings.labels_at)


def address_warnings(address: str) -> Iterator[str]:
    """Yield why labels with this address may not live for ten years."""
    return map(str, phone_check.faults(address))


def _certificate(settings: Settings) -> Iterator[Finding]:
    parts = urlsplit(settings.base_url)
    if parts.scheme != "https" or not parts.hostname:
        return
    try:
        days = _days_left(parts.hostname, parts.port or 443)
    except (OSError, ssl.SSLError) as error:
        yield Finding("Certificate", MEND, f"{parts.hostname} can't be reached safely: {error}")
        return
    state = GOOD if days > CERTIFICATE_DAYS else WATCH if days > 0 else MEND
    yield Finding("Certificate", state, f"valid for {days} more days")


def _films(settings: Settings) -> Iterator[Finding]:
    """Say whether nginx may read the films that it is told to send."""
    film = next(settings.media.glob("open/*/*.mp4"), None) if settings.accel else None
    if film is None:
        return
    asked = Request(f"{settings.base_url}/media/{film.name}", method="HEAD")  # noqa: S310  set by the operator
    try:
        with urlopen(asked, timeout=5):  # noqa: S310
            yield Finding("Films", GOOD, "nginx sends them")
    except HTTPError as answer:
        if answer.code == HTTPStatus.FORBIDDEN:
            says = f"nginx may not read {settings.media}: sudo usermod -aG kiosk www-data"
            yield Finding("Films", MEND, f"{says}, then restart nginx")
    except OSError:
        return  # said already, about the certificate


def _fault_log(settings: Settings) -> Iterator[Finding]:
    standing = faultlog.standing(settings)
    if standing:
        until = standing.until.strftime("%Y-%m-%d %H:%M UTC")
        yield Finding("Fault log", WATCH, f"on until {until}, and announced: kiosk faultlog off")


def _days_left(host: str, port: int) -> int:
    context = ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=5) as plain,
        context.wrap_socket(plain, server_hostname=host) as secured,
    ):
        end = ssl.cert_time_to_seconds(str((secured.getpeercert() or {})["notAfter"]))
    return int((end - datetime.now(tz=UTC).timestamp()) // 86_400)


def _tables(settings: Settings, database: peewee.Database) -> Iterator[Finding]:
    try:
        if not settings.database_url:
            check_sqlite(settings.sqlite)
        waiting = pending(database)
    except (Corrupt, TooNew) as error:
        yield Finding("Database", MEND, (type(error).__doc__ or "").strip())
    except peewee.PeeweeException as error:
        yield Finding("Database", MEND, f"can't be opened: {error}")
    else:
        says = f"older than this program: kiosk upgrade ({waiting[0]})" if waiting else "sound"
        yield Finding("Database", MEND if waiting else GOOD, says)


def _worker(settings: Settings) -> Iterator[Finding]:
    if not working(settings):
        yield Finding("Worker", WATCH, "not running: films wait; `kiosk serve` starts it")
    elif _is_silent(settings):
        yield Finding("Worker", MEND, "running, but silent for 90 seconds: start it again")
    else:
        yield Finding("Worker", GOOD, "running")


def _is_silent(settings: Settings) -> bool:
    try:
        return minute.silent(RamPot(ram.place(settings).folder))
    except (ram.NoRamDisk, ram.PotRefused):
        return False  # said already, about the RAM file system


def _queue(_: Settings, database: peewee.Database) -> Iterator[Finding]:
    try:
        with connected(database):
            failed = [(job.kind, job.error) for job in Job.select().where(Job.state == "failed")]
            waiting = Job.select().where(Job.state != "failed").count()
    except peewee.PeeweeException:
        return  # said already, about the database
    yield Finding("Jobs", WATCH if failed else GOOD, f"{waiting} waiting, {len(failed)} failed")
    for kind, error in failed:
        yield Finding("Jobs", WATCH, f"{kind}: {error}")


def _phone(settings: Settings, database: peewee.Database) -> Iterator[Finding]:
    """Say whether a real phone has come by the address that labels carry."""
    try:
        with connected(database):
            site = Site.select().order_by(Site.slug).first()
            day = phone_check.passed_on(site, settings) if site else None
    except peewee.PeeweeException:
        return  # said already, about the database
    if day is not None:
        yield Finding("Phone", GOOD, f"one has opened {settings.labels_at} on {day}")
    elif not settings.demo:
        says = f"none has opened {settings.labels_at} yet: kiosk doctor --phone"
        yield Finding("Phone", WATCH, says)


def phone(settings: Settings, database: peewee.Database) -> str:
    """Open a one-off address for a phone and return it with its symbol, for a terminal.

    Raises NoPlant, qr_codes.symbol.NotAnAddress, TooLong.
    """
    with connected(database):
        site = Site.get_by_id(catalogue.site().id)
        address = phone_check.begin(site, settings)
    return f"{symbol.terminal(symbol.encode(address))}\n{address}"


def _backups(settings: Settings) -> Iterator[Finding]:
    made = kept(settings.data / "backups")
    if not made:
        yield Finding("Backup", WATCH, "none in the data folder: kiosk backup")
        return
    age = (datetime.now(tz=UTC).date() - date.fromisoformat(made[-1].name[:10])).days
    yield Finding("Backup", GOOD if age <= BACKUP_DAYS else WATCH, f"{age} days old")


def as_json(findings: list[Finding]) -> str:
    """Return findings for scripts."""
    rows = [{"what": one.what, "state": one.state, "says": one.says} for one in findings]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def worst(findings: list[Finding]) -> int:
    """Return the exit code: 1 if anything must be mended."""
    return int(any(one.state == MEND for one in findings))

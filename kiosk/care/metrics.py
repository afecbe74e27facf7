"""How the machine room is, for the plant's monitoring, on an address of its own: no people.

Only states, days and coarse sizes: nothing here changes when somebody opens or finishes a nugget.
PROCESS names the two figures that are of the processes themselves, MACHINE that of the disk.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import peewee
from flask import Flask

from kiosk import __version__, disk
from kiosk.care import faultlog
from kiosk.care.backup import kept
from kiosk.db import connected
from kiosk.jobs import Job
from kiosk.running import working
from kiosk.settings import Settings
from kiosk.web.incidents import FaultDays

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

PATH: Final = "/metrics"
TEXT: Final = "text/plain; version=0.0.4; charset=utf-8"
PROCESS: Final = ("kiosk_processes", "kiosk_memory_bytes")
MACHINE: Final = ("kiosk_disk_free_bytes",)
"""What everything on the machine moves; that no file of ours tells of a worker is proven apart."""
COARSE: Final = 16 << 20
"""Memory is told in steps of 16 MiB: a page that is opened does not show in it."""
DISK_STEP: Final = 100_000_000

Figure = tuple[str, str, Sequence[tuple[str, float]]]
"""A name, what it says, and its values, each with its labels."""


def install(app: Flask, settings: Settings, database: peewee.Database) -> None:
    """Answer /metrics on its own address, and nothing else there; off unless it is set."""
    if settings.metrics:
        host, _, port = settings.metrics.rpartition(":")
        own = (str(ip_address(host.strip("[]"))), port)
        app.wsgi_app = _apart(app, settings, database, own)  # type: ignore[method-assign,assignment]


def _apart(
    app: Flask, settings: Settings, database: peewee.Database, own: tuple[str, str]
) -> "WSGIApplication":
    pages = app.wsgi_app
    days: FaultDays = app.extensions["fault_days"]

    def answer(environ: Any, start_response: Any) -> Iterable[bytes]:
        if (environ.get("SERVER_NAME"), environ.get("SERVER_PORT")) != own:
            return pages(environ, start_response)
        found = environ.get("PATH_INFO") == PATH and environ.get("REQUEST_METHOD") == "GET"
        body = text(settings, database, days).encode() if found else b""
        status = "200 OK" if found else "404 Not Found"
        head = [("Content-Type", TEXT), ("Content-Length", str(len(body))),
                ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]  # fmt: skip
        start_response(status, head)
        return [body]

    return answer


def text(settings: Settings, database: peewee.Database, days: FaultDays) -> str:
    """Return every figure as Prometheus reads it."""
    today = datetime.now(tz=UTC).date()
    lines = []
    for name, says, values in _figures(settings, database, days, today):
        lines += [f"# HELP {name} {says}", f"# TYPE {name} gauge"]
        lines += [f"{name}{labels} {value:.0f}" for labels, value in values]
    return "\n".join(lines) + "\n"


def _figures(
    settings: Settings, database: peewee.Database, days: FaultDays, today: date
) -> Iterator[Figure]:
    yield "kiosk_info", "Which version runs.", [(f'{{version="{__version__}"}}', 1)]
    yield from _processes()
    yield "kiosk_worker_up", "Whether the worker behind the pages runs.", [("", working(settings))]
    yield from _jobs(database)
    free = disk.free(settings) * disk.MEGABYTE // DISK_STEP * DISK_STEP
    yield MACHINE[0], "Free disk, in steps of 100 MB.", [("", free)]
    floor = settings.disk_floor * disk.MEGABYTE
    yield "kiosk_disk_floor_bytes", "Below this nothing is taken in.", [("", floor)]
    yield from _backup(settings, today)
    now, before = days.sums(today)
    broke = [(_of(kind), bool(n)) for kind, n in now.items()]
    yield "kiosk_fault_today", "Whether any page broke today, by class.", broke
    sums = [(_of(kind), n) for kind, n in before.items()]
    yield "kiosk_faults_yesterday", "How many pages broke the day before, by class.", sums
    standing = faultlog.standing(settings) is not None
    yield "kiosk_faultlog_on", "Whether the fault log is switched on.", [("", standing)]


def _of(kind: str) -> str:
    return f'{{class="{kind}"}}'


def _processes() -> Iterator[Figure]:
    """Yield how many processes answer pages, and their memory: this one, its parent, its kin."""
    pages = _kin()
    yield (
        PROCESS[0],
        "Processes that answer pages, with the one that keeps them.",
        [("", len(pages))],
    )
    memory = sum(_memory(pid) for pid in pages) // COARSE * COARSE
    yield PROCESS[1], "Their memory, in steps of 16 MiB.", [("", memory)]


def _kin() -> list[int]:
    parent = os.getppid()
    try:
        told = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    except OSError:
        return [os.getpid()]
    return [parent, *(int(pid) for pid in told.split())]


def _memory(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")
    except OSError:
        return 0


def _jobs(database: peewee.Database) -> Iterator[Figure]:
    """Yield whether the database answers, and how much work waits in it."""
    try:
        with connected(database):
            failed = Job.select().where(Job.state == "failed").count()
            waiting = Job.select().where(Job.state != "failed").count()
    except peewee.PeeweeException:
        yield "kiosk_database_up", "Whether the database answers.", [("", 0)]
        return
    yield "kiosk_database_up", "Whether the database answers.", [("", 1)]
    states = [('{state="waiting"}', waiting), ('{state="failed"}', failed)]
    yield "kiosk_jobs", "Films, labels and translations to be made.", states


def _backup(settings: Settings, today: date) -> Iterator[Figure]:
    made = kept(settings.data / "backups")
    if made:
        age = (today - date.fromisoformat(made[-1].name[:10])).days
        yield (
            "kiosk_backup_age_days",
            "Days since the last backup in the plant's folder.",
            [("", age)],
        )

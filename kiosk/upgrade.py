"""Brings a plant's data to this version of the program, and back."""

from pathlib import Path

import peewee
from playhouse.migrations import Runner

from kiosk import backup
from kiosk.db import MIGRATIONS, connected, migrate, pending
from kiosk.running import working
from kiosk.settings import Settings


def upgrade(settings: Settings, database: peewee.Database, to: Path) -> list[str]:
    """Back up, take every step that is waiting, and return their names.

    A step that fails leaves the tables as they were before it; the error says so.
    """
    waiting = pending(database)
    if not waiting:
        return []
    _at_rest(settings)
    made = backup.make(settings, database, to)
    try:
        return migrate(database, settings)
    except peewee.PeeweeException as error:
        message = f"A step failed ({error}). The tables are as before; the backup is {made}."
        raise backup.CareError(message) from error


def back(settings: Settings, database: peewee.Database, to: Path) -> list[str]:
    """Take back the steps of the last upgrade, keeping what was written since; return them.

    Afterwards install the version of the program that made the backup.
    """
    _at_rest(settings)
    backups = sorted(path.parent for path in to.glob(f"*/{backup.MANIFEST}"))
    if not backups:
        message = f"There is no backup in {to}, so nothing says how far to go back."
        raise backup.CareError(message)
    before = set(backup.read(backups[-1])["steps"])
    with connected(database):
        runner = Runner(database, str(MIGRATIONS))
        undone = []
        while set(runner.applied()) - before:
            undone += runner.down()
    return undone


def _at_rest(settings: Settings) -> None:
    if working(settings):
        message = "The plant is running. Stop it first: systemctl stop kiosk kiosk-work"
        raise backup.CareError(message)

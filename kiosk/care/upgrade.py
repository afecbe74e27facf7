"""Brings a plant's data to this version of the program, and back."""

from pathlib import Path
from typing import Final

import peewee

from kiosk import db
from kiosk.care import backup
from kiosk.running import open_for_use
from kiosk.settings import Settings

MARK: Final = "-before-"


def upgrade(settings: Settings, database: peewee.Database, to: Path) -> list[str]:
    """Back up, take every step that is waiting, and return their names.

    If a step fails, those before it are taken back: the tables are as they were. Raises CareError.
    """
    waiting = db.pending(database)
    if not waiting:
        return []
    _at_rest(settings)
    with db.connected(database):
        before = db.steps_done(database)
    made = backup.make(settings, database, to, mark=f"{MARK}{waiting[0]}")
    try:
        return db.migrate(database, settings)
    except Exception as error:
        db.go_back(database, settings, set(before))
        message = (
            f"A step failed ({type(error).__name__}: {error}). The tables are as before; "
            f"the backup is {made}. Install the former version of the program again."
        )
        raise backup.CareError(message) from error


def back(settings: Settings, database: peewee.Database, to: Path) -> list[str]:
    """Take back the steps of the last upgrade, keeping what was written since; return them.

    Afterwards install the version of the program that made the backup. Raises CareError.
    """
    _at_rest(settings)
    made = [one for one in backup.kept(to) if MARK in one.name]
    if not made:
        message = f"No upgrade left its backup in {to}, so nothing says how far to go back."
        raise backup.CareError(message)
    return db.go_back(database, settings, set(backup.read(made[-1])["steps"]))


def _at_rest(settings: Settings) -> None:
    if open_for_use(settings):
        message = "The plant is running. Stop it first: systemctl stop kiosk kiosk-work"
        raise backup.CareError(message)

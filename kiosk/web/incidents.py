"""What nobody foresaw, counted under a number that names a bug and nobody's visit.

The number is a hash of the error's type, its place in the code and the version: the same failure
has the same number everywhere. Failures are counted in memory and written to the log once a day.
"""

import hashlib
import struct
import traceback
from collections import Counter
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Final

from flask import current_app

from kiosk import __version__
from kiosk.web.nameless import Shared

PACKAGES: Final = Path(__file__).parents[2]
CLASSES: Final = ("program", "database", "disk")
"""What breaks a page: a fault of the program, a database out of reach, a full disk."""
SUMS: Final = struct.Struct(f"<q{2 * len(CLASSES)}q")  # the day, its sums, those of the day before


def incident(error: Exception) -> str:
    """Return the number of a failure: a hash of its type, its place in our code, the version."""
    ours = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(PACKAGES)
    ]
    place = f"{Path(ours[-1].filename).relative_to(PACKAGES)}:{ours[-1].name}" if ours else ""
    facts = f"{type(error).__qualname__} {place} {__version__}"
    return hashlib.sha256(facts.encode()).hexdigest()[:8]


class Incidents:
    """How often each failure happened today; the sums are logged when the day is over."""

    def __init__(self) -> None:
        self._sums: Counter[str] = Counter()
        self._day: date | None = None
        self._lock = Lock()

    def count(self, number: str, today: date) -> None:
        """Count one failure; the first one of a new day writes down the day before."""
        with self._lock:
            if self._day != today:
                self._write()
                self._day = today
            self._sums[number] += 1

    def _write(self) -> None:
        for number, times in sorted(self._sums.items()):
            current_app.logger.error(
                "incident %s happened %d times on %s", number, times, self._day
            )
        self._sums.clear()


class FaultDays:
    """How often pages broke, by class: today and the day before, the same in every process."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._shared = Shared("fault-days", SUMS.size)

    def count(self, kind: str, today: date) -> None:
        """Count one failure of a class, one of CLASSES."""
        with self._shared.alone():
            now, before = self._turned(today)
            now[CLASSES.index(kind)] += 1
            SUMS.pack_into(self._shared.map, 0, today.toordinal(), *now, *before)

    def sums(self, today: date) -> tuple[dict[str, int], dict[str, int]]:
        """Return the sums of today and of the day before, by class."""
        with self._shared.alone():
            now, before = self._turned(today)
        return dict(zip(CLASSES, now, strict=True)), dict(zip(CLASSES, before, strict=True))

    def _turned(self, today: date) -> tuple[list[int], list[int]]:
        day, *sums = SUMS.unpack_from(self._shared.map)
        now, before = sums[: len(CLASSES)], sums[len(CLASSES) :]
        if day == today.toordinal():
            return now, before
        return [0] * len(CLASSES), now if day == today.toordinal() - 1 else [0] * len(CLASSES)

"""What nobody foresaw, counted under a number that names a bug and nobody's visit.

The number is a hash of the error's type, its place in the code and the version: the same failure
has the same number everywhere. Failures are counted in memory and written to the log once a day.
"""

import hashlib
import traceback
from collections import Counter
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Final

from flask import current_app

from kiosk import __version__

PACKAGES: Final = Path(__file__).parent.parent


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

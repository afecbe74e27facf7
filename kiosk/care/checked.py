"""What `kiosk doctor --privacy` found last: a state for each item, the version, and the day."""

import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from kiosk import __version__
from kiosk.settings import Settings

FILE: Final = "privacy-check.json"
OK: Final = "ok"
BROKEN: Final = "broken"
UNKNOWN: Final = "unknown"
"""It could not be checked: that is not the same as being in order."""
DAY: Final = 24 * 3600


@dataclass(frozen=True, slots=True)
class Checked:
    """The day and version of the last check, and the state of each item."""

    day: date
    version: str
    states: Mapping[str, str]

    def count(self, state: str) -> int:
        """Return how many items are in this state."""
        return list(self.states.values()).count(state)


def keep(settings: Settings, states: Mapping[str, str]) -> None:
    """Keep the result of a check that was made today; no time finer than the day."""
    today = datetime.now(tz=UTC).date()
    told = {"day": today.isoformat(), "version": __version__, "states": dict(states)}
    draft = settings.data / f"{FILE}.part"
    draft.write_text(json.dumps(told, indent=1) + "\n")
    if os.geteuid() == 0:
        owner = settings.data.stat()
        os.chown(draft, owner.st_uid, owner.st_gid)
    midnight = time.time() // DAY * DAY
    os.utime(draft, (midnight, midnight))
    draft.replace(settings.data / FILE)


def last(settings: Settings) -> Checked | None:
    """Return the last result, or None where there is none that can be read."""
    try:
        told = json.loads((settings.data / FILE).read_text())
        return Checked(date.fromisoformat(told["day"]), str(told["version"]), dict(told["states"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None

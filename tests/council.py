"""A works council that has agreed, for tests of what counts only then."""

import time
from datetime import timedelta

from kiosk.counts import manifest
from kiosk.counts.models import Confirmation
from kiosk.counts.period import Period


def agree(site: str, before: Period) -> None:
    """Let the council of a plant have confirmed the manifest on the day before a period."""
    now = manifest.current()
    Confirmation.create(
        site=site, confirmed_on=(before.first - timedelta(days=1)).isoformat(),
        manifest=now.hash, version=now.version, role="council", text=now.text,
    )  # fmt: skip


def forget() -> None:
    """Let no council ever have agreed."""
    Confirmation.delete().execute()


def hours_ago() -> float:
    """Return a moment at which a password was typed too long ago to be fresh."""
    return time.time() - 2 * 3600

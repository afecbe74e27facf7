"""Reads what a scanner or a camera gives: a code of ours, a foreign address, or something else."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from kiosk.settings import Settings
from qr_codes import codes

LONGEST: Final = 500
ADDRESS: Final = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
BARE: Final = re.compile(r"^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(:\d+)?/", re.IGNORECASE)
"""An address as people type it from a sign, and as some phones open it: its host and a path."""
WEB: Final = ("http", "https")


@dataclass(frozen=True, slots=True)
class Scan:
    """One of three: our `code`; the `host` of an address that is not ours; neither.

    `text` is what was read, at most 500 signs. Nobody is ever sent to a foreign host.
    """

    text: str
    code: str = ""
    host: str = ""

    @property
    def said(self) -> str:
        """The code, or the host in a form that no code has; nothing where it is neither."""
        if self.code or not self.host or "." in self.host or ":" in self.host:
            return self.code or self.host
        return f"//{self.host}"


def read(text: str, settings: Settings, *more: str) -> Scan:
    """Return what a scanned text is. `more` are addresses that labels carried in former days."""
    text = "".join(sign for sign in text if sign.isprintable()).strip()[:LONGEST]
    address = text.replace("\\", "/")  # as browsers do: what follows is no host
    if BARE.match(address):
        address = f"https://{address}"
    if not ADDRESS.match(address):
        return Scan(text, code=_code(text))
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return Scan(text, host=text[:60])
    if parts.scheme.lower() not in WEB or not host:
        return Scan(text, host=parts.scheme.lower() + ":")
    if host in own_hosts(settings, *more):
        return Scan(text, code=_code(parts.path.strip("/").rpartition("/")[2]))
    return Scan(text, host=host)


def own_hosts(settings: Settings, *more: str) -> frozenset[str]:
    """Return every host under which labels of this plant are known."""
    addresses = (settings.labels_at, settings.base_url, *more)
    named = {urlsplit(one).hostname or "" for one in addresses}
    former = {one.partition(":")[0] for one in settings.former_hosts}
    return frozenset((named | former) - {""})


def _code(text: str) -> str:
    try:
        return codes.parse(text)
    except (codes.NotACode, codes.Mistyped):
        return ""

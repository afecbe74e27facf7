"""Knows where the studio's door is: its address, as a browser can use it.

Browsers keep the studio's cookie over HTTPS, and beside the server on `localhost`.
"""

from urllib.parse import urlsplit

from kiosk.settings import Settings


def address(settings: Settings) -> str:
    """Return the address of the studio without a slash: the plant's, or localhost without HTTPS."""
    if settings.base_url.startswith("https"):
        return f"{settings.base_url}/studio"
    port = urlsplit(settings.base_url).port
    return f"http://localhost{f':{port}' if port else ''}/studio"


def welcome(settings: Settings, opens: str) -> str:
    """Return the address at which this pass lets somebody in once."""
    return f"{address(settings)}/welcome/{opens}"


def for_phones(settings: Settings) -> bool:
    """Say whether phones can use that address too."""
    return settings.base_url.startswith("https")

"""Icons and drawings of studio and room: all from one sprite, `static/art.svg`."""

from typing import Final

from markupsafe import Markup

from kiosk.web import assets

ICON: Final = Markup('<svg class="i{}" aria-hidden="true"><use href="{}#{}"/></svg>')
DRAWING: Final = Markup(
    '<svg class="art" viewBox="0 0 240 180" aria-hidden="true"><use href="{}#{}"/></svg>'
)


def icon(name: str, look: str = "") -> Markup:
    """Return an icon to stand in a page; it says nothing, the words beside it do."""
    return ICON.format(f" {look}" if look else "", assets.url("art.svg"), name)


def drawing(name: str) -> Markup:
    """Return a drawing to stand in a page; it says nothing, the words beside it do."""
    return DRAWING.format(assets.url("art.svg"), name)

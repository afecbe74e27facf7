"""Holds the pages' few icons: lines of one weight on a grid of 24."""

from typing import Final

from markupsafe import Markup

ICONS: Final = {
    "again": "M20 12a8 8 0 1 1-3-6.2M17 2v4h-4",
    "bars": "M5 20v-7M12 20V5M19 20v-11",
    "chat": "M4 5h16v11h-9l-5 4v-4H4zM8 9h8M8 12.5h5",
    "clock": "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M12 7v5l3.5 2.5",
    "captions": "M5 5h14a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2z"
    "M7 11h3M13 11h4M7 15h6M16 15h1",
    "day": "M4 6h16v14H4zM4 10.5h16M8.5 3v5M15.5 3v5",
    "device": "M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM11 18h2",
    "down": "M5 9l7 7 7-7",
    "erase": "M9 5h11v14H9l-6-7zM12 9.5l5 5M17 9.5l-5 5",
    "eye": "M3 12c4-7 14-7 18 0-4 7-14 7-18 0zM4 20L20 4",
    "film": "M5 5h14a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2zM8 5v14"
    "M16 5v14M3 12h5M16 12h5",
    "go": "M4 12h15M13 6l6 6-6 6",
    "keep": "M12 3v12M7 10.5l5 5 5-5M4 20h16",
    "lang": "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18",
    "loop": "M5 11V9a3 3 0 0 1 3-3h11M16 3l3 3-3 3M19 13v2a3 3 0 0 1-3 3H5M8 21l-3-3 3-3",
    "machine": "M3 20h18M5 20v-9h5v4h9v5M7 11V6h3M17 15v-4",
    "mail": "M3 6h18v12H3zM3.5 7l8.5 6.5L20.5 7",
    "more": "M9 5l7 7-7 7",
    "mute": "M4 9.5v5h3.5L12 19V5L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5",
    "pause": "M8 5v14M16 5v14",
    "phone": "M6 3h4l2 5-2.5 2a12 12 0 0 0 4.5 4.5l2-2.5 5 2v4a2 2 0 0 1-2 2C10.5 20 4 13.5 4 5"
    "a2 2 0 0 1 2-2z",
    "picture": "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4",
    "pin": "M12 21c5-6 7-8.6 7-11.5A7 7 0 0 0 5 9.5C5 12.4 7 15 12 21z"
    "M9.8 9.5a2.2 2.2 0 1 0 4.4 0a2.2 2.2 0 1 0-4.4 0",
    "play": "M7 4.5l13 7.5-13 7.5z",
    "print": "M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7z",
    "repeat": "M4 12a8 8 0 1 0 3-6.2M7 2v4h4",
    "search": "M4 10.5a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0M15.5 15.5L21 21",
    "sound": "M4 9.5v5h3.5L12 19V5L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
    "speed": "M4 17a8.5 8.5 0 1 1 16 0M12 14l4-5",
    "text": "M4 6h16M4 12h16M4 18h9",
    "warn": "M12 3.5L22 20.5H2zM12 10v4.5M12 17.6v.1",
    "ask": "M8.5 9a3.6 3.6 0 1 1 5 3.3c-1.1.5-1.5 1.2-1.5 2.4M12 18.9v.1",
    "wrong": "M6 6l12 12M18 6L6 18",
    "wish": "M4 5h16v11h-8l-5 4v-4H4zM12 8v5M9.5 10.5h5",
    "wifi": "M3 9.5a13 13 0 0 1 18 0M6 13a8.5 8.5 0 0 1 12 0M9 16.5a4 4 0 0 1 6 0M12 20h.01",
    "yes": "M4 12.5l5.5 5.5L20 6.5",
}
FRAME: Final = Markup('<svg class="{}" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>')


def icon(name: str, look: str = "") -> Markup:
    """Return an icon to stand in a page; it says nothing, the words beside it do."""
    kind = f"i {look}" if look else "i"
    path = ICONS[name]
    return FRAME.format(kind, path)

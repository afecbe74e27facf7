"""A thumb on a phone: taps and types as people do, and counts both."""

import os
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Locator, Page

PATIENCE: Final = 60_000
"""Milliseconds that a page may take for whatever is asked of it."""


class Hand:
    """Somebody's phone and thumb: `taps` and `typed` are what the way cost so far."""

    def __init__(self, browser: Browser, address: str, name: str, **more: Any) -> None:
        self.name, self.taps, self.typed, self.shots = name, 0, 0, 0
        self.context = browser.new_context(
            **{
                "viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True,
                "locale": "en-GB", "base_url": address, **more,
            }
        )  # fmt: skip
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)

    def tap(self, what: Locator) -> None:
        """Tap something once."""
        what.tap()
        self.taps += 1

    def button(self, name: str) -> None:
        """Tap the button of this name."""
        self.tap(self.page.get_by_role("button", name=name, exact=True))

    def link(self, name: str) -> None:
        """Tap the link of this name."""
        self.tap(self.page.get_by_role("link", name=name, exact=True))

    def write(self, where: Locator, words: str) -> None:
        """Tap a field and type, sign by sign; what stood there before goes away."""
        self.tap(where)
        where.clear()
        self.say(words)

    def say(self, words: str) -> None:
        """Type where the cursor is; a line break is the key Enter."""
        self.page.keyboard.type(words, delay=2)
        self.typed += len(words)

    def shot(self, name: str) -> None:
        """Keep a picture of the whole page where `JOURNEY_SHOTS` names a folder for them."""
        if folder := os.environ.get("JOURNEY_SHOTS"):
            self.shots += 1
            path = Path(folder) / f"{self.name}-{self.shots:02}-{name}.png"
            self.page.screenshot(path=path, full_page=True)

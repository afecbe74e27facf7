"""An open page as it is looked at: by axe-core, on a phone and on a desk, by day and by night."""

import json
from typing import Any, Final, Literal

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

Look = tuple[int, int, Literal["light", "dark"]]
"""A screen's width and height in pixels, and the light it is used in."""
PHONE_BY_DAY: Final[Look] = (390, 844, "light")
PHONE_BY_NIGHT: Final[Look] = (390, 844, "dark")
DESK_BY_DAY: Final[Look] = (1280, 900, "light")
DESK_BY_NIGHT: Final[Look] = (1280, 900, "dark")
EVERY: Final = (PHONE_BY_DAY, PHONE_BY_NIGHT, DESK_BY_DAY, DESK_BY_NIGHT)

RULES: Final = {
    "color-contrast": {"enabled": False},
    "color-contrast-enhanced": {"enabled": True},
    "target-size": {"enabled": True},
}
# The enhanced rule leaves what has less than 4.5 to 1 to the other rule. Told to look at
# everything it finds what both find, in half the time.
CONTRAST: Final = {
    "contrastRatio": {
        "normal": {"expected": 7, "minThreshold": 0},
        "large": {"expected": 4.5, "minThreshold": 0},
    }
}
EVERYTHING: Final[dict[str, Any]] = {
    "rules": RULES,
    "checks": {"color-contrast-enhanced": {"options": CONTRAST}},
    "resultTypes": ["violations"],
}
WCAG: Final[dict[str, Any]] = EVERYTHING | {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
}


def turn(page: Page, look: Look) -> None:
    """Look at an open page in another way."""
    width, height, light = look
    page.emulate_media(color_scheme=light, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": height})


def faults(page: Page, rules: dict[str, Any] = EVERYTHING) -> list[str]:
    """Return each rule that a page breaks as it is looked at now, with the first place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_FILE_PATH.read_text())
    found = page.evaluate(f"axe.run({json.dumps(rules)}).then(seen => seen.violations)")
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]} ({len(one['nodes'])})" for one in found]


def unfit(page: Page, *looks: Look) -> list[str]:
    """Return what is wrong with an open page in any of these looks; too wide is wrong too."""
    found = []
    for look in looks:
        turn(page, look)
        seen = faults(page)
        if page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
            seen.append("scrolls sideways")
        found += [f"{look}: {one}" for one in seen]
    return found

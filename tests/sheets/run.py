"""Makes contact sheets of every page and state: light and dark, German and Arabic, phone and room.

`make sheets` runs it. Each sheet shows one page four times. It is for eyes: nothing is asserted.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from tests import machine
from tests.conftest import SWITCHES, fresh_settings
from tests.journeys.served import Served
from tests.sheets import states, views
from tests.sheets.states import States
from tests.sheets.views import View

Light = Literal["light", "dark"]
SEEN: Sequence[tuple[str, Light]] = (
    ("de", "light"), ("ar", "dark"), ("de", "dark"), ("ar", "light"),
)  # fmt: skip
PHONE, ROOM, PAPER = (390, 844), (1920, 1080), (794, 1123)
TALLEST = 1688  # pixels of a page on one sheet; a longer one goes on on the next
GAP, GROUND = 16, "#8A9294"


def main() -> int:
    """Make the sheets whose name contains one of the words given, or all."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--of", type=Path, required=True, help="folder of a demonstration plant")
    asked.add_argument("--out", type=Path, default=Path("build/sheets"))
    asked.add_argument("words", nargs="*", help="sheets to make, by a word of their name")
    wanted = asked.parse_args()
    wanted.out.mkdir(parents=True, exist_ok=True)
    with served(wanted.of) as (there, made), sync_playwright() as play:
        browser = play.chromium.launch(executable_path=machine.browser(), args=list(SWITCHES))
        for place, size, list_ in (("phone", PHONE, views.PHONE), ("room", ROOM, views.ROOMS)):
            chosen = [one for one in list_ if fits(f"{place} {one.name}", wanted.words)]
            for view, shots in seen(browser, there.address, made, size, chosen):
                if not shots:
                    continue
                for name, sheet in sheets(f"{place} {view.name}", shots, size):
                    sheet.save(wanted.out / f"{name.replace(' ', '-')}.png")
                    print(name)
        browser.close()
    return 0


def fits(name: str, words: Sequence[str]) -> bool:
    """Whether a sheet is one of those asked for."""
    return not words or any(word in name for word in words)


@contextmanager
def served(of: Path) -> Iterator[tuple[Served, States]]:
    """Serve a copy of the plant in all its states."""
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        settings = fresh_settings(Path(folder))
        states.copied(of, settings)
        made = states.arrange(settings)
        there = Served(settings)
        there.start("--only", "web")
        try:
            yield there, made
        finally:
            there.stop()
            there.house.close()


def seen(
    browser: Browser, address: str, made: States, size: tuple[int, int], chosen: Sequence[View]
) -> Iterator[tuple[View, list[Image.Image]]]:
    """Yield each view as it looks in every light and language."""
    for view in chosen:
        shots = []
        for lang, light in SEEN:
            context = opened(browser, address, size if not view.paper else PAPER, lang, light)
            try:
                shots.append(shot(context.pages[0], view, lang, made, whole=size == PHONE))
            except Error as fault:
                print(f"{view.name} ({lang}, {light}): {fault.message}", file=sys.stderr)
            context.close()
        yield view, shots


def opened(
    browser: Browser, address: str, size: tuple[int, int], lang: str, light: Light
) -> BrowserContext:
    """Open a screen that was here before: it has the typeface at hand."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale=lang, color_scheme=light,
        reduced_motion="reduce", base_url=address, bypass_csp=True,
        is_mobile=size == PHONE, has_touch=size == PHONE,
    )  # fmt: skip
    context.set_default_timeout(30_000)
    page = context.new_page()
    if size != ROOM:
        page.goto(f"/{lang}/machines")
        page.mouse.click(5, 5)
        page.wait_for_function("() => localStorage.face")
    return context


def shot(page: Page, view: View, lang: str, made: States, *, whole: bool) -> Image.Image:
    """Return a view as a picture, from its top to its foot where it is `whole`."""
    page.goto(view.path.format(lang=lang, **asdict(made)))
    if view.paper:
        page.emulate_media(media="print", reduced_motion="reduce")
    if view.act:
        view.act(page)
    page.evaluate("for (const one of document.images) one.loading = 'eager'; scrollTo(0, 0)")
    page.wait_for_function("() => [...document.images].every(one => one.complete)")
    return Image.open(BytesIO(page.screenshot(full_page=whole)))


def sheets(
    name: str, shots: Sequence[Image.Image], size: tuple[int, int]
) -> Iterator[tuple[str, Image.Image]]:
    """Yield one sheet of all pictures; as many as it takes to show them from top to foot."""
    if size == ROOM:
        yield name, beside([one.resize((960, 540)) for one in shots], 2)
        return
    tallest = max((one.height for one in shots), default=0)
    parts = -(-tallest // TALLEST)
    for part in range(parts):
        top = part * TALLEST
        cut = [one.crop((0, top, one.width, min(one.height, top + TALLEST))) for one in shots
               if one.height > top]  # fmt: skip
        yield f"{name} {part + 1}" if parts > 1 else name, beside(cut, 4)


def beside(shots: Sequence[Image.Image], columns: int) -> Image.Image:
    """Return pictures in rows, on a ground that none of them has."""
    width = max(one.width for one in shots)
    height = max(one.height for one in shots)
    rows = -(-len(shots) // columns)
    sheet = Image.new("RGB", (columns * (width + GAP) + GAP, rows * (height + GAP) + GAP), GROUND)
    for number, one in enumerate(shots):
        at = (number % columns * (width + GAP) + GAP, number // columns * (height + GAP) + GAP)
        sheet.paste(one, at)
    return sheet


if __name__ == "__main__":
    sys.exit(main())

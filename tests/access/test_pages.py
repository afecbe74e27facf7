"""Every page of workers and the room, as anybody may meet it: fit for eye, hand and reader.

Pages that are built alike are opened once and looked at in one visit: by axe-core, on the narrowest
phone, and with text of twice the size. `make test` opens each kind of page in one language and one
look, in turn on a phone by day and a wall by night, in German and in Arabic; `make access` opens
it in every language and every look.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

import html5lib
import pytest
from flask import Flask
from playwright.sync_api import Page

from kiosk.pages import accessibility
from tests import looks
from tests.access import sizes
from tests.access.conftest import Answers, Seen, Stand
from tests.kiosk.pages.test_narrow import CUT
from tests.looks import Look
from tests.page import HTML

pytestmark = [pytest.mark.browser, pytest.mark.thorough, pytest.mark.timeout(1500)]

PHONE, WALL = accessibility.WIDTHS
EVERY: Final[tuple[Look, ...]] = (
    (PHONE, 844, "light"), (PHONE, 844, "dark"), (WALL, 1080, "light"), (WALL, 1080, "dark"),
)  # fmt: skip
TONGUE: Final = re.compile(r' (?:lang|hreflang|dir)="[^"]*"')
EDGELESS: Final = """() => [...document.querySelectorAll('.plate, .btn, .key, .tile')]
  .filter(one => one.checkVisibility() && !parseFloat(getComputedStyle(one).borderTopWidth))
  .map(one => one.outerHTML.slice(0, 200))"""
USUAL: Final = 16  # pixels of a letter, before anybody asks for larger ones


def shapes(pages: Iterable[Seen]) -> list[Seen]:
    """Return one of all pages that are built alike."""
    found: dict[str, Seen] = {}
    for seen in pages:
        found.setdefault(seen.shape, seen)
    return list(found.values())


def looked(
    stand: Stand, page: Page, pages: list[Seen], ways: Callable[[int], tuple[Look, ...]]
) -> Iterator[str]:
    """Say which rules of axe these pages break, and what is cut where little fits."""
    for number, seen in enumerate(pages):
        stand.show(page, seen)
        for look in ways(number):
            looks.turn(page, look)
            yield from (f"{seen} {look}: {fault}" for fault in looks.faults(page))
        yield from (f"{seen}: {fault}" for fault in cut(page, seen))


def cut(page: Page, seen: Seen) -> Iterator[str]:
    """Say what is cut on the narrowest screen or in the largest letters, or small for a glove."""
    small, usual = ((960, 540), (WALL, 1080)) if seen.in_room else (
        (accessibility.NARROWEST, 640), (PHONE, 844))  # fmt: skip
    page.set_viewport_size({"width": small[0], "height": small[1]})
    yield from (f"narrow: {one}" for one in page.evaluate(CUT))
    page.set_viewport_size({"width": usual[0], "height": usual[1]})
    yield from (f"target: {one}" for one in sizes.small(page, in_room=seen.in_room))
    write(page, USUAL * accessibility.LARGEST_TEXT)
    yield from (f"large: {one}" for one in page.evaluate(CUT))
    write(page, USUAL)


def write(page: Page, size: int) -> None:
    """Let the browser write in letters of this size, as phones and people set it."""
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": size, "fixed": size}})
    session.detach()


def in_turn(pages: Iterable[Seen]) -> list[Seen]:
    """Return one page of each kind, in turn in one language and in the other."""
    kinds: dict[str, dict[str, Seen]] = {}
    for seen in pages:
        kinds.setdefault(TONGUE.sub("", seen.shape), {}).setdefault(seen.lang, seen)
    twins = [list(found.values()) for found in kinds.values()]
    return [found[number // 2 % len(found)] for number, found in enumerate(twins)]


def test_every_route_is_looked_at(answers: tuple[Flask, Answers]) -> None:
    assert answers[1].gaps == (), "name what fills the gap in tests/access/cast.py"


def test_every_page_is_there(answers: tuple[Flask, Answers]) -> None:
    found = [f"{seen.status} {seen}" for seen in answers[1].seen if not seen.expected]
    assert found == []


def test_every_page_is_parsed_without_a_fault(answers: tuple[Flask, Answers]) -> None:
    for seen in answers[1].pages:
        page = html5lib.HTMLParser(strict=True).parse(seen.text)
        assert page.get("lang") in {seen.lang, "de"}, f"{seen}"
        assert len(page.findall(f".//{HTML}h1")) == 1, f"{seen}"


def test_no_page_is_unfit_or_cut(stand: Stand, page: Page) -> None:
    found = list(looked(stand, page, in_turn(stand.pages), lambda nth: (EVERY[nth % 2 * 3],)))
    assert found == [], "\n".join(found)


@pytest.mark.slow
def test_no_page_is_unfit_in_any_look(stand: Stand, page: Page) -> None:
    found = list(looked(stand, page, shapes(stand.pages), lambda _: EVERY))
    assert found == [], "\n".join(found)


@pytest.mark.slow
def test_the_plate_and_every_key_keep_an_edge_in_contrast_colours(stand: Stand, page: Page) -> None:
    page.emulate_media(forced_colors="active")
    found = []
    for seen in in_turn(stand.pages):
        stand.show(page, seen)
        found += [f"{seen}: {one}" for one in page.evaluate(EDGELESS)]
    assert found == [], "\n".join(found)

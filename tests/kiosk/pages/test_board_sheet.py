"""The sheet for the shift board: one page of A4, whole, in a small plant and in the biggest."""

import json
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import urlsplit

import pypdfium2
import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route

from content.models import Site
from kiosk.counts import period
from kiosk.counts.models import Closed, NuggetName, Released, Stood, UnitName
from kiosk.counts.period import Period
from kiosk.db import connected

HOME = "http://learn.example.test"
SHORT = ("Halle 1", "Halle 2")
LONG = tuple(
    f"Werkhalle {n}: Fertigungsinsel für Getriebegehäuse mit Rundtaktautomat und Waschanlage"
    for n in range(1, 25)
)
TITLES = {
    "de": "Die Kreissäge mit Sicherheitsschaltmattenüberwachung nach einem Stromausfall wieder"
    " in Betrieb nehmen",
    "ar": "إعادة تشغيل المنشار الدائري المزوّد بمراقبة حصيرة الأمان"
    " بعد انقطاع التيار الكهربائي بأمان",
}
MARGIN = 9  # millimetres that stay white on each side


@pytest.fixture
def sheet(browser: Browser, app: Flask) -> Iterator[Page]:
    """A browser that asks the application of this test."""
    page = browser.new_page()
    client = app.test_client()

    def answer(route: Route) -> None:
        found = client.get(urlsplit(route.request.url).path)
        route.fulfill(status=found.status_code, headers=dict(found.headers), body=found.data)

    page.route("**/*", answer)
    yield page
    page.close()


def published(app: Flask, areas: tuple[str, ...], nuggets: int, periods: int) -> Period:
    """Publish numbers of these areas and so many nuggets, and return the newest period."""
    with connected(app.extensions["database"]):
        site = Site.get()
        one = period.current(site.timezone)
        for place, name in enumerate(areas):
            UnitName.create(site=site.id, unit=f"area{place}", area=name)
        for number in range(nuggets):
            said = {lang: f"{number + 1} {title}" for lang, title in TITLES.items()}
            NuggetName.create(
                site=site.id, nugget=f"n{number}", slug=f"n{number}", seconds=90,
                titles=json.dumps(said),
            )  # fmt: skip
        newest = one.before
        for _ in range(periods):
            one = one.before
            _close(site.id, one.id, len(areas), nuggets)
        return newest


def _close(site: str, when: str, areas: int, nuggets: int) -> None:
    Closed.create(site=site, period=when, k=5)
    rows = [
        {"site": site, "period": when, "unit": f"area{area}", "nugget": f"n{number}",
         "kind": "completed"}
        for area in range(areas) for number in range(nuggets)
    ]  # fmt: skip
    Stood.insert_many(rows).execute()
    counted = [row | {"n": 5 + at * 7} for at, row in enumerate(rows) if at % 3]
    if counted:
        Released.insert_many(counted).execute()


def printed(page: Page, path: str) -> str:
    """Print a page: one sheet of A4 with a white edge. Return what stands on it."""
    page.goto(HOME + path, wait_until="networkidle")
    with pypdfium2.PdfDocument(BytesIO(page.pdf(prefer_css_page_size=True))) as paper:
        assert len(paper) == 1, path
        assert [round(side / 72 * 25.4) for side in paper[0].get_size()] == [210, 297]
        words = paper[0].get_textpage().get_text_bounded()
        picture = paper[0].render(scale=1.4, grayscale=True).to_pil()
    edge = round(MARGIN / 25.4 * 72 * 1.4)
    wide, high = picture.size
    strips = ((0, 0, wide, edge), (0, high - edge, wide, high),
              (0, 0, edge, high), (wide - edge, 0, wide, high))  # fmt: skip
    for strip in strips:
        assert picture.crop(strip).getextrema()[0] > 250, (path, strip)
    return " ".join(words.split())


def cut(page: Page) -> list[str]:
    """Return the words on the sheet that reach beyond their own box, as it is printed."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 711, "height": 1035})  # A4 without its margins
    found: list[str] = page.evaluate("""() => {
      const sheet = document.querySelector(".board").getBoundingClientRect();
      return [...document.querySelectorAll(".board *")].filter(one => {
        const box = one.getBoundingClientRect(), look = getComputedStyle(one);
        if (!box.width || one.closest("svg")) return false;
        return box.bottom > sheet.bottom + 1 || box.right > sheet.right + 1
          || box.left < sheet.left - 1
          || look.overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1;
      }).map(one => `${one.tagName}.${one.className}: ${one.textContent.slice(0, 60)}`)
    }""")
    return found


def test_a_small_plant_fills_one_page(app: Flask, sheet: Page) -> None:
    newest = published(app, SHORT, 2, 1)
    words = printed(sheet, f"/de/numbers/all/{newest.id}/print")
    assert "Diese Zahlen sieht jeder." in words
    assert cut(sheet) == []


def test_the_other_pages_of_what_is_counted_print_words_and_numbers_alone(
    app: Flask, sheet: Page
) -> None:
    """Nobody can tap paper: no keys, no menu, no languages, no place to type a code."""
    newest = published(app, SHORT, 2, 1)
    for path in ("numbers", f"numbers/all/{newest.id}", "transparency"):
        sheet.goto(f"{HOME}/de/{path}")
        sheet.emulate_media(media="print")
        seen = sheet.locator("header, footer, .btn").filter(visible=True)
        assert seen.all_inner_texts() == [], path
        assert sheet.locator("h1").is_visible()


@pytest.mark.thorough
@pytest.mark.parametrize("lang", ["de", "ar"])
@pytest.mark.parametrize("unit", ["all", "area0"])
def test_many_areas_and_nuggets_with_long_names_stay_on_one_page(
    app: Flask, sheet: Page, lang: str, unit: str
) -> None:
    newest = published(app, LONG, 20, 13)
    words = printed(sheet, f"/{lang}/numbers/{unit}/{newest.id}/print")
    assert "learn.example.test" in words
    assert cut(sheet) == []

"""The translator's link on a phone without JavaScript, and the lines side by side with it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from content import invitations, library, pairs, proposals, translation
from content.models import Text
from content.pairs import Sheet
from content.storage import Folder
from kiosk.web import passes
from tests.content.cast import lay_out
from tests.studio import Browser, Studio

pytestmark = [pytest.mark.browser, pytest.mark.thorough]

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True,
    "locale": "en-GB",
}  # fmt: skip
GLOVE = 56


@pytest.fixture
def arabic(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    """An Arabic text, drafted by a machine but for its last line."""
    storage = Folder(studio.settings.media)
    folder = lay_out(tmp_path_factory.mktemp("in"), slug="glasses-on")
    version = library.import_folder(studio.site, folder, storage)
    source = Text.get((Text.version == version) & (Text.language == "de"))
    sheet = Sheet(source, translation.begin(source, "ar"), storage)
    lines = pairs.pairs(sheet)[:-1]
    translation.draft(sheet, {one.key: f"سطر {number}" for number, one in enumerate(lines)})
    return Sheet(source, Text.get_by_id(sheet.text.id), storage)


@pytest.fixture
def link(studio: Studio, served: str, arabic: Sheet) -> str:
    """The link that Alice gives away."""
    given = invitations.invite(arabic.text, datetime.now(tz=UTC).date(), 7)
    opens = passes.issue(studio.settings, "translate", given.subject, days=7)
    return f"{served}/studio/link/{opens}"


@pytest.fixture
def guest(browser: Chromium) -> Iterator[Page]:
    """A colleague's phone: no account, no JavaScript."""
    context = browser.new_context(**PHONE, java_script_enabled=False)
    yield context.new_page()
    assert context.cookies() == []
    context.close()


def test_a_colleague_goes_through_a_text_with_gloves_and_without_javascript(
    guest: Page, link: str, arabic: Sheet
) -> None:
    count = len(pairs.pairs(arabic))
    guest.goto(link)
    guest.get_by_role("link", name="Begin").tap()
    for _ in range(count - 1):
        button = guest.get_by_role("button", name="Right", exact=True)
        box = button.bounding_box()
        assert box
        assert box["height"] >= GLOVE
        assert box["y"] + box["height"] <= 844  # at the thumb, without scrolling
        button.tap()
    guest.get_by_role("textbox").fill("أحسنت")
    guest.get_by_role("button", name="Send").tap()
    expect(guest.get_by_text(f"{count - 1} lines right, 1 corrected")).to_be_visible()
    assert len(proposals.of(arabic.text)) == count


def test_a_better_line_is_written_where_it_stands(guest: Page, link: str, arabic: Sheet) -> None:
    guest.goto(f"{link}/6")
    line = guest.locator(".dst")
    assert line.get_attribute("dir") == "rtl"
    guest.get_by_text("Write it better").tap()
    guest.get_by_role("textbox").fill("أفضل")
    guest.get_by_role("button", name="Send").tap()
    guest.get_by_role("link", name="Back").tap()
    expect(guest.locator(".dst")).to_have_text("أفضل")
    assert list(proposals.of(arabic.text).values()) == ["أفضل"]


def test_a_saved_line_leaves_what_is_typed_in_the_others(
    browser: Chromium, alice: Browser, served: str, arabic: Sheet
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    context.add_cookies(alice.cookies)
    translation.write(arabic, "title", "", "سطر 0")
    page = context.new_page()
    page.goto(f"{served}/studio/v/{arabic.text.version_id}/languages/ar")
    title, last = page.locator("#l-title textarea"), page.locator(".pairs textarea").last
    last.fill("typed, not saved")
    title.fill("نظارات")
    title.press("Control+Enter")
    expect(page.locator("#l-title .state")).to_contain_text("right")
    expect(last).to_have_value("typed, not saved")
    expect(last).to_be_focused()
    context.close()

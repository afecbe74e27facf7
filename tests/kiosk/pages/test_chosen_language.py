"""A language chosen by hand is this phone's own: the next label answers in it."""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from werkzeug.serving import make_server

from tests import floor

pytestmark = pytest.mark.browser


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the plant answers."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_next_label_answers_in_the_language_chosen_by_hand(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="de-DE")
    page = context.new_page()
    page.goto(f"{address}/{floor.LATHE}")
    page.click(".langs [lang=ar]")
    page.wait_for_url(f"{address}/ar/m/{floor.LATHE}")
    page.goto(f"{address}/{floor.PRESS}", wait_until="commit")
    page.wait_for_url(f"{address}/ar/m/{floor.PRESS}")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.goto(f"{address}/{floor.UNKNOWN}", wait_until="commit")
    page.wait_for_url(f"{address}/ar/m/{floor.UNKNOWN}")
    expect(page.locator("h1")).to_have_text("لا توجد هنا آلة بهذا الرمز.")
    page.goto(f"{address}/en/m/{floor.PRESS}")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert context.cookies() == []
    context.close()

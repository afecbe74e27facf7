"""The narrowest phone and the longest words: nothing is cut, nothing stands beyond the edge."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from kiosk import language
from tests import floor, pseudo

pytestmark = pytest.mark.browser

WORDS: Final = f"/{pseudo.LOCALE}"
NUGGET: Final = f"{WORDS}/m/{floor.LATHE}/wear-glasses"
PAGES: Final = (
    f"{WORDS}/", f"{WORDS}/find?q=Brille", f"{WORDS}/find?q=xyz", f"{WORDS}/m/{floor.LATHE}",
    f"{WORDS}/m/{floor.SAW}", f"{WORDS}/m/{floor.REPLACED}", NUGGET, f"{WORDS}/t/safety",
    f"{WORDS}/numbers", f"{WORDS}/transparency", f"{WORDS}/m/{floor.LATHE}/new-tool",
    f"{WORDS}/n/nothing",
)  # fmt: skip
FORMS: Final = (("play", ""), ("answer", "0"), ("answer", "1"), ("done", ""))

CUT = """() => {
  const found = new Set(), width = document.documentElement.clientWidth;
  const within = ".btn, .row, .plate, .plate > *, .box, .tag, .hint, main, footer";
  const without = ".vh, noscript, script, style, template, .wide-table";
  const range = document.createRange();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  if (document.scrollingElement.scrollWidth > width) found.add("wider than the phone");
  while (walk.nextNode()) {
    const text = walk.currentNode, one = text.parentElement;
    if (!text.data.trim() || one.closest(without)) continue;
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) {
      if (!box.width) continue;
      const note = (what) => found.add(what + ": " + text.data.trim());
      if (box.left < -1 || box.right > width + 1) note("beyond the edge");
      for (let out = one; out; out = out.parentElement) {
        if (!out.matches(within)) continue;
        const room = out.getBoundingClientRect();
        const high = getComputedStyle(out).overflow === "visible";
        if (box.left < room.left - 1 || box.right > room.right + 1) note("too wide");
        if (!high && (box.top < room.top - 1 || box.bottom > room.bottom + 1)) note("cut");
      }
    }
  }
  return [...found];
}"""
SEND = """([path, pick]) => {
  const form = document.createElement("form"), field = document.createElement("input");
  Object.assign(form, { method: "post", action: path });
  Object.assign(field, { type: "hidden", name: "pick", value: pick });
  if (pick) form.append(field);
  document.body.append(form);
  form.submit();
}"""


@pytest.fixture
def address(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where the plant answers in the stretched language too."""
    pseudo.write(tmp_path / "stretched")
    app.extensions["babel"].translation_directories.append(str(tmp_path / "stretched"))
    monkeypatch.setitem(language.LANGUAGES, pseudo.LOCALE, pseudo.LANGUAGE)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.thorough
def test_nothing_is_cut_on_the_narrowest_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    wrong = [f"{path}: {what}" for path in PAGES for what in looked_at(page, address + path)]
    for path, pick in FORMS:
        page.goto(address + NUGGET)
        with page.expect_navigation():
            page.evaluate(SEND, [f"{NUGGET}/{path}", pick])
        assert "[" in page.inner_text("main")
        wrong += [f"{path} {pick}: {what}" for what in page.evaluate(CUT)]
    context.close()
    assert not wrong, "\n".join(wrong)


def test_in_large_letters_the_code_has_its_field_and_no_word_is_cut(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    sizes = {"standard": 32, "fixed": 32}
    context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": sizes})
    page.goto(f"{address}/uk/n/wear-glasses/session")
    assert page.evaluate(CUT) == []
    page.goto(f"{address}/de/")
    field = page.locator(".entry input").bounding_box()
    assert field
    assert field["width"] > 200
    context.close()


BLANKS: Final = """() => {
  const [blanks, name] = [".blank i:last-child", ".plate"]
    .map((rule) => document.querySelector(rule).getBoundingClientRect());
  return name.right - 8 - blanks.right; }"""


@pytest.mark.parametrize(("width", "letters"), [(320, 32), (160, 16)])
def test_in_large_letters_on_the_narrowest_phone_the_plate_holds_its_blanks(
    browser: Browser, address: str, width: int, letters: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 640})
    page = context.new_page()
    sizes = {"standard": letters, "fixed": letters}
    context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": sizes})
    page.goto(f"{address}/de/t/safety")
    assert page.evaluate(BLANKS) >= 0
    parted = page.evaluate("getComputedStyle(document.body).hyphenateLimitChars")
    assert parted == "8 3 3", "a word of eight letters is parted by a hyphen, not cut"
    context.close()


def looked_at(page: Page, address: str) -> list[str]:
    """Return what is cut on a page of the stretched language."""
    page.goto(address)
    assert "[" in page.inner_text("h1") + page.inner_text("footer")
    found: list[str] = page.evaluate(CUT)
    return found

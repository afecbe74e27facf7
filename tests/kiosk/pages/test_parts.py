"""Parts of a page that a tap or a typed word brings, and what is said when one does not arrive."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests import floor
from tests.late import held

pytestmark = [pytest.mark.browser, pytest.mark.thorough]

TOLD = "Das Netz ist abgerissen. Versuch es noch einmal."
PARTS = "() => !!window.htmx"


def lost(route: Route) -> None:
    """Let a request break off, as in a dead zone."""
    route.abort("internetdisconnected")


def foreign(route: Route) -> None:
    """Answer in our place, as a proxy does whose server is away."""
    route.fulfill(status=502, content_type="text/html", body="<h1>502 Bad Gateway</h1>")


@pytest.mark.parametrize("fate", [lost, foreign])
@pytest.mark.parametrize("path", [f"/{floor.LATHE}", "/de/n/wear-glasses"])
def test_an_answer_that_does_not_arrive(
    phone: Page, address: str, path: str, fate: Callable[[Route], None]
) -> None:
    phone.goto(address + path)
    phone.click(".start")
    expect(phone.locator("[data-unsent]")).to_be_attached()
    phone.wait_for_selector(".quiz", state="attached")
    phone.evaluate("kiosk.act.ask()")
    phone.wait_for_function(PARTS)
    phone.route("**/answer", fate)
    phone.locator(".picks button").nth(1).click()
    note = phone.locator("[data-unsent]")
    expect(note).to_be_visible()
    expect(note).to_have_text(TOLD)
    expect(phone.locator(".picks button")).to_have_count(2)
    phone.unroute("**/answer")
    phone.locator(".picks button").nth(1).click()
    expect(phone.locator(".verdict.wrong")).to_be_visible()
    phone.route("**/answer", fate)
    phone.locator(".verdict .go").click()
    expect(note).to_be_visible()
    phone.unroute("**/answer")
    phone.locator(".verdict .go").click()
    expect(phone.locator("h1")).to_have_text("Wann trägst du sie?")
    expect(note).to_be_hidden()


@pytest.mark.parametrize("fate", [lost, foreign])
@pytest.mark.parametrize("path", ["/de/n/wear-glasses/remark/unsafe", "/de/wish"])
def test_a_remark_that_does_not_arrive(
    phone: Page, address: str, path: str, fate: Callable[[Route], None]
) -> None:
    phone.goto(address + path)
    phone.mouse.move(5, 5)
    phone.wait_for_function(PARTS)
    phone.route(f"**{path}", fate)
    phone.locator(".picks button").first.click()
    expect(phone.locator("[data-unsent]")).to_be_visible()
    phone.unroute(f"**{path}")
    phone.locator(".picks button").first.click()
    expect(phone.locator(".picks")).to_have_count(0)


@pytest.mark.parametrize("fate", [lost, foreign])
def test_a_search_that_does_not_arrive(
    phone: Page, address: str, fate: Callable[[Route], None]
) -> None:
    phone.goto(f"{address}/de/")
    phone.wait_for_function(PARTS)
    phone.route("**/find?**", fate)
    phone.locator("#q").press_sequentially("bril", delay=20)
    expect(phone.locator("[data-unsent]")).to_have_text(TOLD)
    expect(phone.locator("[data-unsent]")).to_be_visible()
    expect(phone.locator("#q")).to_have_value("bril")
    phone.unroute("**/find?**")
    phone.locator("#q").press_sequentially("le", delay=20)
    expect(phone.locator("#hits .row")).to_have_count(2)
    expect(phone.locator("[data-unsent]")).to_be_hidden()


def test_a_word_typed_before_the_script_came_is_looked_for_when_it_comes(
    phone: Page, address: str
) -> None:
    waits = held(phone, "**/htmx*.js")
    phone.goto(f"{address}/de/")
    phone.locator("#q").press_sequentially("brille")
    phone.wait_for_timeout(600)
    expect(phone.locator("#hits .row")).to_have_count(0)
    for route in waits:
        route.continue_()
    expect(phone.locator("#hits .row")).to_have_count(2)


def test_a_script_that_comes_before_the_last_picture_works(phone: Page, address: str) -> None:
    waits = held(phone, "**/*.webp")
    phone.goto(f"{address}/de/n/wear-glasses", wait_until="domcontentloaded")
    with phone.expect_request("**/htmx*.js"):
        phone.mouse.move(5, 5)
    phone.wait_for_timeout(300)
    assert phone.evaluate("document.readyState") == "interactive"
    for route in waits:
        route.continue_()
    phone.wait_for_function("() => document.readyState === 'complete'")
    phone.wait_for_function(PARTS)
    phone.evaluate("self.stays = true")
    phone.locator(".picks button").first.click()
    expect(phone.locator(".verdict")).to_be_visible()
    assert phone.evaluate("self.stays"), "the page was loaded anew"

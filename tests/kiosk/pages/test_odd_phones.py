"""Phones that are not as they should be: a clock that lies, no room, a private window, two tabs."""

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from content import nuggets
from content.models import Nugget
from kiosk.db import connected
from tests import floor
from tests.kiosk.pages.test_dead_zone import CHIPS, KEPT, SAVE, WAITING, laid, plant
from tests.kiosk.pages.tunnel import GLASSES, Plant, phone, plays, ready, soon

pytestmark = [pytest.mark.browser, pytest.mark.thorough]
__all__ = ["laid", "plant"]

MINE = "() => JSON.parse(localStorage.mine)['wear-glasses']"
TODAY = "() => offline.day(Date.now())"
PRIVATE = """
Object.defineProperty(Navigator.prototype, "serviceWorker", { get: () => undefined });
const later = async () => { throw new DOMException("shut", "SecurityError") };
Object.defineProperty(window, "caches",
  { value: { open: later, match: later, keys: later, has: later, delete: later } });
"""
DIGEST = """async () => {
  const box = await caches.open("kiosk-saved");
  const film = (await box.keys()).map(it => it.url).find(url => url.endsWith(".mp4"));
  const sum = await crypto.subtle.digest("SHA-256", await (await box.match(film)).arrayBuffer());
  const hex = [...new Uint8Array(sum)].map(byte => byte.toString(16).padStart(2, "0")).join("");
  return [film.split("/").pop().split(".")[0], hex]; }"""
STANDS = "navigator.serviceWorker.getRegistrations().then(all => all.length)"
MEET = "() => { Math.random = () => 0.1; window.met = offline.contact().then(() => true) }"
FULL = """() => { for (let size = 2 ** 23; size; size >>= 1)
  try { localStorage["x" + size] = "x".repeat(size); } catch (full) { /* smaller, then */ } }"""


def mine(page: Page) -> dict[str, Any]:
    """What this phone remembers of the one nugget it knows."""
    found: dict[str, Any] = page.evaluate(MINE)
    return found


def finish(page: Page, plant: Plant) -> None:
    """Answer the question of a saved nugget in a tunnel, and come to its end."""
    page.goto(f"{plant.address}{GLASSES}")
    page.wait_for_function("navigator.serviceWorker.controller")
    page.locator(".quiz .picks button").nth(0).click()
    page.locator(".verdict.right .go").click()
    expect(page.locator("h1")).to_contain_text("Brille auf")
    page.wait_for_function("() => localStorage.mine")


@pytest.mark.parametrize("wrong", ["2027-11-20T12:00:00", "2025-11-20T12:00:00"])
def test_a_clock_wrong_by_a_year_loses_no_ticket_and_no_repetition(
    browser: Browser, plant: Plant, wrong: str
) -> None:
    with phone(browser, plant) as page:
        page.clock.set_fixed_time(wrong)
        page.goto(f"{plant.address}{GLASSES}/offline")
        page.click("[data-save] >> nth=0")
        expect(page.locator("[data-say=saved]")).to_be_visible()
        ready(page)
        plant.stop()
        finish(page, plant)
        soon(lambda: page.evaluate(WAITING) == 1, "no ticket waits")
        assert mine(page)["due"] == mine(page)["last"] + 1

        # The clock is right again, and the tunnel is over.
        page.clock.set_fixed_time("2026-11-22T12:00:00")
        plant.start()
        page.goto(f"{plant.address}/de/mine")
        soon(lambda: page.evaluate(WAITING) == 0, "the ticket never left")
        assert plant.counted() == 1
        assert mine(page)["last"] <= page.evaluate(TODAY)
        ahead = wrong.startswith("2027")
        part = page.locator("[data-part=later]" if ahead else "[data-part=due]")
        expect(part).to_contain_text("Schutzbrille tragen")
        if ahead:
            expect(part).to_contain_text("23. November")
            with page.expect_download() as file:
                page.click("[data-calendar]")
            days = file.value.path().read_text("utf-8")
            assert "DTSTART;VALUE=DATE:20261123" in days


def test_two_tabs_play_keep_and_send_once_until_it_is_taken_back(
    browser: Browser, plant: Plant
) -> None:
    with phone(browser, plant) as page:
        page.evaluate(SAVE, GLASSES)
        ready(page)
        other = page.context.new_page()
        for tab in (page, other):
            tab.goto(f"{plant.address}{GLASSES}")
            tab.click(".start")
            plays(tab, 0)
            tab.wait_for_function("() => !!self.offline")
        ticket = page.evaluate("at => offline.get(at).then(one => one.ticket)", GLASSES)
        assert ticket
        for tab in (page, other):
            tab.evaluate("at => offline.spend(at)", GLASSES)
        plant.asked.clear()
        for tab in (page, other):
            tab.evaluate(MEET)
        assert page.evaluate("met")
        assert other.evaluate("met")
        soon(lambda: page.evaluate(WAITING) == 0, "the ticket never left")
        assert len([one for one in plant.asked if one.startswith("POST /ticket")]) == 1
        assert plant.counted() == 1

        # Taken back while both play: gone at the next contact, and said where it is opened again.
        assert plant.app
        with connected(plant.app.extensions["database"]):
            storage = plant.app.extensions["storage"]
            nuggets.withdraw(Nugget.get(slug="wear-glasses"), storage, floor.DAY)
        page.evaluate("() => offline.contact()")
        assert page.evaluate(KEPT) == []
        expect(other.locator(".steps")).to_contain_text("Brille aufsetzen.")
        other.goto(f"{plant.address}{GLASSES}")
        expect(other.locator("h1")).to_contain_text("nicht mehr")


def test_a_full_or_private_phone_shows_what_it_has_and_forgets_it(
    browser: Browser, plant: Plant
) -> None:
    row = {"at": GLASSES, "title": "Schutzbrille tragen", "lang": "de", "seconds": 90, "stage": 0,
           "times": 1, "last": 20_000, "due": 20_001}  # fmt: skip
    faults: list[str] = []
    for private in (False, True):
        with phone(browser, plant) as page:
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.evaluate("it => { localStorage.mine = it }", json.dumps({"wear-glasses": row}))
            if private:
                page.add_init_script(PRIVATE)
            else:
                page.evaluate(FULL)
            page.goto(f"{plant.address}/de/mine")
            expect(page.locator("[data-part=due]")).to_contain_text("Schutzbrille tragen")
            expect(page.locator("[data-part=shut]")).to_be_hidden()
            page.goto(f"{plant.address}{GLASSES}")
            page.click(".start")
            plays(page, 0)
            page.goto(f"{plant.address}/de/mine", wait_until="networkidle")
            page.click("[data-forget]")
            expect(page.locator("[data-part=forgot]")).to_be_visible()
            assert page.evaluate("localStorage.length") == 0
            assert faults == []


def test_what_the_phone_has_of_its_own_opens_in_a_tunnel_too(
    browser: Browser, plant: Plant
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="de-DE")
    page = context.new_page()
    page.goto(f"{plant.address}/de/mine")
    expect(page.locator("[data-part=nothing]")).to_be_visible()
    assert page.evaluate(STANDS) == 0
    row = {"at": GLASSES, "title": "Schutzbrille tragen", "lang": "de", "seconds": 90, "stage": 0,
           "times": 1, "last": 20_000, "due": 20_001}  # fmt: skip
    page.evaluate("it => { localStorage.mine = it }", json.dumps({"wear-glasses": row}))
    page.reload()
    soon(lambda: page.evaluate(STANDS) == 1, "the worker never came")
    ready(page)
    soon(lambda: page.evaluate("caches.match('/de/mine').then(it => !!it)"), "Mine is not kept")
    plant.stop()
    page.goto(f"{plant.address}/de/mine")
    expect(page.locator("[data-part=due]")).to_contain_text("Schutzbrille tragen")
    context.close()


def test_a_machine_of_which_one_nugget_came_is_told_truly_and_goes_on_from_there(
    browser: Browser, plant: Plant
) -> None:
    with phone(browser, plant) as page:
        both, said = page.locator("[data-save] >> nth=1"), page.locator("[data-say=Broken]")
        for wrong, right in ((GLASSES, "Nichts wurde gespeichert."), (CHIPS, "Gespeichert: 1/2.")):
            page.route(f"**{wrong}/saved", lambda route: route.abort())
            both.click()
            told = f"Das Netz ist abgerissen. {right} Versuch es noch einmal."
            expect(said).to_have_text(told, use_inner_text=True)
            page.unroute(f"**{wrong}/saved")
        assert page.evaluate(KEPT) == [GLASSES]
        both.click()
        expect(page.locator("[data-say=saved]")).to_be_visible()
        assert page.evaluate(KEPT) == [CHIPS, GLASSES]


def test_what_cannot_be_read_of_mine_spoils_nothing_else(browser: Browser, plant: Plant) -> None:
    row = {"at": GLASSES, "title": "Schutzbrille tragen", "lang": "de", "seconds": 90, "stage": 0,
           "times": 1, "last": 20_000, "due": 20_001, "next": {"at": 7}}  # fmt: skip
    odd = {"a": None, "b": {}, "c": {**row, "at": "javascript:alert(1)"}, "d": {**row, "last": "x"}}
    faults: list[str] = []
    with phone(browser, plant) as page:
        page.on("pageerror", lambda error: faults.append(str(error)))
        for told, shown in (({**odd, "wear-glasses": row}, "due"), (odd, "nothing")):
            page.evaluate("it => { localStorage.mine = it }", json.dumps(told))
            page.goto(f"{plant.address}/de/mine")
            expect(page.locator(f"[data-part={shown}]")).to_be_visible()
            expect(page.locator("[data-part=shut]")).to_be_hidden()
            expect(page.locator("[data-part=finished] .row")).to_have_count(int(shown == "due"))
        assert faults == []


def test_a_tab_that_is_seen_again_says_what_another_removed(browser: Browser, plant: Plant) -> None:
    with phone(browser, plant) as page:
        page.click("[data-save] >> nth=0")
        expect(page.locator("[data-say=saved]")).to_be_visible()
        other = page.context.new_page()
        other.goto(page.url)
        other.click("[data-remove]")
        expect(other.locator("[data-save] >> nth=0")).to_be_visible()
        page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
        expect(page.locator("[data-save] >> nth=0")).to_be_visible()
        expect(page.locator("[data-say=saved]")).to_be_hidden()


def test_a_film_that_breaks_off_goes_on_from_there_and_is_whole(
    browser: Browser, plant: Plant
) -> None:
    with phone(browser, plant) as page:
        ready(page)
        plant.cuts = 2
        page.click("[data-save] >> nth=0")
        expect(page.locator("[data-say=saved]")).to_be_visible()
        asked = [one for one in plant.asked if one.startswith("GET /media/") and ".mp4 " in one]
        assert ["HTTP_RANGE: bytes=" in one for one in asked] == [False, True, True]
        named, found = page.evaluate(DIGEST)
        assert named == found

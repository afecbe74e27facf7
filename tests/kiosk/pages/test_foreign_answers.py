"""What answers in the server's place, a proxy, a filter, a sign-in, costs a phone nothing."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import floor
from tests.kiosk.pages.test_dead_zone import CHIPS, KEPT, WAITING, laid, plant
from tests.kiosk.pages.tunnel import GLASSES, Foreign, Plant, phone, ready, soon

pytestmark = [pytest.mark.browser, pytest.mark.thorough]
__all__ = ["laid", "plant"]

HELD = """async () => Object.fromEntries(await Promise.all(["kiosk-saved", "kiosk-pages"].map(
  async name => [name, (await (await caches.open(name)).keys()).map(it => it.url).sort()])))"""
FOREIGN = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const box = await caches.open(name);
    for (const one of await box.keys()) {
      if ((await (await box.match(one)).text()).includes("Anmeldung")) found.push(one.url);
    }
  }
  return found; }"""

DROPPED = "caches.keys().then(names => Promise.all(names.map(name => caches.delete(name))))"


def save(page: Page, plant: Plant, at: str) -> None:
    """Keep a nugget on this phone, and wait until its worker stands."""
    page.goto(f"{plant.address}{at}/offline")
    page.click("[data-save] >> nth=0")
    expect(page.locator("[data-say=saved]")).to_be_visible()
    ready(page)


def asked(plant: Plant, line: str) -> None:
    """Wait until the phone has asked for this, and has had the time to draw a wrong conclusion."""
    soon(lambda: any(one.startswith(line) for one in plant.asked), f"nobody asked {line}")


@pytest.mark.parametrize("status", ["200 OK", "403 Forbidden", "404 Not Found", "502 Bad Gateway"])
def test_what_was_saved_seen_and_finished_stays(
    browser: Browser, plant: Plant, status: str
) -> None:
    with phone(browser, plant) as page:
        save(page, plant, GLASSES)
        page.goto(f"{plant.address}/de/t/safety")
        page.goto(f"{plant.address}/de/mine")
        page.wait_for_load_state("networkidle")
        before = page.evaluate(HELD)

        plant.foreign = Foreign(status)
        plant.asked.clear()
        page.goto(f"{plant.address}{GLASSES}")
        asked(plant, f"GET {GLASSES}/saved")
        for _ in range(2):
            page.goto(f"{plant.address}/de/t/safety")
            expect(page.locator("h1")).to_have_text("Sicherheit")
            page.wait_for_load_state("networkidle")
        page.goto(f"{plant.address}/{floor.LATHE}")
        expect(page.locator(".start")).to_be_visible()
        page.goto(f"{plant.address}{GLASSES}")
        page.locator(".quiz .picks button").nth(0).click()
        page.locator(".verdict.right .go").click()
        expect(page.locator("h1")).to_contain_text("Brille auf")
        assert page.evaluate(WAITING) == 1
        page.goto(f"{plant.address}/de/mine")
        asked(plant, "GET /withdrawn.json")
        page.wait_for_load_state("networkidle")
        assert page.evaluate(WAITING) == 1
        assert page.evaluate(HELD) == before

        plant.foreign = None
        page.goto(f"{plant.address}/de/mine")
        soon(lambda: page.evaluate(WAITING) == 0, "the ticket never left")
        assert plant.counted() == 1


def test_a_ticket_leaves_the_phone_for_our_own_word_alone(browser: Browser, plant: Plant) -> None:
    with phone(browser, plant) as page:
        save(page, plant, GLASSES)
        page.evaluate("at => offline.spend(at)", GLASSES)
        page.evaluate("at => offline.remove(at)", GLASSES)
        plant.foreign = Foreign("200 OK")
        page.evaluate("() => offline.contact()")
        assert page.evaluate(WAITING) == 1
        plant.foreign = None
        page.evaluate("() => offline.contact()")
        assert (page.evaluate(WAITING), plant.counted()) == (0, 1)


def test_where_a_proxy_says_that_we_are_away_the_phone_stands_in(
    browser: Browser, plant: Plant
) -> None:
    with phone(browser, plant) as page:
        save(page, plant, CHIPS)
        plant.foreign = Foreign("502 Bad Gateway")
        page.goto(f"{plant.address}/{floor.LATHE}")
        expect(page.locator(f'.film form[action="{CHIPS}/play"]')).to_be_visible()
        page.goto(f"{plant.address}/de/t/safety")
        expect(page.locator(f'[data-part=saved] a[href="{CHIPS}"]')).to_be_visible()
        page.goto(f"{plant.address}/de/?q={floor.LATHE.lower()}")
        page.wait_for_url(f"{plant.address}/{floor.LATHE}")


def test_nothing_foreign_is_ever_kept_as_ours(browser: Browser, plant: Plant) -> None:
    with phone(browser, plant) as page:
        ready(page)
        page.evaluate(DROPPED)
        plant.foreign = Foreign("200 OK", only="/static/|/offline$|/mine$")
        page.click("[data-save] >> nth=0")
        expect(page.locator("[data-say=Broken]")).to_be_visible()
        assert page.evaluate(KEPT) == []
        assert page.evaluate(FOREIGN) == []
        plant.foreign = None
        page.click("[data-save] >> nth=0")
        expect(page.locator("[data-say=saved]")).to_be_visible()
        assert page.evaluate(FOREIGN) == []


def test_nothing_is_called_saved_that_no_worker_could_serve(browser: Browser, plant: Plant) -> None:
    plant.foreign = Foreign("502 Bad Gateway", only="/sw.js$")
    with phone(browser, plant) as page:
        page.wait_for_function("() => !!self.offline")
        page.click("[data-save] >> nth=0")
        expect(page.locator("[data-say=Broken]")).to_be_visible()
        assert page.evaluate(KEPT) == []
        plant.foreign = None
        page.click("[data-save] >> nth=0")
        expect(page.locator("[data-say=saved]")).to_be_visible()
        plant.stop()
        page.goto(f"{plant.address}/{floor.LATHE}")
        expect(page.locator(".start")).to_be_visible()

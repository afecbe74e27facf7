"""A phone in a dead zone, seen in a real browser: what plays, what waits, what goes."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from content import nuggets
from content.models import Nugget
from kiosk.counts import Counts
from kiosk.db import connected
from kiosk.settings import Settings
from tests import floor
from tests.conftest import fresh_settings
from tests.kiosk.pages.tunnel import GLASSES, Plant, phone, plays, ready, soon

pytestmark = pytest.mark.browser

FILM: Final = Path("content/library/clear-a-jam/video.mp4")
CHIPS: Final = f"/de/m/{floor.LATHE}/clear-chips"
CANARY: Final = "Kanarienvogel"
SAVE: Final = "at => offline.keep(at).then(one => one.urls.length)"
WAITING: Final = "caches.open('kiosk-outbox').then(box => box.keys()).then(keys => keys.length)"
KEPT: Final = "offline.all().then(list => list.map(one => one.at).sort())"
STATE: Final = """async () => ({
  caches: (await caches.keys()).filter(name => name.startsWith("kiosk-")),
  workers: (await navigator.serviceWorker.getRegistrations()).length })"""
RANGES: Final = """async film => Object.fromEntries(await Promise.all(
  ["bytes=0-1", "bytes=100-", "bytes=-500", "bytes=99999999-", "bytes=5-2", "", "bytes=0-1,5-9"]
  .map(async range => {
    const answer = await fetch(film, range ? { headers: { Range: range } } : {});
    const size = (await answer.blob()).size;
    return [range, [answer.status, size, answer.headers.get("Content-Range")]];
  })))"""


SHUT: Final = """
const refuse = () => { throw new DOMException("shut", "SecurityError") };
const later = async () => refuse();
Object.defineProperty(window, "localStorage", { get: refuse });
Object.defineProperty(window, "caches",
  { value: { open: later, match: later, keys: later, has: later, delete: later } });
Object.defineProperty(navigator, "serviceWorker",
  { value: { register: later, getRegistration: later, getRegistrations: later } });
"""


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Settings:
    """The plant with its cast and films that really play."""
    settings = fresh_settings(tmp_path_factory.mktemp("tunnel"))
    settings.data.mkdir(parents=True)
    shutil.copy(migrated_sqlite, settings.sqlite)
    floor.fill(settings, FILM.read_bytes())
    return settings


@pytest.fixture
def plant(laid: Settings, tmp_path: Path) -> Iterator[Plant]:
    """A fresh copy of that plant, answering and counting."""
    settings = fresh_settings(tmp_path)
    shutil.copytree(laid.data, settings.data)
    plant = Plant(settings)
    plant.start()
    assert plant.app
    with connected(plant.app.extensions["database"]):
        Counts(settings).start()
    yield plant
    plant.stop()


def test_in_a_tunnel_it_plays_asks_ends_and_counts_once_when_back(
    browser: Browser, plant: Plant
) -> None:
    with phone(browser, plant) as page:
        page.click("[data-save] >> nth=0")
        expect(page.locator("[data-say=saved]")).to_be_visible()
        expect(page.locator("[data-say=saved]")).to_be_focused()
        ready(page)
        plant.stop()

        page.goto(f"{plant.address}/{floor.LATHE}")
        page.click(".start")
        plays(page, 0)
        page.evaluate("document.querySelector('video').currentTime = 12")
        plays(page, 12)
        expect(page.locator(".keys [data-do=loop]")).to_be_visible()
        film = page.evaluate("document.querySelector('video').currentSrc")
        size = page.evaluate("film => fetch(film).then(a => a.blob()).then(b => b.size)", film)
        assert page.evaluate(RANGES, film) == {
            "bytes=0-1": [206, 2, f"bytes 0-1/{size}"],
            "bytes=100-": [206, size - 100, f"bytes 100-{size - 1}/{size}"],
            "bytes=-500": [206, 500, f"bytes {size - 500}-{size - 1}/{size}"],
            "bytes=99999999-": [416, 0, f"bytes */{size}"],
            "bytes=5-2": [416, 0, f"bytes */{size}"],
            "": [200, size, None],
            "bytes=0-1,5-9": [200, size, None],
        }

        page.goto(f"{plant.address}{GLASSES}")
        page.wait_for_function("navigator.serviceWorker.controller")
        page.locator(".quiz .picks button").nth(1).click()
        expect(page.locator(".verdict.wrong")).to_contain_text("Auch daneben")
        page.locator(".verdict .go").click()
        page.locator(".picks button").nth(0).click()
        page.locator(".verdict.right .go").click()
        expect(page.locator("h1")).to_contain_text("Brille auf")
        assert page.evaluate(WAITING) == 1

        page.goto(f"{plant.address}/de/mine")
        expect(page.locator("[data-part=finished]")).to_contain_text("Schutzbrille tragen")
        page.goto(f"{plant.address}/de/t/safety")
        expect(page.locator("[data-part=saved]")).to_contain_text("Schutzbrille tragen")
        page.wait_for_timeout(300)

        plant.start()
        plant.asked.clear()
        page.goto(f"{plant.address}/de/mine")
        soon(lambda: page.evaluate(WAITING) == 0, "the ticket never left")
        assert plant.counted() == 1
        sent = [one for one in plant.asked if one.startswith("POST /ticket")]
        assert len(sent) == 1
        assert "wear-glasses" not in sent[0]
        assert "HTTP_REFERER" not in sent[0]
        assert page.evaluate("offline.get(location.pathname).then(() => 1)") == 1
        text = sent[0].rpartition("\n")[2].removeprefix("ticket=")
        page.evaluate("t => offline.spend('/x', t).then(() => offline.contact())", text)
        soon(lambda: page.evaluate(WAITING) == 0, "the same ticket never left")
        assert plant.counted() == 1


@pytest.mark.thorough
def test_in_a_tunnel_a_code_that_is_typed_leads_to_what_is_kept(
    browser: Browser, plant: Plant
) -> None:
    with phone(browser, plant) as page:
        page.click("[data-save] >> nth=0")
        expect(page.locator("[data-say=saved]")).to_be_visible()
        ready(page)
        plant.stop()
        page.goto(f"{plant.address}/de/m/{floor.LATHE}")
        page.fill("#code", f"{floor.LATHE[:3]} {floor.LATHE[3:]}".lower())
        page.press("#code", "Enter")
        page.wait_for_url(f"{plant.address}/{floor.LATHE}")
        expect(page.locator(".start")).to_be_visible()
        page.fill("#code", "Brille")
        page.press("#code", "Enter")
        expect(page.locator("[data-part=saved]")).to_contain_text("Schutzbrille tragen")


@pytest.mark.thorough
def test_what_it_keeps_never_lies_and_never_breaks(browser: Browser, plant: Plant) -> None:
    with phone(browser, plant) as page:
        ready(page)
        page.goto(f"{plant.address}{GLASSES}")
        page.click(".start")
        plays(page, 0)
        page.wait_for_function("() => !!self.offline")
        film = page.get_attribute("video source", "src")
        # A film that plays comes as a part by default: what is stored is whole all the same.
        plant.asked.clear()
        assert page.evaluate(SAVE, GLASSES)
        asked = [one for one in plant.asked if one.startswith(f"GET {film}")]
        assert [one for one in asked if "HTTP_RANGE" not in one and "no-cache" in one]
        stored = page.evaluate(
            "film => caches.match(film).then(async a => [a.status, (await a.blob()).size])", film
        )
        assert stored[0] == 200
        assert stored[1] > FILM.stat().st_size

        # Two tabs at once, a second nugget of the machine: each is there once.
        other = page.context.new_page()
        other.goto(f"{plant.address}{CHIPS}/offline")
        other.wait_for_function("() => !!self.offline")
        other.evaluate("([a, b]) => Promise.all([offline.keep(a), offline.keep(b)]).then(() => 1)",
                       [GLASSES, CHIPS])  # fmt: skip
        assert page.evaluate(KEPT) == [CHIPS, GLASSES]
        other.close()

        # The browser threw a file away: what is not whole counts as not saved.
        page.evaluate("film => caches.open('kiosk-saved').then(box => box.delete(film))", film)
        assert page.evaluate(KEPT) == [CHIPS]
        assert page.evaluate(SAVE, GLASSES)

        # A clock that is wrong by a year changes nothing.
        page.clock.set_fixed_time("2027-11-22T12:00:00")
        page.goto(f"{plant.address}/de/mine")
        page.wait_for_function("() => !!self.offline")
        assert page.evaluate(KEPT) == [CHIPS, GLASSES]

        # Taken back: gone at the next contact, with its film, and the other one stays.
        assert plant.app
        with connected(plant.app.extensions["database"]):
            storage = plant.app.extensions["storage"]
            nuggets.withdraw(Nugget.get(slug="wear-glasses"), storage, floor.DAY)
        page.goto(f"{plant.address}/de/mine")
        soon(lambda: page.evaluate(KEPT) == [CHIPS], "what was withdrawn is still here")
        gone = "film => caches.match(film).then(a => a === undefined)"
        soon(lambda: bool(page.evaluate(gone, film)), "its film is still here")


@pytest.mark.thorough
def test_a_phone_without_room_says_so_and_keeps_nothing_by_halves(
    browser: Browser, plant: Plant
) -> None:
    with phone(browser, plant) as page:
        ready(page)
        tool = page.context.new_cdp_session(page)
        used = page.evaluate("navigator.storage.estimate().then(it => it.usage)")
        order = {"origin": plant.address, "quotaSize": used + 150_000}
        tool.send("Storage.overrideQuotaForOrigin", order)
        page.click("[data-save] >> nth=0")
        expect(page.locator("[data-say=QuotaExceededError]")).to_be_visible()
        assert page.evaluate(KEPT) == []
        assert (
            page.evaluate("caches.open('kiosk-saved').then(b => b.keys()).then(k => k.length)") == 0
        )
        tool.send("Storage.overrideQuotaForOrigin", {"origin": plant.address})

        # Our own limit comes before the phone's.
        big = json.dumps({"form": 1, "at": "/x", "urls": [], "bytes": 149_900_000, "machine": []})
        page.evaluate(
            "it => caches.open('kiosk-saved').then(b => b.put('/x/saved', new Response(it)))", big
        )
        page.click("[data-save] >> nth=0")
        expect(page.locator("[data-say=Full]")).to_be_visible()
        page.evaluate("offline.remove('/x')")

        # The network breaks off in the midst of it.
        page.route("**/media/*.mp4", lambda route: route.abort())
        page.click("[data-save] >> nth=0")
        expect(page.locator("[data-say=Broken]")).to_be_visible()
        assert page.evaluate(KEPT) == []
        page.unroute("**/media/*.mp4")

        page.click("[data-save] >> nth=0")
        expect(page.locator("[data-say=saved]")).to_be_visible()
        page.click("[data-remove]")
        expect(page.locator("[data-save] >> nth=0")).to_be_visible()
        assert (
            page.evaluate("caches.open('kiosk-saved').then(b => b.keys()).then(k => k.length)") == 0
        )


@pytest.mark.thorough
def test_a_next_release_breaks_nothing_that_plays_and_follows_cleanly(
    browser: Browser, plant: Plant
) -> None:
    with phone(browser, plant) as page:
        page.evaluate(SAVE, GLASSES)
        ready(page)
        page.goto(f"{plant.address}{GLASSES}")
        page.click(".start")
        plays(page, 0)
        plant.next_release = True
        page.evaluate(
            "navigator.serviceWorker.getRegistration().then(it => it.update()).then(() => 1)"
        )
        page.wait_for_function("navigator.serviceWorker.getRegistration().then(it => !!it.waiting)")
        page.evaluate("document.querySelector('video').currentTime = 9")
        plays(page, 9)
        page.wait_for_timeout(1000)
        assert page.evaluate("navigator.serviceWorker.getRegistration().then(it => !!it.waiting)")
        shells = [name for name in page.evaluate(STATE)["caches"] if "shell" in name]
        assert len(shells) == 2

        page.close()
        later = page.context.new_page()
        soon(lambda: _only_the_next(later, plant), "the old release's cache is still here")
        plant.stop()
        later.goto(f"{plant.address}{GLASSES}")
        later.click(".start")
        plays(later, 0)


def _only_the_next(page: Page, plant: Plant) -> bool:
    page.goto("about:blank")
    page.wait_for_timeout(1000)
    page.goto(f"{plant.address}{GLASSES}")
    shells = [name for name in page.evaluate(STATE)["caches"] if "shell" in name]
    return len(shells) == 1 and "next" in shells[0]


@pytest.mark.thorough
def test_switched_off_the_worker_goes_and_leaves_nothing(browser: Browser, plant: Plant) -> None:
    with phone(browser, plant) as page:
        page.evaluate(SAVE, GLASSES)
        ready(page)
        plant.stop()
        plant.start(offline=False)
        page.goto(f"{plant.address}{GLASSES}")
        page.goto(f"{plant.address}/de/t/safety")
        nothing = {"caches": [], "workers": 0}
        soon(lambda: bool(page.evaluate(STATE) == nothing), "the worker is still here")
        page.goto(f"{plant.address}{GLASSES}")
        assert page.locator("[data-offline]").count() == 0
        page.click(".start")
        plays(page, 0)


@pytest.mark.thorough
def test_nothing_of_mine_is_ever_sent_and_all_of_it_can_be_forgotten(
    browser: Browser, plant: Plant
) -> None:
    mine = {"wear-glasses": {"at": GLASSES, "title": CANARY, "lang": "de", "seconds": 90,
            "stage": 0, "times": 3, "last": 20_000, "due": 20_001, "secret": CANARY,
            "next": {"at": CHIPS, "title": CANARY, "lang": "de"}}}  # fmt: skip
    with phone(browser, plant) as page:
        page.evaluate("it => { localStorage.mine = it }", json.dumps(mine))
        page.evaluate(SAVE, GLASSES)
        ready(page)
        for at in ("/de/mine", GLASSES, "/de/", f"/{floor.LATHE}", "/de/mine"):
            page.goto(plant.address + at)
            page.wait_for_load_state("networkidle")
        expect(page.locator("[data-part=due]")).to_contain_text(CANARY)
        assert plant.asked
        assert not [one for one in plant.asked if CANARY in one]
        assert not [one for one in plant.asked if "HTTP_COOKIE" in one]

        page.click("[data-forget]")
        expect(page.locator("[data-part=forgot]")).to_be_visible()
        assert page.evaluate("localStorage.length") == 0
        assert page.evaluate(STATE) == {"caches": [], "workers": 0}


@pytest.mark.thorough
def test_without_storage_everything_works_as_without_it(browser: Browser, plant: Plant) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="de-DE")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.add_init_script(SHUT)
    page.goto(f"{plant.address}{GLASSES}")
    page.click(".start")
    plays(page, 0)
    page.goto(f"{plant.address}{GLASSES}/offline")
    expect(page.locator("[data-part=shut]")).to_be_visible()
    expect(page.locator("[data-save]").first).to_be_hidden()
    page.goto(f"{plant.address}/de/mine")
    expect(page.locator("[data-part=shut]")).to_be_visible()
    assert faults == []
    context.close()


def test_the_days_to_see_it_again_make_a_calendar(browser: Browser, plant: Plant) -> None:
    title = "Späne, Kühlmittel; Handschuhe\\Brille " + "اختبار " * 12
    with phone(browser, plant) as page:
        day = int(
            page.evaluate("Math.floor((Date.now() - new Date().getTimezoneOffset() * 6e4) / 864e5)")
        )
        rows = {"a": {"at": GLASSES, "title": title, "lang": "de", "seconds": 90, "stage": 1,
                "times": 2, "last": day, "due": day + 7}}  # fmt: skip
        page.evaluate("it => { localStorage.mine = it }", json.dumps(rows))
        page.goto(f"{plant.address}/de/mine")
        with page.expect_download() as found:
            page.click("[data-calendar]")
        text = found.value.path().read_bytes()
        assert text.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
        assert all(len(line) <= 75 for line in text.split(b"\r\n"))
        whole = text.replace(b"\r\n ", b"").decode()
        assert "SUMMARY:" in whole
        assert "Späne\\, Kühlmittel\\; Handschuhe\\\\Brille" in whole
        assert whole.count("BEGIN:VEVENT") == 1
        assert f"URL:{plant.address}{GLASSES}" in whole

"""What a picture of each page must show, by day and by night, on a phone and on a desk.

`make pictures` takes them of the demonstration plant (PICTURES_OF) and keeps them for the README.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from content import library, takes, versions
from content.media import ffmpeg
from content.models import Nugget, Site, Version
from content.storage import Folder
from kiosk import jobs
from kiosk.app import create_app
from kiosk.counts import demo
from kiosk.db import connected, open_database
from kiosk.making.cutting import Cutting, Rules
from kiosk.settings import load
from kiosk.staff import first
from tests.conftest import fresh_settings
from tests.journeys.served import Served
from tests.journeys.test_scan_to_number import until
from tests.studio import Browser as Hand

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "docs" / "pictures"
README = (ROOT / "README.md").read_text("utf-8")
OF = os.environ.get("PICTURES_OF")
HEAVIEST = 150_000  # bytes of one picture
HEAVIEST_ALL = 1_700_000  # two sets of pages: those of workers and those of the studio
CODE = "D4H7KW"
SPOKEN = {"light": "en", "dark": "de"}
GROUND = {"light": "rgb(246, 247, 244)", "dark": "rgb(11, 18, 20)"}
SIZES = {"phone": (390, 844, 2), "desk": (1280, 900, 1)}  # width, height, dots for each
LABELS = {
    "KIOSK_LABEL_URL": "https://qr.example.com",
    "KIOSK_BASE_URL": "https://learn.example.com",
}
STRIP = (1.5, 18.0, 44.0, 58.0, 66.0, 82.0)  # seconds of the film


ALL_SEEN = (
    "[...document.images].every((one) => one.getBoundingClientRect().top > innerHeight"
    " || one.complete && one.naturalWidth)"
)

ALL_PLAY = (
    "[...document.querySelectorAll('video')].every((one) => !one.checkVisibility()"
    " || one.readyState > 1)"
)


@pytest.fixture(scope="module")
def shown(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """The plant that is looked at, with a year of invented numbers, served."""
    settings = fresh_settings(tmp_path_factory.mktemp("shown"))
    shutil.copytree(OF or request.getfixturevalue("built").data, settings.data)
    database = open_database(settings)
    with connected(database):
        demo.demo_year(Site.get().id, settings)
    database.close_all()  # type: ignore[attr-defined]
    there = Served(settings)
    there.start("--only", "web")
    yield there
    there.stop()
    there.house.close()


@pytest.fixture(params=list(SIZES))
def size(request: pytest.FixtureRequest) -> str:
    """On a phone, then on a desk."""
    return str(request.param)


@pytest.fixture(params=list(SPOKEN))
def light(request: pytest.FixtureRequest) -> str:
    """By day, then by night."""
    return str(request.param)


@pytest.fixture
def screen(browser: Browser, shown: Served, size: str, light: str) -> Iterator[Page]:
    """A screen of this size and light that was here before: it has the typeface at hand."""
    width, height, dots = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=dots,
        color_scheme="dark" if light == "dark" else "light", reduced_motion="reduce",
        base_url=shown.address,
    )  # fmt: skip
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(f"/{SPOKEN[light]}/m/{CODE}")
    page.keyboard.press("Shift")
    until(page, "!!localStorage.face")
    page.goto("/")
    page.goto(f"/{SPOKEN[light]}/m/{CODE}")
    yield page
    context.close()


def take(page: Page, name: str, light: str) -> None:
    """Look at the screen as a picture: nothing sideways, its own typeface and ground, light."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.fonts.check('700 18px Plate')")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == GROUND[light]
    until(page, ALL_SEEN)
    keep(Image.open(BytesIO(page.screenshot(scale="device"))), f"{name}-{light}")


def keep(picture: Image.Image, name: str) -> Image.Image:
    """Return the picture in few colours; keep it where pictures are wanted."""
    small = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    packed = BytesIO()
    small.save(packed, "PNG", optimize=True)
    assert len(packed.getvalue()) <= HEAVIEST
    if OF and f"pictures/{name}.png" in README:
        KEPT.mkdir(parents=True, exist_ok=True)
        (KEPT / f"{name}.png").write_bytes(packed.getvalue())
    return small


def open_nugget(page: Page) -> None:
    """Open the page of the machine's first nugget, with its steps."""
    start = page.locator(".film form").get_attribute("action") or ""
    page.goto(start.removesuffix("/play"))
    page.evaluate("scrollTo(0, 1)")  # the pictures come with the first touch
    page.evaluate("scrollTo(0, 0)")


def answer(page: Page) -> None:
    """Pick answers until one is right."""
    picks = page.locator(".picks button")
    for number in range(picks.count()):
        picks.nth(number).click()
        page.locator(".verdict").wait_for()
        if page.locator(".verdict.right").count():
            return
        page.locator("form[action$='/answer'] button.go").click()
        picks.first.wait_for()
    pytest.fail("none of the answers is right")


@pytest.mark.browser
def test_the_machine_shows_its_plate_and_the_film_to_start(
    screen: Page, size: str, light: str
) -> None:
    screen.evaluate("scrollTo(0, 1)")
    screen.evaluate("scrollTo(0, 0)")
    expect(screen.locator(".plate .code").first).to_have_text("D4H-7KW")
    expect(screen.locator(".film .start")).to_be_in_viewport(ratio=1)
    take(screen, f"{size}-machine", light)


@pytest.mark.browser
def test_the_nugget_plays_with_a_caption_that_can_be_read(
    screen: Page, size: str, light: str
) -> None:
    open_nugget(screen)
    screen.locator(".film .start").click()
    until(screen, "document.querySelector('video').currentTime > 0.2")
    screen.evaluate("const film = document.querySelector('video');"
                    "film.playbackRate = 0; film.currentTime = 16.6")  # fmt: skip
    until(screen, "!document.querySelector('video').seeking")
    expect(screen.locator(".film .cap")).not_to_be_empty()
    expect(screen.locator(".film .cap")).to_be_in_viewport(ratio=1)
    expect(screen.locator("[data-do=pause]")).to_be_in_viewport()
    screen.wait_for_timeout(2500 if OF else 0)  # the browser's own keys fade
    take(screen, f"{size}-nugget", light)


@pytest.mark.browser
def test_the_right_answer_says_why_and_leads_on(screen: Page, size: str, light: str) -> None:
    open_nugget(screen)
    answer(screen)
    expect(screen.locator("#verdict")).to_be_in_viewport(ratio=1)
    expect(screen.locator(".verdict .says")).to_be_in_viewport(ratio=1)
    expect(screen.locator("form[action$='/done'] button")).to_be_in_viewport(ratio=1)
    take(screen, f"{size}-answer", light)


@pytest.mark.browser
def test_the_end_says_what_was_learned_and_what_to_try(screen: Page, size: str, light: str) -> None:
    open_nugget(screen)
    answer(screen)
    screen.evaluate("for (const one of document.getElementsByName('ticket')) one.value = ''")
    screen.locator("form[action$='/done'] button").click()
    expect(screen.locator("h1")).to_be_in_viewport(ratio=1)
    expect(screen.locator(".box .tag")).to_be_in_viewport(ratio=1)
    take(screen, f"{size}-done", light)


@pytest.mark.browser
def test_the_numbers_show_a_sum_and_say_that_they_are_invented(
    screen: Page, size: str, light: str
) -> None:
    screen.goto(f"/{SPOKEN[light]}/numbers")
    expect(screen.locator(".sum")).to_have_text(re.compile(r"^[\d.,]+$"))
    expect(screen.locator(".steps")).to_be_in_viewport()
    expect(screen.locator("h1 ~ p .tag")).to_be_in_viewport(ratio=1)
    take(screen, f"{size}-numbers", light)


@pytest.mark.browser
def test_the_room_plays_the_nugget_beside_its_steps(browser: Browser, shown: Served) -> None:
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, reduced_motion="reduce", base_url=shown.address
    )
    page = context.new_page()
    page.goto(f"/room/en/m/{CODE}")
    if page.locator(".nuggets a").count():
        page.locator(".nuggets a").first.click()
    page.get_by_role("button", name="Watch the film").click()
    until(page, "document.querySelector('.on video')?.currentTime > 0.2")
    page.evaluate("const film = document.querySelector('video');"
                  "film.playbackRate = 0; film.currentTime = 16.6")  # fmt: skip
    expect(page.locator(".steps [aria-current]")).to_be_visible()
    expect(page.locator(".onphone img")).to_be_in_viewport(ratio=1)
    expect(page.locator(".cap")).not_to_be_empty()
    take(page, "room-film", "light")
    context.close()


@pytest.fixture
def trainer(screen: Page, shown: Served, light: str) -> Page:
    """The same screen with a trainer signed in to the studio."""
    settings = load(shown.house.data, environ={}, pot=str(shown.house.pot))
    database = open_database(settings)
    with connected(database):
        mia, _ = first.of_demo(Site.get(), datetime.now(tz=UTC).date())[0]
        signed = Hand(create_app(settings), mia, SPOKEN[light])
    database.close_all()  # type: ignore[attr-defined]
    screen.context.add_cookies([one | {"domain": "127.0.0.1"} for one in signed.cookies])
    screen.set_extra_http_headers({"Accept-Language": SPOKEN[light]})
    return screen


@pytest.fixture(scope="module")
def begun(shown: Served) -> str:
    """The draft of what hangs on the machine first, its film looked at as one of a phone is."""
    settings = load(shown.house.data, environ={}, pot=str(shown.house.pot))
    database, storage = open_database(settings), Folder(settings.media)
    with connected(database):
        version = versions.begin(Nugget.select().order_by(Nugget.slug).get())
        mia, _ = first.of_demo(Site.get(), datetime.now(tz=UTC).date())[0]
        Version.update(authors=mia.id).where(Version.id == version.id).execute()
        shot = version.film
        assert shot is not None
        film = storage.find(shot.sha, shot.ext)
        assert film is not None
        upload = settings.data / "desk" / "IMG_4711"
        upload.parent.mkdir(exist_ok=True)
        shutil.copy(film, upload)
        take = takes.receive(
            version, "film", upload, shot.ext, folder=settings.takes, keep_days=30,
            today=datetime.now(tz=UTC).date(),
        )  # fmt: skip
    Cutting(database, storage, upload.parent, Rules(settings.takes)).look(take.id, lambda _: None)
    with connected(database):
        jobs.Job.delete().where(jobs.Job.subject == take.id).execute()
    database.close_all()  # type: ignore[attr-defined]
    return str(version.id)


@pytest.mark.browser
@pytest.mark.parametrize("station", ["film", "check", "captions", "question", "release"])
def test_a_nugget_of_the_studio_shows_its_station(
    trainer: Page, begun: str, size: str, light: str, station: str
) -> None:
    trainer.goto(f"/studio/v/{begun}/{station}")
    expect(trainer.locator("h1")).to_be_visible()
    until(trainer, ALL_PLAY)
    take(trainer, f"{size}-studio-{station}", light)


@pytest.mark.browser
def test_the_studio_begins_with_what_waits(trainer: Page, size: str, light: str) -> None:
    trainer.goto("/studio/")
    expect(trainer.locator("h1")).to_be_visible()
    take(trainer, f"{size}-studio-today", light)


@pytest.mark.browser
def test_the_label_reads_back_from_its_picture(shown: Served, tmp_path: Path) -> None:
    sign = tmp_path / "sign.png"
    command = shown.house.words("labels", CODE, "--out", str(sign))
    environ = shown.house.environment(**LABELS)
    subprocess.run(command, env=environ, check=True, capture_output=True)
    with Image.open(sign) as large:
        picture = keep(large.resize((620, round(620 * large.height / large.width))), "label")
    read = {code.text for code in zxingcpp.read_barcodes(picture.convert("L"))}
    assert read == {f"https://QR.EXAMPLE.COM/{CODE}"}


def test_a_film_tells_its_story_without_sound(tmp_path: Path) -> None:
    film = library.STARTER / "emergency-stop" / "video.mp4"
    strip = Image.new("RGB", (264 * len(STRIP) - 8, 144), "white")
    for number, second in enumerate(STRIP):
        frame = tmp_path / f"{number}.png"
        command = [ffmpeg.find(), "-v", "error", "-ss", str(second), "-i", str(film)]
        subprocess.run([*command, "-frames:v", "1", "-vf", "scale=256:144", str(frame)], check=True)
        strip.paste(Image.open(frame), (264 * number, 0))
    colours = keep(strip, "film").convert("RGB").getcolors(1 << 24)
    assert colours
    assert len(colours) > len(STRIP)


def test_the_readme_shows_pictures_that_are_there_and_light() -> None:
    named = re.findall(r"docs/pictures/[\w-]+\.png", README)
    assert {ROOT / one for one in named} == set(KEPT.glob("*.png"))
    assert sum(one.stat().st_size for one in KEPT.glob("*.png")) <= HEAVIEST_ALL

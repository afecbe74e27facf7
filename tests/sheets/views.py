"""Every page and state that is looked at on a contact sheet, and how a hand brings it about."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.sheets.states import LATHE, OTHER_LATHE

Act = Callable[[Page], None]
NUGGET = f"/{{lang}}/m/{LATHE}/emergency-stop"
ROOM = "/room/{lang}"
ROOM_NUGGET = f"{ROOM}/m/{LATHE}/emergency-stop"
LEARNED = """lang => {
    const day = Math.floor(Date.now() / 864e5), at = slug => `/${lang}/m/D4H7KW/${slug}`;
    const one = (title, slug, due, last) => ({at: at(slug), title, lang, seconds: 95, times: 2,
        stage: 1, due: day + due, last: day - last, next: null});
    const words = JSON.parse(document.querySelector("[data-finished]")?.dataset.finished || "{}");
    localStorage.mine = JSON.stringify({
        "emergency-stop": one(words.title, "emergency-stop", 0, 1),
        "light-stack": {...one("Signalsäule", "light-stack", 7, 0), lang: "de", next: words.next},
    });
}"""


@dataclass(frozen=True, slots=True)
class View:
    """A page in one state: a name, where it stands, what a hand does there, and its medium."""

    name: str
    path: str
    act: Act | None = None
    paper: bool = False


def play(page: Page) -> None:
    """Start the film, and hold it where a caption stands."""
    page.locator(".start").first.click()
    playing = "() => document.querySelector('video').currentTime > 0.2"
    page.wait_for_function(playing, timeout=60_000)
    page.evaluate("const one = document.querySelector('video'); one.playbackRate = 0;"
                  "one.currentTime = 17")  # fmt: skip
    expect(page.locator(".cap")).not_to_be_empty(timeout=60_000)
    page.wait_for_function("() => document.querySelector('video').readyState > 1")


def second(page: Page) -> None:
    """Play with a second line of captions."""
    play(page)
    page.locator("[data-second]").select_option("tr")
    page.evaluate("document.querySelector('video').currentTime = 18")
    expect(page.locator(".cap span")).to_have_count(2, timeout=60_000)
    page.evaluate("scrollTo(0, 0)")


def ended(page: Page) -> None:
    """Let the film end."""
    play(page)
    page.evaluate("const one = document.querySelector('video'); one.playbackRate = 1;"
                  "one.currentTime = one.duration - 0.2")  # fmt: skip
    expect(page.locator(".after:visible")).to_be_visible(timeout=60_000)


def touch(page: Page) -> None:
    """Touch the page, so that what comes late is there."""
    page.evaluate("scrollTo(0, 1)")
    page.wait_for_load_state("networkidle")


def pick(page: Page, *, right: bool) -> None:
    """Answer until the answer is right, or is wrong."""
    touch(page)
    count = page.locator(".picks button").count()
    for number in range(count):
        page.locator(".picks button").nth(number).click()
        page.locator(".verdict").wait_for()
        if page.locator(".verdict.right").count() == right:
            return
        page.go_back() if page.url.endswith("/answer") else page.reload()
        page.locator(".picks button").first.wait_for()


def finish(page: Page) -> None:
    """Answer rightly and end the nugget."""
    pick(page, right=True)
    page.locator("form[action$='/done'] button.go").click()
    page.locator(".won").wait_for()


def learned(page: Page) -> None:
    """Look at what this phone remembers after two nuggets and one kept."""
    finish(page)
    lang = page.evaluate("document.documentElement.lang")
    page.evaluate(LEARNED, lang)
    page.goto(f"/{lang}/m/{LATHE}/emergency-stop/offline")
    keep(page)
    page.goto(f"/{lang}/mine")
    expect(page.locator("[data-part=saved]")).to_be_visible(timeout=60_000)


def keep(page: Page) -> None:
    """Keep the nugget on this phone."""
    if page.locator("[data-save]").first.is_visible():
        page.locator("[data-save]").first.click()
    expect(page.locator("[data-say=saved]")).to_be_visible(timeout=60_000)


def forget(page: Page) -> None:
    """Let the phone forget everything."""
    learned(page)
    page.locator("[data-forget]").click()
    expect(page.locator("[data-part=forgot]")).to_be_visible(timeout=60_000)


def unfold(page: Page) -> None:
    """Open what is folded."""
    page.locator("summary").first.click()


def typed(page: Page) -> None:
    """Type a word and wait for what is found."""
    touch(page)
    page.locator("#q").press_sequentially("stop")
    page.locator("#hits a").first.wait_for()


def reached(page: Page) -> None:
    """Read the room's nugget to the question."""
    page.locator("#ask button").click()
    page.locator(".picks").wait_for()


def room_pick(page: Page, *, right: bool) -> None:
    """Answer in the room."""
    reached(page)
    for number in range(page.locator(".picks button").count()):
        page.locator(".picks button").nth(number).click()
        page.locator("main.verdict").wait_for()
        if page.locator("main.verdict.right").count() == right:
            return
        page.locator("form[action$='/answer'] button").click()
        page.locator(".picks button").first.wait_for()


def room_finish(page: Page) -> None:
    """End the nugget in the room."""
    room_pick(page, right=True)
    page.locator("form[action$='/done'] button").click()
    page.locator("main.end").wait_for()


def tapped(signs: str) -> Act:
    """Return how to tap these signs on the code pad, and to open what they name."""

    def tap(page: Page) -> None:
        for sign in signs:
            page.locator(f"[data-sign='{sign}']").click()
        page.locator("[data-open]").click()
        page.locator("main:not(.find)").wait_for()

    return tap


def room_send(page: Page) -> None:
    """Send in the room what stands first."""
    page.locator("main form button").first.click()
    page.locator("main.told").wait_for()


def film_lost(page: Page) -> None:
    """Start a film that is not there."""
    page.route("**/*.mp4", lambda route: route.fulfill(status=404))
    page.reload()
    page.locator(".start").click()
    expect(page.locator("[data-lost]")).to_be_visible(timeout=60_000)


def cover(name: str) -> Act:
    """Return how to uncover one of the room's words that lie over a page."""

    def uncover(page: Page) -> None:
        page.evaluate(f"document.getElementById('{name}').hidden = false")

    return uncover


def send(page: Page) -> None:
    """Send what was picked first."""
    page.locator("form.picks button").first.click()
    page.locator(".sent").wait_for()


def wrong(page: Page) -> None:
    """Answer wrongly."""
    pick(page, right=False)


def right(page: Page) -> None:
    """Answer rightly."""
    pick(page, right=True)


PHONE = (
    View("machine", f"/{{lang}}/m/{LATHE}", touch),
    View("machine playing", f"/{{lang}}/m/{LATHE}", play),
    View("nugget", NUGGET, touch),
    View("nugget playing", NUGGET, play),
    View("nugget with two captions", NUGGET, second),
    View("nugget ended", NUGGET, ended),
    View("nugget without machine", "/{lang}/n/near-miss", touch),
    View("nugget in another language", "/{lang}/n/chips", touch),
    View("nugget inside the plant", "/{lang}/n/new-tool"),
    View("nugget taken back", f"/{{lang}}/m/{LATHE}/strange-mail"),
    View("answer wrong", NUGGET, wrong),
    View("answer right", NUGGET, right),
    View("done", NUGGET, finish),
    View("find", "/{lang}/", touch),
    View("find typing", "/{lang}/", typed),
    View("found", "/{lang}/find?q=stop"),
    View("found near", "/{lang}/find?q=D4H7KX"),
    View("found no code", "/{lang}/find?q=9Z9Z9Z"),
    View("found nothing", "/{lang}/find?q=xyzzyq"),
    View("found foreign", "/{lang}/find?q=https://example.org/D4H7KW"),
    View("floor", "/{lang}/machines"),
    View("area", "/{lang}/a/{area}"),
    View("topic", "/{lang}/t/safety", touch),
    View("label without machine", "/{lang}/m/{blank}"),
    View("label lost", "/{lang}/m/{lost}"),
    View("label replaced", "/{lang}/m/{replaced}"),
    View("label retired", "/{lang}/m/{retired}"),
    View("machine without nuggets", "/{lang}/m/{bare}", touch),
    View("machine inside the plant", "/{lang}/m/{shut}", touch),
    View("code unknown", "/{lang}/m/{unknown}"),
    View("code mistyped", "/{lang}/m/D4H7KX"),
    View("address unknown", "/{lang}/n/nothing"),
    View("language unknown", "/xx/m/{blank}"),
    View("mine empty", "/{lang}/mine"),
    View("mine", NUGGET, learned),
    View("mine forgotten", NUGGET, forget),
    View("keep", f"{NUGGET}/offline"),
    View("kept", f"{NUGGET}/offline", keep),
    View("offline", "/{lang}/offline"),
    View("question before the film", "/{lang}/n/rating-plate"),
    View("numbers", "/{lang}/numbers", unfold),
    View("numbers of an area", "/{lang}/numbers/site"),
    View("numbers of a nugget", "/{lang}/numbers/site/n/{taught}"),
    View("numbers of a period", "/{lang}/numbers/all/{when}"),
    View("numbers for the board", "/{lang}/numbers/all/{when}/print"),
    View("numbers for the board on paper", "/{lang}/numbers/all/{when}/print", paper=True),
    View("transparency", "/{lang}/transparency", unfold),
    View("check", "/check/{sign}"),
    View("accessibility", "/{lang}/accessibility"),
    View("coaches", "/{lang}/coaches", touch),
    View("coaches of a machine", f"/{{lang}}/coaches/{LATHE}", touch),
    View("coaches of an area", "/{lang}/a/{area}/coaches", touch),
    View("today", "/{lang}/today", touch),
    View("wish", f"/{{lang}}/wish/m/{LATHE}"),
    View("wish for the plant", "/{lang}/wish"),
    View("wish sent", f"/{{lang}}/wish/m/{LATHE}", send),
    View("wishes", "/{lang}/wishes"),
    View("remark", f"{NUGGET}/remark"),
    View("remark without machine", "/{lang}/n/near-miss/remark"),
    View("remark wrong", f"{NUGGET}/remark/wrong"),
    View("remark machine changed", f"{NUGGET}/remark/machine-changed"),
    View("remark unsafe", f"{NUGGET}/remark/unsafe"),
    View("remark unclear", f"{NUGGET}/remark/unclear"),
    View("remark sent", f"{NUGGET}/remark/wrong", send),
    View("remark sent unsafe", f"{NUGGET}/remark/unsafe", send),
    View("sheet", f"{NUGGET}/print"),
    View("sheet on paper", f"{NUGGET}/print", paper=True),
    View("session", f"{NUGGET}/session"),
    View("session on paper", f"{NUGGET}/session", paper=True),
)

ROOMS = (
    View("start", "/room/"),
    View("home", ROOM + "/"),
    View("new here", ROOM + "/new"),
    View("topics", ROOM + "/topics"),
    View("topic", ROOM + "/t/safety"),
    View("languages", ROOM + "/languages/topics"),
    View("floor", ROOM + "/machines"),
    View("machine", f"{ROOM}/m/{LATHE}"),
    View("machine without nuggets", ROOM + "/m/{bare}"),
    View("label out of use", ROOM + "/m/{retired}"),
    View("code unknown", ROOM + "/m/{unknown}"),
    View("label without machine", ROOM + "/m/{blank}"),
    View("pad", ROOM + "/pad/D4H7"),
    View("pad mistyped", ROOM + "/find", tapped("D4H7KX")),
    View("pad unknown", ROOM + "/find", tapped("ZZZZ95")),
    View("find", ROOM + "/find"),
    View("letters", ROOM + "/letters?q=stop"),
    View("found", ROOM + "/find?q=stop"),
    View("found nothing", ROOM + "/find?q=xyzzyq"),
    View("found near", ROOM + "/find?q=D4H7KX"),
    View("found foreign", ROOM + "/find?q=https://example.org/D4H7KW"),
    View("scanner", ROOM + "/scanner"),
    View("nugget", ROOM_NUGGET),
    View("nugget playing", ROOM_NUGGET, play),
    View("nugget ended", ROOM_NUGGET, ended),
    View("nugget without its film", ROOM_NUGGET, film_lost),
    View("nugget in another language", ROOM + "/n/chips"),
    View("nugget taken back", ROOM + "/n/strange-mail"),
    View("nugget inside the plant", ROOM + "/n/new-tool"),
    View("remark", f"{ROOM_NUGGET}/remark"),
    View("remark wrong", f"{ROOM_NUGGET}/remark/wrong"),
    View("remark unsafe", f"{ROOM_NUGGET}/remark/unsafe"),
    View("remark sent", f"{ROOM_NUGGET}/remark/wrong", room_send),
    View("coaches", ROOM + "/coaches"),
    View("coaches of a machine", f"{ROOM}/coaches/{LATHE}"),
    View("wish", f"{ROOM}/wish/m/{LATHE}"),
    View("wish sent", f"{ROOM}/wish/m/{LATHE}", room_send),
    View("wishes", ROOM + "/wishes"),
    View("question before the film", ROOM + "/n/rating-plate"),
    View("question", ROOM_NUGGET, reached),
    View("answer wrong", ROOM_NUGGET, lambda page: room_pick(page, right=False)),
    View("answer right", ROOM_NUGGET, lambda page: room_pick(page, right=True)),
    View("done", ROOM_NUGGET, room_finish),
    View("still there", f"{ROOM}/m/{OTHER_LATHE}", cover("still")),
    View("server gone", f"{ROOM}/m/{OTHER_LATHE}", cover("gone")),
)

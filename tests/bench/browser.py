"""A phone's browser on a slow line: what it fetches, and when it paints and plays."""

import json
import math
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from tests import machine

SLOW: Final = {"offline": False, "latency": 400, "downloadThroughput": 50_000,
               "uploadThroughput": 50_000}  # fmt: skip  # 400 kbit/s, 400 ms
CALM: Final = 1500  # milliseconds without anything new after which a page is taken as whole
PATIENCE: Final = 60.0
LOOK: Final = 100  # milliseconds between two looks at the page
Event = dict[str, Any]
KINDS: Final = {"Document": "html", "Stylesheet": "css", "Script": "js", "Font": "font",
                "Image": "image", "Media": "media"}  # fmt: skip
BY_ENDING: Final = {"vtt": "captions", "woff2": "font"}
WATCH: Final = """
window.seen = {shift: 0, moved: [], long: [], paint: 0, playing: 0, frame: 0};
const watch = (type, act) => new PerformanceObserver(
  list => list.getEntries().forEach(act)).observe({type, buffered: true});
const named = node => node ? node.nodeName.toLowerCase() + "." + (node.className || "") : "?";
watch("layout-shift", e => {
  if (e.hadRecentInput) return;
  seen.shift += e.value;
  e.sources.forEach(one => seen.moved.push(named(one.node)));
});
watch("longtask", e => seen.long.push([e.startTime, e.duration]));
watch("paint", e => { if (e.name === "first-contentful-paint") seen.paint = e.startTime; });
document.addEventListener("playing", () => {
  seen.playing = performance.now();
  seen.wall = Date.now();
  const film = document.querySelector("video");
  film.requestVideoFrameCallback(() => { seen.frame = performance.now(); });
}, {capture: true, once: true});
"""


@dataclass(slots=True)
class Fetch:
    """One request: what for, when it left, and how many bytes came by when.

    `at` is on the browser's own clock, `wall` the same moment on the clock of the page.
    """

    url: str
    kind: str
    at: float
    wall: float
    cached: bool = False
    came: list[tuple[float, int]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """The bytes that came over the line, head included."""
        return sum(size for _, size in self.came)


@dataclass(slots=True)
class Visit:
    """What one visit cost; times in seconds since the address was opened."""

    fetches: list[Fetch]
    paint: float
    playing: float
    frame: float
    """When the first picture of the film was shown, a moment after it played."""
    shift: float
    moved: tuple[str, ...]
    """What moved, as `tag.class`."""
    blocked: float
    """Milliseconds in which nothing could answer a touch (long tasks beyond 50 ms)."""
    played_at: float
    """When the film played, on the clock of the requests."""

    def until_playing(self) -> list[Fetch]:
        """Return the requests that left before the film played."""
        return [one for one in self.fetches if one.at < self.played_at]

    def kilobytes(self, *kinds: str, at_play: bool = False) -> float:
        """Return the kilobytes of some kinds (of all but media if none is named) at play or now."""
        end = self.played_at if at_play else math.inf
        wanted = [one for one in self.fetches if not one.cached
                  and (one.kind in kinds if kinds else one.kind != "media")]  # fmt: skip
        return sum(size for one in wanted for when, size in one.came if when <= end) / 1000


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the installed Chromium without a window."""
    path = machine.browser()
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@contextmanager
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """Give a fresh phone: nothing kept, 390 by 844 points, a finger for a pointer."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True,
        has_touch=True, locale="de-DE",
    )  # fmt: skip
    context.add_init_script(WATCH)
    yield context
    context.close()


def visit(context: BrowserContext, address: str, *, slow: bool = True) -> Visit:
    """Open an address, wait until its film plays and nothing more is fetched."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    fetches = Line(session).fetches
    session.send("Network.enable")
    if slow:
        session.send("Network.emulateNetworkConditions", SLOW)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(address, wait_until="commit")
    _play(page, session)
    _rest(page, fetches)
    seen = _seen(session)
    page.close()
    return _judged(seen, list(fetches.values()))


def _seen(session: CDPSession) -> dict[str, Any]:
    """Return what the page noted; asked by the debugger, since the page's own policy bars eval."""
    answer = session.send("Runtime.evaluate", {"expression": "JSON.stringify(window.seen || {})"})
    return dict(json.loads(answer["result"]["value"]))


def _play(page: Page, session: CDPSession) -> None:
    end = time.monotonic() + PATIENCE
    while not _seen(session).get("frame"):
        if time.monotonic() > end:
            sys.exit("The film did not play within a minute.")
        page.wait_for_timeout(LOOK)


def _judged(seen: dict[str, Any], fetches: list[Fetch]) -> Visit:
    longs = [duration - 50 for start, duration in seen["long"] if start <= seen["playing"] + 1000]
    return Visit(
        fetches=fetches,
        paint=seen["paint"] / 1000,
        playing=seen["playing"] / 1000,
        frame=seen["frame"] / 1000,
        shift=seen["shift"],
        moved=tuple(seen["moved"]),
        blocked=sum(longs),
        played_at=seen["wall"] / 1000 - fetches[0].wall + fetches[0].at,
    )


def _rest(page: Page, fetches: dict[str, Fetch]) -> None:
    """Wait until nothing but the film has moved for a while."""
    before = -1
    while before != (now := sum(one.kind != "media" for one in fetches.values())):
        before = now
        page.wait_for_timeout(CALM)


class Line:
    """What goes over a page's line: each request, its bytes as they come, on one clock."""

    def __init__(self, session: CDPSession) -> None:
        self.fetches: dict[str, Fetch] = {}
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.responseReceived", self._answered)
        session.on("Network.dataReceived", self._came)
        session.on("Network.loadingFinished", self._whole)
        session.on("Network.requestServedFromCache", self._kept)

    def _sent(self, event: Event) -> None:
        url = event["request"]["url"]
        if url.startswith("http"):
            known = BY_ENDING.get(url.rpartition(".")[2])
            kind = known or KINDS.get(event.get("type", ""), "other")
            self.fetches[event["requestId"]] = Fetch(
                url, kind, event["timestamp"], event["wallTime"]
            )

    def _answered(self, event: Event) -> None:
        if one := self.fetches.get(event["requestId"]):
            answer = event["response"]
            one.cached = one.cached or answer.get("fromDiskCache", False)
            one.came.append((event["timestamp"], int(answer["encodedDataLength"])))

    def _came(self, event: Event) -> None:
        if one := self.fetches.get(event["requestId"]):
            one.came.append((event["timestamp"], int(event["encodedDataLength"])))

    def _whole(self, event: Event) -> None:
        """Note what came unseen: bodies that are unpacked are told in whole at their end."""
        if one := self.fetches.get(event["requestId"]):
            left = int(event["encodedDataLength"]) - one.size
            one.came.append((event["timestamp"], max(0, left)))

    def _kept(self, event: Event) -> None:
        if one := self.fetches.get(event["requestId"]):
            one.cached = True

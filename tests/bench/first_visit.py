"""A worker's first scan on a slow line, beside a hand-written page with the same film."""

import http.client
from typing import Final

from tests.bench import house
from tests.bench.bench import Bench
from tests.bench.browser import Visit, chromium, phone, visit
from tests.bench.figures import Figure
from tests.bench.phone import HOST
from tests.bench.plant import CODE, LONG

FIRST: Final = 6.0
UNTIL: Final = 40.0
REQUESTS: Final = 6
ALL: Final = 75.0
PAINT: Final = 0.8
PLAY: Final = 2.8
BLOCKED: Final = 50.0
AGAIN: Final = 0.4
AGAIN_NAME: Final = "second visit"
PAGES: Final = (
    ("first answer", f"/{CODE}", FIRST),
    ("nugget page with its steps", f"/de/n/{LONG}", None),
)
KINDS: Final = ("html", "css", "js", "font", "image", "captions", "other")


def measure(bench: Bench) -> list[Figure]:
    """Return bytes by kind, and the best times of some visits: a busy machine only adds to them."""
    plant = bench.plant
    rounds = bench.choose(4, 1)
    bare = house.bare(2, plant.path("lite"), plant.path("poster"))
    with house.kiosk(plant.settings.data, f"/{CODE}") as ours, bare as floor, chromium() as browser:
        pages = (f"{ours.address}/{CODE}", f"{floor.address}/floor")
        first: tuple[list[Visit], list[Visit]] = ([], [])
        again: tuple[list[Visit], list[Visit]] = ([], [])
        for _ in range(rounds):
            for side, page in enumerate(pages):
                with phone(browser) as one:
                    first[side].append(visit(one, page))
                    again[side].append(visit(one, page))
        answers = [
            Figure(f"{what}, {how}, with head", first_bytes(ours.port, path, how) / 1000, "kB", bar)
            for what, path, bar in PAGES
            for how in ("gzip", "br")
        ]
    return [
        *answers,
        *_bytes(first[0][0], first[1][0]),
        *_times("first visit", *first),
        *_times(AGAIN_NAME, *again),
        Figure(f"{AGAIN_NAME}: over the line", again[0][0].kilobytes(), "kB",
               floor=again[1][0].kilobytes()),
    ]  # fmt: skip


def first_bytes(port: int, path: str, how: str) -> int:
    """Return the bytes of a page's answer as a phone gets them: a body packed so, and its head."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    connection.request("GET", path, headers={"Accept-Encoding": how, "Accept-Language": "de"})
    answer = connection.getresponse()
    head = sum(len(name) + len(value) + 4 for name, value in answer.getheaders()) + 19
    size = head + len(answer.read())
    connection.close()
    return size


def _bytes(ours: Visit, floor: Visit) -> list[Figure]:
    sent, floor_sent = ours.until_playing(), floor.until_playing()
    until = [one.kilobytes(at_play=True) for one in (ours, floor)]
    kinds = [
        Figure(f"{kind}, in all", ours.kilobytes(kind), "kB", floor=floor.kilobytes(kind))
        for kind in KINDS
        if ours.kilobytes(kind) or floor.kilobytes(kind)
    ]
    return [
        Figure("requests until playing", len(sent), "", REQUESTS, floor=len(floor_sent)),
        Figure("without film, until playing", until[0], "kB", UNTIL, floor=until[1]),
        Figure("film, until playing", ours.kilobytes("media", at_play=True), "kB",
               floor=floor.kilobytes("media", at_play=True)),
        Figure("requests in all", len(ours.fetches), "", floor=len(floor.fetches)),
        Figure("without film, in all", ours.kilobytes(), "kB", ALL, floor=floor.kilobytes()),
        *kinds,
    ]  # fmt: skip


def _times(name: str, ours: list[Visit], floor: list[Visit]) -> list[Figure]:
    def figure(what: str, field: str, unit: str, bar: float | None = None) -> Figure:
        mine, bare = (min(getattr(one, field) for one in side) for side in (ours, floor))
        return Figure(f"{name}: {what}", mine, unit, bar, floor=bare)

    again = name == AGAIN_NAME
    return [
        figure("first paint", "paint", "s", AGAIN if again else PAINT),
        figure("film plays", "playing", "s", AGAIN if again else PLAY),
        figure("first picture shown", "frame", "s"),
        figure("layout shift", "shift", "", 0),
        figure("blocked", "blocked", "ms", BLOCKED),
    ]

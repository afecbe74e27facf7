"""What becomes of page, search and count when a plant grows ten thousandfold.

Each plant is asked in a process of its own, in turns, and only its computing is measured: what a
statement costs that walks through a table shows there, what the machine does beside does not.
"""

import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from flask import Flask

from content import catalogue, findable
from content import plant as verbs
from content.card import Card, Option, Question, Step, Words, dumps
from content.columns import new_id
from content.models import Hang, Label, Machine, Nugget, Site, Version
from content.plant import NewMachine
from content.revision import change
from kiosk.app import create_app
from kiosk.cli.plant import opened
from kiosk.settings import Settings, load
from qr_codes import codes
from tests.bench.bench import Bench
from tests.bench.figures import Figure, middle
from tests.bench.plant import ON_RAM, settings_in

ROOT: Final = Path(__file__).parents[2]
SLOWER: Final = 1.5
LARGER: Final = 1.1
LIST: Final = 30_000
STATEMENTS: Final = 3
HELD: Final = ("page", "search", "count")
ASKED: Final = (*HELD, "list", "minute")  # `list`: a search for what many are called
NAMES: Final = ("Drehmaschine", "Fräse", "Presse", "Säge", "Schweißzelle", "Stapler")
ACTS: Final = ("prüfen", "reinigen", "starten", "einrichten", "sichern", "melden")

Facts = dict[str, float]


def measure(bench: Bench) -> list[Figure]:
    """Return large against small: machines first, then nuggets."""
    machines, nuggets = bench.choose(100_000, 300), bench.choose(10_000, 100)
    return [
        *_compare(f"10 → {machines:,} machines", (10, 10), (machines, 10), bench),
        *_compare(f"10 → {nuggets:,} nuggets", (10, 10), (10, nuggets), bench),
    ]


def _compare(
    name: str, small: tuple[int, int], large: tuple[int, int], bench: Bench
) -> list[Figure]:
    with _plant(*small) as few, _plant(*large) as many:
        turns = [(_asked(few), _asked(many)) for _ in range(bench.choose(4, 1))]
    return [
        *(one for what in ASKED for one in _times(f"{name}: {what}", what, turns)),
        *_sizes(name, *turns[0]),
    ]


def _times(name: str, what: str, turns: list[tuple[Facts, Facts]]) -> list[Figure]:
    before, after = (min(turn[side][what] for turn in turns) for side in (0, 1))
    ratio = middle(turn[1][what] / turn[0][what] for turn in turns)
    bar = SLOWER if what in HELD else None
    return [
        Figure(name, after, "ms", floor=before),
        Figure(f"{name}, times as long", ratio, "x", bar, floor=1),
    ]


def _sizes(name: str, few: Facts, many: Facts) -> list[Figure]:
    more = many["statements"] - few["statements"]
    ratio = many["page bytes"] / few["page bytes"]
    return [
        Figure(f"{name}: page bytes, times as many", ratio, "x", LARGER, floor=1),
        Figure(f"{name}: bytes of twenty hits", many["list bytes"], "B", LIST),
        Figure(f"{name}: statements of a page", many["statements"], "", STATEMENTS),
        Figure(f"{name}: statements more", more, "", 0),
    ]


def _asked(settings: Settings) -> Facts:
    order = [sys.executable, "-m", "tests.bench.growth", str(settings.data)]
    done = subprocess.run(order, check=True, stdout=subprocess.PIPE, cwd=ROOT)
    return dict(json.loads(done.stdout))


@contextmanager
def _plant(machines: int, nuggets: int) -> Iterator[Settings]:
    """Lay out a plant of so many machines and published nuggets."""
    home = Path(tempfile.mkdtemp(prefix="kiosk-bench-"))
    pot = Path(tempfile.mkdtemp(prefix="kiosk-bench-pot-", dir=ON_RAM))
    try:
        settings = settings_in(home, pot)
        with opened(settings, create=True), change():
            site = verbs.found("Werk 1", "werk-1", crowd=15_000)
            _machines(site, machines)
            for number in range(nuggets):
                _nugget(site, number)
        yield settings
    finally:
        shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(pot, ignore_errors=True)


def _machines(site: Site, number: int) -> None:
    """Set up machines in halls of a hundred, each with its label; labels are written in bulk."""
    halls = [verbs.area(site, (f"Halle {n + 1}",), 1000) for n in range(-(-number // 100))]
    kinds = [verbs.kind(site, f"{name} X{n}") for n, name in enumerate(NAMES)]
    rows = verbs.machines(
        NewMachine(halls[n // 100], f"{NAMES[n % 6]} {n}", kinds[n % 6], f"INV-{n}", 300)
        for n in range(number)
    )
    used: set[str] = set()
    while len(used) < number:
        used.add(codes.new(used))
    labels = [
        Label(code=code, site=site, machine=row, state="attached")
        for code, row in zip(used, rows, strict=True)
    ]
    Label.bulk_create(labels, batch_size=500)


def _nugget(site: Site, number: int) -> None:
    """Write a published nugget without film; the first six hang on the six kinds."""
    row = Nugget.create(id=new_id(), site=site, slug=f"nugget-{number}")
    card = _card(row, number)
    Version.create(nugget=row, number=1, state="published", card=dumps(card))
    findable.index_card(site.id, card)
    if number < len(NAMES):
        Hang.create(site=site, nugget=row, kind=verbs.kind(site, f"{NAMES[number]} X{number}"))


def _card(row: Nugget, number: int) -> Card:
    title = f"{NAMES[number % 6]} {ACTS[number // 6 % 6]} {number}"
    words = Words(
        "de", "plain", "reviewed", title, why="Ein Griff spart dir den Weg.",
        steps=tuple(Step(f"Schritt {n + 1}: schauen, greifen, prüfen.", None, None)
                    for n in range(5)),
        questions=(Question("Was zuerst?", (Option("Schauen", "Richtig.", right=True),
                                            Option("Greifen", "Nein.", right=False))),),
    )  # fmt: skip
    return Card(
        row.id, row.slug, "normal", "routine", "anywhere", 1, "2026-11-02", (), {"de": words}
    )


def _look(data: Path) -> Facts:
    """Ask a plant for pages, searches and counts; return milliseconds of computing of each."""
    app = create_app(load(data, environ={}))
    database = app.extensions["database"]
    with database.connection_context():
        asker = Asker(app)
    found = {what: _milliseconds(getattr(asker, what), asker.chosen) for what in ASKED[:4]}
    with database.connection_context():
        found["minute"] = _milliseconds(asker.minute, [""] * 3)
    seen: list[str] = []
    database.query_hooks.append(lambda event: seen.append(event.sql))
    found["page bytes"] = float(len(asker.page(asker.chosen[0])))
    found["statements"] = float(len(seen))
    found["list bytes"] = float(len(asker.list("")))
    return found


class Asker:
    """Somebody in the plant who scans, searches and finishes, in this process."""

    def __init__(self, app: Flask) -> None:
        self.app, self.client, self.counts = app, app.test_client(), app.extensions["counts"]
        every: Any = Label.select(Label.code).order_by(Label.code).tuples()
        self.chosen = random.Random(7).choices([code for (code,) in every], k=60)  # noqa: S311
        self.sought = f"{Machine.select().count() - 1} inv"
        self.counts.start()

    def page(self, code: str) -> bytes:
        """Scan a label whose page is not kept."""
        self.app.extensions["kept"] = type(self.app.extensions["kept"])()
        return bytes(self.client.get(f"/{code}", headers={"Accept-Language": "de"}).data)

    def search(self, _: str) -> bytes:
        """Search for one machine by its number."""
        return bytes(self.client.get(f"/de/find?q={self.sought}").data)

    def list(self, _: str) -> bytes:
        """Search for what many are called."""
        return bytes(self.client.get("/de/find?q=drehmaschine").data)

    def count(self, code: str) -> None:
        """Open what hangs on a machine, finish it, and be counted."""
        with self.app.extensions["database"].connection_context():
            place = catalogue.scan(code)
            assert place is not None
            ticket = self.counts.hand_out(catalogue.cards_at(place)[0], place, 0.0)
            assert self.counts.redeem(ticket or "") == "counted"

    def minute(self, _: str) -> None:
        """Do what the worker does once a minute."""
        self.counts.minute()


def _milliseconds(act: Callable[[str], object], codes_: list[str]) -> float:
    """Return the middle of what one of these takes to compute, after one to warm up."""
    act(codes_[0])
    took = []
    for code in codes_:
        began = time.process_time()
        act(code)
        took.append(1000 * (time.process_time() - began))
    return middle(took)


if __name__ == "__main__":
    print(json.dumps(_look(Path(sys.argv[1]))))

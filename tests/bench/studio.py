"""How quick lists and search of the studio stay for trainers with 10,000 nuggets."""

import random
import shutil
import tempfile
import time
from pathlib import Path
from typing import Final

from content import plant as verbs
from content.columns import new_id
from content.models import Hang, Nugget, Site, Text, Version
from content.plant import NewMachine
from content.revision import change
from kiosk.app import create_app
from kiosk.cli.plant import opened
from kiosk.settings import Settings
from tests.bench.bench import Bench
from tests.bench.figures import Figure, middle
from tests.bench.plant import ON_RAM, settings_in
from tests.studio import Browser, account

WORDS: Final = ("Futter", "Bohrer", "Öl", "Späne", "Presse", "Kühlmittel", "Werkzeug", "Messen")
ACTS: Final = ("wechseln", "schärfen", "prüfen", "räumen", "rüsten", "sichern")
ASKED: Final = {
    "list": "/studio/nuggets",
    "page 100 of the list": "/studio/nuggets?page=100",
    "search": "/studio/nuggets?q=bohrer+schaerf",
    "due": "/studio/nuggets?show=due",
    "machines": "/studio/machines",
    "today": "/studio/",
}
BAR: Final = 150.0  # milliseconds: what feels at once while one types
BATCH: Final = 400


def measure(bench: Bench) -> list[Figure]:
    """Return milliseconds of each list at 10 and at 10,000 nuggets."""
    many = bench.choose(10_000, 200)
    few, large = _asked(10, bench), _asked(many, bench)
    return [
        Figure(f"studio, {many:,} nuggets: {name}", large[name], "ms", BAR, floor=few[name])
        for name in ASKED
    ]


def _asked(nuggets: int, bench: Bench) -> dict[str, float]:
    home = Path(tempfile.mkdtemp(prefix="kiosk-bench-"))
    pot = Path(tempfile.mkdtemp(prefix="kiosk-bench-pot-", dir=ON_RAM))
    try:
        settings = settings_in(home, pot)
        with opened(settings, create=True), change():
            _fill(verbs.found("Werk 1", "werk-1", crowd=900), nuggets)
        return _times(settings, bench.choose(7, 2))
    finally:
        shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(pot, ignore_errors=True)


def _fill(site: Site, number: int) -> None:
    """Write nuggets with one to three versions in two languages, hung on two hundred kinds."""
    kinds = [verbs.kind(site, f"Kind {n}") for n in range(min(200, number))]
    hall = verbs.area(site, ("Halle 1",), 900)
    verbs.machines(NewMachine(hall, f"Maschine {n}", kinds[n % len(kinds)]) for n in range(number))
    chance = random.Random(7)  # noqa: S311  titles, not secrets
    nuggets, versions, texts, hangs = [], [], [], []
    for n in range(number):
        nugget = new_id()
        nuggets.append({"id": nugget, "site": site.id, "slug": f"n-{n}", "review_by": "2026-10-01"})
        hangs.append(
            {"id": new_id(), "site": site.id, "nugget": nugget, "kind": kinds[n % len(kinds)]}
        )
        for at in range(1, 2 + n % 3):
            version, state = new_id(), "published" if at == 1 + n % 3 else "withdrawn"
            versions.append({"id": version, "nugget": nugget, "number": at, "state": state})
            title = f"{chance.choice(WORDS)} {chance.choice(ACTS)} {n}"
            texts += [
                {"id": new_id(), "version": version, "language": language, "title": title}
                for language in ("de", "en")
            ]
    for table, rows in ((Nugget, nuggets), (Version, versions), (Text, texts), (Hang, hangs)):
        for start in range(0, len(rows), BATCH):
            table.insert_many(rows[start : start + BATCH]).execute()


def _times(settings: Settings, rounds: int) -> dict[str, float]:
    app = create_app(settings)
    with opened(settings):
        trainer = account(Site.get(), "alice", "trainer")
    browser = Browser(app, trainer)
    return {
        name: middle(_time(browser, path) for _ in range(rounds)) for name, path in ASKED.items()
    }


def _time(browser: Browser, path: str) -> float:
    began = time.perf_counter()
    browser.get(path)
    return (time.perf_counter() - began) * 1000

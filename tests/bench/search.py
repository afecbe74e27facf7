"""How long a search takes in a plant of ten thousand nuggets, beside a plain LIKE over their cards.

The nuggets speak as the starter set does, in its languages, with compounds of their own, as a plant
has them. Only computing is measured, so a busy machine does not show.
"""

import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from content import findable, library, plant, search, spelling
from content.card import Card, Step, Words, dumps
from content.columns import new_id
from content.models import Nugget, Site, Version
from content.plant import NewMachine
from content.revision import change
from kiosk.cli.plant import opened
from tests.bench.bench import Bench
from tests.bench.figures import Figure, at, middle
from tests.bench.plant import ON_RAM, settings_in

QUICK_ENOUGH: Final = 100.0  # ms, p95
NUGGETS: Final = 10_000
MACHINES: Final = 1_000
ASKED: Final = 200
PARTS: Final = ("Press", "Dreh", "Fräs", "Schutz", "Klemm", "Spann", "Schalt", "Greif", "Kühl",
                "Öl", "Mess", "Prüf", "Schweiß", "Förder", "Hub", "Not")  # fmt: skip
ENDS: Final = ("maschine", "türe", "kasten", "schalter", "hebel", "band", "pumpe", "filter",
               "zange", "lehre", "ventil", "wagen", "rolle", "haube", "lampe")  # fmt: skip
LIKE: Final = "SELECT id FROM version WHERE state = 'published' AND card LIKE ? LIMIT 20"

Search = Callable[[str], object]


def measure(bench: Bench) -> list[Figure]:
    """Return what a search takes: as typed and begun, mistyped, in several words, for nothing."""
    number = bench.choose(NUGGETS, 200)
    dice = random.Random(7)  # noqa: S311
    with _plant(number, dice) as run:
        words = _words(dice)
        found: list[Figure] = []
        for name, asked in _questions(words, dice, bench.choose(ASKED, 20)).items():
            took, floor = _milliseconds(run["search"], asked), _milliseconds(run["like"], asked)
            figure = f"{number:,} nuggets: {name}"
            found.append(Figure(f"{figure}, p95", at(took, 0.95), "ms", QUICK_ENOUGH,
                                floor=at(floor, 0.95)))  # fmt: skip
            found.append(Figure(f"{figure}, middle", middle(took), "ms", floor=middle(floor)))
        spelling.forget_all()
        first = _milliseconds(run["search"], [words[0]])
        found.append(Figure("first search after a change", first[0], "ms"))
        return found


def _questions(words: list[str], dice: random.Random, times: int) -> dict[str, list[str]]:
    whole = dice.choices([word for word in words if len(word) > 3], k=times)
    return {
        "words": whole,
        "beginnings": [word[: dice.randint(1, len(word))] for word in whole],
        "mistyped": [_mistype(word, dice) for word in whole],
        "two words": [f"{a} {b}" for a, b in zip(whole, reversed(whole), strict=True)],
        "machines": [f"{dice.choice(PARTS)}maschine {dice.randrange(MACHINES)}" for _ in whole],
        "nothing": [word[::-1] + "x" for word in whole],
    }


def _mistype(word: str, dice: random.Random) -> str:
    place = dice.randrange(len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _milliseconds(act: Search, asked: list[str]) -> list[float]:
    took = []
    for words in asked:
        began = time.process_time()
        act(words)
        took.append(1000 * (time.process_time() - began))
    return took


@contextmanager
def _plant(number: int, dice: random.Random) -> Iterator[dict[str, Search]]:
    home = Path(tempfile.mkdtemp(prefix="kiosk-bench-"))
    pot = Path(tempfile.mkdtemp(prefix="kiosk-bench-pot-", dir=ON_RAM))
    try:
        with opened(settings_in(home, pot), create=True) as there:
            with change():
                site = plant.found("Werk 1", "werk-1", crowd=15_000)
                _machines(site)
                lines = _lines()
                for count in range(number):
                    _nugget(site, count, lines, dice)
            connection = there.database.connection()
            yield {
                "search": lambda words: search.find(site.id, words, "de", inside=False),
                "like": lambda words: connection.execute(LIKE, (f"%{words}%",)).fetchall(),
            }
    finally:
        shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(pot, ignore_errors=True)


def _machines(site: Site) -> None:
    hall = plant.area(site, ("Halle 1",), 1000)
    plant.machines(
        NewMachine(hall, f"{PARTS[n % len(PARTS)]}maschine {n}", None, f"INV-{n}")
        for n in range(MACHINES)
    )


def _lines() -> dict[str, list[str]]:
    """Return every line of the starter set that workers read, by language."""
    found: dict[str, list[str]] = {}
    for folder in library.starter():
        for text in library.read(folder).texts:
            found.setdefault(text.language, []).extend((text.title, text.why, *text.steps))
    return found


def _words(dice: random.Random) -> list[str]:
    words = sorted({word for line in _lines()["de"] for word in line.split() if word.isalpha()})
    made = [f"{start}{end}" for start in PARTS for end in ENDS]
    return dice.sample(words + made, k=len(words + made))


def _nugget(site: Site, number: int, lines: dict[str, list[str]], dice: random.Random) -> None:
    """Publish a nugget in the plant's language and in one other, by its words alone."""
    others = sorted(lines.keys() - {"de"})
    row = Nugget.create(id=new_id(), site=site, slug=f"nugget-{number}")
    spoken = [_text(language, lines[language], dice, number)
              for language in ("de", others[number % len(others)])]  # fmt: skip
    card = Card(row.id, row.slug, "normal", "routine", "anywhere", 1, "2026-11-02", (),
                {one.key: one for one in spoken})  # fmt: skip
    Version.create(nugget=row, number=1, state="published", card=dumps(card))
    findable.index_card(site.id, card)


def _text(language: str, lines: list[str], dice: random.Random, number: int) -> Words:
    thing = f"{dice.choice(PARTS).capitalize()}{dice.choice(ENDS)}"
    steps = tuple(Step(line) for line in dice.sample(lines, k=6))
    return Words(language, "plain", "reviewed", f"{thing} {number}: {dice.choice(lines)[:60]}",
                 dice.choice(lines), steps=steps)  # fmt: skip

"""The cast of the content tests: a plant, its lathe, and the nugget `wear-glasses`."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import peewee

from content import library, medium, nuggets, plant
from content.card import Card
from content.models import Machine, Medium, Nugget, Site, Version
from content.storage import Folder

DAY = date(2026, 11, 23)

NUGGET = """class = "safety"
level = "first steps"
reach = "anywhere"
topic = "safety"
owner_role = "Safety officer"
review_months = 12

[[step]]
picture = "01-take.svg"
at = 0.0

[[step]]
picture = "02-wear.svg"
at = 4.0
"""
GERMAN = """# Schutzbrille tragen

why: Ein Span ist schneller als dein Lid.
stand-clear: Maschine steht, nichts bewegt sich.
take-away: Erst die Brille, dann der Start.
try: Zeig deinem Kollegen, wo die Brillen liegen.

## Steps
1. Nimm die Brille aus dem Kasten.
2. Setz sie auf, bevor du die Drehmaschine öffnest.

## Question
Wann setzt du die Brille auf?
- [ ] Wenn Späne fliegen.
  Dann ist es zu spät.
- [x] Vor dem Öffnen.
  Richtig: Danach kann immer ein Span kommen.
"""
ENGLISH = """# Wear your glasses

why: A chip is faster than your eyelid.
stand-clear: The machine stands, nothing moves.
take-away: Glasses first, then the start.
try: Show a colleague where the glasses lie.

## Steps
1. Take the glasses from the box.
2. Put them on before you open the lathe.

## Question
When do you put them on?
- [ ] When chips fly.
  That is too late.
- [x] Before opening.
  Right: a chip may come at any time after that.
"""
STORYBOARD = """[[scene]]
pictures = ["01-take.svg"]
seconds = 4.0
say = { de = "Die Brille liegt im Kasten.", en = "The glasses lie in the box." }

[[scene]]
pictures = ["02-wear.svg"]
seconds = 4.0
say = { de = "Erst die Brille, dann die Tür.", en = "First the glasses, then the door." }
"""


def svg(colour: str) -> str:
    """Return a small drawing."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 54">'
        f'<path d="M0 0h96v54H0z" fill="{colour}"/></svg>\n'
    )


FILES = {
    "nugget.toml": NUGGET,
    "de.md": GERMAN,
    "en.md": ENGLISH,
    "storyboard.toml": STORYBOARD,
    "01-take.svg": svg("#0D2F33"),
    "02-wear.svg": svg("#14444A"),
}


def lay_out(
    root: Path, changes: Mapping[str, str | None] = FILES, *, slug: str = "wear-glasses"
) -> Path:
    """Write a nugget's folder; a change replaces a file by its name, None leaves it out."""
    folder = root / slug
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {**FILES, **changes}.items():
        if text is not None:
            (folder / name).write_text(text, "utf-8")
    return folder


def give_film(version: Version, storage: Folder, content: bytes = b"a film") -> Medium:
    """Give a version a film that has its lite rendition already."""
    site = version.nugget.site
    film = medium.keep(site, storage, content, "film", "mp4", seconds=8.0)
    nuggets.take_film(version.id, film)
    add_lite(film, storage)
    return film


def add_lite(film: Medium, storage: Folder, name: str = "lite") -> None:
    """Add a rendition, whose bytes stand for a small film."""
    made = storage.root.parent / f"{film.sha}-{name}.mp4"
    made.write_bytes(f"{name} of {film.sha}".encode())
    medium.add_rendition(film, storage, name, made, "mp4", recipe="test-1", seconds=8.0)


def publish(site: Site, folder: Path, storage: Folder, film: bytes = b"a film") -> Card:
    """Import a folder and publish it."""
    version = library.import_folder(site, folder, storage)
    give_film(version, storage, film)
    return nuggets.publish(fresh(version), DAY)


def fresh(version: Version) -> Version:
    """Read a version again."""
    found: Version = Version.get_by_id(version.id)
    return found


def nugget_of(card: Card) -> Nugget:
    """Return the row of the nugget behind a card."""
    found: Nugget = Nugget.get_by_id(card.id)
    return found


def copy_nugget(machine: Machine, slug: str) -> None:
    """Hang a copy of the one published nugget on a machine, under another short name."""
    first = Version.get(Version.state == "published")
    copy = nuggets.draft(machine.site, slug)
    columns = {"state": "published", "card": first.card}
    Version.update(**columns).where(Version.id == copy.id).execute()
    nuggets.hang(copy.nugget, machine)


def lathe(site: Site, code: str = "K7Q2MX", name: str = "Drehmaschine 7") -> Machine:
    """Set up a lathe with an attached label in hall 3, line 2."""
    line = plant.area(site, ("Halle 3", "Linie 2"))
    machine = plant.machine(line, name, plant.kind(site, "Acme X5"))
    plant.label(machine, code, "attached")
    return machine


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@contextmanager
def counted(database: peewee.Database) -> Iterator[list[str]]:
    """Note every statement that is run in this block."""
    statements: list[str] = []

    def note(event: Any) -> None:
        statements.append(event.sql)

    database.query_hooks.append(note)
    try:
        yield statements
    finally:
        database.query_hooks.remove(note)


def steps(database: peewee.Database, ask: Callable[[], object]) -> int:
    """Return how many tens of steps SQLite takes for an answer, whatever the machine does."""
    taken = []
    database.connection().set_progress_handler(lambda: taken.append(1), 10)
    try:
        ask()
    finally:
        database.connection().set_progress_handler(None, 0)
    return len(taken)

"""A small plant with a fixed cast, built through the content's own verbs.

The lathe D4H7KW has three nuggets: `wear-glasses` (safety, German and English), `clear-chips`
(German only) and `new-tool` (plant network only). The press K7Q2MX has `clear-chips` alone, the
saw none. Other labels are out of use.
"""

import shutil
import struct
from datetime import date
from pathlib import Path
from typing import Final

from content import draft, medium, nuggets, plant
from content.card import Option, Question
from content.draft import Draft, StepDraft, TextDraft
from content.models import Kind, Machine, Medium, Nugget, Site
from content.storage import Folder
from kiosk.db import connected, open_database
from kiosk.settings import Settings
from qr_codes import codes

LATHE: Final = "D4H7KW"
PRESS: Final = "K7Q2MX"
SAW, REPLACED, RETIRED, LOST, UNKNOWN = (
    data + codes.check_character(data) for data in ("AAAA2", "AAAA3", "AAAA4", "AAAA5", "ZZZZZ")
)
DAY: Final = date(2026, 11, 22)
LITE: Final = bytes(range(256)) * 2800
VTT: Final = b"WEBVTT\n\n00:00.000 --> 00:03.000\nHallo.\n"
PICTURE: Final = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"/>'

GERMAN: Final = TextDraft(
    language="de", variant="plain", title="Schutzbrille tragen", why="Ein Span reicht.",
    stand_clear="Maschine steht, nichts bewegt sich.", take_away="Brille auf, bevor es dreht.",
    task="Such deine Brille.", steps=("Brille prüfen.", "Brille aufsetzen."),
    questions=(Question("Wann trägst du sie?", (
        Option("Immer.", "Genau: Späne fliegen weit.", right=True),
        Option("Nur beim Drehen.", "Auch daneben fliegen Späne.", right=False),
    )),),
)  # fmt: skip
ENGLISH: Final = TextDraft(
    language="en", variant="plain", title="Wear glasses", why="One chip is enough.",
    stand_clear="The machine stands still.", take_away="Glasses on before it turns.",
    task="Find your glasses.", steps=("Check the glasses.", "Put them on."),
    questions=(Question("When do you wear them?", (
        Option("Always.", "Right: chips fly far.", right=True),
        Option("Only when turning.", "They also fly beside it.", right=False),
    )),),
)  # fmt: skip


def fill(settings: Settings, film: bytes = LITE) -> Site:
    """Found the plant in this migrated database; all its films are this one."""
    database = open_database(settings)
    with connected(database):
        site = plant.found(
            "Musterwerk", "musterwerk", crowd=200, wifi_place="Eingang Halle 3", demo=True
        )
        lathe, press = _machines(site)
        _publish_all(site, settings, lathe, press, film)
        plant.coach(
            site, "Aylin Demir", where="Halle 3", phone="4711", languages=("de", "tr"),
            agreed_on="2026-11-01",
        )  # fmt: skip
    database.close_all()  # type: ignore[attr-defined]
    return site


def _machines(site: Site) -> tuple[Machine, Kind]:
    line = plant.area(site, ("Halle 3", "Linie 2"), crowd=40)
    press = plant.kind(site, "Presse")
    lathe = plant.machine(line, "Drehmaschine DZ 400", crowd=20)
    plant.label(lathe, LATHE, "attached")
    plant.label(plant.machine(line, "Presse P 12", press, crowd=20), PRESS, "attached")
    plant.label(plant.machine(line, "Säge 3"), SAW, "attached")
    for code, state in ((REPLACED, "attached"), (RETIRED, "retired"), (LOST, "lost")):
        plant.label(lathe, code, state)
    plant.move_label(REPLACED, "replaced", replaced_by=LATHE)
    return lathe, press


def _publish_all(site: Site, settings: Settings, lathe: Machine, press: Kind, film: bytes) -> None:
    topic = plant.topic(site, "safety", "Sicherheit")
    glasses = publish(site, settings, "wear-glasses", (GERMAN, ENGLISH), film, klass="safety")
    chips = publish(site, settings, "clear-chips", (GERMAN,), film)
    secret = publish(site, settings, "new-tool", (GERMAN,), film, reach="plant network")
    for nugget in (glasses, chips, secret):
        nuggets.hang(nugget, lathe)
    nuggets.hang(glasses, topic)
    nuggets.hang(chips, press)


def publish(
    site: Site,
    settings: Settings,
    slug: str,
    texts: tuple[TextDraft, ...],
    film: bytes = LITE,
    **facts: str,
) -> Nugget:
    """Publish a nugget with a film, captions and two steps, and return it."""
    storage = Folder(settings.media)
    inside = facts.get("reach") == "plant network"
    version = nuggets.draft(site, slug, owner_role="Meister", **facts)
    media = {
        "film.mp4": medium.keep(site, storage, slug.encode(), "film", "mp4", plant=inside),
        "1.svg": medium.keep(
            site, storage, PICTURE + slug.encode(), "picture", "svg", plant=inside,
            width=960, height=540,
        ),
    }  # fmt: skip
    captions = {
        text.key: medium.keep(
            site, storage, VTT.replace(b"VTT", f"VTT {slug} {text.key}".encode()), "captions",
            "vtt", plant=inside,
        )
        for text in texts
    }  # fmt: skip
    steps = (StepDraft("1.svg", 0.0), StepDraft("", 12.0))
    one = Draft(slug, video="film.mp4", steps=steps, texts=texts)
    draft.write(version, one, media, media, captions)
    _renditions(media["film.mp4"], storage, settings.data / "desk", film)
    nuggets.publish(version, DAY)
    nugget: Nugget = version.nugget
    return nugget


def _renditions(film: Medium, storage: Folder, desk: Path, body: bytes) -> None:
    """Stand in for the films' workshop: bytes are bytes to pages that only send them."""
    desk.mkdir(exist_ok=True)
    for name, ext in (("lite", "mp4"), ("540p", "mp4"), ("poster", "webp"), ("thumb", "webp")):
        path = desk / f"{name}.{ext}"
        large = b"" if name == "thumb" else body
        path.write_bytes(large + _box(name.encode() + film.sha.encode()))
        medium.add_rendition(
            film, storage, name, path, ext, recipe="1", width=640, height=360, seconds=90.0
        )
    shutil.rmtree(desk)


def _box(content: bytes) -> bytes:
    """Return a box that players skip, so that equal films are still files of their own."""
    return struct.pack(">I4s", 8 + len(content), b"free") + content

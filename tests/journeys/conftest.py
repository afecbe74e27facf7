"""The product as its users meet it: a real server, a real Chromium, labels read from paper."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from content import library, medium, nuggets, plant
from content.media import ffmpeg
from content.models import Kind, Medium, Version
from content.storage import Folder
from kiosk.db import connected, migrate, open_database
from kiosk.making.films import Workshop
from kiosk.settings import Settings
from tests.conftest import fresh_settings
from tests.journeys.served import Served

STARTER = library.STARTER / "near-miss"
CODE = "D4H7KW"
OTHER = "K7Q2MX"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A plant with two machines: a starter nugget on one, two short nuggets on the other."""
    settings: Settings = fresh_settings(tmp_path_factory.mktemp("built"))
    database, storage = open_database(settings), Folder(settings.media)
    migrate(database, settings)
    with connected(database):
        site = plant.found("Musterwerk", "musterwerk", crowd=240, demo=True)
        plant.topic(site, "safety", "Sicherheit")
        workshop = Workshop(database, storage, settings.data / "desk")
        folder = tmp_path_factory.mktemp("short")
        short = short_nugget(folder / "short", "Kurz"), short_nugget(folder / "brief", "Knapp")
        area = plant.area(site, ("Halle 3", "Linie 2"), 48)
        for code, name, lessons in ((CODE, "Drehmaschine", (STARTER,)), (OTHER, "Presse", short)):
            kind = plant.kind(site, name)
            plant.label(plant.machine(area, f"{name} 4", kind, crowd=14), code)
            for lesson in lessons:
                publish(lesson, workshop, kind)
    database.close_all()  # type: ignore[attr-defined]
    return settings


SHORT = {
    "nugget.toml": (
        'class = "normal"\nlevel = "first steps"\nreach = "anywhere"\ntopic = "safety"\n'
        'owner_role = "Trainer"\nreview_months = 12\nvideo = "video.mp4"\n\n[[step]]\nat = 1.0\n'
    ),
    "de.md": (
        "# {title}\n\nwhy: Warum.\ntake-away: Merk es dir.\ntry: Probier es.\n\n"
        "## Steps\n1. Tu es.\n\n"
        "## Question\nWas tust du?\n- [ ] Nichts\n  Doch.\n- [x] Das Richtige\n  Genau.\n"
    ),
    "de.vtt": "WEBVTT\n\n00:00.000 --> 00:09.000\nEin Satz.\n",
}
"""A nugget of ten seconds: its tickets are good after three."""


def short_nugget(folder: Path, title: str) -> Path:
    """Write a short nugget's folder, its film made by ffmpeg."""
    folder.mkdir()
    for name, text in SHORT.items():
        (folder / name).write_text(text.replace("{title}", title))
    source = ["-f", "lavfi", "-i", "smptebars=s=640x360:r=12:d=10"]
    command = [ffmpeg.find(), "-v", "error", *source, "-pix_fmt", "yuv420p", "video.mp4"]
    subprocess.run(command, check=True, cwd=folder)
    return folder


def publish(folder: Path, workshop: Workshop, kind: Kind) -> None:
    """Import a folder, make what slow phones need, and publish it on a machine kind."""
    version = library.import_folder(kind.site, folder, workshop.storage)
    if folder == STARTER:
        plays_as_it_is(version, workshop)
    else:
        workshop.make(str(version.film_id), lambda _: None, only=("poster", "thumb", "lite"))
    nuggets.publish(version, datetime.now(tz=UTC).date())
    nuggets.hang(version.nugget, kind)


def plays_as_it_is(version: Version, workshop: Workshop) -> None:
    """Let a starter's film be its own small one: it is small, and to make it again takes long."""
    film = Medium.get_by_id(version.film_id)
    workshop.make(film.sha, lambda _: None, only=("poster", "thumb"))
    workshop.desk.mkdir(exist_ok=True)
    path = workshop.desk / "lite.mp4"
    path.write_bytes((STARTER / "video.mp4").read_bytes() + b"\0\0\0\x08free")
    medium.add_rendition(
        film, workshop.storage, "lite", path, "mp4", recipe="as it is", width=film.width,
        height=film.height, seconds=film.seconds,
    )  # fmt: skip


@pytest.fixture
def house(built: Settings, tmp_path: Path) -> Iterator[Served]:
    """A fresh copy of that plant, served."""
    settings = fresh_settings(tmp_path)
    shutil.copytree(built.data, settings.data)
    there = Served(settings)
    there.start("--only", "web")
    yield there
    there.stop()
    there.house.close()

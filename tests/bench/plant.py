"""The plant that is measured: real words and pictures, a real film, crowds that allow a burst."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from imageio_ffmpeg import get_ffmpeg_exe

from content import catalogue, library, nuggets
from content import plant as verbs
from content.card import Card, File
from content.models import Nugget, Site, Version
from content.storage import Folder
from kiosk.cli.plant import opened
from kiosk.making.films import Workshop
from kiosk.settings import Settings, load

MODEL: Final = "emergency-stop"  # the starter nugget whose words and pictures are used
CODE: Final = "D4H7KW"  # hangs on a machine with the long nugget alone
SHORT_CODE: Final = "K7Q2MX"  # hangs on a machine with the short nugget alone
LONG, SHORT = "long-film", "short-film"
CROWD: Final = 15_000  # three tickets a head and hour, shared among the processes: the tenfold fits
CUE: Final = 6
ON_RAM: Final = "/dev/shm"
FILM: Final = "testsrc=size=960x540:rate=12:duration={0}"
TONE: Final = "sine=frequency=220:duration={0}"


@dataclass(frozen=True, slots=True)
class Plant:
    """A laid out plant and what measures need to know of it."""

    settings: Settings
    site_id: str
    long: Card
    short: Card

    def file(self, name: str) -> File:
        """Return a rendition of the long film."""
        film = self.long.words["de"].film
        assert film is not None
        return film.files[name]

    def path(self, name: str) -> Path:
        """Return where a rendition of the long film lies."""
        file = self.file(name)
        return Folder(self.settings.media).path(file.sha, file.ext)


@contextmanager
def laid_out(seconds: int, renditions: tuple[str, ...]) -> Iterator[Plant]:
    """Lay the plant out with a film of so many seconds; everything is gone afterwards."""
    home = Path(tempfile.mkdtemp(prefix="kiosk-bench-"))
    pot = Path(tempfile.mkdtemp(prefix="kiosk-bench-pot-", dir=ON_RAM))
    try:
        yield _build(settings_in(home, pot), home, seconds, renditions)
    finally:
        shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(pot, ignore_errors=True)


def settings_in(home: Path, pot: Path, workers: int = 2) -> Settings:
    """Write the settings of a plant in this folder and return them."""
    data = home / "plant"
    data.mkdir(parents=True)
    (data / "kiosk.toml").write_text(f'pot = "{pot / "pot"}"\nworkers = {workers}\n')
    return load(data, environ={})


def _build(settings: Settings, home: Path, seconds: int, renditions: tuple[str, ...]) -> Plant:
    with opened(settings, create=True) as plant:
        site = verbs.found("Werk 1", "werk-1", crowd=CROWD)
        workshop = Workshop(plant.database, plant.storage, settings.data / "desk")
        _machine(site, CODE, folder_of(home, LONG, seconds), workshop, renditions)
        _machine(site, SHORT_CODE, folder_of(home, SHORT, 5), workshop, ("lite",))
        cards = [catalogue.card(site.id, slug) for slug in (LONG, SHORT)]
        assert cards[0] is not None
        assert cards[1] is not None
        return Plant(settings, site.id, cards[0], cards[1])


def _machine(
    site: Site, code: str, folder: Path, workshop: Workshop, renditions: tuple[str, ...]
) -> None:
    """Set up a machine with a label and a published nugget that hangs on its kind alone."""
    slug = folder.name
    area = verbs.area(site, ("Halle 3", "Linie 2"), CROWD)
    kind = verbs.kind(site, f"Drehmaschine {slug}")
    verbs.label(verbs.machine(area, f"Drehmaschine {code}", kind, crowd=CROWD), code, "attached")
    verbs.crowd(kind, CROWD, area=area)
    version = library.import_folder(site, folder, workshop.storage)
    workshop.make(str(version.film_id), lambda _: None, only=renditions)
    nuggets.publish(Version.get_by_id(version.id), datetime.now(tz=UTC).date())
    nuggets.hang(Nugget.get((Nugget.site == site) & (Nugget.slug == slug)), kind)


def folder_of(home: Path, slug: str, seconds: int) -> Path:
    """Write the folder of a nugget: a starter's words and pictures, a film of test pictures."""
    folder = home / slug
    model = next(one for one in library.starter() if one.name == MODEL)
    folder.mkdir()
    facts = (model / "nugget.toml").read_text("utf-8")
    (folder / "nugget.toml").write_text(_within(facts, seconds), "utf-8")
    for name in (*_texts(model), *(one for one in _pictures(model) if one in facts)):
        shutil.copy(model / name, folder)
    for text in _texts(model):
        (folder / text).with_suffix(".vtt").write_text(captions(seconds), "utf-8")
    film(folder / "video.mp4", seconds)
    return folder


def _pictures(model: Path) -> list[str]:
    return [path.name for path in model.glob("*.svg")]


def _texts(model: Path) -> list[str]:
    return [path.name for path in model.glob("*.md")]


def _within(facts: str, seconds: int) -> str:
    """Leave the steps without their seconds where the film is too short for them."""
    lines = facts.splitlines()
    kept = [
        line
        for line in lines
        if not line.startswith("at =") or float(line.partition("=")[2]) < seconds
    ]
    film = [] if any(line.startswith("video") for line in kept) else ['video = "video.mp4"']
    return "\n".join([*film, *kept]) + "\n"


def film(path: Path, seconds: int) -> None:
    """Make a film of test pictures with a tone."""
    order = [get_ffmpeg_exe(), "-nostdin", "-v", "error", "-y"]
    order += ["-f", "lavfi", "-i", FILM.format(seconds), "-f", "lavfi", "-i", TONE.format(seconds)]
    order += ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "23", "-pix_fmt", "yuv420p"]
    order += ["-c:a", "aac", "-ac", "1", "-b:a", "48k", "-shortest", str(path)]
    subprocess.run(order, check=True)


def captions(seconds: int) -> str:
    """Return captions that fill the film with a sentence every few seconds."""
    cues = [
        f"{_clock(start)}.000 --> {_clock(min(start + CUE, seconds) - 1)}.900\n"
        f"Satz {start // CUE + 1}: Schau zuerst, dann greif zu."
        for start in range(0, seconds, CUE)
    ]
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def _clock(second: int) -> str:
    return f"00:{second // 60:02}:{second % 60:02}"

"""What the tests of the storyboard share: a draft, photographs from a phone, an old lesson."""

import io
from typing import Final

from fpdf import FPDF
from PIL import Image, ImageDraw

from content import nuggets, scenes
from content.media.photo import photo
from content.models import Site, Text, Version
from content.storage import Folder
from kiosk import jobs
from kiosk.db import connected
from kiosk.making.films import Workshop
from tests.studio import Studio

SAID: Final = ("Nimm die Brille aus dem Kasten.", "Setz sie auf.", "Prüf beide Gläser.", "Los.")


def draft(site: Site, *languages: str) -> Version:
    """Begin a nugget of these languages, German where none is named."""
    version = nuggets.draft(site, "glasses-on", owner_role="Safety officer")
    for language in languages or ("de",):
        Text.create(version=version, language=language, variant="plain", title=f"Brille {language}")
    return version


def jpeg(number: int = 0, size: tuple[int, int] = (1600, 900)) -> bytes:
    """Return a photograph as a phone makes it: with place and device in it."""
    picture = Image.new("RGB", size, (60 + 40 * number, 90, 110))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((size[0] // 2, size[1] // 4, size[0] // 2 + 200, size[1] // 2), fill="white")
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Fairphone", "Halle 3"
    exif.get_ifd(0x8825)[1] = "N"
    paper = io.BytesIO()
    picture.save(paper, "JPEG", exif=exif, quality=80)
    return paper.getvalue()


def fill(version: Version, storage: Folder, count: int = 3) -> None:
    """Give a draft scenes with a sentence each."""
    for number in range(count):
        scenes.add(version, storage, photo(jpeg(number)), {"de": SAID[number]})


def told(version: Version, language: str = "de") -> list[str]:
    """Return the sentences in their order, as the database has them."""
    return [one.say.get(language, "") for one in scenes.scenes(Version.get_by_id(version.id))]


def lesson(pages: int = 3, broken: int = 0) -> bytes:
    """Return an old one-point lesson as PDF; its page `broken` is too small to be drawn."""
    document = FPDF(orientation="landscape")
    document.set_font("helvetica", size=24)
    for number in range(1, pages + 1):
        document.add_page(format=(0.1, 0.1) if number == broken else "a4")
        if number == broken:
            continue
        document.cell(text=f"{number}. Clear the chips, part {number}")
    return bytes(document.output())


def work(studio: Studio) -> None:
    """Do everything that waits, as the worker does."""
    workshop = Workshop(
        studio.database, Folder(studio.settings.media), studio.settings.data / "desk"
    )
    with connected(studio.database):
        waiting = jobs.waiting()
    for job_id in waiting:
        with connected(studio.database):
            job = jobs.take(job_id)
        assert job is not None
        workshop.perform(job)
        with connected(studio.database):
            jobs.finish(job)

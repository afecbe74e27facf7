"""A PDF on the desk of a version: its pages to choose from, until some of them became scenes."""

import json
import re
import shutil
import time
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final

from content import scenes
from content.errors import FileMissing, TooManyScenes
from content.media import pdf
from content.media.errors import PdfTooHeavy
from content.media.pdf import PdfPage
from content.media.photo import photo
from content.models import Version
from content.scene_file import Scene, tidied
from content.storage import Storage

FOLDER: Final = "slides"  # below the plant's data, one for each version
SOURCE, PAGES, SMALL, LARGE = "source.pdf", "pages.json", "small", "large"
NUMBER: Final = re.compile(r"^(\d{1,2}[.):]|[-–•*])\s+")  # how a slide's first line often begins
KEPT: Final = 24 * 3600  # seconds a PDF lies on the desk at most


@dataclass(frozen=True, slots=True)
class Slide:
    """One page to choose: its number from 1, the words that stand on it, and of how many it is."""

    number: int
    text: str
    of: int = 0


def lay_out(folder: Path, content: bytes) -> list[Slide]:
    """Lay a PDF out in a folder of its own, in place of the one before. Raises the PDF errors."""
    drop(folder)
    folder.mkdir(mode=0o700, parents=True)
    source = folder / SOURCE
    source.write_bytes(content)
    try:
        pages = pdf.look(source, folder / SMALL)
    except Exception:
        drop(folder)
        raise
    found = [Slide(page.number, _sentence(page), page.of) for page in pages]
    (folder / PAGES).write_text(json.dumps([astuple(one) for one in found]), "utf-8")
    return found


def slides(folder: Path) -> list[Slide]:
    """Return the pages that lie in a folder; none where nothing lies there."""
    try:
        told = json.loads((folder / PAGES).read_text("utf-8"))
    except FileNotFoundError:
        return []
    return [Slide(*one) for one in told]


def undrawn(found: list[Slide]) -> int:
    """Return how many pages of a PDF are not among those to choose: they could not be drawn."""
    return max(0, found[0].of - len(found)) if found else 0


def picture(folder: Path, number: int) -> Path:
    """Return the small picture of a page. Raises FileMissing."""
    path = folder / SMALL / f"{number}.png"
    if not path.is_file():
        raise FileMissing(name=path.name)
    return path


def take(
    version: Version, storage: Storage, folder: Path, numbers: Iterable[int], language: str
) -> list[Scene]:
    """Make a scene of each chosen page, its words as the sentence; the PDF is deleted then.

    Raises TooManyScenes and the PDF errors before anything is made.
    """
    wanted = sorted(set(numbers))
    if len(scenes.scenes(version)) + len(wanted) > scenes.MOST:
        raise TooManyScenes(limit=scenes.MOST)
    pages = pdf.draw(folder / SOURCE, folder / LARGE, wanted)
    if len(pages) < len(wanted):
        raise PdfTooHeavy
    made = [
        scenes.add(version, storage, photo(page.picture.read_bytes()), {language: _sentence(page)})
        for page in pages
    ]
    drop(folder)
    return made


def drop(folder: Path) -> None:
    """Delete a PDF and everything made of it."""
    shutil.rmtree(folder, ignore_errors=True)


def sweep(root: Path) -> int:
    """Delete every PDF that lay on its desk for more than a day; return how many there were."""
    old = [one for one in root.glob("*/") if time.time() - one.stat().st_mtime > KEPT]
    for folder in old:
        drop(folder)
    return len(old)


def _sentence(page: PdfPage) -> str:
    """Return the words of a page as a sentence to shorten, cut between two words."""
    words = NUMBER.sub("", tidied(page.text))
    most = scenes.LONGEST_SENTENCE
    return words if len(words) <= most else words[:most].rpartition(" ")[0] or words[:most]

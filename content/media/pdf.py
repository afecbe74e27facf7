"""Pages of a PDF as pictures and words, read by a fenced child: a PDF can be anything."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from content.media import errors, ffmpeg

if TYPE_CHECKING:
    from collections.abc import Iterable

LARGEST = 60_000_000
"""Bytes of a PDF; the slides of an hour have 20 million."""
MOST_PAGES = 60
THUMB, FULL = 320, 1280
"""Pixels of a page's longer side: to choose it by, and for the film."""
TEXT = 600
"""Signs of a page's text that are offered."""
HELD = 270 << 20
"""Bytes that are written to while a page is drawn: with its code, the child stays below 300 MB."""
LOOK = ffmpeg.Limits(wall=8.0, cpu=2, memory=1 << 30, data=HELD, file_size=16 << 20)
"""To look at all pages: whatever needs more computing than this is no old one-point lesson."""
DRAW = ffmpeg.Limits(wall=20.0, cpu=8, memory=1 << 30, data=HELD, file_size=16 << 20)
ONE_AT_ONCE = threading.Lock()
"""Held while a child reads a PDF: two at once would be twice 300 MB."""
CHILD = Path(__file__).with_name("pdf_child.py")
HEAD = 1024


@dataclass(frozen=True, slots=True)
class PdfPage:
    """One page: its number from 1, of how many, its picture (PNG), and the words on it."""

    number: int
    picture: Path
    text: str
    of: int


def look(source: Path, folder: Path) -> list[PdfPage]:
    """Draw every page of a PDF small into a folder, with its words.

    A page that cannot be drawn in time is left out, and all after it: each page of the others says
    of how many it is one. Raises PdfBroken, PdfLocked,
    PdfTooLong, PdfTooLarge, PdfTooHeavy.
    """
    return _pages(source, folder, range(1, MOST_PAGES + 1), THUMB, LOOK)


def draw(source: Path, folder: Path, numbers: Iterable[int]) -> list[PdfPage]:
    """Draw some pages of a PDF large, in the order asked for. Raises what `look` does."""
    wanted = list(numbers)
    drawn = {page.number: page for page in _pages(source, folder, wanted, FULL, DRAW)}
    return [drawn[number] for number in wanted if number in drawn]


def _pages(
    source: Path, folder: Path, numbers: Iterable[int], side: int, limits: ffmpeg.Limits
) -> list[PdfPage]:
    _judge(source)
    folder.mkdir(parents=True, exist_ok=True)
    with ONE_AT_ONCE:
        code, told = _run(source, folder, numbers, side, limits)
    for entry in told:
        if entry.get("wrong") == "locked":
            raise errors.PdfLocked
        if entry.get("wrong") == "pages":
            raise errors.PdfTooLong(pages=entry["pages"], most=MOST_PAGES)
        if entry.get("wrong"):
            raise errors.PdfBroken
    drawn = [entry for entry in told if (folder / f"{entry['page']}.png").is_file()]
    if not drawn:
        raise errors.PdfTooHeavy if code else errors.PdfBroken
    return [
        PdfPage(entry["page"], folder / f"{entry['page']}.png", entry["text"], entry["of"])
        for entry in drawn
    ]


def _judge(source: Path) -> None:
    """Refuse what is no PDF, or too large for one, before anything opens it."""
    if source.stat().st_size > LARGEST:
        raise errors.PdfTooLarge(limit=LARGEST // 1_000_000)
    with source.open("rb") as file:
        if b"%PDF-" not in file.read(HEAD):
            raise errors.PdfBroken


def _run(
    source: Path, folder: Path, numbers: Iterable[int], side: int, limits: ffmpeg.Limits
) -> tuple[int, list[dict[str, Any]]]:
    """Let the child work inside the fence; return how it ended and what it told until then."""
    asked = [str(side), str(MOST_PAGES), str(TEXT), ",".join(map(str, numbers))]
    command = [
        *ffmpeg.fence(limits),
        *(sys.executable, "-I", str(CHILD), str(source.absolute()), str(folder.absolute()), *asked),
    ]
    with tempfile.TemporaryFile() as heard:
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=heard, stderr=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}, start_new_session=True,
        )  # fmt: skip
        try:
            code = process.wait(limits.wall)
        except subprocess.TimeoutExpired:
            code = -signal.SIGKILL
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        heard.seek(0)
        return code, [told for line in heard.read(1 << 20).splitlines() if (told := _read(line))]


def _read(line: bytes) -> dict[str, Any] | None:
    """Read one line of the child; one that was cut off by its end is nothing."""
    try:
        told = json.loads(line)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None

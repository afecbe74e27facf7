"""A contact sheet: the middle of every picture of a film with its sentence, to look at at once."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from content.media import film

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.ImageFont import FreeTypeFont, ImageFont

    from content.media.board import Board

COLUMNS = 3
THUMB_HEIGHT = 270
WORDS_HEIGHT = 128
GAP = 16
SIGNS = 58
GROUND = (0xF6, 0xF7, 0xF4)
INK = (0x0E, 0x1A, 0x1C)


def sheet(board: Board, target: Path) -> Path:
    """Write a PNG with every picture in its order, its time, and the sentences under it."""
    from PIL import Image, ImageDraw

    shots = film.shots(board)
    wide = film.width_of(THUMB_HEIGHT)
    rows = -(-len(shots) // COLUMNS)
    size = (
        COLUMNS * (wide + GAP) + GAP,
        rows * (THUMB_HEIGHT + WORDS_HEIGHT + GAP) + GAP,
    )
    page = Image.new("RGB", size, GROUND)
    pen = ImageDraw.Draw(page)
    font = _font()
    for number, (shot, picture) in enumerate(film.stills(board, THUMB_HEIGHT)):
        left = GAP + number % COLUMNS * (wide + GAP)
        top = GAP + number // COLUMNS * (THUMB_HEIGHT + WORDS_HEIGHT + GAP)
        page.paste(picture, (left, top))
        pen.text((left, top + THUMB_HEIGHT + 6), _words(board, shot), fill=INK, font=font)
    page.save(target, "PNG")
    return target


def _font() -> FreeTypeFont | ImageFont:
    """DejaVu where the system has it, because Pillow's own letters know no ß."""
    from PIL import ImageFont

    try:
        return ImageFont.truetype("DejaVuSans.ttf", 13)
    except OSError:
        return ImageFont.load_default(14)


def _words(board: Board, shot: film.Shot) -> str:
    number = board.starts.index(shot.scene_start)
    head = f"{number + 1}  {shot.start:.1f}-{shot.end:.1f} s  {shot.move}  {shot.picture.name}"
    says = board.scenes[number].say.items()
    lines = [
        line
        for language, text in says
        for line in textwrap.wrap(f"{language}: {text}", SIGNS, subsequent_indent="   ")
    ]
    return "\n".join([head, *lines])

"""Pictures as pixels: drawings and photographs laid upright on a ground of the wanted size."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from content.media import drawings, errors, ffmpeg
from content.media.drawing_child import BROKEN

if TYPE_CHECKING:
    from PIL.Image import Image

PETROL = (0x0D, 0x2F, 0x33)
MAX_PIXELS = 36_000_000
MAX_WEBP = 12_000_000
"""Pixels of a WebP: its decoder holds five copies of them."""
WANTED = 2560
"""Pixels of the longer side that are enough for every film and page; larger ones are halved."""
BAND = 256
ONE_AT_ONCE = threading.Lock()
"""Held while a photograph is large: two at once would be twice 250 MB."""
ONE_DRAWS = threading.Lock()
"""Held while a child draws: each may take as much."""
TURNS = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
"""How Pillow's `Transpose` sets upright what a camera says of its picture (EXIF 0x112)."""
ORIENTATION = 0x112
FORMATS = ("JPEG", "PNG", "WEBP")
MOST_SCANS = 64
"""How often a JPEG may go over its pixels; cameras and programs do so ten times at most."""
SCAN = b"\xff\xda"
DRAW = ffmpeg.Limits(wall=10.0, cpu=2, memory=1 << 30, data=256 << 20, file_size=32 << 20)
CHILD = Path(__file__).with_name("drawing_child.py")
Box = tuple[int, int, int, int]
CROP = 0.12
"""How much of a side may be cut off to fill the ground; above it the whole picture is shown."""


def looks_like_svg(content: bytes) -> bool:
    """Whether these bytes are a drawing: an `<svg` within the first kilobyte of text."""
    return b"<svg" in content[:1024] and b"\x00" not in content[:1024]


def photograph(content: bytes, name: str = "The picture") -> Image:
    """Read a JPEG, PNG or WebP, upright, as RGB on petrol ground where it is see-through.

    Raises PictureTooLarge before a pixel is decoded, and PictureBroken.
    """
    from PIL import Image

    try:
        with ONE_AT_ONCE:  # and let go of before the next one begins
            return _upright(content, name)
    except errors.MediaError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise errors.PictureTooLarge(name=name, limit=MAX_PIXELS / 1e6) from None
    except Exception as problem:  # a damaged picture breaks its reader in a dozen ways
        raise errors.PictureBroken(name=name) from problem


def drawing(content: bytes, width: int, height: int, name: str = "The picture") -> Image:
    """Draw an SVG as large as fits into width x height, as RGB on petrol ground.

    Raises PictureBroken, DrawingUnsafe and DrawingHeavy.
    """
    from PIL import Image

    png = _drawn(drawings.clean(content, name), width, height, name)
    with Image.open(io.BytesIO(png), formats=["PNG"]) as opened:
        return _flat(opened)


def _drawn(clean: drawings.Drawing, width: int, height: int, name: str) -> bytes:
    """Let a fenced child draw: a drawing of a kilobyte can ask for hours, or for all memory."""
    wide = clean.width / clean.height >= width / height
    sides = (width, 0) if wide else (0, height)
    fonts = int(b"<text" in clean.content)
    try:
        with ONE_DRAWS:
            done = subprocess.run(
                [*ffmpeg.fence(DRAW), sys.executable, "-I", str(CHILD), *map(str, (*sides, fonts))],
                input=clean.content, capture_output=True, timeout=DRAW.wall, check=False,
                env={"LANG": "C.UTF-8", "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "2"},
            )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise errors.DrawingHeavy(name=name) from None
    if done.returncode == BROKEN:
        raise errors.PictureBroken(name=name)
    if done.returncode:
        raise errors.DrawingHeavy(name=name)
    return done.stdout


def source(content: bytes, width: int, height: int, name: str = "The picture") -> Image:
    """Read a photograph as it is, or draw a drawing as large as fits into width x height.

    Raises as `photograph` and `drawing`.
    """
    if looks_like_svg(content):
        return drawing(content, width, height, name)
    return photograph(content, name)


def size(content: bytes) -> tuple[int, int]:
    """Read the width and height of a photograph of our own."""
    from PIL import Image

    with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
        return opened.size


def spread(picture: Image, width: int, height: int) -> tuple[Image, Box]:
    """Lay a picture on a ground of width x height, filled where little is lost, else whole.

    Return it with where it lies: left, top, right, bottom.
    """
    from PIL import Image

    fill = max(width / picture.width, height / picture.height)
    fit = min(width / picture.width, height / picture.height)
    scale = fill if fit / fill >= 1 - CROP else fit
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    if size != picture.size:
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    left, top = (width - size[0]) // 2, (height - size[1]) // 2
    ground = Image.new("RGB", (width, height), PETROL)
    ground.paste(picture, (left, top))
    return ground, (left, top, left + size[0], top + size[1])


def _upright(content: bytes, name: str) -> Image:
    """Read a photograph, small and upright. Raises PictureTooLarge and what Pillow does."""
    from PIL import Image

    with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
        most = MAX_WEBP if opened.format == "WEBP" else MAX_PIXELS
        if opened.width * opened.height > most:
            raise errors.PictureTooLarge(name=name, limit=most / 1e6)
        if opened.format != "PNG" and content.count(SCAN) > MOST_SCANS:
            raise errors.PictureBroken(name=name)
        # A JPEG is decoded at a quarter of the work and room when less is wanted.
        opened.draft("RGB", (WANTED, WANTED))
        turn = _turn(opened)
        small = _small(opened)
    return small if turn is None else small.transpose(Image.Transpose(turn))


def _turn(opened: Image) -> int | None:
    """Read how the camera was held; notes that cannot be read say nothing."""
    try:
        return TURNS.get(opened.getexif().get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001  the picture is right, only what was written on it is not
        return None


def _small(picture: Image) -> Image:
    """Return a picture flat, its sides divided until it is as small as wanted.

    It is done in bands: a second copy of a camera's whole picture has 140 MB.
    """
    from PIL import Image

    by = max(1, max(picture.size) // WANTED)
    if by == 1:
        return _flat(picture)
    width, height = (-(-side // by) for side in picture.size)
    small = Image.new("RGB", (width, height))
    for top in range(0, picture.height, BAND * by):
        band = picture.crop((0, top, picture.width, min(top + BAND * by, picture.height)))
        small.paste(_flat(band).reduce(by), (0, top // by))
    return small


def _flat(picture: Image) -> Image:
    from PIL import Image

    if not picture.has_transparency_data:
        return picture.convert("RGB")
    ground = Image.new("RGB", picture.size, PETROL)
    clear = picture.convert("RGBA")
    ground.paste(clear, mask=clear.getchannel("A"))
    return ground

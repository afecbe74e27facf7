"""Reads the codes on a photograph: two decoders look at it in a fence, for it can be anything."""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from content.media import ffmpeg
from qr_codes.camera import Sight

if TYPE_CHECKING:
    from PIL.Image import Image

ZBAR: Final = "libzbar.so.0"
"""The second decoder, LGPL: the system's own, found when a picture is read."""
WANTED: Final = ("zxing-cpp", "zbar")
CHILD: Final = Path(__file__).with_name("camera_child.py")
LOOK: Final = ffmpeg.Limits(wall=10.0, cpu=4, memory=1 << 30, data=192 << 20, file_size=1 << 20)
ONE_AT_ONCE: Final = threading.Lock()
"""Held while a child looks: each may take as much."""
TOLD: Final = 200_000  # bytes that a child may say


def look(picture: "Image") -> list[Sight]:
    """Return every symbol on a picture, as each decoder read it.

    A decoder that breaks, or takes too long, has read nothing more.
    """
    grey = picture.convert("L")
    heard = _heard([str(grey.width), str(grey.height)], grey.tobytes())
    return [sight for line in heard.splitlines() if (sight := _sight(line))]


def decoders() -> list[str]:
    """Return the names of the decoders that are there."""
    return _heard([], b"").split()


def _heard(words: list[str], grey: bytes) -> str:
    """Let the child look; return what it said until its end, whatever that was."""
    with (
        ONE_AT_ONCE,
        subprocess.Popen(
            [*ffmpeg.fence(LOOK), sys.executable, "-I", str(CHILD), ZBAR, *words],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"},
        ) as child,
    ):  # fmt: skip
        try:
            said = child.communicate(grey, LOOK.wall)[0]
        except subprocess.TimeoutExpired:
            child.kill()
            said = child.communicate()[0]
    return said[:TOLD].decode(errors="replace")


def _sight(line: str) -> Sight | None:
    """Read one line of the child; one that was cut off by its end is nothing."""
    try:
        told: dict[str, Any] = json.loads(line)
    except ValueError:
        return None
    corners = tuple((float(x), float(y)) for x, y in told["corners"])
    return Sight(str(told["text"]), str(told["by"]), corners)

"""The logo of each plant: made harmless by a fenced child, kept for every later print.

It lies in `<data>/logos`, one PNG a plant, named by the plant.
"""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

from content.media import ffmpeg
from kiosk.labels import logo_child
from kiosk.settings import Settings
from qr_codes import logo
from qr_codes.logo import MOST_BYTES, BadLogo, Logo

FOLDER: Final = "logos"
CHILD: Final = Path(logo_child.__file__)
READ: Final = ffmpeg.Limits(wall=20.0, cpu=10, memory=2 << 30, data=512 << 20, file_size=32 << 20)
"""What reading a logo may take: 4,000 x 4,000 pixels are held three times over."""
ONE_AT_ONCE: Final = threading.Lock()


def of(settings: Settings, site_id: str) -> Logo | None:
    """Return the logo of a plant, or None. Raises BadLogo where its file was damaged."""
    path = _path(settings, site_id)
    return logo.read(path.read_bytes()) if path.exists() else None


def sent(file: Path) -> bytes:
    """Return what is in a file, no more of it than tells that it is too large. Raises OSError."""
    with file.open("rb") as content:
        return content.read(MOST_BYTES + 1)


def made(content: bytes) -> Logo:
    """Make a logo of a file that somebody sent. Raises BadLogo with what is wrong with it."""
    if len(content) > MOST_BYTES:
        return logo.read(content)  # refuses it before anything is decoded
    try:
        with ONE_AT_ONCE:
            done = subprocess.run(
                [*ffmpeg.fence(READ), sys.executable, "-I", str(CHILD)], input=content,
                capture_output=True, timeout=READ.wall, check=False,
                env={"LANG": "C.UTF-8", "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "2"},
            )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise _heavy() from None
    if done.returncode == logo_child.UNFIT:
        template, facts = json.loads(done.stdout)
        raise logo.BadLogo(template, **facts)
    if done.returncode:
        raise _heavy()
    return logo.read(done.stdout)


def _heavy() -> BadLogo:
    return BadLogo("The logo takes too much work to be drawn: take a simpler one.")


def keep(settings: Settings, site_id: str, content: bytes) -> Logo:
    """Keep what a file shows as the logo of a plant. Raises BadLogo, OSError; then all stays."""
    found = made(content)
    path = _path(settings, site_id)
    path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_bytes(found.png)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return found


def drop(settings: Settings, site_id: str) -> bool:
    """Print without a logo from now on; return whether there was one."""
    path = _path(settings, site_id)
    there = path.exists()
    path.unlink(missing_ok=True)
    return there


def names(folder: Path) -> list[str]:
    """Return what logos lie in a folder of data, or in a backup of one, by their names below it."""
    return sorted(str(path.relative_to(folder)) for path in (folder / FOLDER).glob("[!.]*.png"))


def _path(settings: Settings, site_id: str) -> Path:
    return settings.data / FOLDER / f"{site_id}.png"

"""How a finished file gets its place: flushed to the disk, named by its content."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def keep(made: Path, target_dir: Path, ending: str) -> tuple[str, Path]:
    """Bring a file to the disk and give it the name of its content; all of it or nothing."""
    with made.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    path = target_dir / f"{digest}.{ending}"
    made.replace(path)
    folder = os.open(target_dir, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return digest, path

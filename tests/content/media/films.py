"""The words ffmpeg makes small real films by."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from content.media import ffmpeg

Make = Callable[..., Path]

PICTURE = ("-f", "lavfi", "-i", "testsrc2=s=320x180:r=30:d=4")
VOICE = ("-f", "lavfi", "-i", "anoisesrc=color=pink:d=4:a=0.02:r=48000:seed=7")
QUICK = ("-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac")


def tool(*words: str, feed: bytes | None = None) -> str:
    """Run the real ffmpeg without a fence and give its log."""
    done = subprocess.run(
        [ffmpeg.find(), "-hide_banner", "-y", *words], input=feed, capture_output=True, check=True
    )
    return done.stderr.decode()

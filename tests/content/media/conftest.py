"""Small real films, made once in a test session by the real ffmpeg."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.content.media.films import PICTURE, QUICK, VOICE, Make, tool

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Make a film by ffmpeg's words, once for each name."""
    folder = tmp_path_factory.mktemp("films")

    def film(name: str, *words: str, feed: bytes | None = None) -> Path:
        path = folder / name
        if not path.exists():
            tool(*words, str(path), feed=feed)
        return path

    return film


@pytest.fixture(scope="session")
def phone_film(make: Make) -> Path:
    """What a phone held upright records: turned, with sound, with the place it was made at."""
    flat = make(
        "flat.mp4", *PICTURE, *VOICE, *QUICK, "-metadata", "location=+48.1000+011.5000/",
        "-metadata", "title=Halle 3", "-metadata:s:v", "handler_name=Core Media Video",
    )  # fmt: skip
    return make("phone.mov", "-display_rotation", "-90", "-i", str(flat), "-c", "copy")


@pytest.fixture(scope="session")
def mute_film(make: Make) -> Path:
    """A film without a sound track."""
    return make("mute.mp4", *PICTURE, *QUICK)

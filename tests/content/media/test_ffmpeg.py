"""Which ffmpeg is run, and the fence it is run in."""

from __future__ import annotations

import os
import re
import time
from typing import TYPE_CHECKING

import pytest

from content.media import errors, ffmpeg

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def chosen() -> Iterator[None]:
    """Forget a chosen program afterwards."""
    yield
    ffmpeg.use(None)


def spy(tmp_path: Path, script: str) -> str:
    """A program that stands in ffmpeg's place and tells how it is run."""
    program = tmp_path / "spy"
    program.write_text(f"#!/bin/bash\n{script}\n")
    program.chmod(0o755)
    return str(program)


def test_it_brings_its_own_ffmpeg() -> None:
    assert re.fullmatch(r"n?\d+\.\d+(\.\d+)?", ffmpeg.version())


@pytest.mark.usefixtures("chosen")
def test_a_named_ffmpeg_comes_first(tmp_path: Path) -> None:
    ffmpeg.use(spy(tmp_path, "echo ffmpeg version 42.1 Copyright"))
    assert ffmpeg.version() == "42.1"


def test_it_says_when_the_named_one_is_not_there() -> None:
    with pytest.raises(errors.ToolMissing, match="Install the package imageio-ffmpeg"):
        ffmpeg.use("/nowhere/ffmpeg")


@pytest.mark.usefixtures("chosen")
def test_it_runs_with_little_and_gives_way_to_pages(tmp_path: Path) -> None:
    ffmpeg.use(spy(tmp_path, "ulimit -v >&2; ulimit -t >&2; ulimit -c >&2; nice >&2"))
    with ffmpeg.workplace() as folder:
        log = ffmpeg.run([], folder, limits=ffmpeg.Limits(cpu=7, memory=1 << 30)).log
    memory, seconds, core, niceness = map(int, log.split())
    assert (memory, seconds, core) == (1 << 20, 7, 0)
    assert niceness == min(19, os.nice(0) + 10)


@pytest.mark.usefixtures("chosen")
def test_a_stopped_run_takes_its_children_along(tmp_path: Path) -> None:
    mark = tmp_path / "alive"
    ffmpeg.use(spy(tmp_path, f"(sleep 1; touch {mark}) & sleep 5"))
    with ffmpeg.workplace() as folder, pytest.raises(errors.OutOfTime):
        ffmpeg.run([], folder, limits=ffmpeg.Limits(wall=0.3))
    time.sleep(1.2)
    assert not mark.exists()


@pytest.mark.usefixtures("chosen")
def test_endless_computing_is_stopped(tmp_path: Path) -> None:
    ffmpeg.use(spy(tmp_path, "while :; do :; done"))
    with ffmpeg.workplace() as folder, pytest.raises(errors.TooHeavy):
        ffmpeg.run([], folder, limits=ffmpeg.Limits(cpu=1))


@pytest.mark.usefixtures("chosen")
@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("No space left on device", errors.DiskFull),
        ("Cannot allocate memory", errors.TooHeavy),
        ("something else", errors.ToolFailed),
    ],
)
def test_a_failure_has_its_name(tmp_path: Path, words: str, error: type[errors.MediaError]) -> None:
    ffmpeg.use(spy(tmp_path, f"echo {words} >&2; exit 1"))
    with ffmpeg.workplace() as folder, pytest.raises(error):
        ffmpeg.convert([], folder)


def test_a_neighbour_in_the_folder_is_never_read(tmp_path: Path) -> None:
    """A list of files under a film's name opens nothing, even past the first look."""
    (tmp_path / "neighbour.mp4").write_bytes(b"secret")
    (tmp_path / "upload.mp4").write_text("ffconcat version 1.0\nfile neighbour.mp4\n")
    with ffmpeg.workplace(tmp_path / "upload.mp4") as folder:
        log = ffmpeg.run([*ffmpeg.from_file("mp4"), "-f", "null", "-"], folder).log
    assert "neighbour" not in log


def test_a_workplace_that_is_in_use_is_not_swept(tmp_path: Path) -> None:
    with ffmpeg.workplace(parent=tmp_path):
        assert ffmpeg.sweep(tmp_path) == 0
    assert list(tmp_path.iterdir()) == []


def test_an_abandoned_workplace_is_swept(tmp_path: Path) -> None:
    (tmp_path / "film-abc").mkdir()
    (tmp_path / "film-abc" / ffmpeg.LOCK).touch()
    (tmp_path / "kept.mp4").touch()
    assert ffmpeg.sweep(tmp_path) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["kept.mp4"]

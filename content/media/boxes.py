"""The boxes of an MP4 or MOV file (ISO/IEC 14496-12), read without decoding anything."""

from __future__ import annotations

import struct
from collections.abc import Iterator  # noqa: TC003 -- read by dataclass-like tuples at run time
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from content.media import errors

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 8
LARGE_HEAD = 16
MOST_BOXES = 4096
MOST_MOOV = 32 << 20
VISUAL_ENTRY = 78
"""Bytes of a picture track's description before its own boxes begin (14496-12, 12.1.3)."""


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its four letters, where its content begins and ends in the file."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outline:
    """What the boxes claim of a film, unchecked."""

    seconds: float
    moov_first: bool
    moov_size: int
    sizes: tuple[tuple[int, int], ...]
    """Width and height of each picture track, as coded."""
    whole: bool
    """Whether every box is there to its end."""
    tracks: int


def outline(path: Path) -> Outline:
    """Walk the boxes of a file.

    Raises FilmTruncated when the index (`moov`) or the end of the file is missing.
    """
    with path.open("rb") as file:
        end = file.seek(0, 2)
        top = list(_boxes(file, 0, end))
        moov = next((box for box in top if box.kind == "moov"), None)
        mdat = next((box for box in top if box.kind == "mdat"), None)
        if moov is None or moov.end > end or moov.end - moov.start > MOST_MOOV:
            raise errors.FilmTruncated
        return Outline(
            _seconds(file, moov),
            mdat is None or moov.start < mdat.start,
            moov.end - moov.start + HEAD,
            tuple(_sizes(file, moov)),
            all(box.end <= end for box in top),
            sum(1 for _ in _within(file, moov, "trak")),
        )


def _boxes(file: IO[bytes], start: int, end: int) -> Iterator[Box]:
    """Give the boxes between two places; the last one may claim more than there is."""
    for _ in range(MOST_BOXES):
        file.seek(start)
        head = file.read(LARGE_HEAD)
        if start >= end or len(head) < HEAD:
            return
        size, kind = struct.unpack(">I4s", head[:HEAD])
        content = start + HEAD
        if size == 1 and len(head) == LARGE_HEAD:
            size = struct.unpack(">Q", head[HEAD:])[0]
            content = start + LARGE_HEAD
        elif size == 0:
            size = end - start
        if size < content - start:
            return
        yield Box(kind.decode("latin-1"), content, start + size)
        start += size


def _within(file: IO[bytes], box: Box, *path: str) -> Iterator[Box]:
    """Give the boxes at a path below a box."""
    for child in _boxes(file, box.start, box.end):
        if child.kind == path[0]:
            if len(path) == 1:
                yield child
            else:
                yield from _within(file, child, *path[1:])


def _seconds(file: IO[bytes], moov: Box) -> float:
    """Read the length a film claims in its `mvhd`, in seconds."""
    for header in _within(file, moov, "mvhd"):
        file.seek(header.start)
        content = file.read(32)
        large = content[:1] == b"\x01"
        form, where = (">IQ", 20) if large else (">II", 12)
        if len(content) < where + struct.calcsize(form):
            return 0.0
        scale, length = struct.unpack_from(form, content, where)
        return float(length / scale) if scale else 0.0
    return 0.0


def _sizes(file: IO[bytes], moov: Box) -> Iterator[tuple[int, int]]:
    """Read the coded width and height of each picture track from its sample description."""
    for track in _within(file, moov, "trak"):
        handlers = [_bytes(file, box, 8, 4) for box in _within(file, track, "mdia", "hdlr")]
        if handlers != [b"vide"]:
            continue
        for table in _within(file, track, "mdia", "minf", "stbl", "stsd"):
            entry = _bytes(file, table, 8, HEAD + VISUAL_ENTRY)
            if len(entry) == HEAD + VISUAL_ENTRY:
                width, height = struct.unpack_from(">HH", entry, HEAD + 24)
                yield width, height


def _bytes(file: IO[bytes], box: Box, offset: int, count: int) -> bytes:
    file.seek(box.start + offset)
    return file.read(count)

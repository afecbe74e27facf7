"""Sends films, pictures and captions by ranges, and keeps threads free for pages meanwhile.

Every file is known by the SHA-256 of its bytes, so its address never changes its content: the
tag is that hash, there is no time in the head, and phones may keep it for good. Files of nuggets
that stay inside the plant lie in a folder of their own and are sent to plant addresses only.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO, Final

from flask import Blueprint, Flask, Response, abort, current_app, request
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.http import parse_range_header

from content import catalogue, preview
from content.errors import ContentError
from content.storage import Folder
from kiosk.settings import Settings
from kiosk.web import headers, passes, reach

TYPES: Final = {
    "mp4": "video/mp4",
    "webm": "video/webm",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "svg": "image/svg+xml",
    "vtt": "text/vtt; charset=utf-8",
}
WORDS: Final = ("svg", "vtt")
FOREVER: Final = "max-age=31536000, immutable"
# A picture opened on its own may draw and style itself, and nothing else.
SEALED: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
BLOCK: Final = 64 * 1024
LIGHT: Final = 256 * 1024
UNNOTED: Final = getattr(os, "O_NOATIME", 0)  # Linux alone has it

blueprint = Blueprint("media", __name__)


class FilmBusy(Exception):
    """Every thread that may carry a film carries one, or somebody's upload."""


def install(app: Flask, settings: Settings) -> None:
    """Register the media addresses."""
    app.extensions["storage"] = Folder(settings.media)
    app.extensions["long_threads"] = BoundedSemaphore(settings.threads - settings.page_threads)
    app.register_blueprint(blueprint)


@blueprint.get("/media/<sha>.<ext>")
def send(sha: str, ext: str) -> Response:
    """Answer a media file that anybody may see."""
    return _send(sha, ext, plant=False)


@blueprint.get("/media/plant/<sha>.<ext>")
def send_inside(sha: str, ext: str) -> Response:
    """Answer a media file to those inside the plant. Raises OutOfReach."""
    if not reach.inside(request):
        raise reach.OutOfReach(catalogue.site().wifi_place)
    return _send(sha, ext, plant=True)


@blueprint.get("/media/draft/<opens>/<sha>.<ext>")
def send_in_draft(opens: str, sha: str, ext: str) -> Response:
    """Answer a file, withdrawn or not, to whoever has a pass for a version that shows it again.

    Nobody keeps it: once the pass has expired it is as gone as it is for everybody else. Raises
    OutOfReach.
    """
    try:
        version_id = passes.read(_settings(), passes.PREVIEW, opens)
    except (passes.PassWrong, passes.PassExpired):
        abort(410)
    found = preview.preview(version_id)
    if found is None or sha not in found[0].files() or preview.withdrawn(version_id):
        abort(410)
    card, site, _ = found
    inside = reach.inside(request)
    if not reach.is_open(card, inside=inside):
        raise reach.OutOfReach(site.wifi_place)
    response = _send(sha, ext, plant=card.reach == "plant network", withdrawn=True)
    response.headers["Cache-Control"] = headers.NEVER
    return response


def _send(sha: str, ext: str, *, plant: bool, withdrawn: bool = False) -> Response:
    path = _found(sha, ext, plant=plant, withdrawn=withdrawn)
    response = _whole(path) if ext in WORDS else _streamed(path)
    response.content_type = TYPES[ext]
    response.set_etag(sha)
    response.headers["Cache-Control"] = f"{'private' if plant else 'public'}, {FOREVER}"
    response.headers["Content-Security-Policy"] = SEALED
    return response


def _whole(path: Path) -> Response:
    """Answer a drawing or captions in one piece: packed, they are a third of their size."""
    if request.if_none_match.contains_weak(path.stem):
        return Response(status=304)
    return Response(path.read_bytes())


def _streamed(path: Path) -> Response:
    response = _accelerated(path) if _settings().accel else _ranged(path)
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _found(sha: str, ext: str, *, plant: bool, withdrawn: bool) -> Path:
    """Return the file's path, or stop with 404, or with 410 where it was withdrawn."""
    if ext not in TYPES:
        abort(404)
    storage: Folder = current_app.extensions["storage"]
    try:
        path = storage.path(sha, ext, plant=plant)
    except ContentError:
        abort(404)
    if not withdrawn and catalogue.gone(sha):
        abort(410)
    if not path.is_file():
        abort(404)
    return path


def _accelerated(path: Path) -> Response:
    """Let nginx send the file; it knows the media folder as `/_media/`."""
    inside = path.relative_to(_settings().media).as_posix()
    return Response(headers={"X-Accel-Redirect": f"/_media/{inside}"})


def _ranged(path: Path) -> Response:
    size = path.stat().st_size
    if request.if_none_match.contains_weak(path.stem):
        return Response(status=304)
    begin, end, status = wanted(size, path.stem)
    response = Response(status=status)
    response.headers["Content-Length"] = str(end - begin)
    if status == 206:  # noqa: PLR2004  the status itself
        response.headers["Content-Range"] = f"bytes {begin}-{end - 1}/{size}"
    if request.method != "HEAD":
        _attach(response, path, begin, end - begin)
    return response


def wanted(size: int, tag: str = "") -> tuple[int, int, int]:
    """Return begin, end and status of what was asked for; many ranges at once get the whole.

    So does who holds the beginning of a file that is not this `tag`'s. Raises
    RequestedRangeNotSatisfiable.
    """
    asked = parse_range_header(request.headers.get("Range"))
    guard = request.if_range.etag
    stale = "If-Range" in request.headers and guard != tag
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1 or stale:
        return 0, size, 200
    found = asked.range_for_length(size)
    if found is None:
        raise RequestedRangeNotSatisfiable(size)
    return found[0], found[1], 206


def _attach(response: Response, path: Path, begin: int, length: int) -> None:
    """Let the body be read from the file; a long one holds one of the long threads meanwhile."""
    file = opened(path)
    try:
        gate = _gate() if length > LIGHT else None
    except FilmBusy:
        file.close()
        raise
    file.seek(begin)
    response.response = Slice(file, length, gate)
    response.direct_passthrough = True


def opened(path: Path) -> IO[bytes]:
    """Open a file without the disk noting when: that would be a log of each film's first views."""
    try:
        handle = os.open(path, os.O_RDONLY | UNNOTED)
    except PermissionError:  # the file is somebody else's: only its owner may ask for that
        handle = os.open(path, os.O_RDONLY)
    return os.fdopen(handle, "rb")


def _gate() -> BoundedSemaphore:
    gate: BoundedSemaphore = current_app.extensions["long_threads"]
    if not gate.acquire(blocking=False):
        raise FilmBusy
    return gate


class Slice:
    """A part of an open file as an answer's body; closing it frees the thread for other films."""

    def __init__(self, file: IO[bytes], length: int, gate: BoundedSemaphore | None) -> None:
        self._file = file
        self._left = length
        self._gate = gate

    def __iter__(self) -> Iterator[bytes]:
        while self._left > 0 and (block := self._file.read(min(BLOCK, self._left))):
            self._left -= len(block)
            yield block
        self.close()

    def close(self) -> None:
        """Close the file and give the thread back, once."""
        self._file.close()
        gate, self._gate = self._gate, None
        if gate:
            gate.release()

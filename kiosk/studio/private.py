"""Sends a private file by ranges, to be kept by nobody: a film as its author's phone made it."""

from pathlib import Path

from flask import Response, request
from werkzeug.exceptions import NotFound, RequestedRangeNotSatisfiable
from werkzeug.http import parse_range_header

from kiosk.web.media import Slice, opened

PARTIAL = 206


def send(path: Path, kind: str) -> Response:
    """Answer a file, or the one range of it that was asked for.

    Raises NotFound and RequestedRangeNotSatisfiable.
    """
    try:
        file = opened(path)
    except FileNotFoundError as gone:
        raise NotFound from gone
    try:
        size = path.stat().st_size
        begin, end, status = _wanted(size)
        file.seek(begin)
    except BaseException:
        file.close()
        raise
    response = Response(Slice(file, end - begin, None), status, content_type=kind)
    response.direct_passthrough = True
    response.headers["Content-Length"] = str(end - begin)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if status == PARTIAL:
        response.headers["Content-Range"] = f"bytes {begin}-{end - 1}/{size}"
    return response


def _wanted(size: int) -> tuple[int, int, int]:
    asked = parse_range_header(request.headers.get("Range"))
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1:
        return 0, size, 200
    found = asked.range_for_length(size)
    if found is None:
        raise RequestedRangeNotSatisfiable(size)
    return found[0], found[1], PARTIAL

"""Sends a private file by ranges, to be kept by nobody: a film as its author's phone made it."""

from pathlib import Path

from flask import Response
from werkzeug.exceptions import NotFound

from kiosk.web.media import Slice, opened, wanted

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
        begin, end, status = wanted(size)
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

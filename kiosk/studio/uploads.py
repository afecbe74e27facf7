"""Takes in films piece by piece, over bad wifi: the tus protocol, version 1.0.

https://tus.io/protocols/resumable-upload, with the extensions creation, creation-with-upload,
expiration, termination and checksum. Every request is authenticated; an upload is seen by the
account alone that began it. Answers are a status, headers and, where something is wrong, one
sentence for the trainer.
"""

import base64
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, current_app, request
from flask_babel import gettext
from werkzeug.exceptions import ClientDisconnected, HTTPException
from werkzeug.http import http_date

from content.columns import TAKE_KINDS
from content.errors import ContentError
from kiosk import uploads
from kiosk.making.landing import SUMS, Checksum, Landing, Read
from kiosk.staff.rights import WRITE
from kiosk.studio import desk, errors, house, security
from kiosk.studio.access import NotAllowed, SignInFirst, needs
from kiosk.uploads import Upload

if TYPE_CHECKING:
    import socket

VERSION: Final = "1.0.0"
EXTENSIONS: Final = "creation,creation-with-upload,expiration,termination,checksum"
PIECE: Final = 8 * 1024 * 1024
"""Bytes of one request; the client sends pieces of 1 MiB, which every proxy lets through."""
PATIENCE: Final = 20.0
"""Seconds without a byte after which a phone counts as gone and its upload is free again."""
BYTES: Final = "application/offset+octet-stream"
HEXADECIMAL: Final = frozenset("0123456789abcdef")
CHECKSUM_WRONG: Final = 460
STATUS: Final[dict[type[ContentError], int]] = {
    uploads.UploadExpired: 410,
    uploads.UploadGone: 404,
    uploads.UploadElsewhere: 409,
    uploads.UploadBusy: 423,
    uploads.UploadTooLong: 413,
    uploads.UploadTooLarge: 413,
    uploads.UploadEmpty: 400,
    uploads.UploadsTooMany: 429,
    uploads.UploadNoRoom: 507,
    uploads.PieceDamaged: CHECKSUM_WRONG,
}

blueprint = Blueprint("uploads", __name__, url_prefix="/uploads")


class Misspoken(ContentError):
    """The browser sent something this server does not understand: {what}."""


class WrongTongue(ContentError):
    """This server speaks tus 1.0.0."""


class NotBytes(ContentError):
    """A piece is sent as application/offset+octet-stream."""


class LengthMissing(ContentError):
    """A piece says beforehand how long it is."""


STATUS.update({Misspoken: 400, WrongTongue: 412, NotBytes: 415, LengthMissing: 411})


@blueprint.url_value_preprocessor
def let_in(_endpoint: str | None, _values: object) -> None:
    """Let pieces be larger than forms."""
    request.max_content_length = PIECE


@blueprint.before_request
def same_tongue() -> None:
    """Refuse a client of another version. Raises WrongTongue."""
    if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
        raise WrongTongue


@blueprint.after_request
def sign(response: Response) -> Response:
    """Say on every answer which version this is."""
    response.headers["Tus-Resumable"] = VERSION
    if response.status_code == HTTPStatus.PRECONDITION_FAILED:
        response.headers["Tus-Version"] = VERSION
    return response


@blueprint.errorhandler(Exception)
def refuse(error: Exception) -> Response:
    """Answer a failure with its status and one sentence."""
    hear_out(PIECE)
    status, words = _told(getattr(error, "original_exception", None) or error)
    return Response(words, status, content_type="text/plain; charset=utf-8")


@blueprint.route("", methods=["OPTIONS"])
@blueprint.route("/<upload_id>", methods=["OPTIONS"])
@needs(WRITE)
def options(upload_id: str = "") -> Response:  # noqa: ARG001  one answer for both addresses
    """Say what this server can do."""
    response = Response(status=204)
    response.headers["Tus-Version"] = VERSION
    response.headers["Tus-Extension"] = EXTENSIONS
    response.headers["Tus-Max-Size"] = str(house.settings().upload_most * 1_000_000)
    response.headers["Tus-Checksum-Algorithm"] = ",".join(SUMS)
    return response


@blueprint.post("")
@needs(WRITE)
def create() -> Response:
    """Begin an upload for a draft, or for one text of it; its first piece may come with it."""
    if "Upload-Defer-Length" in request.headers:
        raise Misspoken(what="Upload-Defer-Length")
    told = _metadata()
    work = desk.written(told.get("version", ""))
    purpose = _one_of(told.get("purpose", "film"), TAKE_KINDS)
    if purpose == "voice" and not told.get("text"):
        raise Misspoken(what="Upload-Metadata")  # a voice speaks one text, never the film itself
    _checksum()  # one that is said wrongly leaves no upload behind
    upload = landing().create(
        work.version,
        security.here().id,
        _number("Upload-Length"),
        text=work.text(told["text"]) if told.get("text") else None,
        purpose=purpose,
        checksum=_sha(told.get("sha256", "")),
    )
    if request.mimetype == BYTES and request.content_length:
        upload = _take_in(upload, 0)
    response = _state(201, upload)
    response.headers["Location"] = f"/studio/uploads/{upload.id}"
    return response


@blueprint.route("/<upload_id>", methods=["HEAD"])
@needs(WRITE)
def head(upload_id: str) -> Response:
    """Say how much of an upload is here; one that is complete is handed on first."""
    upload = _mine(upload_id)
    if upload.got == upload.length:
        landing().finish(upload, _wake())
    return _state(200, upload)


@blueprint.patch("/<upload_id>")
@needs(WRITE)
def patch(upload_id: str) -> Response:
    """Take in one piece; the last one hands the film on."""
    upload = _mine(upload_id)
    if request.mimetype != BYTES:
        raise NotBytes
    return _state(204, _take_in(upload, _number("Upload-Offset")))


@blueprint.delete("/<upload_id>")
@needs(WRITE)
def delete(upload_id: str) -> Response:
    """Delete an upload and what came of it."""
    landing().drop(_mine(upload_id))
    return Response(status=204)


@blueprint.post("/<upload_id>")
@needs(WRITE)
def through_a_proxy(upload_id: str) -> Response:
    """Do what the client means where a proxy lets only GET and POST through."""
    meant: dict[str, Callable[[str], Response]] = {"HEAD": head, "PATCH": patch, "DELETE": delete}
    method = request.headers.get("X-HTTP-Method-Override", "").upper()
    if method not in meant:
        raise Misspoken(what="X-HTTP-Method-Override")
    return meant[method](upload_id)


def landing() -> Landing:
    """Return where this plant's uploads land."""
    return Landing(house.settings())


def hear_out(most: int) -> None:
    """Read what is left of a request of at most so many bytes: its sender is to hear the answer."""
    if 0 < (request.content_length or 0) <= most:
        request.max_content_length = most
        read = arriving()
        while read(64 * 1024):
            pass


def arriving() -> Read:
    """Return what reads the request's body: nothing more once the phone is gone.

    The database's connection is handed back before the first byte: a slow phone holds none.
    """
    database = current_app.extensions["database"]
    line: socket.socket | None = request.environ.get("gunicorn.socket")
    stream = request.stream

    def read(size: int) -> bytes:
        if not database.is_closed():
            database.close()
        try:
            if line is not None:
                line.settimeout(PATIENCE)
            block: bytes = stream.read(size)
        except (ClientDisconnected, OSError):
            return b""
        return block

    return read


def _take_in(upload: Upload, offset: int) -> Upload:
    """Append this request's body, and hand the film on when it is whole."""
    if "Transfer-Encoding" in request.headers:
        raise LengthMissing
    length = request.content_length or 0
    upload = landing().append(upload, offset, arriving(), length, _checksum())
    if upload.got == upload.length:
        landing().finish(upload, _wake())
    return upload


def _mine(upload_id: str) -> Upload:
    return uploads.owned(upload_id, security.here().id)


def _state(status: int, upload: Upload) -> Response:
    response = Response(status=status)
    response.headers["Upload-Offset"] = str(upload.got)
    response.headers["Upload-Length"] = str(upload.length)
    response.headers["Upload-Expires"] = http_date(uploads.expiry(upload))
    response.headers["Upload-Metadata"] = _metadata_of(upload)
    return response


def _metadata_of(upload: Upload) -> str:
    """Return what was said of an upload when it began, as far as it was kept."""
    said = {"version": upload.version_id, "purpose": upload.purpose}
    pairs = (f"{name} {base64.b64encode(word.encode()).decode()}" for name, word in said.items())
    return ",".join(pairs)


def _metadata() -> dict[str, str]:
    """Read what the client says of its file. Raises Misspoken."""
    found: dict[str, str] = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        name, _, word = pair.strip().partition(" ")
        if name:
            found[name] = _decoded(word)
    return found


def _decoded(word: str) -> str:
    try:
        return base64.b64decode(word.strip(), validate=True).decode()
    except ValueError as error:  # no base64, no ASCII, or no UTF-8 within
        raise Misspoken(what="Upload-Metadata") from error


def _number(header: str) -> int:
    value = request.headers.get(header, "")
    if not (value.isascii() and value.isdecimal() and len(value) <= len(str(2**63))):
        raise Misspoken(what=header)
    return int(value)


def _one_of(word: str, words: tuple[str, ...]) -> str:
    if word not in words:
        raise Misspoken(what="Upload-Metadata")
    return word


def _sha(word: str) -> str:
    if word and (len(word) != 64 or not HEXADECIMAL.issuperset(word)):  # noqa: PLR2004  SHA-256 in hex
        raise Misspoken(what="Upload-Metadata")
    return word


def _checksum() -> Checksum | None:
    """Read what this piece sums up to, if the client says so. Raises Misspoken."""
    header = request.headers.get("Upload-Checksum")
    if header is None:
        return None
    algorithm, _, digest = header.partition(" ")
    try:
        found = Checksum(algorithm, base64.b64decode(digest, validate=True))
    except ValueError as error:
        raise Misspoken(what="Upload-Checksum") from error
    if algorithm not in SUMS:
        raise Misspoken(what="Upload-Checksum")
    return found


def _told(error: Exception) -> tuple[int, str]:
    if isinstance(error, SignInFirst):
        return 401, gettext("You were signed out. Sign in again: the upload goes on where it was.")
    if isinstance(error, NotAllowed):
        return 403, gettext("This is not for your role.")
    if isinstance(error, ContentError):
        status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 422)
        return status, errors.sentence(error)
    status, title, _ = errors.notice_of(error)
    if isinstance(error, HTTPException) and status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        title = gettext("This piece is too large.")
    return status, title


def _wake() -> Callable[[str], None] | None:
    wake: Callable[[str], None] | None = current_app.extensions.get("wake")
    return wake

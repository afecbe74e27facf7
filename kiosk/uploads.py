"""Films and voices on their way from a phone: whose each is, and how much of it has arrived.

A row says what was promised and how much of it is safely on the disk. Open ones may carry an hour;
they are deleted when they are done.
"""

import secrets
import time
from datetime import UTC, datetime
from typing import Final

from peewee import BigIntegerField, BooleanField, CharField, ForeignKeyField, IntegerField

from content import columns
from content.errors import ContentError
from content.models import Site, Table, Text, Version

HOUR: Final = 3600


class UploadError(ContentError):
    """This upload cannot go on."""


class UploadEmpty(UploadError):
    """The file is empty. Pick another one."""


class UploadTooLarge(UploadError):
    """The file has {size} MB; at most {limit} MB are taken. Film in 1080p, or film less."""


class UploadsTooMany(UploadError):
    """You have {count} unfinished uploads already. Finish one of them, or delete it."""


class UploadNoRoom(UploadError):
    """The server has no room for {size} MB. Whoever runs it has to make room; try again then."""


class UploadGone(UploadError):
    """This upload is not here any more. Pick the film again."""


class UploadExpired(UploadGone):
    """This upload lay too long and was deleted. Pick the film again."""


class UploadElsewhere(UploadError):
    """The upload goes on at another place: {got} bytes are here."""


class UploadBusy(UploadError):
    """This upload is being written right now."""


class UploadTooLong(UploadError):
    """More came than was said beforehand."""


class PieceDamaged(UploadError):
    """This piece was damaged on its way. It is sent again."""


class FilmDamaged(UploadError):
    """The file was damaged on its way. Send it again."""


class UploadTooLate(UploadError):
    """This nugget was handed in while the file was on its way. Begin a new draft to change it."""


def new_id() -> str:
    """Return a fresh random id of 128 bits."""
    return secrets.token_hex(16)


class Upload(Table):
    """One file on its way: what it is for, how long it is, and how much of it is on the disk.

    `expires` is an hour, counted from 1970: then it is deleted, whatever became of it.
    """

    id = CharField(primary_key=True, default=new_id, max_length=32)
    site = ForeignKeyField(Site, on_delete="CASCADE")
    site_id: str
    account = CharField(max_length=64)
    version = ForeignKeyField(Version, on_delete="CASCADE")
    version_id: str
    text = ForeignKeyField(Text, null=True, on_delete="CASCADE")
    text_id: str | None
    purpose = columns.choice("purpose", columns.TAKE_KINDS, 5)
    length = BigIntegerField()
    got = BigIntegerField(default=0)
    ext = CharField(max_length=5, default="")
    checksum = CharField(max_length=64, default="")
    expires = IntegerField()
    done = BooleanField(default=False)


TABLES: Final[tuple[type[Table], ...]] = (Upload,)


def open_for(account: str, version_id: str | None = None) -> list[Upload]:
    """Return the unfinished uploads of an account, for one version or for all."""
    mine = (Upload.account == account) & ~Upload.done
    if version_id is not None:
        mine &= Upload.version == version_id
    return list(Upload.select().where(mine).order_by(Upload.expires.desc(), Upload.id))


def owned(upload_id: str, account: str) -> Upload:
    """Return an upload if it is this account's. Raises UploadGone, UploadExpired."""
    row = Upload.get_or_none((Upload.id == upload_id) & (Upload.account == account))
    if row is None:
        raise UploadGone
    if row.expires <= this_hour():
        raise UploadExpired
    return row


def expiry(upload: Upload) -> datetime:
    """Return when an upload is deleted if nothing more comes."""
    return datetime.fromtimestamp(upload.expires * HOUR, UTC)


def this_hour() -> int:
    """Return the hour of now, counted from 1970."""
    return int(time.time() // HOUR)

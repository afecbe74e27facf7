"""Where uploads land: room is promised, pieces are written, and what is complete is handed on.

The bytes of an upload lie in a file of its name below `<data>/uploads`. Only what its row counts
was acknowledged: bytes beyond it, left by a process that was killed, are cut off before the next
ones are written. A finished upload keeps its row for an hour or two, so that a phone whose last
answer was lost does not send it all again.
"""

import fcntl
import hashlib
import hmac
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final, Protocol

from peewee import fn

from content import takes
from content.errors import ContentError
from content.models import Take, Text, Version
from content.storage import sha_of
from kiosk import disk, jobs
from kiosk.disk import MEGABYTE
from kiosk.settings import Settings
from kiosk.uploads import (
    HOUR,
    FilmDamaged,
    PieceDamaged,
    Upload,
    UploadBusy,
    UploadElsewhere,
    UploadEmpty,
    UploadGone,
    UploadNoRoom,
    UploadsTooMany,
    UploadTooLarge,
    UploadTooLate,
    UploadTooLong,
    new_id,
    open_for,
    this_hour,
)  # fmt: skip

BLOCK: Final = 64 * 1024
ENOUGH: Final = 64  # bytes by which a film is told from something else
WORK: Final = {"film": "look", "voice": "voice"}
"""The job that a finished upload asks for."""

Read = Callable[[int], bytes]
"""Gives up to so many bytes; none at the end, and none when the phone is gone."""


class Sum(Protocol):
    """A sum over bytes as they pass by."""

    def update(self, data: bytes, /) -> None:
        """Take in more bytes."""

    def digest(self) -> bytes:
        """Return the sum of all bytes so far."""


@dataclass(frozen=True, slots=True)
class Checksum:
    """What a piece must sum up to, by one of `SUMS`."""

    algorithm: str
    digest: bytes


SUMS: Final[dict[str, Callable[[], Sum]]] = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}


class Landing:
    """The place where one plant's uploads land."""

    def __init__(self, settings: Settings) -> None:
        """Take the plant's settings; the folder is made when the first upload needs it."""
        self.settings = settings
        self.folder = settings.data / "uploads"

    def path(self, upload: Upload) -> Path:
        """Return where the bytes of an upload lie."""
        return self.folder / upload.id

    def create(
        self, version: Version, account: str, length: int, *, text: Text | None = None,
        purpose: str = "film", checksum: str = "",
    ) -> Upload:  # fmt: skip
        """Promise room for a file of so many bytes and return its upload, empty.

        Raises UploadEmpty, UploadTooLarge, UploadsTooMany, UploadNoRoom.
        """
        self._judge_length(length)
        with self._reserving():
            self._drop_empty(account, version)
            self._judge_room(length)
            if len(open_for(account)) >= self.settings.uploads_each:
                raise UploadsTooMany(count=self.settings.uploads_each)
            upload = Upload(
                site=version.nugget.site_id, account=account, version=version, text=text,
                purpose=purpose, length=length, checksum=checksum, expires=self._later(),
            )  # fmt: skip
            upload.id = new_id()
            self._lay(self.path(upload))
            upload.save(force_insert=True)
        return upload

    def append(
        self, upload: Upload, offset: int, read: Read, most: int, checksum: Checksum | None = None
    ) -> Upload:
        """Write what comes, at the place where the last piece ended, and return the new state.

        Takes `most` bytes and keeps what arrived even when the rest does not come, unless there is
        a checksum to judge the piece by. What the returned row counts is on the disk. Raises
        UploadElsewhere, UploadBusy, UploadTooLong, UploadGone, PieceDamaged and the errors of a
        file that is no film.
        """
        with self._held(upload) as (row, file):
            if offset != row.got or row.done:
                raise UploadElsewhere(got=row.got)
            if most > row.length - row.got:
                raise UploadTooLong
            os.ftruncate(file, row.got)
            os.lseek(file, row.got, os.SEEK_SET)
            if checksum is None:
                self._take_in(row, file, read, most)
            else:
                self._take_whole(row, file, read, most, checksum)
            self._recognise(row)
            return row

    def close_at(self, upload: Upload, length: int) -> None:
        """Say how long an upload is whose length was only guessed when it was created."""
        if not length:
            raise UploadEmpty
        upload.length = length
        Upload.update(length=length).where(Upload.id == upload.id).execute()

    def finish(self, upload: Upload, wake: jobs.Wake | None = None) -> bool:
        """Hand a complete upload on to where it belongs and ask for the work on it.

        Returns whether it is new: the same film twice changes nothing. Doing it twice is no harm.
        Raises FilmDamaged, UploadTooLate and the errors of a file that is no film; then the upload
        is deleted, because sending more of it cannot help.
        """
        with self._held(upload) as (row, _):
            if row.done or row.got < row.length:
                return True
            try:
                new = self._hand_on(row, wake)
            except ContentError:
                self._forget(row)
                raise
            self.path(row).unlink(missing_ok=True)
            return new

    def drop(self, upload: Upload) -> None:
        """Delete an upload and what came of it. Raises UploadBusy."""
        with self._held(upload) as (row, _):
            self._forget(row)

    def settle(self, wake: jobs.Wake | None = None) -> None:
        """Finish what is complete though its process died, and delete what nobody waits for."""
        for row in list(Upload.select()):
            try:
                if row.expires <= this_hour():
                    self.drop(row)
                elif not row.done and row.got == row.length:
                    self.finish(row, wake)
            except ContentError:
                continue
        self._sweep()

    def _judge_length(self, length: int) -> None:
        if length < 1:
            raise UploadEmpty
        limit = self.settings.upload_most
        if length > limit * MEGABYTE:
            raise UploadTooLarge(size=-(-length // MEGABYTE), limit=limit)

    def _drop_empty(self, account: str, version: Version) -> None:
        """Delete uploads of which nothing ever came: the phone never heard that they began."""
        for row in open_for(account, version.id):
            if not row.got:
                with suppress(UploadBusy, UploadGone):
                    self.drop(row)

    def _judge_room(self, length: int) -> None:
        """Count what is promised to others as taken."""
        query: Any = Upload.select(fn.SUM(Upload.length - Upload.got)).where(~Upload.done)
        promised = int(query.scalar() or 0)
        left = disk.free(self.settings) * MEGABYTE - promised - length
        if left < self.settings.disk_floor * MEGABYTE:
            raise UploadNoRoom(size=-(-length // MEGABYTE))

    @contextmanager
    def _reserving(self) -> Iterator[None]:
        """Let one process at a time promise room."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _lay(self, path: Path) -> None:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    @contextmanager
    def _held(self, upload: Upload) -> Iterator[tuple[Upload, int]]:
        """Hold an upload alone, and read its row anew."""
        try:
            file = os.open(self.path(upload), os.O_RDWR)
        except FileNotFoundError:
            yield from self._without_file(upload)
            return
        try:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise UploadBusy from None
            row = Upload.get_or_none(Upload.id == upload.id)
            if row is None:
                raise UploadGone
            yield row, file
        finally:
            os.close(file)

    def _without_file(self, upload: Upload) -> Iterator[tuple[Upload, int]]:
        """Give a finished upload, which has no file; an open one, after a restore, is lost."""
        row = Upload.get_or_none(Upload.id == upload.id)
        if row is None:
            raise UploadGone
        if not row.done:
            self._forget(row)
            raise UploadGone
        yield row, -1

    def _take_in(self, row: Upload, file: int, read: Read, most: int) -> None:
        """Keep what arrives, also when the phone is gone or the disk full in the midst of it."""
        try:
            _pour(read, file, most)
        finally:
            self._acknowledge(row, file)

    def _take_whole(
        self, row: Upload, file: int, read: Read, most: int, checksum: Checksum
    ) -> None:
        """Keep a piece if it is whole and right, else nothing of it."""
        total = SUMS[checksum.algorithm]()
        came = _pour(_summing(read, total), file, most)
        if came < most or not hmac.compare_digest(total.digest(), checksum.digest):
            raise PieceDamaged
        self._acknowledge(row, file)

    def _acknowledge(self, row: Upload, file: int) -> None:
        """Count what was written as ours once the disk has it."""
        end = os.lseek(file, 0, os.SEEK_CUR)
        if end > row.got:
            os.fdatasync(file)
            row.got, row.expires = end, self._later()
            row.save(only=[Upload.got, Upload.expires])

    def _recognise(self, row: Upload) -> None:
        """Tell by the first bytes what comes, so that nobody sends all of a file that is no film.

        A file that is none is deleted.
        """
        if row.ext or row.got < min(ENOUGH, row.length):
            return
        from content.media.probe import kind_of

        try:
            row.ext = kind_of(self.path(row))
        except ContentError:
            self._forget(row)
            raise
        row.save(only=[Upload.ext])

    def _hand_on(self, row: Upload, wake: jobs.Wake | None) -> bool:
        """Make a take of it and ask for the work on it: all of that, or nothing."""
        path = self.path(row)
        self._recognise(row)
        _judge_whole(path, row.ext)
        if row.checksum and row.checksum != sha_of(path):
            raise FilmDamaged
        with Upload._meta.database.atomic():  # noqa: SLF001  peewee's door to the bound database
            if row.version.state != "draft":
                raise UploadTooLate
            new = not _same(takes.of(row.version, row.text, row.purpose), path)
            if new:
                take = takes.receive(
                    row.version, row.purpose, path, row.ext, text=row.text,
                    folder=self.settings.takes, keep_days=self.settings.keep_takes, today=_today(),
                )  # fmt: skip
                jobs.ask(WORK[row.purpose], take.id, wake)
            row.done, row.expires = True, this_hour() + 2
            row.save(only=[Upload.done, Upload.expires])
        return new

    def _forget(self, row: Upload) -> None:
        Upload.delete().where(Upload.id == row.id).execute()
        self.path(row).unlink(missing_ok=True)

    def _later(self) -> int:
        return this_hour() + self.settings.upload_hours + 1

    def _sweep(self) -> None:
        """Delete files that no row knows, an hour after they were last written."""
        if not self.folder.is_dir():
            return
        known = {row.id for row in Upload.select(Upload.id).where(~Upload.done)}
        for path in self.folder.iterdir():
            if path.stem not in known | {".lock"} and time.time() - path.stat().st_mtime > HOUR:
                path.unlink(missing_ok=True)


def _pour(read: Read, file: int, most: int) -> int:
    """Write up to so many bytes as they come and return how many came."""
    came = 0
    while came < most and (block := read(min(BLOCK, most - came))):
        rest = memoryview(block)
        while rest:
            rest = rest[os.write(file, rest) :]
        came += len(block)
    return came


def _summing(read: Read, total: Sum) -> Read:
    def both(size: int) -> bytes:
        block = read(size)
        total.update(block)
        return block

    return both


def _same(take: Take | None, path: Path) -> bool:
    return take is not None and take.size == path.stat().st_size and take.sha == sha_of(path)


def _judge_whole(path: Path, ext: str) -> None:
    """Refuse a film that lacks its index before anything is asked for. Raises FilmTruncated."""
    if ext == "mp4":
        from content.media import boxes

        boxes.outline(path)


def _today() -> date:
    return datetime.now(tz=UTC).date()

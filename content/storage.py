"""Where media files lie: under the SHA-256 of their bytes, in a folder for each reach."""

import errno
import hashlib
import io
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from content.errors import DiskFull, ExtUnknown

CHUNK: Final = 1 << 20
DAY: Final = 86_400
EXT: Final = re.compile(r"[a-z0-9]{1,5}")
SHA: Final = re.compile(r"[0-9a-f]{64}")


class Storage(Protocol):
    """What the content needs of a place for media files."""

    def put(self, source: Path | bytes, ext: str, *, plant: bool = False) -> str:
        """Keep these bytes for good and return their SHA-256; keeping them twice is no harm."""

    def path(self, sha: str, ext: str, *, plant: bool = False) -> Path:
        """Return where the file lies in the folder of this reach, whether it is there or not."""

    def find(self, sha: str, ext: str) -> Path | None:
        """Return where the file lies, in whichever folder, or None."""

    def settle(self, sha: str, ext: str, *, open_: bool, plant: bool) -> None:
        """Let the file lie in exactly these folders."""

    def discard(self, sha: str, ext: str) -> None:
        """Delete the file from every folder; it is no error if it was gone."""


class Folder:
    """Media on a local disk: `open/ab/<sha>.<ext>` and `plant/ab/<sha>.<ext>` below a root."""

    def __init__(self, root: Path) -> None:
        """Take the root; folders below it are made when the first file needs them."""
        self.root = root

    def put(self, source: Path | bytes, ext: str, *, plant: bool = False) -> str:
        """Keep these bytes for good and return their SHA-256.

        The file appears whole or not at all, is on the disk when this returns, and its time is a
        day. Raises DiskFull.
        """
        with _room(), _reading(source) as incoming:
            part, sha = self._copy(incoming)
            try:
                self._appear(part, self.path(sha, ext, plant=plant))
            finally:
                part.unlink(missing_ok=True)
        return sha

    def path(self, sha: str, ext: str, *, plant: bool = False) -> Path:
        """Return where the file lies in the folder of this reach, whether it is there or not."""
        if not SHA.fullmatch(sha) or not EXT.fullmatch(ext):
            raise ExtUnknown(ext=ext)
        return self.root / ("plant" if plant else "open") / sha[:2] / f"{sha}.{ext}"

    def find(self, sha: str, ext: str) -> Path | None:
        """Return where the file lies, in whichever folder, or None."""
        both = (self.path(sha, ext), self.path(sha, ext, plant=True))
        return next((path for path in both if path.is_file()), None)

    def settle(self, sha: str, ext: str, *, open_: bool, plant: bool) -> None:
        """Let the file lie in exactly these folders; a file that is nowhere stays nowhere."""
        here = self.find(sha, ext)
        wanted = {self.path(sha, ext): open_, self.path(sha, ext, plant=True): plant}
        for path, wants in wanted.items():
            if here and wants and not path.is_file():
                self.put(here, ext, plant="plant" in path.relative_to(self.root).parts)
        for path, wants in wanted.items():
            if not wants:
                path.unlink(missing_ok=True)

    def discard(self, sha: str, ext: str) -> None:
        """Delete the file from every folder; it is no error if it was gone."""
        for plant in (False, True):
            self.path(sha, ext, plant=plant).unlink(missing_ok=True)

    def files(self) -> Iterator[Path]:
        """Yield every kept file, in whichever folder."""
        for reach in ("open", "plant"):
            yield from (self.root / reach).glob("??/*.*")

    def _copy(self, incoming: BinaryIO) -> tuple[Path, str]:
        self.root.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        handle, name = tempfile.mkstemp(prefix=".part-", dir=self.root)
        try:
            with os.fdopen(handle, "wb") as part:
                while block := incoming.read(CHUNK):
                    digest.update(block)
                    part.write(block)
                part.flush()
                os.fsync(part.fileno())
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return Path(name), digest.hexdigest()

    def _appear(self, part: Path, path: Path) -> None:
        if path.is_file():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        part.chmod(0o644)
        day = int(part.stat().st_mtime) // DAY * DAY
        os.utime(part, (day, day))
        part.replace(path)
        sync(path.parent)


def sha_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _reading(source: Path | bytes) -> Iterator[BinaryIO]:
    if isinstance(source, bytes):
        yield io.BytesIO(source)
    else:
        with source.open("rb") as file:
            yield file


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskFull from problem
        raise


def sync(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

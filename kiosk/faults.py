"""Tells what lies at the bottom of a database's or the system's exception."""

import errno
import sqlite3
from collections.abc import Iterator
from typing import Final

FULL: Final = ("database or disk is full", "No space left on device")
DAMAGED: Final = ("malformed", "not a database", "disk image", "file is encrypted")

OVERTAKEN: Final = frozenset(
    ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_FOREIGNKEY",
     "23505", "23503")
)  # fmt: skip
"""How SQLite, and SQLSTATE by PostgreSQL, name a key that is taken and a row that is gone."""


def chain(error: BaseException) -> Iterator[BaseException]:
    """Walk from an exception to its causes: peewee hides a full disk two links down."""
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or link.__context__


def disk_full(error: BaseException) -> bool:
    """Say whether a full disk is behind this."""
    return any(
        (isinstance(link, OSError) and link.errno in {errno.ENOSPC, errno.EDQUOT})
        or any(words in str(link) for words in FULL)
        for link in chain(error)
    )


def damaged(error: BaseException) -> bool:
    """Say whether a damaged SQLite file is behind this."""
    return any(
        isinstance(link, sqlite3.DatabaseError) and any(words in str(link) for words in DAMAGED)
        for link in chain(error)
    )


def busy(error: BaseException) -> bool:
    """Say whether a lock or a full connection pool is behind this: trying again helps."""
    words = ("locked", "Max connections exceeded", "too many connections", "Timed out")
    return any(any(word in str(link) for word in words) for link in chain(error))


def overtaken(error: BaseException) -> bool:
    """Say whether somebody was quicker: they took what is there once, or deleted what is named."""
    names = ("sqlite_errorname", "sqlstate")
    return any(getattr(link, name, "") in OVERTAKEN for link in chain(error) for name in names)

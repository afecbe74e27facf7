"""The table of jobs: what has to be made behind the pages, and how far it got.

Our row is the truth; the queue of `kiosk.work` only wakes the worker. A job that ended well is
deleted, so nothing tells when anybody uploaded anything.
"""

from typing import Final

from peewee import CharField, Check, IntegerField

from content.models import Row, Table

KINDS: Final = ("renditions", "storyboard")
WAITING: Final = ("queued", "running")


class Job(Row):
    """One thing to make: renditions of a film, or a film from a storyboard."""

    kind = CharField(max_length=20)
    subject = CharField(max_length=64)
    state = CharField(
        max_length=8,
        default="queued",
        constraints=[Check("state IN ('queued', 'running', 'failed')")],
    )
    progress = IntegerField(default=0)
    attempts = IntegerField(default=0)
    error = CharField(max_length=300, default="")

    class Meta:
        indexes = ((("kind", "subject"), True),)


TABLES: Final[tuple[type[Table], ...]] = (Job,)

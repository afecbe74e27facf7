"""Originals, what is made of them, and what was withdrawn: all known by the SHA-256 of bytes."""

from peewee import (
    BooleanField,
    CharField,
    CompositeKey,
    FloatField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from content import columns
from content.models.row import Table
from content.models.site import Site


class Medium(Table):
    """An uploaded or imported original, known by the SHA-256 of its bytes.

    `said` is what captions say, so that their nugget is found by it.
    """

    sha = CharField(primary_key=True, max_length=64)
    site = ForeignKeyField(Site, on_delete="RESTRICT")
    site_id: str
    kind = columns.choice("kind", columns.MEDIUM_KINDS, 8, usual=False)
    ext = CharField(max_length=5)
    size = IntegerField()
    width = IntegerField(null=True)
    height = IntegerField(null=True)
    seconds = FloatField(null=True)
    said = TextField(default="")


class Rendition(Table):
    """A playable or showable file made from a medium by one recipe, known by its own SHA-256."""

    medium = ForeignKeyField(Medium, backref="renditions", on_delete="CASCADE")
    medium_id: str
    name = columns.choice("name", columns.RENDITIONS, 8, usual=False)
    sha = CharField(max_length=64)
    ext = CharField(max_length=5)
    size = IntegerField()
    width = IntegerField(null=True)
    height = IntegerField(null=True)
    seconds = FloatField(null=True)
    recipe = CharField(max_length=20)

    class Meta:
        primary_key = CompositeKey("medium", "name")


class Gone(Table):
    """A media file that was withdrawn: its address answers "gone"; it is purged on this day."""

    sha = CharField(primary_key=True, max_length=64)
    ext = CharField(max_length=5)
    purge_on = CharField(max_length=10)
    purged = BooleanField(default=False)

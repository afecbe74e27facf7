"""The tables of what is published about use, and of the names its numbers go by.

Nothing here knows a person, a device or a time: days and weeks only stand in the period's name.
A row is written once, when its period closes, and never changed; names alone are refreshed.
"""

from typing import Final

from peewee import (
    BooleanField,
    CharField,
    Check,
    CompositeKey,
    IntegerField,
    TextField,
)

from content.models import Table, WithoutRowid
from kiosk.counts.gain import LEAST

LOWEST_K: Final = 5


class Count(Table):
    """A table of counting: known by what it says, never by when it came."""

    class Meta:
        schema_manager_class = WithoutRowid


class Released(Count):
    """One published number: how often a nugget was completed in a unit in a closed period."""

    site = CharField(max_length=12)
    period = CharField(max_length=20)
    unit = CharField(max_length=25)
    nugget = CharField(max_length=12)
    kind = CharField(max_length=12)
    n = IntegerField(constraints=[Check(f"n >= {LOWEST_K}")])

    class Meta:
        primary_key = CompositeKey("site", "period", "unit", "nugget", "kind")


class Closed(Count):
    """A period that is over and released, with the smallest count that was printed then."""

    site = CharField(max_length=12)
    period = CharField(max_length=20)
    k = IntegerField(constraints=[Check(f"k >= {LOWEST_K}")])
    invented = BooleanField(default=False)

    class Meta:
        primary_key = CompositeKey("site", "period")


class Stood(Count):
    """Where a nugget could be counted in a closed period, whether or not it was ever opened."""

    site = CharField(max_length=12)
    period = CharField(max_length=20)
    unit = CharField(max_length=25)
    nugget = CharField(max_length=12)
    kind = CharField(max_length=12)

    class Meta:
        primary_key = CompositeKey("site", "period", "unit", "nugget", "kind")


class UnitName(Count):
    """What a unit was called when it last stood in a release: rows outlive areas and kinds."""

    site = CharField(max_length=12)
    unit = CharField(max_length=25)
    area = CharField(max_length=500, default="")
    machine_kind = CharField(max_length=120, default="")

    class Meta:
        primary_key = CompositeKey("site", "unit")


class NuggetName(Count):
    """What a nugget was called when it last stood in a release: its titles by language as JSON.

    `seconds` is how long its shortest film was then; without a film it is 0.
    """

    site = CharField(max_length=12)
    nugget = CharField(max_length=12)
    slug = CharField(max_length=60)
    titles = TextField()
    seconds = IntegerField(default=0)

    class Meta:
        primary_key = CompositeKey("site", "nugget")


class ReleasedGain(Count):
    """What is told of a measured nugget in a closed period: how many took part, how many learned.

    `d` is how many more of a hundred knew it afterwards, rounded to 5. Nothing finer is kept.
    """

    site = CharField(max_length=12)
    period = CharField(max_length=20)
    unit = CharField(max_length=25)
    nugget = CharField(max_length=12)
    n = IntegerField(constraints=[Check(f"n >= {LEAST}")])
    d = IntegerField(constraints=[Check("d BETWEEN -100 AND 100 AND d / 5 * 5 = d")])

    class Meta:
        primary_key = CompositeKey("site", "period", "unit", "nugget")


class Measured(Count):
    """That a nugget is measured in the period that begins on a day; gone when that is over."""

    site = CharField(max_length=12)
    nugget = CharField(max_length=12)
    first = CharField(max_length=10)

    class Meta:
        primary_key = CompositeKey("site", "nugget", "first")


class Confirmation(Count):
    """The council's word that what a manifest lists may be kept: by day and role, never a name.

    `text` is the manifest itself, so that the next one can be laid beside it.
    """

    site = CharField(max_length=12)
    confirmed_on = CharField(max_length=10)
    manifest = CharField(max_length=64)
    version = IntegerField()
    role = CharField(max_length=10)
    ended_on = CharField(max_length=10, null=True)
    text = TextField()

    class Meta:
        primary_key = CompositeKey("site", "confirmed_on", "manifest")


TABLES: Final[tuple[type[Table], ...]] = (
    Released, ReleasedGain, Closed, Stood, UnitName, NuggetName, Measured, Confirmation,
)  # fmt: skip

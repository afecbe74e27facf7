"""The tables of who works in the studio, and of what was done there on which day.

An account carries no time at all: no sign-in, no number of anything. Deeds name a role, never a
person, and lie in no order of arrival.
"""

from typing import Final

from peewee import BooleanField, CharField, ForeignKeyField

from content.models import Row, Site, Table, WithoutRowid


class Account(Row):
    """Somebody who may sign in to the studio.

    `sign_in` is what they type there, folded. `roles` are separated by blanks. `fs_uniquifier` is
    what a session holds instead of the id: a fresh one ends every session. `invitation` is the
    hash of a link that sets the password once, until the end of the day `invited_until`.
    """

    site = ForeignKeyField(Site, on_delete="RESTRICT")
    site_id: str
    name = CharField(max_length=80)
    sign_in = CharField(max_length=120, unique=True)
    mail = CharField(max_length=200, default="")
    password = CharField(max_length=200, default="")
    active = BooleanField(default=True)
    fs_uniquifier = CharField(max_length=64, unique=True)
    role_list = CharField(max_length=60, column_name="roles")
    invitation = CharField(max_length=64, default="", index=True)
    invited_until = CharField(max_length=10, null=True)

    @property
    def roles(self) -> tuple[str, ...]:
        """What they are here for, in the order of the rights."""
        return tuple(self.role_list.split())


class Deed(Row):
    """What was done on a day, by which role, to what: kept for a year, shown to everybody."""

    site = ForeignKeyField(Site, on_delete="RESTRICT")
    site_id: str
    done_on = CharField(max_length=10)
    role = CharField(max_length=10)
    deed = CharField(max_length=40)
    subject = CharField(max_length=300, default="")

    class Meta:
        schema_manager_class = WithoutRowid


TABLES: Final[tuple[type[Table], ...]] = (Account, Deed)

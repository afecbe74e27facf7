"""What every table is made of, and the one row that grows with every change."""

from peewee import CharField, IntegerField, Model

from content.columns import new_id


class Table(Model):
    """A table of the content database."""

    class Meta:
        legacy_table_names = False


class Row(Table):
    """A table whose rows are known by a random public id."""

    id = CharField(primary_key=True, default=new_id, max_length=12)


class Revision(Table):
    """One row that grows with every change a worker could see; finished pages are kept by it."""

    id = IntegerField(primary_key=True, default=1)
    number = IntegerField(default=0)

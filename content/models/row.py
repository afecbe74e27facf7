"""What every table is made of, and the one row that grows with every change."""

from peewee import CharField, Context, IntegerField, Model, SchemaManager, SqliteDatabase

from content.columns import new_id


class Table(Model):
    """A table of the content database.

    A row writes what was changed of it and no more: somebody may just be changing the rest.
    """

    class Meta:
        legacy_table_names = False
        only_save_dirty = True


class WithoutRowid(SchemaManager):
    """Creates tables that keep no order of arrival: on SQLite, WITHOUT ROWID."""

    def _create_table(self, safe: bool = True, **options: object) -> Context:  # noqa: FBT001, FBT002
        context: Context = super()._create_table(safe=safe, **options)  # type: ignore[misc]
        if isinstance(self.database, SqliteDatabase):
            context.literal(" WITHOUT ROWID")
        return context


class Row(Table):
    """A table whose rows are known by a random public id."""

    id = CharField(primary_key=True, default=new_id, max_length=12)


class Revision(Table):
    """One row that grows with every change a worker could see; finished pages are kept by it."""

    id = IntegerField(primary_key=True, default=1)
    number = IntegerField(default=0)

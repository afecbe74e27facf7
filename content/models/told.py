"""What workers tell: remarks on a nugget, and what they miss. No time, no order, nobody's name."""

from peewee import CharField, ForeignKeyField, IntegerField

from content import columns
from content.models.nugget import Nugget
from content.models.plant import Area, Kind, Machine, Topic
from content.models.row import Row, WithoutRowid
from content.models.site import Site


class Remark(Row):
    """Something that is not right at a step of a nugget's version; step 0 is the whole nugget.

    Its id is a sum of what it says, so that the same remark of a day is one row, however often it
    was sent. A machine stands there only where it is the message. `outcome` is what became of it.
    """

    site = ForeignKeyField(Site, on_delete="RESTRICT")
    site_id: str
    nugget = ForeignKeyField(Nugget, backref="remarks", on_delete="CASCADE")
    nugget_id: str
    number = IntegerField()
    step = IntegerField(default=0)
    kind = columns.choice("kind", columns.REMARKS, 15, usual=False)
    machine = ForeignKeyField(Machine, null=True, on_delete="SET NULL")
    machine_id: str | None
    sent_on = CharField(max_length=10)
    outcome = columns.choice("outcome", columns.REMARK_OUTCOMES, 10)
    answered_on = CharField(max_length=10, null=True)
    answer = CharField(max_length=200, default="")

    class Meta:
        schema_manager_class = WithoutRowid


class Wish(Row):
    """A nugget that is missing: about what, for a kind, a machine, an area, a topic, else the site.

    Its id is a sum of what it says, as a remark's.
    """

    site = ForeignKeyField(Site, on_delete="RESTRICT")
    site_id: str
    about = columns.choice("about", columns.WISHES, 10, usual=False)
    kind = ForeignKeyField(Kind, null=True, on_delete="CASCADE")
    kind_id: str | None
    machine = ForeignKeyField(Machine, null=True, on_delete="CASCADE")
    machine_id: str | None
    area = ForeignKeyField(Area, null=True, on_delete="CASCADE")
    area_id: str | None
    topic = ForeignKeyField(Topic, null=True, on_delete="CASCADE")
    topic_id: str | None
    sent_on = CharField(max_length=10)
    outcome = columns.choice("outcome", columns.WISH_OUTCOMES, 10)
    answered_on = CharField(max_length=10, null=True)
    answer = CharField(max_length=200, default="")

    class Meta:
        schema_manager_class = WithoutRowid

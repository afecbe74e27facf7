"""Where it is learned: sites, areas, machines, labels, topics, coaches."""

from peewee import CharField, CompositeKey, ForeignKeyField, IntegerField

from content import columns
from content.models.medium import Medium
from content.models.row import Row, Table
from content.models.site import Site


class Area(Row):
    """A hall or line of a site: a tree of at most four levels, with its declared crowd."""

    site = ForeignKeyField(Site, backref="areas", on_delete="RESTRICT")
    site_id: str
    parent = ForeignKeyField("self", backref="parts", null=True, on_delete="RESTRICT")
    parent_id: str | None
    name = CharField(max_length=120)
    crowd = IntegerField(null=True)


class Kind(Row):
    """A machine kind: its model, on which nuggets of all alike machines hang."""

    site = ForeignKeyField(Site, backref="kinds", on_delete="RESTRICT")
    site_id: str
    name = CharField(max_length=120)
    maker = CharField(max_length=120, default="")

    class Meta:
        indexes = ((("site", "name"), True),)


class KindCrowd(Table):
    """How many people work with the machines of one kind in one area, as declared."""

    site = ForeignKeyField(Site, on_delete="RESTRICT")
    site_id: str
    kind = ForeignKeyField(Kind, backref="crowds", on_delete="CASCADE")
    kind_id: str
    area = ForeignKeyField(Area, backref="kind_crowds", on_delete="CASCADE")
    area_id: str
    crowd = IntegerField()

    class Meta:
        primary_key = CompositeKey("kind", "area")


class Machine(Row):
    """One machine on the floor and its declared crowd."""

    site = ForeignKeyField(Site, backref="machines", on_delete="RESTRICT")
    site_id: str
    area = ForeignKeyField(Area, backref="machines", on_delete="RESTRICT")
    area_id: str
    kind = ForeignKeyField(Kind, backref="machines", null=True, on_delete="RESTRICT")
    kind_id: str | None
    name = CharField(max_length=120)
    number = CharField(max_length=60, default="")
    crowd = IntegerField(null=True)
    photo = ForeignKeyField(Medium, null=True, on_delete="RESTRICT")
    photo_id: str | None

    class Meta:
        indexes = ((("site", "area", "name"), True),)


class Label(Table):
    """A printed code for a machine. A code is never reused, whatever becomes of its label."""

    code = CharField(primary_key=True, max_length=6)
    site = ForeignKeyField(Site, backref="labels", on_delete="RESTRICT")
    site_id: str
    machine = ForeignKeyField(Machine, backref="labels", null=True, on_delete="RESTRICT")
    machine_id: str | None
    state = columns.choice("state", columns.LABEL_STATES, 10)
    design = CharField(max_length=40, default="")
    stock = CharField(max_length=40, default="")
    printed_on = CharField(max_length=10, null=True)
    version = IntegerField(null=True)
    mask = IntegerField(null=True)
    replaced_by = ForeignKeyField("self", null=True, on_delete="RESTRICT")
    replaced_by_id: str | None


class Alias(Table):
    """A code that was on the machine already, normalised so that two spellings compare equal."""

    site = ForeignKeyField(Site, on_delete="RESTRICT")
    site_id: str
    normal = CharField(max_length=300)
    text = CharField(max_length=300)
    machine = ForeignKeyField(Machine, backref="aliases", on_delete="CASCADE")
    machine_id: str

    class Meta:
        primary_key = CompositeKey("site", "normal")


class Topic(Row):
    """A subject that nuggets hang on without a machine: safety, quality, order, digital, others."""

    site = ForeignKeyField(Site, backref="topics", on_delete="RESTRICT")
    site_id: str
    slug = CharField(max_length=40)
    name = CharField(max_length=120)
    position = IntegerField(default=0)

    class Meta:
        indexes = ((("site", "slug"), True),)


class Coach(Row):
    """A digi-coach of an area, shown on a card: who to ask, where, in which languages.

    `agreed_on` is the day on which this person agreed to be shown.
    """

    site = ForeignKeyField(Site, backref="coaches", on_delete="RESTRICT")
    site_id: str
    area = ForeignKeyField(Area, backref="coaches", null=True, on_delete="CASCADE")
    area_id: str | None
    name = CharField(max_length=120)
    where = CharField(max_length=200, default="")
    phone = CharField(max_length=40, default="")
    languages = CharField(max_length=120, default="")
    agreed_on = CharField(max_length=10, null=True)

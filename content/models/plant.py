"""Where it is learned: sites, areas, machines, labels, topics, coaches."""

from peewee import BooleanField, CharField, CompositeKey, ForeignKeyField, IntegerField

from content import columns
from content.models.medium import Medium
from content.models.row import Row, Table, WithoutRowid
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
    """A printed code for a machine. A code is never reused, whatever becomes of its label.

    `version`, `level` and `mask` draw the very symbol again; `said_name`, `said_place` and
    `said_url` are what stood on the last print, so that an outdated one is known.
    """

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
    level = CharField(max_length=1, null=True)
    said_name = CharField(max_length=120, null=True)
    said_place = CharField(max_length=500, null=True)
    said_url = CharField(max_length=200, null=True)


class Walk(Table):
    """A round in which trainers scan all labels of an area, and the day on which it began."""

    area = ForeignKeyField(Area, primary_key=True, on_delete="CASCADE")
    area_id: str
    site = ForeignKeyField(Site, on_delete="CASCADE")
    site_id: str
    begun_on = CharField(max_length=10)


class WalkFind(Table):
    """What a round met: a label's code, or the host of a code that is not ours.

    Who met it, and when, is not kept. `dirty` says that a label reads badly.
    """

    area = ForeignKeyField(Area, on_delete="CASCADE")
    area_id: str
    said = CharField(max_length=120)
    dirty = BooleanField(default=False)

    class Meta:
        primary_key = CompositeKey("area", "said")
        schema_manager_class = WithoutRowid


class PhoneCheck(Table):
    """Whether a real phone has reached this plant by the address that labels carry.

    `sign` belongs to the one-off address that is open; it is erased when a phone has passed.
    """

    site = ForeignKeyField(Site, primary_key=True, on_delete="CASCADE")
    site_id: str
    url = CharField(max_length=200)
    sign = CharField(max_length=24, default="")
    passed_on = CharField(max_length=10, null=True)


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
    """A digi-coach of an area, shown on a card: who to ask, where, when, in which languages.

    Each way to ask is given by this person or left empty: `phone`, `mail`, `chat` (a messenger's
    link), `meeting` (a link to book one). `agreed_on` is the day on which this person agreed to be
    shown so; without it nobody sees the card.
    """

    site = ForeignKeyField(Site, backref="coaches", on_delete="RESTRICT")
    site_id: str
    area = ForeignKeyField(Area, backref="coaches", null=True, on_delete="CASCADE")
    area_id: str | None
    name = CharField(max_length=120)
    where = CharField(max_length=200, default="")
    when = CharField(max_length=120, default="")
    phone = CharField(max_length=40, default="")
    mail = CharField(max_length=200, default="")
    chat = CharField(max_length=300, default="")
    meeting = CharField(max_length=300, default="")
    languages = CharField(max_length=120, default="")
    agreed_on = CharField(max_length=10, null=True)

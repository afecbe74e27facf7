"""The tables of the content database. They carry no connection: `kiosk.db` binds them.

Days are ISO dates (`2026-11-22`): nothing here knows a time of day. Ids are random, never a
running number. What a plant fills carries its site, so that it can be split by site later.
"""

from typing import Final

from peewee import (
    SQL,
    BlobField,
    BooleanField,
    CharField,
    Check,
    CompositeKey,
    FloatField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from content import columns
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


class Site(Row):
    """A plant."""

    slug = CharField(max_length=40, unique=True)
    name = CharField(max_length=120)
    language = CharField(max_length=12, default="de")
    timezone = CharField(max_length=40, default="Europe/Berlin")
    emergency_number = CharField(max_length=40, default="112")
    wifi_place = CharField(max_length=200, default="")
    crowd = IntegerField(null=True)
    label_url = CharField(max_length=200, default="")
    demo = BooleanField(default=False)


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
    """A digi-coach of an area, shown on a card: who to ask, where, in which languages."""

    site = ForeignKeyField(Site, backref="coaches", on_delete="RESTRICT")
    site_id: str
    area = ForeignKeyField(Area, backref="coaches", null=True, on_delete="CASCADE")
    area_id: str | None
    name = CharField(max_length=120)
    where = CharField(max_length=200, default="")
    phone = CharField(max_length=40, default="")
    languages = CharField(max_length=120, default="")


class Nugget(Row):
    """One thing to learn, two minutes. Its words and films live in its versions."""

    site = ForeignKeyField(Site, backref="nuggets", on_delete="RESTRICT")
    site_id: str
    slug = CharField(max_length=60)
    klass = columns.choice("klass", columns.KLASSES, 10)
    level = columns.choice("level", columns.LEVELS, 12)
    reach = columns.choice("reach", columns.REACHES, 14)
    owner_role = CharField(max_length=80, default="")
    review_months = IntegerField(default=12)
    review_by = CharField(max_length=10, null=True)

    class Meta:
        indexes = ((("site", "slug"), True),)


class Hang(Row):
    """Where a nugget hangs: on exactly one of a machine kind, a machine or a topic."""

    site = ForeignKeyField(Site, on_delete="RESTRICT")
    site_id: str
    nugget = ForeignKeyField(Nugget, backref="hangs", on_delete="CASCADE")
    nugget_id: str
    kind = ForeignKeyField(Kind, backref="hangs", null=True, on_delete="CASCADE")
    kind_id: str | None
    machine = ForeignKeyField(Machine, backref="hangs", null=True, on_delete="CASCADE")
    machine_id: str | None
    topic = ForeignKeyField(Topic, backref="hangs", null=True, on_delete="CASCADE")
    topic_id: str | None
    position = IntegerField(default=0)

    class Meta:
        constraints = [
            Check(
                "(kind_id IS NOT NULL AND machine_id IS NULL AND topic_id IS NULL)"
                " OR (kind_id IS NULL AND machine_id IS NOT NULL AND topic_id IS NULL)"
                " OR (kind_id IS NULL AND machine_id IS NULL AND topic_id IS NOT NULL)"
            )
        ]


class Medium(Table):
    """An uploaded or imported original, known by the SHA-256 of its bytes."""

    sha = CharField(primary_key=True, max_length=64)
    site = ForeignKeyField(Site, on_delete="RESTRICT")
    site_id: str
    kind = columns.choice("kind", columns.MEDIUM_KINDS, 8, usual=False)
    ext = CharField(max_length=5)
    size = IntegerField()
    width = IntegerField(null=True)
    height = IntegerField(null=True)
    seconds = FloatField(null=True)


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


class Version(Row):
    """A nugget's content at one publication. `card` is what pages show, made when published."""

    nugget = ForeignKeyField(Nugget, backref="versions", on_delete="CASCADE")
    nugget_id: str
    number = IntegerField()
    state = columns.choice("state", columns.STATES, 10)
    film = ForeignKeyField(Medium, null=True, on_delete="RESTRICT")
    film_id: str | None
    storyboard = TextField(default="")
    published_on = CharField(max_length=10, null=True)
    withdrawn_on = CharField(max_length=10, null=True)
    captions_waived = CharField(max_length=300, default="")
    card = TextField(default="")

    class Meta:
        indexes = ((("nugget", "number"), True),)


# At most one version of a nugget is published at a time; the schema itself holds it.
Version.add_index(
    SQL("CREATE UNIQUE INDEX version_published ON version (nugget_id) WHERE state = 'published'")
)


class Attachment(Table):
    """A file of a version, under the name it has in the version's folder."""

    version = ForeignKeyField(Version, backref="attachments", on_delete="CASCADE")
    version_id: str
    name = CharField(max_length=120)
    medium = ForeignKeyField(Medium, backref="attachments", on_delete="RESTRICT")
    medium_id: str

    class Meta:
        primary_key = CompositeKey("version", "name")


class Gone(Table):
    """A media file that was withdrawn: its address answers "gone"; it is purged on this day."""

    sha = CharField(primary_key=True, max_length=64)
    ext = CharField(max_length=5)
    purge_on = CharField(max_length=10)
    purged = BooleanField(default=False)


class Text(Row):
    """A version in one language and variant: its words, and its own film or voice if it has one."""

    version = ForeignKeyField(Version, backref="texts", on_delete="CASCADE")
    version_id: str
    language = CharField(max_length=12)
    variant = columns.choice("variant", columns.VARIANTS, 6)
    state = columns.choice("state", columns.TEXT_STATES, 8)
    title = CharField(max_length=120)
    why = CharField(max_length=200, default="")
    stand_clear = CharField(max_length=200, default="")
    take_away = CharField(max_length=200, default="")
    task = CharField(max_length=300, default="")
    film = ForeignKeyField(Medium, null=True, on_delete="RESTRICT")
    film_id: str | None
    voice = ForeignKeyField(Medium, null=True, on_delete="RESTRICT")
    voice_id: str | None
    captions = ForeignKeyField(Medium, null=True, on_delete="RESTRICT")
    captions_id: str | None

    class Meta:
        indexes = ((("version", "language", "variant"), True),)


class Step(Row):
    """One step of a version: its picture, that picture's file name, and its second of the film."""

    version = ForeignKeyField(Version, backref="steps", on_delete="CASCADE")
    version_id: str
    position = IntegerField()
    picture = ForeignKeyField(Medium, null=True, on_delete="RESTRICT")
    picture_id: str | None
    file = CharField(max_length=120, default="")
    at = FloatField(null=True)

    class Meta:
        indexes = ((("version", "position"), True),)


class StepText(Table):
    """The sentence of one step in one text."""

    step = ForeignKeyField(Step, backref="words", on_delete="CASCADE")
    step_id: str
    text = ForeignKeyField(Text, backref="step_words", on_delete="CASCADE")
    text_id: str
    body = CharField(max_length=300)

    class Meta:
        primary_key = CompositeKey("step", "text")


class Question(Row):
    """A question of one text, asked after the film."""

    text = ForeignKeyField(Text, backref="questions", on_delete="CASCADE")
    text_id: str
    position = IntegerField()
    prompt = CharField(max_length=300)

    class Meta:
        indexes = ((("text", "position"), True),)


class Option(Row):
    """One answer that can be picked, and the feedback that teaches whoever picks it."""

    question = ForeignKeyField(Question, backref="options", on_delete="CASCADE")
    question_id: str
    position = IntegerField()
    label = CharField(max_length=200)
    feedback = CharField(max_length=300)
    right = BooleanField(default=False)

    class Meta:
        indexes = ((("question", "position"), True),)


class SearchWord(Table):
    """A folded word by which a published nugget or a machine, the subject, is found.

    Words are kept as bytes: both databases order bytes alike, whatever their collation, so that
    "begins with" is a range of one index. A lower rank is a better place to be found in.
    """

    site = ForeignKeyField(Site, on_delete="CASCADE", index=False)
    site_id: str
    subject = CharField(max_length=12)
    word = BlobField()
    rank = IntegerField()

    class Meta:
        primary_key = CompositeKey("subject", "word")
        indexes = ((("site", "word", "rank"), False),)


TABLES: Final[tuple[type[Table], ...]] = (
    Revision, Site, Area, Kind, KindCrowd, Machine, Label, Alias, Topic, Coach, Nugget, Hang,
    Medium, Rendition, Version, Attachment, Gone, Text, Step, StepText, Question, Option,
    SearchWord,
)  # fmt: skip

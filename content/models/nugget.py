"""What is learned: nuggets, their versions, and the words of each version in each language."""

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
    TextField,
)

from content import columns
from content.models.medium import Medium
from content.models.plant import Kind, Machine, Topic
from content.models.row import Row, Table, WithoutRowid
from content.models.site import Site


class Nugget(Row):
    """One thing to learn, two minutes. Its words and films live in its versions.

    It was last found right on `reviewed_on` and is looked at again by `review_by`; `due_why` says
    why that is sooner than planned.
    """

    site = ForeignKeyField(Site, backref="nuggets", on_delete="RESTRICT")
    site_id: str
    slug = CharField(max_length=60)
    klass = columns.choice("klass", columns.KLASSES, 10)
    level = columns.choice("level", columns.LEVELS, 12)
    reach = columns.choice("reach", columns.REACHES, 14)
    owner_role = CharField(max_length=80, default="")
    review_months = IntegerField(default=12)
    review_by = CharField(max_length=10, null=True)
    reviewed_on = CharField(max_length=10, null=True)
    due_why = CharField(max_length=300, default="")

    class Meta:
        indexes = ((("site", "slug"), True), (("site", "review_by"), False))


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


class Version(Row):
    """A nugget's content at one publication. `card` is what pages show, made when published.

    `authors` are the accounts that wrote on it, erased when it is released. A version in review
    with an `effective_on` is released and waits for that day; `review_by` was chosen with it.
    """

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
    authors = TextField(default="")
    effective_on = CharField(max_length=10, null=True)
    review_by = CharField(max_length=10, null=True)
    reason = CharField(max_length=300, default="")
    remark = CharField(max_length=500, default="")
    consent = CharField(max_length=300, default="")
    withdrawn_why = CharField(max_length=300, default="")
    card = TextField(default="")

    class Meta:
        indexes = ((("nugget", "number"), True), (("state", "nugget"), False))


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
    captions_state = columns.choice("captions_state", columns.TEXT_STATES, 8)

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

    A nugget's words are kept by language, a machine's belong to none. Words are kept as bytes:
    both databases order bytes alike, whatever their collation, so that "begins with" is a range
    of one index. A lower rank is a better place to be found in; `inside` is for the plant only.
    """

    site = ForeignKeyField(Site, on_delete="CASCADE", index=False)
    site_id: str
    subject = CharField(max_length=12)
    language = CharField(max_length=12)
    word = BlobField()
    rank = IntegerField()
    inside = BooleanField(default=False)

    class Meta:
        primary_key = CompositeKey("subject", "language", "word")
        indexes = ((("site", "word", "rank", "inside"), False),)
        schema_manager_class = WithoutRowid


class SearchTerm(Table):
    """A word without figures that stands anywhere in a plant, once for each language it is in.

    They are few beside all words: a process holds them to see which of them somebody meant.
    """

    site = ForeignKeyField(Site, on_delete="CASCADE", index=False)
    site_id: str
    language = CharField(max_length=12)
    word = BlobField()

    class Meta:
        primary_key = CompositeKey("site", "language", "word")
        schema_manager_class = WithoutRowid
